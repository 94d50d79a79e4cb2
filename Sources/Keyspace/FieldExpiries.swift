import RedoubtBytes
import RedoubtRDB
import RedoubtValues

extension Keyspace {
    /// Whether any hash in memory or in the snapshot has a field that expires.
    ///
    /// - Complexity: O(n) over the fields of all hashes, up to the first that expires.
    public var hasFieldExpiries: Bool {
        databaseNumbers.contains { number in
            self[database: number].entries.contains { $0.value.value.expiresFields }
                || self[database: number].cold?.mayHoldFieldExpiries ?? false
        }
    }
}

extension ColdKeys {
    fileprivate var mayHoldFieldExpiries: Bool {
        var next = firstPosition(from: .start)
        while let position = next {
            let heading = source.heading(at: recordOffset(at: position))
            if heading?.type.mayHoldFieldExpiries ?? false { return true }
            next = firstPosition(from: position.next)
        }
        return false
    }
}

extension StoredValue {
    /// A hash in the snapshot that may have fields that expire; nil for any other value.
    public var frozenWithFieldExpiries: FrozenValue? {
        guard case .frozen(let value) = self, value.type.mayHoldFieldExpiries else { return nil }
        return value
    }

    /// Whether this is a hash with a field that expires, or one in the snapshot that may have one.
    public var expiresFields: Bool {
        switch self {
        case .hash(let hash): hash.fields.contains { $0.value.expiresAtMs != nil }
        case .frozen(let value): value.type.mayHoldFieldExpiries
        default: false
        }
    }
}

extension ObjectType {
    fileprivate var mayHoldFieldExpiries: Bool {
        switch self {
        case .hashExpiry, .hashListpackExpiry, .hashExpiryPreGA, .hashListpackExpiryPreGA,
            .hashExpiryValkey:
            true
        default: false
        }
    }
}

extension FrozenValue {
    /// The time at which the first field expires; the largest number where none does, and where the
    /// value can not be read.
    public var firstFieldExpiry: Int64 {
        var search = FirstExpiry()
        do throws(Fault) {
            try visit(&search)
        } catch {
            return .max
        }
        return search.foundMs
    }
}

private struct FirstExpiry: SelectiveVisitor, ~Copyable {
    var foundMs = Int64.max

    mutating func hashField(_ field: RawSpan, value: RawSpan, expiresAtMs: Int64?) {
        if let expiresAtMs { foundMs = min(foundMs, expiresAtMs) }
    }
}
