public import RedoubtValues

extension FormatVersion {
    /// Whether the servers of this version load values of a type, whether they write it or not.
    ///
    /// Readers here take any type in any version. Where it is in doubt whether bytes are a value at
    /// all, one that no server of the version would load is none.
    public func loads(_ type: ObjectType) -> Bool {
        guard type.wire(in: dialect) != nil else { return false }
        return switch type {
        case .string, .list, .set, .sortedSet, .hash, .hashZipmap: true
        case .listZiplist, .setIntset, .sortedSetZiplist: number >= 2
        case .hashZiplist: number >= 4
        case .listQuicklist: number >= 7
        case .sortedSetBinary, .module: number >= 8
        case .modulePreGA: false
        case .stream: number >= 9
        case .hashListpack, .sortedSetListpack, .listQuicklist2, .stream2: number >= 10
        case .setListpack, .stream3: number >= 11
        case .hashExpiryPreGA, .hashListpackExpiryPreGA, .hashExpiry, .hashListpackExpiry:
            number >= 12
        case .hashExpiryValkey: true
        case .stream4: number >= 13
        case .stream5, .array: number >= 14
        case .hashTemplateListpack, .hashTemplateListpackReference, .hashTemplateArray,
            .hashTemplateArrayReference, .rateLimit:
            number >= 15
        }
    }

    /// Whether the servers of this version load what may stand in front of a key.
    public func loads(_ attributes: KeyAttributes) -> Bool {
        if attributes.metadata != nil, !hasKeyMetadata { return false }
        return hasEvictionHints
            || (attributes.idleSeconds == nil && attributes.frequency == nil)
    }
}
