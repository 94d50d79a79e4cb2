public import RedoubtBytes
import RedoubtRDB

extension Keyspace {
    /// Registers a library from a snapshot under the name that its first line gives.
    ///
    /// - Throws: ``RedoubtBytes/Fault/Reason/badFunction`` for a source without a name, and for a
    ///   name that is taken, as servers refuse both.
    public mutating func addFunction(_ source: ByteString, at offset: Int) throws(Fault) {
        guard let name = FunctionSource.name(of: source.bytes),
            functions.insert(name.bytes, source)
        else { throw Fault(.badFunction, at: offset) }
    }
}

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

/// The first line of a function library: `#!engine name=library`.
public enum FunctionSource {
    /// The name of the library; nil if the line does not give one.
    ///
    /// Words are parted by spaces; names have letters, digits and underscores.
    public static func name(of source: RawSpan) -> ByteString? {
        let text = source.array
        guard text.starts(with: "#!".utf8) else { return nil }
        let line = text.prefix { $0 != UInt8(ascii: "\n") }
        let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }
        for word in words.dropFirst() where word.starts(with: "name=".utf8) {
            let name = word.dropFirst(5)
            let isPlain = name.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "_")
            }
            return isPlain && !name.isEmpty ? ByteString(Array(name)) : nil
        }
        return nil
    }
}
