import RedoubtBytes
import RedoubtKeyspace
import RedoubtTestSupport
import RedoubtValues
import Testing

@Suite("The table of keys")
struct KeyTableTests {
    @Test("keeps the order of insertion unless it may be divided")
    func order() {
        var table = KeyTable()
        for number in 0..<5000 { table.add(KeyTable.name(number).bytes, .numbered(number)) }
        for number in stride(from: 0, to: 5000, by: 2) {
            table.remove(KeyTable.name(number).bytes)
        }
        #expect(table.map(\.key) == stride(from: 1, to: 5000, by: 2).map(KeyTable.name))
        #expect(table.positions.compactMap { table.entry(at: $0) }.count == 2500)
    }

    @Test("is a dictionary, whatever its size", arguments: [50, 6000, 90_000])
    func model(_ keyCount: Int) {
        var generator = SeededGenerator(seed: UInt64(keyCount))
        var table = KeyTable(divides: true)
        var model: [ByteString: Int] = [:]
        for step in 0..<keyCount * 2 {
            let name = KeyTable.name(Int.random(in: 0..<keyCount, using: &generator))
            switch Int.random(in: 0..<8, using: &generator) {
            case 0:
                let wasThere = table.remove(name.bytes) != nil
                #expect(wasThere == (model.removeValue(forKey: name) != nil))
            case 1:
                let isNew = table.insert(name.bytes, .numbered(step))
                #expect(isNew == (model[name] == nil))
                if isNew { model[name] = step }
            case 2:
                let position = table.position(of: name.bytes)
                #expect((position == nil) == (model[name] == nil))
                guard let position else { break }
                table[valueAt: position].value = KeyEntry.numbered(step).value
                model[name] = step
            case 3:
                let old = table.set(name.bytes, to: .numbered(step))?.number
                #expect(old == model.updateValue(step, forKey: name))
            default:
                let old = table.set(name, to: .numbered(step))?.number
                #expect(old == model.updateValue(step, forKey: name))
            }
        }
        #expect(table.holds(model))
        for name in model.keys { table.remove(name.bytes) }
        #expect(table.isEmpty)
        #expect(table.first { _ in true } == nil)
        table.set("a", to: .numbered(1))
        #expect(table.holds(["a": 1]))
    }

    @Test("divides what it holds already")
    func beginning() {
        var (table, model) = KeyTable.filled(100_000, divides: false)
        table.beginDividing()
        #expect(table.holds(model))
        table.removeAll()
        #expect(table.isEmpty)
        for (name, number) in model { table.add(name.bytes, .numbered(number)) }
        #expect(table.holds(model))
    }

    @Test("stays as it was in a copy", arguments: [1500, 8192, 70_000])
    func copies(_ keyCount: Int) {
        var generator = SeededGenerator(seed: UInt64(keyCount))
        var (table, model) = KeyTable.filled(keyCount, divides: true)
        let copy = table
        let former = model
        for step in 0..<keyCount / 2 {
            let name = KeyTable.name(Int.random(in: 0..<keyCount * 2, using: &generator))
            if step % 3 == 0 {
                table.remove(name.bytes)
                model[name] = nil
            } else if step % 3 == 1, let position = table.position(of: name.bytes) {
                table[valueAt: position] = .numbered(-step)
                model[name] = -step
            } else {
                table.set(name, to: .numbered(-step))
                model[name] = -step
            }
        }
        #expect(table.holds(model))
        #expect(copy.holds(former))
    }

    @Test("has each entry in one stretch", arguments: [0, 10, 5000, 80_000])
    func stretches(_ keyCount: Int) {
        let (table, model) = KeyTable.filled(keyCount, divides: true)
        let stretches = table.stretches(of: 100)
        #expect(stretches.allSatisfy { !$0.isEmpty && $0.count <= 100 })
        let met = stretches.joined().compactMap { table.entry(at: $0)?.key }
        #expect(met == table.map(\.key))
        #expect(met.count == model.count)
    }

    @Test("picks every key by chance", arguments: [1, 40, 3000])
    func chance(_ keyCount: Int) throws {
        var generator = SeededGenerator(seed: UInt64(keyCount))
        var (table, _) = KeyTable.filled(keyCount * 10, divides: true)
        for number in keyCount..<keyCount * 10 { table.remove(KeyTable.name(number).bytes) }
        var met: Set<ByteString> = []
        for _ in 0..<keyCount * 40 {
            let position = try #require(table.randomPosition(using: &generator))
            met.insert(try #require(table.entry(at: position)).key)
        }
        #expect(met.count > keyCount * 99 / 100)
        table.removeAll()
        #expect(table.randomPosition(using: &generator) == nil)
    }
}

@Suite("A keyspace that is served")
struct ServedKeyspaceTests {
    @Test("divides the keys of every database, whenever that comes into being")
    func databases() {
        var keyspace = Keyspace(profile: ServerProfile(.redis, 7, 0))
        keyspace[database: 3].entries = KeyTable.filled(9000, divides: false).0
        keyspace.prepareForServing()
        keyspace.swapDatabases(3, 9)
        let late = [1, 3, 12]
        for number in late {
            for (name, entry) in KeyTable.filled(9000, divides: false).0.map({ ($0.key, $0.value) })
            { keyspace[database: number].entries.set(name, to: entry) }
        }
        let copy = keyspace.copy()
        for number in late + [9] {
            #expect(copy[database: number].count == 9000)
            #expect(copy[database: number].entries.stretches(of: 10_000).count > 1)
        }
        keyspace[database: 9].removeAll()
        keyspace.removeAllKeys()
        #expect(copy.count == 36_000)
        #expect(keyspace.count == 0)
    }
}

extension KeyTable {
    /// The first is empty, as holes are.
    static func name(_ number: Int) -> ByteString {
        number == 0 ? "" : ByteString("key:\(number)")
    }

    /// A table of numbered keys, and what it holds.
    static func filled(_ count: Int, divides: Bool) -> (KeyTable, [ByteString: Int]) {
        var table = KeyTable(divides: divides)
        var model: [ByteString: Int] = [:]
        for number in 0..<count {
            table.add(name(number).bytes, .numbered(number))
            model[name(number)] = number
        }
        return (table, model)
    }

    /// Whether these are the keys, by every way to them.
    func holds(_ model: [ByteString: Int]) -> Bool {
        guard count == model.count else { return false }
        for (name, number) in model {
            guard let position = position(of: name.bytes), contains(name.bytes),
                self[valueAt: position].number == number, self[name.bytes]?.number == number,
                entry(at: position)?.key == name
            else { return false }
        }
        var met: [ByteString: Int] = [:]
        for entry in self { met[entry.key] = entry.value.number }
        return met == model
    }
}

extension KeyEntry {
    static func numbered(_ number: Int) -> KeyEntry {
        KeyEntry(.string(ByteString(decimal: Int64(number))))
    }

    var number: Int? {
        guard case .string(let text) = value else { return nil }
        return Int(String(decoding: text.array, as: UTF8.self))
    }
}
