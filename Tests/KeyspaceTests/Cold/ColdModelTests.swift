import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtTestSupport
import RedoubtValues
import Testing

@Suite("A database with cold keys")
struct ColdModelTests {
    @Test("is a database with all of them loaded", arguments: UInt64(1)...20)
    func model(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let dataset = RandomDataset(seed: seed, keyCount: 200, features: [.evictionHints])
        let file = try ColdFile(dataset.written(.redis(10), RDBWriterOptions()))
        var database = try file.database(seed: seed)
        let all = database
        var plain: [ByteString: KeyAttributes] = [:]
        database.forEachKey { plain[$0] = $1.attributes }
        let names = plain.keys.sorted() + ["new:1", "new:2", "new:3"]
        for _ in 0..<500 {
            let name = names[Int.random(in: 0..<names.count, using: &generator)]
            switch Int.random(in: 0..<4, using: &generator) {
            case 0:
                let wasThere = database.remove(name.bytes)
                #expect(wasThere == (plain.removeValue(forKey: name) != nil))
            case 1:
                let attributes = KeyAttributes(expiresAtMs: 5)
                database.set(name.bytes, to: KeyEntry(.string("x"), attributes))
                plain[name] = attributes
            default:
                let position = database.warm(name.bytes)
                let entry = position.map { database.entries[valueAt: $0] }
                #expect(entry?.attributes == plain[name])
            }
            #expect(database.count == plain.count)
        }
        #expect(database.expiringCount == plain.values.count { $0.expiresAtMs != nil })
        var met: [ByteString: KeyAttributes] = [:]
        database.forEachKey { met[$0] = $1.attributes }
        #expect(met == plain)
        let pieces = KeyPieces(all)
        #expect((0..<pieces.count).reduce(0) { $0 + pieces[$1].count } == all.count)
    }

    @Test("survives any damage to its file", arguments: UInt64(1)...40)
    func damage(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let dataset = RandomDataset(seed: seed, keyCount: 60, features: [.evictionHints, .streams])
        let sound = try ColdFile(dataset.written(.redis(10), RDBWriterOptions()))
        var bytes = sound.bytes
        for _ in 0..<20 {
            let index = Int.random(in: 9..<bytes.count, using: &generator)
            bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
        }
        // The places are those of the sound file, as a stale index would have them.
        let broken = try ColdFile(bytes)
        var cold = ColdKeys(try broken.source(), seed: 1)
        _ = cold.insert(try sound.places())
        var database = Database()
        database.cold = cold
        var found = 0
        for key in dataset.keys where key.database == 0 {
            guard let position = database.warm(key.name.bytes) else { continue }
            found += 1
            var value = database.entries[valueAt: position].value
            do throws(Fault) {
                try value.thaw(for: ServerProfile(.redis, 7, 0))
            } catch {
                #expect(value.isFrozen)
            }
        }
        #expect(found > 0)
        database.forEachKey { name, _ in #expect(name.count >= 0) }
    }
}
