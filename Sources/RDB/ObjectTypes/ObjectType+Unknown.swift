public import RedoubtBytes

extension ObjectType {
    /// What is known of a type number that can not be read, for messages.
    public static func describeUnknown(number: Int, dialect: Dialect) -> String {
        switch (dialect, number) {
        case (_, 6):
            "type 6, a module value of a Redis 4.0 release candidate, has no end mark, so that "
                + "only its module can tell where it ends"
        case (_, 8):
            "type 8 was never used by a server"
        case (.valkey, 23):
            "type 23, a path hash, is written by development versions of Valkey 9.2"
        case (.valkey, 24...33):
            "type \(number) is written by Redis, but not by Valkey"
        case (.valkey, 242):
            "opcode 242, a replayed command, is written by development versions of Valkey 9.2"
        case (.redis, 241):
            "opcode 241 is not written by any released server; versions of Redis behind 8.10 may "
                + "use it for keys that are never evicted"
        case (_, 100...102):
            "opcode \(number) is written by old versions of Redis Enterprise"
        default:
            "type \(number) is written by no server up to Redis 8.10 and Valkey 9.1"
        }
    }
}

extension Fault {
    /// In a Valkey file the detail of an unknown type is its number plus this.
    private static var valkeyMark: Int { 256 }

    /// A type, or an opcode that is not known, whose payload nobody here can read.
    static func unknownType(_ wire: UInt8, in dialect: Dialect, at offset: Int) -> Fault {
        let mark = dialect == .valkey ? valkeyMark : 0
        return Fault(.unknownType, at: offset, detail: Int(wire) + mark)
    }

    /// What is known of the type that this fault is about; nil for any other fault.
    public var unknownTypeText: String? {
        guard reason == .unknownType else { return nil }
        return ObjectType.describeUnknown(
            number: detail % Self.valkeyMark,
            dialect: detail < Self.valkeyMark ? .redis : .valkey
        )
    }
}
