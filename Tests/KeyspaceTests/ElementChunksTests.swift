import RedoubtBytes
import RedoubtKeyspace
import RedoubtTestSupport
import Testing

@Suite("Elements in chunks")
struct ElementChunksTests {
    @Test("behave as an array does", arguments: [3, 700, 20_000])
    func model(size: Int) throws {
        var chance = SeededGenerator(seed: UInt64(size))
        var model = (0..<size).map { ByteString(decimal: Int64($0)) }
        var chunks = ElementChunks(model)
        for step in 0..<4000 {
            let element = ByteString(decimal: Int64(-step))
            let index = Int.random(in: 0...model.count, using: &chance)
            switch Int.random(in: 0..<12, using: &chance) {
            case 0, 1:
                chunks.prepend(element)
                model.insert(element, at: 0)
            case 2, 3:
                chunks.append(element)
                model.append(element)
            case 4: #expect(chunks.popFirst() == (model.isEmpty ? nil : model.removeFirst()))
            case 5: #expect(chunks.popLast() == model.popLast())
            case 6, 7:
                chunks.insert(element, at: index)
                model.insert(element, at: index)
            case 8 where index < model.count:
                chunks[index] = element
                model[index] = element
            case 9 where index < model.count: #expect(chunks[index] == model[index])
            case 10 where step % 50 == 0:
                let removed = Int.random(in: 0...model.count, using: &chance) / 4
                chunks.removeFirst(removed)
                model.removeFirst(removed)
            case 11 where step % 50 == 0:
                let removed = Int.random(in: 0...model.count, using: &chance) / 4
                chunks.removeLast(removed)
                model.removeLast(removed)
            default:
                #expect(Array(chunks.from(index).prefix(20)) == Array(model[index...].prefix(20)))
            }
            #expect(chunks.count == model.count)
            #expect(chunks.first == model.first && chunks.last == model.last)
            if step % 500 == 0 { #expect(Array(chunks) == model) }
        }
        #expect(Array(chunks) == model)
    }

    @Test("are all taken from either end")
    func ends() {
        let elements = (0..<5000).map { ByteString(decimal: Int64($0)) }
        var forward = ElementChunks(elements)
        var backward = forward
        #expect((0..<5000).compactMap { _ in forward.popFirst() } == elements)
        #expect((0..<5000).compactMap { _ in backward.popLast() } == elements.reversed())
        #expect(forward.isEmpty && forward.popFirst() == nil && forward.popLast() == nil)
        #expect(backward.isEmpty && backward.popLast() == nil && backward.first == nil)
        var cleared = ElementChunks(elements)
        cleared.removeFirst(5000)
        #expect(cleared.isEmpty && cleared.last == nil)
        cleared = ElementChunks(elements)
        cleared.removeLast(5000)
        #expect(cleared.isEmpty && cleared.first == nil)
        cleared.append("a")
        cleared.prepend("b")
        #expect(Array(cleared) == ["b", "a"])
    }

    @Test("stay as they were in a copy")
    func copies() {
        let elements = (0..<3000).map { ByteString(decimal: Int64($0)) }
        var changed = ElementChunks(elements)
        let kept = changed
        changed.prepend("new")
        changed[2000] = "changed"
        changed.insert("inserted", at: 1000)
        #expect(Array(kept) == elements)
        #expect(changed.count == 3002)
    }
}
