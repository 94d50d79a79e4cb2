/// A sorted sequence in chunks of at most 512 elements, for collections that must stay in order.
///
/// A binary search over the chunks and one within a chunk find an element; inserting or removing
/// moves at most one chunk of elements. A full chunk splits in halves unless the element goes to
/// the very end, so that ascending input fills chunks to the brim; an empty chunk is dropped.
///
/// - Complexity: finding is O(log n); changing is O(log n + chunk); a rank is O(n / chunk).
/// - Invariant: no chunk is empty; all elements ascend strictly or stand in their given order.
public struct SortedChunks<Element: Comparable> {
    /// Where an element stands: its chunk and its index there.
    public struct Position: Equatable, Sendable {
        @usableFromInline var chunk: Int
        @usableFromInline var index: Int

        @usableFromInline
        init(chunk: Int, index: Int) {
            self.chunk = chunk
            self.index = index
        }
    }

    @usableFromInline static var chunkLimit: Int { 512 }
    @usableFromInline var chunks: [ContiguousArray<Element>] = []
    /// Number of elements.
    public private(set) var count = 0

    /// No elements.
    public init() {}

    /// Sorts and takes elements.
    public init(sorting elements: some Sequence<Element>) {
        self.init(sorted: elements.sorted())
    }

    /// Takes elements that ascend already.
    public init(sorted elements: [Element]) {
        for start in stride(from: 0, to: elements.count, by: Self.chunkLimit) {
            let end = Swift.min(start + Self.chunkLimit, elements.count)
            chunks.append(ContiguousArray(elements[start..<end]))
        }
        count = elements.count
    }

    /// Whether there are no elements.
    public var isEmpty: Bool { count == 0 }

    /// The smallest element.
    public var first: Element? { chunks.first?.first }

    /// The largest element.
    public var last: Element? { chunks.last?.last }

    // MARK: Finding

    /// The first position whose element `precedes` does not hold for; all that do come before it.
    @inlinable
    public func position(after precedes: (Element) -> Bool) -> Position {
        var low = 0
        var high = chunks.count
        while low < high {
            let middle = (low &+ high) / 2
            // A chunk is never empty.
            if precedes(chunks[middle][chunks[middle].count &- 1]) {
                low = middle &+ 1
            } else {
                high = middle
            }
        }
        guard low < chunks.count else { return Position(chunk: low, index: 0) }
        let chunk = low
        low = 0
        high = chunks[chunk].count
        while low < high {
            let middle = (low &+ high) / 2
            if precedes(chunks[chunk][middle]) {
                low = middle &+ 1
            } else {
                high = middle
            }
        }
        return Position(chunk: chunk, index: low)
    }

    /// The element at a position, or nil at the end.
    @inlinable
    public func element(at position: Position) -> Element? {
        position.chunk < chunks.count && position.index < chunks[position.chunk].count
            ? chunks[position.chunk][position.index] : nil
    }

    /// Number of elements before a position.
    public func rank(of position: Position) -> Int {
        var rank = position.index
        for chunk in 0..<Swift.min(position.chunk, chunks.count) { rank += chunks[chunk].count }
        return rank
    }

    /// The position of the element with a rank; the end for a rank of `count` or more.
    public func position(rank: Int) -> Position {
        var rest = Swift.max(rank, 0)
        for (chunk, elements) in chunks.enumerated() {
            if rest < elements.count { return Position(chunk: chunk, index: rest) }
            rest -= elements.count
        }
        return Position(chunk: chunks.count, index: 0)
    }

    // MARK: Changing

    /// Changes an element in place; its order among the others must stay.
    @inlinable
    public subscript(position: Position) -> Element {
        get { chunks[position.chunk][position.index] }
        _modify { yield &chunks[position.chunk][position.index] }
    }

