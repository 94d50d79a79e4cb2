import RedoubtBytes
import RedoubtTestSupport
import Testing

@Suite("ByteTable")
struct ByteTableTests {
    @Test(
        "agrees with a dictionary under random changes, and keeps the order of insertion",
        arguments: [3, 9, 12, 700]
    )
    func randomChanges(keyCount: Int) {
        var generator = SeededGenerator(seed: UInt64(keyCount))
        var table = ByteTable<Int>()
        var model: [String: Int] = [:]
        var order: [String] = []
        for step in 0..<50_000 {
            let number = Int.random(in: 0..<keyCount, using: &generator)
            // An empty key looks like a hole.
            let key = number == 0 ? "" : "key-\(number)"
            if Int.random(in: 0..<3, using: &generator) == 0 {
                let removed = table.remove(ByteString(key).bytes)
                #expect(removed == model.removeValue(forKey: key))
                order.removeAll { $0 == key }
            } else {
                if model[key] == nil { order.append(key) }
                let replaced = table.set(ByteString(key), to: step)
                #expect(replaced == model.updateValue(step, forKey: key))
            }
        }
        #expect(table.count == model.count)
        #expect(table.map(\.key) == order.map { ByteString($0) })
        for (key, value) in model { #expect(table[ByteString(key).bytes] == value) }
    }

    @Test("tells empty keys and keys with the same prefix apart")
    func closeKeys() {
        var table = ByteTable<Int>()
        let keys: [ByteString] = ["", "\0", "\0\0", "a", "aa", "aaaaaaaa", "aaaaaaaaa"]
        for (index, key) in keys.enumerated() { table.set(key, to: index) }
        #expect(table.count == keys.count)
        for (index, key) in keys.enumerated() { #expect(table[key.bytes] == index) }
    }
}
