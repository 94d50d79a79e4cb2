/// Which keys must be replayed together because commands name several of them: a union-find over
/// the keys' identities.
struct KeyMeetings: Sendable {
    private var nodes: [UInt64: Int] = [:]
    private var parents: [Int] = []

    var isEmpty: Bool { nodes.isEmpty }

    /// Puts two keys, which may be the same, into one group.
    mutating func join(_ first: UInt64, _ second: UInt64) {
        let (one, other) = (root(of: node(first)), root(of: node(second)))
        if one != other { parents[max(one, other)] = min(one, other) }
    }

    /// The group of a key; nil for one that meets no other.
    func group(of identity: UInt64) -> Int? {
        guard var node = nodes[identity] else { return nil }
        while parents[node] != node { node = parents[node] }
        return node
    }

    private mutating func node(_ identity: UInt64) -> Int {
        if let node = nodes[identity] { return node }
        parents.append(parents.count)
        nodes[identity] = parents.count - 1
        return parents.count - 1
    }

    /// Halves the way to the root on the way.
    private mutating func root(of node: Int) -> Int {
        var node = node
        while parents[node] != node {
            parents[node] = parents[parents[node]]
            node = parents[node]
        }
        return node
    }
}
