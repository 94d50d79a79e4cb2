public import RedoubtBytes
public import RedoubtValues

extension StoredValue {
    /// Calls a visitor with the content of the value.
    ///
    /// A sorted set tells whether a server would hold it as a compact blob; every other thawed
    /// value is left to the encoding limits of whoever writes it.
    public func visit<V: ValueVisitor & ~Copyable>(_ visitor: inout V) throws(Fault) {
        switch self {
        case .frozen(let content):
            try content.visit(&visitor)
            return
        case .string(let content):
            try visitor.begin(.string, countHint: 1, encoding: .plain)
            try visitor.string(content.bytes)
        case .list(let content):
            try visitor.begin(.list, countHint: content.count, encoding: .plain)
            for element in content.elements { try visitor.listElement(element.bytes) }
        case .set(let content):
            try visitor.begin(.set, countHint: content.count, encoding: .plain)
            try content.members.forEachEntry { (member, _) throws(Fault) in
                try visitor.setMember(member)
            }
        case .sortedSet(let content):
            let encoding = content.isCompact ? SourceEncoding.compact : .expanded
            try visitor.begin(.sortedSet, countHint: content.count, encoding: encoding)
            try content.scores.forEachEntry { (member, score) throws(Fault) in
                try visitor.sortedSetMember(member, score: score)
            }
        case .hash(let content):
            try visitor.begin(.hash, countHint: content.count, encoding: .plain)
            try content.fields.forEachEntry { (name, field) throws(Fault) in
                let value = field.value
                try visitor.hashField(name, value: value.bytes, expiresAtMs: field.expiresAtMs)
            }
        case .stream(let content):
            try content.visit(&visitor)
        }
        try visitor.end()
    }
}

extension StreamValue {
    fileprivate func visit<V: ValueVisitor & ~Copyable>(_ visitor: inout V) throws(Fault) {
        try visitor.begin(.stream, countHint: entries.count, encoding: .plain)
        for entry in entries {
            try visitor.beginStreamEntry(entry.id, fieldCount: entry.fieldCount)
            try entry.forEachField { (field, value) throws(Fault) in
                try visitor.streamField(field, value: value)
            }
        }
        var current = self
        current.refreshBounds()
        try visitor.streamState(current.state)
        for group in groups {
            try visitor.streamGroup(group.value.exchanged(name: group.key))
        }
    }
}
