import RedoubtTestSupport

extension SmallFixture {
    /// One small fixture.
    static func named(_ name: String) throws -> SmallFixture {
        guard let fixture = all.first(where: { $0.name == name }) else {
            throw TestFailure("there is no \(name)")
        }
        return fixture
    }
}
