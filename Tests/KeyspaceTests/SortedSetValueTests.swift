import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues
import RedoubtTestSupport
import Testing

@Suite("SortedSetValue")
struct SortedSetValueTests {
    private let current = ServerProfile(.redis, 7, 2)
    private let old = ServerProfile(.redis, 6, 2)

    private func score(_ member: ByteString, in value: SortedSetValue) -> Double? {
        value.score(of: member.bytes)
    }

    @Test("agrees with a dictionary under random changes, before and after the order is built")
    func randomChanges() {
        var generator = SeededGenerator(seed: 3)
        for buildsEarly in [false, true] {
            var value = SortedSetValue.fresh(for: current)
            var model: [String: Double] = [:]
            for step in 0..<4_000 {
                if buildsEarly, step == 10 { _ = value.ordered() }
                let member = "m\(Int.random(in: 0..<400, using: &generator))"
                let bytes = ByteString(member)
                if step % 4 == 3 {
                    let removed = value.remove(bytes.bytes)
                    #expect(removed == (model.removeValue(forKey: member) != nil))
                } else {
                    let score = Double(Int.random(in: -20...20, using: &generator))
                    let isNew = value.set(bytes.bytes, to: score)
                    #expect(isNew == (model[member] == nil))
                    model[member] = score
                }
            }
            let lower = Int.random(in: 0..<100, using: &generator)
            let expected = model.map { RankedMember(score: $0.value, member: ByteString($0.key)) }
                .sorted()
            let order = Array(value.ordered())
            let part = value.members(ranks: lower..<lower + 9)
            #expect(order == expected)
            #expect(part == Array(expected[lower..<lower + 9]))
            value.removeRanks(lower..<lower + 50)
            #expect(value.count == expected.count - 50)
            #expect(score(expected[lower].member, in: value) == nil)
            #expect(score(expected[lower + 50].member, in: value) != nil)
        }
    }

    @Test("orders equal scores by bytes, the shorter first")
    func ties() {
        var value = SortedSetValue.fresh(for: current)
        for member: ByteString in ["b", "a", "ab", "", "\u{7f}"] { value.set(member.bytes, to: 1) }
        let order = value.ordered().map(\.member)
        #expect(order == ["", "a", "ab", "b", "\u{7f}"])
    }

    @Test("a small value loses the sign of zero since 7.0, a large one keeps it")
    func negativeZero() {
        let member: ByteString = "m"
        var small = SortedSetValue.fresh(for: current)
        small.set(member.bytes, to: -0.0)
        #expect(score(member, in: small)?.sign == .plus)

        var before = SortedSetValue.fresh(for: old)
        before.set(member.bytes, to: -0.0)
        #expect(score(member, in: before)?.sign == .minus)

        var large = SortedSetValue.fresh(for: current)
        for index in 0..<128 { large.set(ByteString("\(index)").bytes, to: 1) }
        #expect(large.isCompact)
        large.set(member.bytes, to: -0.0)
        #expect(!large.isCompact)
        #expect(score(member, in: large)?.sign == .minus)
        large.remove(member.bytes)
        #expect(!large.isCompact)
    }

    @Test("a long member makes the value large for good")
    func longMember() {
        var value = SortedSetValue.fresh(for: current)
        let long = ByteString([UInt8](repeating: 1, count: 65))
        value.set(ByteString([UInt8](repeating: 1, count: 64)).bytes, to: 1)
        #expect(value.isCompact)
        value.set(long.bytes, to: -0.0)
        #expect(!value.isCompact)
        value.remove(long.bytes)
        #expect(!value.isCompact)
    }

    @Test("an equal score of the other sign leaves the old one")
    func equalScores() {
        var value = SortedSetValue.fresh(for: old)
        let member: ByteString = "m"
        value.set(member.bytes, to: 0)
        value.set(member.bytes, to: -0.0)
        #expect(score(member, in: value)?.sign == .plus)
    }
}
