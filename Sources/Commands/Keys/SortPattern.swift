import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// The patterns of `SORT`: `#` is the element itself, `p*` a string, `p*->f` a field of a hash.
enum SortPattern {
    /// What the pattern names for an element; nil where nothing is found.
    static func find(
        _ pattern: ByteString?,
        _ element: ByteString,
        _ context: inout CommandContext
    ) throws(CommandError) -> ByteString? {
        guard let pattern = pattern?.array else { return nil }
        if pattern == [UInt8(ascii: "#")] { return element }
        guard let star = pattern.firstIndex(of: UInt8(ascii: "*")) else { return nil }
        let arrow = arrowIndex(in: pattern, from: star)
        let suffix = pattern[(star + 1)..<(arrow ?? pattern.count)]
        let key = ByteString(pattern[..<star] + element.array + suffix)
        guard let arrow else {
            guard context.kind(of: key.bytes) == .string else { return nil }
            return try context.value(ByteString.self, at: key.bytes)
        }
        guard context.kind(of: key.bytes) == .hash else { return nil }
        let field = ByteString(Array(pattern[(arrow + 2)...]))
        return try context.value(HashValue.self, at: key.bytes)?.fields[field.bytes]?.value
    }

    /// Where `->` stands behind the star, if a field name follows it.
    private static func arrowIndex(in pattern: [UInt8], from star: Int) -> Int? {
        for index in (star + 1)..<max(pattern.count - 2, star + 1)
        where pattern[index] == UInt8(ascii: "-") && pattern[index + 1] == UInt8(ascii: ">") {
            return index
        }
        return nil
    }
}
