/// What `COMMAND` tells of a command: made from its literal.
public struct CommandInfo: Equatable, Sendable {
    /// A property of a command.
    public enum Flag: String, Sendable, CaseIterable {
        /// It changes the dataset.
        case write
        /// It reads keys and changes nothing.
        case readOnly = "readonly"
        /// Where its keys stand can not be told by first, last and step.
        case movableKeys = "movablekeys"
    }

    /// The name in lower case.
    public let name: String
    /// The number of arguments, the name included; negative for a minimum.
    public let arity: Int
    /// The properties.
    public let flags: Set<Flag>
    /// Index of the first key; 0 for none.
    public let firstKey: Int
    /// Index of the last key, negative from the end; 0 for none.
    public let lastKey: Int
    /// Distance between keys; 0 for none.
    public let step: Int
}

extension Command {
    /// What `COMMAND` tells of it.
    public var info: CommandInfo {
        let place = keys.place
        var flags: Set<CommandInfo.Flag> = []
        if effect != .control, effect != .reads { flags.insert(.write) }
        if effect == .reads { flags.insert(.readOnly) }
        if keys.isMovable { flags.insert(.movableKeys) }
        return CommandInfo(
            name: name.lowercased(),
            arity: arity,
            flags: flags,
            firstKey: place.first,
            lastKey: place.last,
            step: place.step
        )
    }
}

extension KeySpecification {
    /// Where the keys stand that stand in a fixed place; zeros if there are none.
    public var place: (first: Int, last: Int, step: Int) {
        switch self {
        case .none, .counted, .declared, .behindStreams, .countedPairs: (0, 0, 0)
        case .one(let index): (index, index, 1)
        case .every(let first, let step): (first, -1, step)
        case .allBut(let first, let last): (first, -1 - last, 1)
        case .pair(let source, let destination): (source, destination, destination - source)
        case .storing(let destination, _): (destination, -1, 1)
        case .storingOne(let destination, let source): (destination, source, source - destination)
        case .storingCounted(let destination, _): (destination, destination, 1)
        case .copying: (1, 2, 1)
        case .moving, .sorting, .storingBehindKeyword: (1, 1, 1)
        }
    }

    /// Whether some keys stand elsewhere than in a fixed place.
    public var isMovable: Bool {
        switch self {
        case .none, .one, .every, .allBut, .pair, .storing, .storingOne, .copying, .moving: false
        case .counted, .declared, .behindStreams, .storingCounted, .sorting, .storingBehindKeyword,
            .countedPairs:
            true
        }
    }

    /// Where the keys stand, in words.
    var summary: String {
        switch self {
        case .none: "none"
        case .one(let index): "\(index)"
        case .every(let first, 1): "\(first) …"
        case .every(let first, let step): "\(first), \(first + step) …"
        case .allBut(let first, let last): "\(first) … but for the last \(last)"
        case .counted(let count): "as many behind \(count) as it says"
        case .declared(let count):
            "as many behind \(count) as it says, and any others: a script decides"
        case .behindStreams: "the first half behind `STREAMS`"
        case .pair(let source, let destination): "\(source), \(destination)"
        case .storing(let destination, let sources): "\(destination); sources \(sources) …"
        case .storingOne(let destination, let source): "\(destination); source \(source)"
        case .storingCounted(let destination, let count):
            "\(destination); as many sources behind \(count) as it says"
        case .copying: "2; source 1"
        case .moving: "1 in both databases"
        case .sorting: "behind `STORE`; source 1 and what patterns name"
        case .storingBehindKeyword: "behind `STORE` or `STOREDIST`; source 1"
        case .countedPairs(let count): "as many behind \(count) as it says, each with a value"
        }
    }
}
