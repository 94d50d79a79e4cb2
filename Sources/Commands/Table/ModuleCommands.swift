import RedoubtBytes

/// The commands that modules bring, told by their names alone.
public enum ModuleCommands {
    /// The beginnings of names, with the module that they belong to.
    private static let prefixes: [(prefix: StaticString, module: String)] = [
        ("JSON.", "RedisJSON (ReJSON)"), ("TS.", "RedisTimeSeries"), ("BF.", "RedisBloom"),
        ("CF.", "RedisBloom"), ("CMS.", "RedisBloom"), ("TOPK.", "RedisBloom"),
        ("TDIGEST.", "RedisBloom"), ("FT.", "RediSearch"), ("_FT.", "RediSearch"),
        ("GRAPH.", "RedisGraph"), ("AI.", "RedisAI"), ("RG.", "RedisGears"),
        ("TFUNCTION", "RedisGears"), ("TFCALL", "RedisGears"), ("CL.", "redis-cell"),
    ]

    /// Whole names: those of vector sets have no prefix.
    private static let names: [(name: StaticString, module: String)] = [
        ("VADD", "vector sets"), ("VREM", "vector sets"), ("VSETATTR", "vector sets"),
    ]

    /// The module that a command belongs to; nil for one that is no module's as far as is known.
    public static func module(of name: RawSpan) -> String? {
        for entry in names where name.equalsWord(entry.name) { return entry.module }
        for entry in prefixes where entry.prefix.utf8CodeUnitCount <= name.byteCount {
            let head = name.extracting(0..<entry.prefix.utf8CodeUnitCount)
            if head.equalsWord(entry.prefix) { return entry.module }
        }
        return nil
    }
}
