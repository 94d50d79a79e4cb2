import DequeModule
public import RedoubtBytes

/// The elements of a list in chunks, so that a long list grows, and is changed while somebody
/// holds a copy of it, without being copied as a whole.
///
/// The chunks at the two ends stand in the value itself: what is pushed and popped goes to them,
/// and a short list has no other.
///
/// - Complexity: pushing and popping are O(1); a place is found in O(n / chunk) from the nearer
///   end, and changed in O(chunk).
/// - Invariant: `head` is empty only if all are; `tail` and every chunk of `middle` hold elements,
///   or there is no `middle` and `tail` is empty; no chunk is longer than ``chunkMax``.
public struct ElementChunks: Sendable {
    /// The most elements of a chunk: 16 KB.
    static var chunkMax: Int { 512 }

    private typealias Chunk = Deque<ByteString>

    /// A chunk of a list that is long already: it has its final room at once.
    private static var emptyChunk: Chunk {
        var chunk = Chunk()
        chunk.reserveCapacity(chunkMax)
        return chunk
    }

    private var head: Chunk = []
    private var middle: Deque<Chunk> = []
    private var tail: Chunk = []
    /// Number of elements.
    public private(set) var count = 0

    /// No elements.
    public init() {}

    /// Takes elements in their order.
    public init(_ elements: some Sequence<ByteString>) {
        for element in elements { append(element) }
    }

    /// Whether there are no elements.
    public var isEmpty: Bool { count == 0 }

    /// The element in front.
    public var first: ByteString? { head.first }

    /// The element at the end.
    public var last: ByteString? { tail.last ?? head.last }

    // MARK: The ends

    /// Adds an element in front.
    public mutating func prepend(_ element: ByteString) {
        if head.count == Self.chunkMax {
            if tail.isEmpty { swap(&head, &tail) } else { middle.prepend(head) }
            head = Self.emptyChunk
        }
        head.prepend(element)
        count += 1
    }

    /// Adds an element at the end.
    public mutating func append(_ element: ByteString) {
        count += 1
        if tail.isEmpty, head.count < Self.chunkMax { return head.append(element) }
        if tail.isEmpty { tail = Self.emptyChunk }
        if tail.count == Self.chunkMax {
            middle.append(tail)
            tail = Self.emptyChunk
        }
        tail.append(element)
    }

    /// Takes the element in front; nil if there is none.
    public mutating func popFirst() -> ByteString? {
        guard let element = head.popFirst() else { return nil }
        count -= 1
        if head.isEmpty { refillHead() }
        return element
    }

    /// Takes the element at the end; nil if there is none.
    public mutating func popLast() -> ByteString? {
        guard let element = tail.popLast() else {
            guard let element = head.popLast() else { return nil }
            count -= 1
            return element
        }
        count -= 1
        if tail.isEmpty { refillTail() }
        return element
    }

    private mutating func refillHead() {
        if let next = middle.popFirst() { head = next } else { swap(&head, &tail) }
    }

    private mutating func refillTail() {
        if let next = middle.popLast() { tail = next }
    }

    /// Removes elements in front; there must be as many.
    public mutating func removeFirst(_ removed: Int) {
        var left = removed
        while left >= head.count, left > 0 {
            left -= head.count
            count -= head.count
            head = []
            refillHead()
        }
        head.removeFirst(left)
        count -= left
    }

    /// Removes elements at the end; there must be as many.
    public mutating func removeLast(_ removed: Int) {
        var left = removed
        while left >= tail.count, !tail.isEmpty {
            left -= tail.count
            count -= tail.count
            tail = []
            refillTail()
        }
        if tail.isEmpty { head.removeLast(left) } else { tail.removeLast(left) }
        count -= left
    }

    // MARK: Places

    /// Which chunk an element stands in, and where in it.
    private enum Place {
        case head(Int)
        case middle(chunk: Int, Int)
        case tail(Int)
    }