    /// Adds an element in its place.
    ///
    /// - Returns: false, and nothing changes, if an equal element is there.
    @discardableResult
    public mutating func insert(_ element: Element) -> Bool {
        if let last, last < element {
            append(element)
            return true
        }
        let place = position { $0 < element }
        if self.element(at: place) == element { return false }
        insert(element, at: place)
        return true
    }

    private mutating func append(_ element: Element) {
        if chunks[chunks.count - 1].count >= Self.chunkLimit { chunks.append([]) }
        chunks[chunks.count - 1].append(element)
        count += 1
    }

    private mutating func insert(_ element: Element, at place: Position) {
        count += 1
        guard place.chunk < chunks.count else {
            chunks.append([element])
            return
        }
        chunks[place.chunk].insert(element, at: place.index)
        if chunks[place.chunk].count > Self.chunkLimit { split(place.chunk) }
    }

    private mutating func split(_ chunk: Int) {
        let half = chunks[chunk].count / 2
        let upper = ContiguousArray(chunks[chunk][half...])
        chunks[chunk].removeSubrange(half...)
        chunks.insert(upper, at: chunk + 1)
    }

    /// Removes the element at a position.
    @discardableResult
    public mutating func remove(at position: Position) -> Element {
        let removed = chunks[position.chunk].remove(at: position.index)
        if chunks[position.chunk].isEmpty { chunks.remove(at: position.chunk) }
        count -= 1
        return removed
    }

    /// Removes an element if it is there.
    @discardableResult
    public mutating func remove(_ element: Element) -> Bool {
        let place = position { $0 < element }
        guard self.element(at: place) == element else { return false }
        remove(at: place)
        return true
    }

    /// Removes the elements with ranks in a range, which is clamped to those that exist.
    public mutating func removeRanks(_ ranks: Range<Int>) {
        let ranks = ranks.clamped(to: 0..<count)
        guard !ranks.isEmpty else { return }
        let start = position(rank: ranks.lowerBound)
        if start.index + ranks.count < chunks[start.chunk].count {
            chunks[start.chunk].removeSubrange(start.index..<(start.index + ranks.count))
            count -= ranks.count
            return
        }
        removeAcrossChunks(ranks)
    }

    private mutating func removeAcrossChunks(_ ranks: Range<Int>) {
        var before = 0
        var kept: [ContiguousArray<Element>] = []
        kept.reserveCapacity(chunks.count)
        for index in chunks.indices {
            let size = chunks[index].count
            let lower = Swift.max(ranks.lowerBound - before, 0)
            let upper = Swift.min(ranks.upperBound - before, size)
            before += size
            if lower < upper, lower == 0, upper == size { continue }
            var chunk: ContiguousArray<Element> = []
            swap(&chunk, &chunks[index])
            if lower < upper { chunk.removeSubrange(lower..<upper) }
            kept.append(chunk)
        }
        chunks = kept
        count -= ranks.count
    }
}

extension SortedChunks: Sendable where Element: Sendable {}

extension SortedChunks: Sequence {
    /// Visits the elements in order.
    public struct Iterator: IteratorProtocol {
        private let chunks: [ContiguousArray<Element>]
        private var position: Position

        init(_ chunks: [ContiguousArray<Element>], from position: Position) {
            self.chunks = chunks
            self.position = position
        }

        /// The next element.
        public mutating func next() -> Element? {
            guard position.chunk < chunks.count else { return nil }
            if position.index >= chunks[position.chunk].count {
                position = Position(chunk: position.chunk + 1, index: 0)
                guard position.chunk < chunks.count else { return nil }
            }
            defer { position.index += 1 }
            return chunks[position.chunk][position.index]
        }
    }

    /// Visits the elements in order.
    public func makeIterator() -> Iterator {
        Iterator(chunks, from: Position(chunk: 0, index: 0))
    }

    /// The elements from a position on, in order.
    public func from(_ position: Position) -> IteratorSequence<Iterator> {
        IteratorSequence(Iterator(chunks, from: position))
    }

    /// Number of elements.
    public var underestimatedCount: Int { count }
}
