import RedoubtTestSupport
import RedoubtValues

/// What a seed decides of a run beside the commands.
struct RunSettings {
    let kind: LiveServer.Kind
    var seed: UInt64
    /// Whether the commands are replayed in the form in which they are sent, too: then there are
    /// none whose result depends on chance or on the time.
    var isClientForm = false

    /// Whether scores may be −0; what turns compact sorted sets into skip lists is then left out.
    var hasNegativeZero: Bool { seed & 8 == 0 }

    /// The tags of templates that this run may use.
    var tags: Set<String> {
        var tags: Set<String> = [hasNegativeZero ? "neg" : "pos"]
        if !isClientForm { tags.insert("log") }
        if kind != .redis62 { tags.insert("7") }
        if kind == .redis62 { tags.insert("6") }
        if kind == .valkey91 { tags.insert("v") }
        return tags
    }

    /// Both forms of base, annotations on and off, small limits of the compact encodings; those of
    /// sorted sets stay, for they decide what becomes of −0.
    var configuration: [String] {
        var lines = [
            "appendonly yes", "appendfsync no", "auto-aof-rewrite-percentage 0",
            "aof-use-rdb-preamble \(seed & 1 == 0 ? "yes" : "no")",
        ]
        if kind != .redis62 {
            lines.append("aof-timestamp-enabled \(seed & 2 == 0 ? "yes" : "no")")
        } else if seed & 2 == 0 {
            lines.append("lua-replicate-commands no")
        }
        if seed & 4 == 0 {
            lines += [
                "hash-max-ziplist-entries 3", "list-max-ziplist-size 3",
                "set-max-intset-entries 3", "stream-node-max-entries 3",
                "hash-max-ziplist-value 20",
            ]
            if !hasNegativeZero {
                lines += ["zset-max-ziplist-entries 3", "zset-max-ziplist-value 20"]
            }
        }
        return lines
    }

    /// Since 7.0 a rewrite forgets which small sorted sets are skip lists that keep −0: the server
    /// itself would come back with another digest.
    var allowsRewrites: Bool { !hasNegativeZero || kind == .redis62 }

    var profile: ServerProfile { kind.profile }
}

extension LiveServer.Kind {
    var profile: ServerProfile {
        switch self {
        case .redis62: ServerProfile(.redis, 6, 2)
        case .redis70: ServerProfile(.redis, 7, 0)
        case .valkey91: ServerProfile(.valkey, 9, 1)
        }
    }
}