    /// Where the element at an index below ``count`` stands.
    private func place(of index: Int) -> Place {
        precondition(index >= 0 && index < count, "no such element")
        if index < head.count { return .head(index) }
        let tailStart = count - tail.count
        if index >= tailStart { return .tail(index - tailStart) }
        guard index < count / 2 else {
            var start = tailStart
            var chunk = middle.count
            while index < start {
                chunk -= 1
                start -= middle[chunk].count
            }
            return .middle(chunk: chunk, index - start)
        }
        var start = head.count
        var chunk = 0
        while index >= start + middle[chunk].count {
            start += middle[chunk].count
            chunk += 1
        }
        return .middle(chunk: chunk, index - start)
    }

    /// The element at an index below ``count``.
    public subscript(index: Int) -> ByteString {
        get {
            switch place(of: index) {
            case .head(let place): head[place]
            case .middle(let chunk, let place): middle[chunk][place]
            case .tail(let place): tail[place]
            }
        }
        set {
            switch place(of: index) {
            case .head(let place): head[place] = newValue
            case .middle(let chunk, let place): middle[chunk][place] = newValue
            case .tail(let place): tail[place] = newValue
            }
        }
    }

    /// Adds an element in front of the one at an index, or at the end.
    public mutating func insert(_ element: ByteString, at index: Int) {
        guard index < count else { return append(element) }
        let place = place(of: index)
        count += 1
        switch place {
        case .head(let place):
            head.insert(element, at: place)
            if head.count > Self.chunkMax { splitHead() }
        case .middle(let chunk, let place):
            middle[chunk].insert(element, at: place)
            if middle[chunk].count > Self.chunkMax {
                middle.insert(Self.cut(&middle[chunk]), at: chunk + 1)
            }
        case .tail(let place):
            tail.insert(element, at: place)
            if tail.count > Self.chunkMax {
                let rest = Self.cut(&tail)
                middle.append(tail)
                tail = rest
            }
        }
    }

    private mutating func splitHead() {
        let rest = Self.cut(&head)
        if tail.isEmpty { tail = rest } else { middle.prepend(rest) }
    }

    /// Takes the second half of a chunk.
    private static func cut(_ chunk: inout Chunk) -> Chunk {
        let half = chunk.count / 2
        let rest = Chunk(chunk[half...])
        chunk.removeLast(chunk.count - half)
        return rest
    }
}

extension ElementChunks: Sequence {
    /// Visits elements in their order.
    public struct Iterator: IteratorProtocol {
        private let elements: ElementChunks
        private var chunk: ElementChunks.Chunk
        private var chunkIndex: Int
        private var index: Int

        fileprivate init(_ elements: ElementChunks, from start: Int) {
            self.elements = elements
            guard start < elements.count else {
                chunk = []
                chunkIndex = elements.middle.count + 1
                index = 0
                return
            }
            switch elements.place(of: start) {
            case .head(let place): (chunk, chunkIndex, index) = (elements.head, -1, place)
            case .middle(let number, let place):
                (chunk, chunkIndex, index) = (elements.middle[number], number, place)
            case .tail(let place):
                (chunk, chunkIndex, index) = (elements.tail, elements.middle.count, place)
            }
        }

        /// The next element.
        public mutating func next() -> ByteString? {
            while index == chunk.count {
                chunkIndex += 1
                guard chunkIndex <= elements.middle.count else { return nil }
                chunk =
                    chunkIndex < elements.middle.count
                    ? elements.middle[chunkIndex] : elements.tail
                index = 0
            }
            defer { index += 1 }
            return chunk[index]
        }
    }

    /// Visits the elements in their order.
    public func makeIterator() -> Iterator {
        Iterator(self, from: 0)
    }

    /// The elements from an index on, in their order.
    public func from(_ index: Int) -> IteratorSequence<Iterator> {
        IteratorSequence(Iterator(self, from: index))
    }

    /// Number of elements.
    public var underestimatedCount: Int { count }
}
