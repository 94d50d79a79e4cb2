import RedoubtBytes
import RedoubtKeyspace
import RedoubtTestSupport
import Testing

@Suite("A walk over the table of keys")
struct KeyTableWalkTests {
    @Test(
        "meets every key that is there all the time",
        arguments: [20, 1000, 8180, 20_000],
        UInt64(1)...3
    )
    func guarantee(_ keyCount: Int, _ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var (table, _) = KeyTable.filled(keyCount, divides: true)
        // Divisions come with the first keys, with the last ones or in between.
        var fresh = keyCount
        var lasting = Set((0..<keyCount).map(KeyTable.name))
        var met: Set<ByteString> = []
        var cursor = table.endPosition
        var stepCount = 0
        while let position = table.lastPosition(before: cursor) {
            met.insert(table.entry(at: position)?.key ?? "nothing")
            cursor = position
            stepCount += 1
            for _ in 0..<Int.random(in: 0...2, using: &generator) where fresh < keyCount * 2 {
                table.set(KeyTable.name(fresh), to: .numbered(fresh))
                fresh += 1
            }
            if Int.random(in: 0..<3, using: &generator) == 0 {
                let name = KeyTable.name(Int.random(in: 0..<fresh, using: &generator))
                table.remove(name.bytes)
                lasting.remove(name)
            }
        }
        #expect(lasting.subtracting(met).isEmpty)
        #expect(stepCount < keyCount * 8)
    }

    @Test("goes on behind a division that happens at any moment", arguments: 0..<60)
    func division(_ stepCount: Int) {
        var (table, model) = KeyTable.filled(8180, divides: true)
        var met: Set<ByteString> = []
        var cursor = table.endPosition
        var steps = 0
        while let position = table.lastPosition(before: cursor) {
            if let key = table.entry(at: position)?.key { met.insert(key) }
            cursor = position
            steps += 1
            guard steps == stepCount * 136 else { continue }
            for number in 8180..<8200 { table.set(KeyTable.name(number), to: .numbered(number)) }
        }
        #expect(Set(model.keys).subtracting(met).isEmpty)
        model = [:]
    }

    @Test("goes on from any number", arguments: [0, 5, 3000, 70_000])
    func numbers(_ keyCount: Int) {
        var generator = SeededGenerator(seed: 7)
        let (table, _) = KeyTable.filled(keyCount, divides: true)
        for _ in 0..<2000 {
            let bits = Int.random(in: 0..<64, using: &generator)
            let drawn = UInt64.random(in: 0 ... .max, using: &generator)
            let number = Int(truncatingIfNeeded: drawn >> bits)
            guard let position = table.lastPosition(before: number) else { continue }
            #expect(table.entry(at: position) != nil)
            #expect(position < 1 << 48)
        }
        #expect((table.lastPosition(before: .max) == nil) == (keyCount == 0))
    }
}
