import RedoubtKeyspace
import RedoubtTestSupport
import Testing

@Suite("SortedChunks")
struct SortedChunksTests {
    @Test("agrees with a sorted array under random changes")
    func randomChanges() {
        var generator = SeededGenerator(seed: 1)
        var chunks = SortedChunks<Int>()
        var model: [Int] = []
        for step in 0..<6_000 {
            let value = Int.random(in: 0..<3_000, using: &generator)
            let place = model.firstIndex { $0 >= value } ?? model.count
            let isThere = place < model.count && model[place] == value
            if step % 5 < 3 {
                let inserted = chunks.insert(value)
                #expect(inserted == !isThere)
                if !isThere { model.insert(value, at: place) }
            } else {
                let removed = chunks.remove(value)
                #expect(removed == isThere)
                if isThere { model.remove(at: place) }
            }
            let position = chunks.position { $0 < value }
            #expect(chunks.rank(of: position) == place)
        }
        #expect(chunks.count == model.count)
        #expect(Array(chunks) == model)
        #expect(chunks.first == model.first)
        #expect(chunks.last == model.last)
    }

    @Test("removes ranges of ranks like an array, whatever chunks they cross")
    func ranges() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<200 {
            let count = Int.random(in: 0..<2_000, using: &generator)
            var model = Array(0..<count)
            var chunks = SortedChunks(sorted: model)
            let lower = Int.random(in: 0...count, using: &generator)
            let range = lower..<Int.random(in: lower...count, using: &generator)
            chunks.removeRanks(range)
            model.removeSubrange(range)
            #expect(Array(chunks) == model)
            #expect(chunks.count == model.count)
            let rank = Int.random(in: 0...model.count, using: &generator)
            let position = chunks.position(rank: rank)
            #expect(chunks.rank(of: position) == rank)
            #expect(Array(chunks.from(position)) == Array(model[rank...]))
        }
    }

    @Test("fills chunks with ascending input and finds everything again")
    func ascending() {
        var chunks = SortedChunks<Int>()
        for value in 0..<5_000 { chunks.insert(value) }
        #expect(chunks.count == 5_000)
        for value in [4_999, 0, 2_500] { chunks.insert(value) }
        #expect(Array(chunks) == Array(0..<5_000))
        for value in stride(from: 0, to: 5_000, by: 7) {
            #expect(chunks.element(at: chunks.position { $0 < value }) == value)
        }
    }

    @Test("drops a range that reaches beyond the end")
    func beyond() {
        var chunks = SortedChunks(sorted: [1, 2, 3])
        chunks.removeRanks(1..<10)
        #expect(Array(chunks) == [1])
        chunks.removeRanks(5..<9)
        #expect(Array(chunks) == [1])
    }
}
