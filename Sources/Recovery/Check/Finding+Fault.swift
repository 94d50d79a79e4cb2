import RedoubtBytes
import RedoubtRDB

extension Finding.Kind {
    /// What a fault of a reader is.
    init(_ fault: Fault) {
        self = Self.kinds[fault.reason] ?? .framing
        if fault.reason == .badSortedSet, fault.detail != 0 { self = .score }
        guard fault.reason == .badStream else { return }
        self =
            switch StreamDamage(rawValue: fault.detail) {
            case .order: .streamOrder
            case .counts: .streamCounts
            case .pending: .streamPending
            case .structure, nil: .stream
            }
    }

    /// What a fault within a value is whose ends are known.
    init(withinValue fault: Fault) {
        let kind = Self(fault)
        self = kind == .framing || kind == .cutOff ? .value : kind
    }

    private static let kinds: [Fault.Reason: Finding.Kind] = [
        .truncated: .cutOff, .missingEnd: .cutOff, .badMagic: .magic,
        .checksumMismatch: .checksum, .unknownOpcode: .unknownType,
        .unknownType: .unknownType, .badType: .unknownType, .badLZF: .lzf,
        .badListpack: .listpack, .badZiplist: .ziplist, .badZipmap: .zipmap,
        .badIntset: .intset, .badQuicklist: .quicklist, .badHash: .hash,
        .badSortedSet: .sortedSet, .badNumber: .sortedSet, .badModule: .module, .badArray: .array,
        .badTemplate: .template, .emptyCollection: .emptyValue, .duplicateKey: .duplicateKey,
        .duplicateElement: .duplicateElement, .badFunction: .function,
        .badRecord: .record, .badAnnotation: .annotation, .openTransaction: .transactionOpen,
        .badManifest: .manifest, .badGzip: .compression, .badLZ4: .compression,
    ]
}
