public import RedoubtBytes
public import RedoubtValues

/// A random value that can be visited.
public enum RandomValue: Sendable {
    /// A string.
    case string(ByteString)
    /// A list, head first.
    case list([ByteString])
    /// A set.
    case set([ByteString])
    /// Members with scores.
    case sortedSet([(ByteString, Double)])
    /// Fields with values and expiries.
    case hash([(ByteString, ByteString, Int64?)])
    /// Entries, state and groups.
    case stream([(StreamID, [(ByteString, ByteString)])], StreamState, [StreamGroup])

    static func random(
        _ features: RandomDataset.Features,
        _ generator: inout SeededGenerator
    ) -> RandomValue {
        let kinds = features.contains(.streams) ? 6 : 5
        switch Int.random(in: 0..<kinds, using: &generator) {
        case 0: return .string(bytes(sizeMax: 300, &generator))
        case 1: return .list(elements(&generator))
        case 2: return .set(distinct(&generator))
        case 3: return .sortedSet(distinct(&generator).map { ($0, score(&generator)) })
        case 4: return hash(features, &generator)
        default: return stream(&generator)
        }
    }

    /// Empty, numbers around every width, repetitive, text, or random bytes.
    static func bytes(sizeMax: Int, _ generator: inout SeededGenerator) -> ByteString {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: return ByteString()
        case 1, 2:
            let widths: [Int64] = [
                0, 12, 127, 128, 4095, 4096, 32767, 32768, 8_388_607, 8_388_608, 1 << 31, 1 << 40,
                .max,
            ]
            let base = widths.randomElement(using: &generator) ?? 0
            return ByteString(decimal: Bool.random(using: &generator) ? base : -base)
        case 3:
            return ByteString(
                ["007", "-0", "+1", " 1", "1.0", "-", "9223372036854775808"]
                    .randomElement(using: &generator) ?? ""
            )
        case 4:
            let unit = Array("redoubt ".utf8)
            let size = Int.random(in: 0...sizeMax, using: &generator)
            return ByteString((0..<size).map { unit[$0 % unit.count] })
        default:
            let size = Int.random(in: 0...min(sizeMax, 70), using: &generator)
            return ByteString((0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) })
        }
    }

    private static func count(_ generator: inout SeededGenerator) -> Int {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: Int.random(in: 510...515, using: &generator)
        case 1: Int.random(in: 126...130, using: &generator)
        default: Int.random(in: 1...20, using: &generator)
        }
    }

    private static func elements(_ generator: inout SeededGenerator) -> [ByteString] {
        (0..<count(&generator)).map { _ in bytes(sizeMax: 100, &generator) }
    }

    private static func distinct(_ generator: inout SeededGenerator) -> [ByteString] {
        if Int.random(in: 0..<3, using: &generator) == 0 {
            let start = Int64.random(in: -40_000...40_000, using: &generator)
            return (0..<count(&generator)).map { ByteString(decimal: start + Int64($0)) }
        }
        var seen: Set<ByteString> = []
        return elements(&generator).filter { seen.insert($0).inserted }
    }

    static func score(_ generator: inout SeededGenerator) -> Double {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: return Double(Int64.random(in: -1000...1000, using: &generator))
        case 1:
            return [.infinity, -.infinity, 1e300, .leastNonzeroMagnitude].randomElement(
                using: &generator
            ) ?? 0
        case 2: return Double(Int64.random(in: .min ... .max, using: &generator))
        default:
            let random = Double(bitPattern: UInt64.random(in: .min ... .max, using: &generator))
            return random.isNaN ? 0.1 : random
        }
    }

    private static func hash(
        _ features: RandomDataset.Features,
        _ generator: inout SeededGenerator
    ) -> RandomValue {
        let expires = features.contains(.fieldExpiries) && Bool.random(using: &generator)
        return .hash(
            distinct(&generator).map { field in
                let time: Int64? =
                    expires && Bool.random(using: &generator)
                    ? .random(in: 4_000_000_000_000...4_100_000_000_000, using: &generator) : nil
                return (field, bytes(sizeMax: 90, &generator), time)
            }
        )
    }

    private static func stream(_ generator: inout SeededGenerator) -> RandomValue {
        var entries: [(StreamID, [(ByteString, ByteString)])] = []
        var id = StreamID(UInt64.random(in: 1...1_000_000, using: &generator), 0)
        let shared: [ByteString] = ["temperature", "humidity"]
        for _ in 0..<(count(&generator) - 1) {
            id = StreamID(
                id.milliseconds + UInt64.random(in: 0...5, using: &generator),
                id.sequence + UInt64.random(in: 1...3, using: &generator)
            )
            let names = Bool.random(using: &generator) ? shared : [bytes(sizeMax: 9, &generator)]
            entries.append((id, names.map { ($0, bytes(sizeMax: 40, &generator)) }))
        }
        var state = StreamState()
        state.length = UInt64(entries.count)
        state.firstID = entries.first?.0 ?? .zero
        state.lastID = id
        state.entriesAdded = state.length + UInt64.random(in: 0...9, using: &generator)
        var group = StreamGroup(name: "workers", lastID: id, entriesRead: nil)
        group.consumers = [
            StreamConsumer(name: "one", seenTimeMs: 1_700_000_000_000, activeTimeMs: -1),
            StreamConsumer(
                name: bytes(sizeMax: 9, &generator),
                seenTimeMs: 1_700_000_000_001,
                activeTimeMs: 1_700_000_000_001
            ),
        ]
        group.pending = entries.prefix(7).enumerated().map { index, entry in
            PendingEntry(
                id: entry.0,
                consumer: index % 2,
                deliveryTimeMs: 1_700_000_000_500,
                deliveryCount: UInt64(index + 1)
            )
        }
        return .stream(entries, state, Bool.random(using: &generator) ? [group] : [])
    }
}

extension RandomValue {
    /// Hands the value to a visitor.
    public func visit<V: ValueVisitor & ~Copyable>(_ visitor: inout V) throws(Fault) {
        switch self {
        case .string(let bytes):
            try visitor.begin(.string, countHint: nil, encoding: .expanded)
            try visitor.string(bytes.bytes)
        case .list(let elements):
            try visitor.begin(.list, countHint: elements.count, encoding: .expanded)
            for element in elements { try visitor.listElement(element.bytes) }
        case .set(let members):
            try visitor.begin(.set, countHint: members.count, encoding: .expanded)
            for member in members { try visitor.setMember(member.bytes) }
        case .sortedSet(let members):
            try visitor.begin(.sortedSet, countHint: members.count, encoding: .expanded)
            for (member, score) in members {
                try visitor.sortedSetMember(member.bytes, score: score)
            }
        case .hash(let fields):
            try visitor.begin(.hash, countHint: fields.count, encoding: .expanded)
            for (field, value, time) in fields {
                try visitor.hashField(field.bytes, value: value.bytes, expiresAtMs: time)
            }
        case .stream(let entries, let state, let groups):
            try visitor.begin(.stream, countHint: entries.count, encoding: .expanded)
            for (id, fields) in entries {
                try visitor.beginStreamEntry(id, fieldCount: fields.count)
                for (field, value) in fields {
                    try visitor.streamField(field.bytes, value: value.bytes)
                }
            }
            try visitor.streamState(state)
            for group in groups { try visitor.streamGroup(group) }
        }
        try visitor.end()
    }
}
