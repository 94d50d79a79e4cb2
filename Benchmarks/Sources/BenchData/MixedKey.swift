import RedoubtBytes

/// What the value of a key of the mixed dataset looks like.
enum Shape: CaseIterable {
    case letters, document, counter
    case smallHash, bigHash
    case list, bigList
    case integerSet, set
    case sortedSet, bigSortedSet
    case stream

    /// Of 10 000 keys, how many have this shape.
    var share: Int {
        switch self {
        case .letters: 4800
        case .document: 900
        case .counter: 700
        case .smallHash: 1600
        case .bigHash: 8
        case .list: 800
        case .bigList: 4
        case .integerSet: 350
        case .set: 250
        case .sortedSet: 550
        case .bigSortedSet: 8
        case .stream: 30
        }
    }

    var prefix: StaticString {
        switch self {
        case .letters: "session:"
        case .document: "document:"
        case .counter: "counter:"
        case .smallHash: "user:"
        case .bigHash: "catalogue:"
        case .list: "recent:"
        case .bigList: "queue:"
        case .integerSet: "followers:"
        case .set: "tags:"
        case .sortedSet: "ranking:"
        case .bigSortedSet: "board:"
        case .stream: "events:"
        }
    }

    /// The shape for each of 10 000 numbers.
    static let byNumber: [Shape] = {
        var shapes = allCases.flatMap { Array(repeating: $0, count: $0.share) }
        shapes += Array(repeating: .letters, count: 10_000 - shapes.count)
        return shapes
    }()
}

/// A key of the mixed dataset: everything about it follows from its index, so that a log can touch
/// keys that a snapshot holds.
struct MixedKey {
    let index: Int
    let shape: Shape

    init(_ index: Int) {
        self.index = index
        var random = SeededRandom(seed: UInt64(index) &* 2)
        shape = Shape.byNumber[random.next(below: 10_000)]
    }

    /// One key in ten expires, in the next century.
    var expiresAtMs: Int64? {
        index % 10 == 3 ? 4_102_444_800_000 + Int64(index) : nil
    }

    /// Where the content of the value comes from.
    var random: SeededRandom { SeededRandom(seed: UInt64(index) &* 2 &+ 1) }

    func appendName(to output: inout ByteBuilder) {
        output.append(shape.prefix)
        output.appendDecimal(Int64(Self.scrambled(UInt32(index))))
    }

    /// One to one, so that names differ, and without order, as a server's hash table has none.
    private static func scrambled(_ number: UInt32) -> UInt32 {
        var word = number
        word = (word ^ (word >> 16)) &* 0x85EB_CA6B
        word = (word ^ (word >> 13)) &* 0xC2B2_AE35
        return word ^ (word >> 16)
    }
}
