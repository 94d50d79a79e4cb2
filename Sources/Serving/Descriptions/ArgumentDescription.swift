import RedoubtBytes
import RedoubtCommands

/// One argument of a command, or a group of them.
struct ArgumentDescription: Sendable {
    var name: String
    /// `string`, `key`, `oneof` and so on.
    var type: String
    /// The word in front of it, or the word that it is.
    var token: String?
    /// Which of the command's key specifications finds it.
    var keyIndex: Int?
    var isOptional = false
    /// Whether there may be several.
    var isMultiple = false
    /// Whether the word in front of it comes again with each.
    var repeatsToken = false
    /// What a group consists of.
    var parts: [ArgumentDescription] = []

    /// In the form of `COMMAND DOCS`.
    var reply: Reply {
        var replies: [Reply] = [
            .bulk("name"), .bulk(ByteString(name)), .bulk("type"), .bulk(ByteString(type)),
        ]
        if let keyIndex { replies += [.bulk("key_spec_index"), .count(keyIndex)] }
        if let token { replies += [.bulk("token"), .bulk(ByteString(token))] }
        var flags: [Reply] = []
        if isOptional { flags.append(.status("optional")) }
        if isMultiple { flags.append(.status("multiple")) }
        if repeatsToken { flags.append(.status("multiple_token")) }
        if !flags.isEmpty { replies += [.bulk("flags"), .set(flags)] }
        if !parts.isEmpty { replies += [.bulk("arguments"), .array(parts.map(\.reply))] }
        return .map(replies)
    }
}
