public import RedoubtBytes
import RedoubtCommands

/// Who listens to what: channels, patterns over channels, and channels of shards.
///
/// Clients are told apart by their number. What is asked of it costs as much as there are answers,
/// but for patterns, which are tried one by one.
public struct Subscriptions: Sendable {
    /// A kind of thing to listen to.
    public enum Kind: Sendable, Hashable, CaseIterable {
        case channel
        case pattern
        case shard
    }

    private var listeners: [Kind: [ByteString: [Int]]] = [:]
    private var subjects: [Kind: [Int: [ByteString]]] = [:]

    /// Number of names that somebody listens to, each as often as it has listeners.
    private var count = 0

    /// Nobody listens.
    public init() {}

    /// Whether nobody listens.
    public var isEmpty: Bool { count == 0 }

    /// Adds a listener; false if it listened already.
    public mutating func add(_ client: Int, to name: ByteString, _ kind: Kind) -> Bool {
        guard !listeners[kind, default: [:]][name, default: []].contains(client) else {
            return false
        }
        listeners[kind, default: [:]][name, default: []].append(client)
        subjects[kind, default: [:]][client, default: []].append(name)
        count += 1
        return true
    }

    /// Removes a listener; false if it did not listen.
    @discardableResult
    public mutating func remove(_ client: Int, from name: ByteString, _ kind: Kind) -> Bool {
        guard var left = listeners[kind]?[name], let index = left.firstIndex(of: client) else {
            return false
        }
        left.remove(at: index)
        listeners[kind]?[name] = left.isEmpty ? nil : left
        var names = subjects[kind]?[client] ?? []
        names.removeAll { $0 == name }
        subjects[kind]?[client] = names.isEmpty ? nil : names
        count -= 1
        return true
    }

    /// Removes a client from everything.
    public mutating func removeAll(_ client: Int) {
        for kind in Kind.allCases {
            for name in names(of: client, kind) { remove(client, from: name, kind) }
        }
    }

    /// What a client listens to, in the order in which it began.
    public func names(of client: Int, _ kind: Kind) -> [ByteString] {
        subjects[kind]?[client] ?? []
    }

    /// How many channels and patterns a client listens to: what servers count in one number.
    public func count(of client: Int) -> Int {
        names(of: client, .channel).count + names(of: client, .pattern).count
    }

    /// Who listens to a name itself, in the order in which they began.
    public func clients(of name: ByteString, _ kind: Kind) -> [Int] {
        listeners[kind]?[name] ?? []
    }

    /// The patterns that a channel matches, each with who listens to it.
    public func patterns(matching channel: ByteString) -> [(pattern: ByteString, clients: [Int])] {
        (listeners[.pattern] ?? [:]).filter { GlobPattern.matches($0.key, channel) }
            .map { ($0.key, $0.value) }
    }

    /// The names that anybody listens to.
    public func activeNames(_ kind: Kind) -> [ByteString] {
        Array((listeners[kind] ?? [:]).keys)
    }
}
