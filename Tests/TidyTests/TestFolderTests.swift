import RedoubtTestSupport
import Testing

@Suite("The folders of tests")
struct TestFolderTests {
    @Test("Each one is a target of the package, so that its tests run")
    func declared() throws {
        let folders = Set(
            ProjectFiles.swift.filter { $0.components[0] == "Tests" }.map { $0.components[1] }
        ).subtracting(["TestSupport"])
        let manifest = try #require(ProjectFiles.swift.first { $0.path == "Package.swift" })
        let text = try manifest.lines().joined(separator: "\n")
        let declared = Set(text.matches(of: #/tests\(\s*"(\w+)"/#).map { "\($0.1)Tests" })
        #expect(Set(folders.map(String.init)) == declared)
    }

    @Test("None is switched off, and none looks inside a module")
    func running() throws {
        for file in ProjectFiles.swift where file.path.hasPrefix("Tests/") {
            for (number, line) in try file.code()
            where line.contains(#/\.(disabled|enabled)\(|with[K]nownIssue|@test[a]ble/#) {
                Issue.record("\(file):\(number): \(line)")
            }
        }
    }
}
