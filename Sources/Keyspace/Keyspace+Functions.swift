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
