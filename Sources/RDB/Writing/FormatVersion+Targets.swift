public import RedoubtValues

extension FormatVersion {
    /// The version that a server writes.
    public static func target(_ server: ServerProfile) -> FormatVersion {
        let version = (server.major, server.minor)
        switch server.family {
        case .valkey: return version >= (9, 0) ? .valkey(80) : .redis(11)
        case .redis: break
        }
        for (since, number) in firstWriters where version >= since { return .redis(number) }
        return .redis(1)
    }

    /// The first Redis release of each version that a release writes, newest first.
    private static let firstWriters: [(since: (Int, Int), number: Int)] = [
        ((8, 10), 15), ((8, 8), 14), ((8, 6), 13), ((7, 4), 12), ((7, 2), 11), ((7, 0), 10),
        ((5, 0), 9), ((4, 0), 8), ((3, 2), 7), ((2, 6), 6), ((2, 4), 2),
    ]
}

extension FormatVersion {
    private var isValkey: Bool { dialect == .valkey }

    /// Whether the servers of this version write the type themselves.
    public func writes(_ type: ObjectType) -> Bool {
        switch type {
        case .string, .set, .hash: true
        case .list: number <= 6
        case .sortedSet: number <= 7
        case .sortedSetBinary, .module: number >= 8
        case .listZiplist: (2...6).contains(number)
        case .setIntset: number >= 2
        case .sortedSetZiplist: (2...9).contains(number)
        case .hashZiplist: (4...9).contains(number)
        case .listQuicklist: (7...9).contains(number)
        case .listQuicklist2, .hashListpack, .sortedSetListpack: number >= 10
        case .setListpack: number >= 11
        case .stream, .stream2, .stream3, .stream4, .stream5: type == streamType
        case .hashExpiry, .hashListpackExpiry: !isValkey && number >= 12
        case .hashExpiryValkey: isValkey
        case .array: !isValkey && number >= 14
        case .rateLimit: !isValkey && number >= 15
        case .hashZipmap: number == 2 || number == 3
        case .modulePreGA, .hashExpiryPreGA, .hashListpackExpiryPreGA, .hashTemplateListpack,
            .hashTemplateListpackReference, .hashTemplateArray, .hashTemplateArrayReference:
            false
        }
    }

    /// When a hash field may expire; nil where fields cannot.
    ///
    /// Redis takes 48 bits, in which 0 stands for never; Valkey any time from 0 on.
    var fieldExpiries: ClosedRange<Int64>? {
        if writes(.hashExpiryValkey) { return 0...Int64.max }
        return writes(.hashExpiry) ? 1...((1 << 48) - 1) : nil
    }

    /// The form of streams; nil before Redis 5.0.
    var streamType: ObjectType? {
        if isValkey { return .stream3 }
        switch number {
        case ..<9: return nil
        case 9: return .stream
        case 10: return .stream2
        case 11, 12: return .stream3
        case 13: return .stream4
        default: return .stream5
        }
    }

    /// Whether a payload may go from a file of `source` to one of this version byte for byte.
    ///
    /// The servers of this version must write such a payload themselves. Lengths got a 64-bit form
    /// in version 8 and ziplists small integers in version 6: nothing is copied to before those. A
    /// small sorted set with binary scores keeps −0 when it is loaded, but not from version 10 on.
    public func canCopy(_ type: ObjectType, from source: FormatVersion) -> Bool {
        guard writes(type), type.wire(in: dialect) != nil else { return false }
        if number < 8, source.number >= 8 { return false }
        if type == .sortedSetBinary, number >= 10, source.number < 10 { return false }
        return !(number < 6 && source.number >= 6)
    }

    /// Whether a key may go from a file of `source` to one of this version byte for byte, with what
    /// stands in front of its value.
    public func canCopy(_ key: PassedKey, from source: FormatVersion) -> Bool {
        guard canCopy(key.type, from: source),
            key.type.wire(in: dialect) == key.type.wire(in: source.dialect)
        else { return false }
        return (!key.hasHint || hasEvictionHints) && (!key.expires || hasMillisecondExpiry)
    }
}
