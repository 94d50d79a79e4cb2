import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtTestSupport
import RedoubtValues
import Testing

@Suite("Keys that stay in their snapshot")
struct ColdKeysTests {
    private func text(_ entry: KeyEntry?) throws -> String? {
        guard var value = entry?.value else { return nil }
        try value.thaw(for: ServerProfile(.redis, 7, 0))
        return ByteString.take(from: &value).map { $0.bytes.printable }
    }

    @Test("are found, taken out once, and gone then")
    func take() throws {
        var cold = try #require(ColdFile(keyCount: 100).database().cold)
        #expect(cold.count == 100)
        #expect(cold.expiringCount == 34)
        let key = ByteString("key:42")
        let isThere = cold.contains(key.bytes)
        #expect(isThere)
        let entry = cold.take(key.bytes)
        #expect(entry?.attributes.expiresAtMs == 4_102_444_800_000)
        #expect(try text(entry) == "value:42")
        let (isStillThere, wasThere) = (cold.contains(key.bytes), cold.hasMet(key.bytes))
        #expect(!isStillThere && wasThere)
        let again = cold.take(key.bytes)
        #expect(again?.value.kind == nil)
        #expect(cold.count == 99)
        #expect(cold.expiringCount == 33)
        let strange = ByteString("key:100")
        let wasStrange = cold.hasMet(strange.bytes)
        #expect(!wasStrange)
    }

    @Test("have names in every form that a file may give them")
    func names() throws {
        // An 8-bit integer, a 32-bit one, and "aaaaaaaaaaaaaaaaaaaa" compressed; behind an idle
        // time and a frequency.
        let keys: [[UInt8]] = [
            [0, 0xC0, 0x9C, 1, 0x61],
            [248, 7, 0, 0xC2, 0x40, 0x42, 0x0F, 0, 1, 0x62],
            [249, 9, 0, 0xC3, 5, 20, 0, 0x61, 0xE0, 10, 0, 1, 0x63],
        ]
        let file = try ColdFile(
            Array("REDIS0010".utf8) + keys.joined() + [0xFF] + Array(repeating: 0, count: 8)
        )
        var cold = try #require(file.database().cold)
        #expect(cold.count == 3)
        let names = ["-100", "1000000", String(repeating: "a", count: 20)]
        var found: [String] = []
        cold.forEachPosition { found.append(cold.name(at: $0)?.bytes.printable ?? "") }
        #expect(found.sorted() == names.sorted())
        for (name, value) in zip(names, ["a", "b", "c"]) {
            let entry = cold.take(ByteString(name).bytes)
            #expect(try text(entry) == value)
        }
        #expect(cold.isEmpty)
    }

    @Test("can not stand twice, even if somebody took the first")
    func twice() throws {
        let file = try ColdFile(keyCount: 50)
        var cold = try #require(file.database().cold)
        let again = try file.places()
        let refused = cold.insert(again)
        #expect(refused?.outcome == .standsTwice)
        _ = cold.take(ByteString("key:0").bytes)
        let stillRefused = cold.insert(again)
        #expect(stillRefused?.outcome == .standsTwice)
        #expect(cold.count == 49)
    }

    @Test("are the same in a copy, whatever happens to the original")
    func copies() throws {
        var database = try ColdFile(keyCount: 30_000).database()
        let copy = database
        for number in stride(from: 0, to: 30_000, by: 2) {
            let name = ByteString("key:\(number)")
            let wasThere = database.remove(name.bytes)
            #expect(wasThere)
        }
        database.removeAll()
        #expect(database.isEmpty)
        #expect(copy.count == 30_000)
        var names: Set<ByteString> = []
        copy.forEachKey { name, _ in names.insert(name) }
        #expect(names.count == 30_000)
    }

    @Test("are walked without missing one, while others come and go", arguments: UInt64(1)...5)
    func walk(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var database = try ColdFile(keyCount: 20_000).database(seed: seed)
        var met: Set<ByteString> = []
        var removed: Set<ByteString> = []
        var next = database.cold?.firstPosition(from: .start)
        while let position = next {
            if let name = database.cold?.name(at: position) { met.insert(name) }
            let other = ByteString("key:\(Int.random(in: 0..<20_000, using: &generator))")
            if Bool.random(using: &generator) {
                _ = database.warm(other.bytes)
            } else if database.remove(other.bytes) {
                removed.insert(other)
            }
            next = database.cold?.firstPosition(from: position.next)
        }
        for entry in database.entries { met.insert(entry.key) }
        for number in 0..<20_000 where !removed.contains(ByteString("key:\(number)")) {
            #expect(met.contains(ByteString("key:\(number)")))
        }
        #expect(database.count == 20_000 - removed.count)
    }

    @Test("come up by chance, each of them now and then")
    func chance() throws {
        var generator = SeededGenerator(seed: 3)
        var cold = try #require(ColdFile(keyCount: 30).database().cold)
        var met: Set<ByteString> = []
        for _ in 0..<2000 {
            let position = try #require(cold.randomPosition(using: &generator))
            met.insert(try #require(cold.name(at: position)))
        }
        #expect(met.count == 30)
        for _ in 0..<10 {
            let position = try #require(cold.randomPosition(expiring: true, using: &generator))
            #expect(cold.expiry(at: position) == 4_102_444_800_000)
            cold.remove(at: position)
        }
        #expect(cold.randomPosition(expiring: true, using: &generator) == nil)
        #expect(cold.randomPosition(using: &generator) != nil)
    }
}
