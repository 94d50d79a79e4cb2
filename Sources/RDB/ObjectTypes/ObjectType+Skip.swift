public import RedoubtBytes

extension ObjectType {
    /// Passes over the payload of a value of this type, to find where it ends.
    ///
    /// The reader stands behind the key. Strings are passed over by their length and elements one
    /// by one, so that no more than an element's header is in memory; what blobs hold inside is
    /// left to ``visit(_:at:in:_:)``.
    ///
    /// - Throws: ``Fault`` with ``Fault/Reason/unknownType`` for the module values of Redis 4.0
    ///   release candidates, which have no end mark.
    public func skip<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        switch self {
        case .string, .hashZipmap, .listZiplist, .setIntset, .sortedSetZiplist, .hashZiplist,
            .hashListpack, .sortedSetListpack, .setListpack, .hashListpackExpiryPreGA,
            .hashTemplateListpackReference:
            try RDBString.skip(&reader, in: context)
        case .list, .set, .listQuicklist:
            try RDBString.skipCounted(&reader, in: context)
        case .hash:
            try RDBString.skipCounted(&reader, perElement: 2, in: context)
        case .sortedSet, .sortedSetBinary:
            try SortedSetTypes.skipPlain(self, &reader, in: context)
        case .listQuicklist2:
            try ListTypes.skipQuicklist2(&reader, in: context)
        case .stream, .stream2, .stream3, .stream4, .stream5:
            try StreamTypes.skip(StreamForm(self), &reader, in: context)
        case .hashExpiry, .hashExpiryPreGA, .hashExpiryValkey, .hashListpackExpiry:
            try HashExpiryTypes.skip(self, &reader, in: context)
        case .hashTemplateListpack, .hashTemplateArray, .hashTemplateArrayReference:
            try HashTemplateTypes.skip(self, &reader, in: context)
        case .module:
            try ModuleTypes.skip(&reader, in: context)
        case .array:
            try ArrayType.skip(&reader, in: context)
        case .rateLimit:
            _ = try RDBLength.read(from: &reader, in: context)
        case .modulePreGA:
            throw unreadable(at: reader.offset)
        }
    }

    /// Whether the payload is one string, whatever that holds inside.
    var isSingleString: Bool {
        switch self {
        case .string, .hashZipmap, .listZiplist, .setIntset, .sortedSetZiplist, .hashZiplist,
            .hashListpack, .sortedSetListpack, .setListpack, .hashListpackExpiryPreGA,
            .hashTemplateListpackReference:
            true
        default: false
        }
    }

    /// The fault of a type that is known but cannot be read.
    func unreadable(at offset: Int) -> Fault {
        Fault(.unknownType, at: offset, detail: Int(row.wire))
    }
}

extension RDBString {
    /// Passes over a number and that many elements of `perElement` strings each.
    static func skipCounted<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        perElement: Int = 1,
        in context: PayloadContext
    ) throws(Fault) {
        let count = try RDBLength.count(from: &reader, sizeMin: perElement, in: context)
        for _ in 0..<count {
            for _ in 0..<perElement { try skip(&reader, in: context) }
        }
    }
}
