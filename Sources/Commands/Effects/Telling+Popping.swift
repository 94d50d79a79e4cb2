import RedoubtBytes
import RedoubtKeyspace

/// What was taken off the ends of lists and sorted sets, and out of sets.
extension Telling {
    /// As many members as one command takes.
    private static let memberCountMax = 1000

    func tellRemoved(_ key: ByteString, _ reply: Reply, _ context: inout CommandContext) {
        var members: [ByteString] = []
        switch reply {
        case .bulk(let member): members = [member]
        case _ where !context.selected.entries.contains(key.bytes):
            return context.tell(["DEL", key])
        case .array(let replies), .set(let replies):
            for case .bulk(let member) in replies { members.append(member) }
        default: break
        }
        for start in stride(from: 0, to: members.count, by: Self.memberCountMax) {
            let part = members[start..<min(start + Self.memberCountMax, members.count)]
            context.tell(["SREM", key] + part)
        }
    }

    func tellPop(
        _ form: PopForm,
        _ arguments: borrowing Arguments,
        _ reply: Reply,
        _ context: inout CommandContext
    ) {
        guard case .array(let parts) = reply, parts.count >= 2, case .bulk(let key) = parts[0]
        else { return context.effects.tellNothing() }
        switch form {
        case .one(let name): context.tell([ByteString(name.rawValue), key])
        case .listMany:
            guard case .array(let elements) = parts[1] else { return }
            let name: ByteString = Self.has("LEFT", arguments) ? "LPOP" : "RPOP"
            context.tell([name, key, ByteString(decimal: Int64(elements.count))])
        case .sortedSetMany:
            guard case .array(let members) = parts[1] else { return }
            let name: ByteString = Self.has("MIN", arguments) ? "ZPOPMIN" : "ZPOPMAX"
            context.tell([name, key, ByteString(decimal: Int64(members.count))])
        }
    }

    /// Whether a word stands behind the keys, of which none can be in its place.
    private static func has(_ word: StaticString, _ arguments: borrowing Arguments) -> Bool {
        // `[timeout] count key … WORD [COUNT n]`.
        let last = arguments.count - 1
        if arguments.matches(last - 1, "COUNT") { return arguments.matches(last - 2, word) }
        return arguments.matches(last, word)
    }

    func tellMove(
        _ arguments: borrowing Arguments,
        isOld: Bool,
        _ context: inout CommandContext
    ) {
        let (source, destination) = (arguments.bytes(1), arguments.bytes(2))
        guard !isOld else { return context.tell(["RPOPLPUSH", source, destination]) }
        context.tell(["LMOVE", source, destination, arguments.bytes(3), arguments.bytes(4)])
    }
}
