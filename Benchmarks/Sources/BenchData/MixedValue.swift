import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Shows the value of a mixed key to the encoder.
struct MixedValue: ~Copyable {
    private var shape = Shape.letters
    private var random = SeededRandom(seed: 0)
    private var name = ByteBuilder(capacity: 128)
    private var text = ByteBuilder(capacity: 256)

    /// Turns to a key; the buffers are used again.
    mutating func turn(to key: MixedKey) {
        shape = key.shape
        random = key.random
    }

    mutating func visit(_ encoder: inout ValueEncoder) throws(Fault) {
        switch shape {
        case .letters, .document, .counter: try visitString(&encoder)
        case .smallHash: try visitHash(&encoder, count: 5)
        case .bigHash: try visitHash(&encoder, count: 700)
        case .list: try visitList(&encoder, count: 8)
        case .bigList: try visitList(&encoder, count: 2000)
        case .integerSet, .set: try visitSet(&encoder)
        case .sortedSet: try visitSortedSet(&encoder, count: 6)
        case .bigSortedSet: try visitSortedSet(&encoder, count: 400)
        case .stream: try visitStream(&encoder)
        }
        try encoder.end()
    }

    private mutating func visitString(_ encoder: inout ValueEncoder) throws(Fault) {
        text.removeAll()
        switch shape {
        case .document: random.appendDocument(to: &text)
        case .counter: text.appendDecimal(Int64(random.next(below: 1_000_000)))
        default: random.appendLetters(100, to: &text)
        }
        try encoder.begin(.string, countHint: nil, encoding: .plain)
        encoder.string(text.bytes)
    }

    private mutating func visitHash(
        _ encoder: inout ValueEncoder,
        count: Int
    ) throws(Fault) {
        try encoder.begin(.hash, countHint: count, encoding: .plain)
        for index in 0..<count {
            setName("field:", index)
            setText(random.next(below: 24) + 1)
            try encoder.hashField(name.bytes, value: text.bytes, expiresAtMs: nil)
        }
    }

    private mutating func visitList(_ encoder: inout ValueEncoder, count: Int) throws(Fault) {
        try encoder.begin(.list, countHint: count, encoding: .plain)
        for _ in 0..<count {
            setText(random.next(below: 16) + 1)
            encoder.listElement(text.bytes)
        }
    }

    private mutating func visitSet(_ encoder: inout ValueEncoder) throws(Fault) {
        try encoder.begin(.set, countHint: nil, encoding: .plain)
        for index in 0..<10 {
            if shape == .integerSet {
                name.removeAll()
                name.appendDecimal(Int64(random.next(below: 100_000) * 10 + index))
            } else {
                setName("member:", random.next(below: 100_000) * 10 + index)
            }
            encoder.setMember(name.bytes)
        }
    }

    private mutating func visitSortedSet(
        _ encoder: inout ValueEncoder,
        count: Int
    ) throws(Fault) {
        try encoder.begin(.sortedSet, countHint: count, encoding: .plain)
        for index in 0..<count {
            setName("player:", index)
            let score = Double(random.next(below: 1_000_000)) / 4
            encoder.sortedSetMember(name.bytes, score: score)
        }
    }

    private mutating func visitStream(_ encoder: inout ValueEncoder) throws(Fault) {
        let count = 20
        let start: UInt64 = 1_700_000_000_000
        try encoder.begin(.stream, countHint: count, encoding: .plain)
        for index in 0..<count {
            let id = StreamID(start + UInt64(index), 0)
            try encoder.beginStreamEntry(id, fieldCount: 2)
            for field in 0..<2 {
                setName("f", field)
                setText(12)
                encoder.streamField(name.bytes, value: text.bytes)
            }
        }
        var state = StreamState()
        state.length = UInt64(count)
        state.entriesAdded = UInt64(count)
        state.firstID = StreamID(start, 0)
        state.lastID = StreamID(start + UInt64(count) - 1, 0)
        try encoder.streamState(state)
    }

    private mutating func setName(_ prefix: StaticString, _ number: Int) {
        name.removeAll()
        name.append(prefix)
        name.appendDecimal(Int64(number))
    }

    private mutating func setText(_ count: Int) {
        text.removeAll()
        random.appendLetters(count, to: &text)
    }
}
