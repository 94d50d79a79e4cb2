public import RedoubtBytes
public import RedoubtValues

extension ObjectType {
    /// Tells `visitor` what the payload of a value of this type holds.
    ///
    /// Everything is checked on the way that is needed to go on; nothing is said of duplicate
    /// elements. A collection without elements is told as such: servers pass over its key.
    ///
    /// - Parameters:
    ///   - payload: the bytes behind the key, exactly.
    ///   - offset: where they stand in the input, for faults. Inside a compressed blob a fault
    ///     counts from the first compressed byte.
    ///   - context: the file.
    ///   - visitor: hears `begin`, the elements and `end`.
    public func visit<V: ValueVisitor & ~Copyable>(
        _ payload: RawSpan,
        at offset: Int,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        var cursor = ByteCursor(payload, at: offset)
        try visit(&cursor, in: context, &visitor)
        guard cursor.isAtEnd else { throw Fault(.trailingBytes, at: cursor.offset) }
        try visitor.end()
    }

    /// Everything but `end`.
    @_lifetime(cursor: copy cursor)
    private func visit<V: ValueVisitor & ~Copyable>(
        _ cursor: inout ByteCursor,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        switch kind {
        case .string: try StringType.visit(&cursor, in: context, &visitor)
        case .list: try ListTypes.visit(self, &cursor, in: context, &visitor)
        case .set: try SetTypes.visit(self, &cursor, in: context, &visitor)
        case .sortedSet: try SortedSetTypes.visit(self, &cursor, in: context, &visitor)
        case .hash: try visitHash(&cursor, in: context, &visitor)
        case .stream: try StreamTypes.visit(StreamForm(self), &cursor, in: context, &visitor)
        case .module:
            guard self == .module else { throw unreadable(at: cursor.offset) }
            try ModuleTypes.visit(&cursor, in: context, &visitor)
        case .array: try ArrayType.visit(&cursor, in: context, &visitor)
        case .rateLimit: try RateLimitType.visit(&cursor, in: context, &visitor)
        }
    }

    @_lifetime(cursor: copy cursor)
    private func visitHash<V: ValueVisitor & ~Copyable>(
        _ cursor: inout ByteCursor,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        switch self {
        case .hashExpiry, .hashExpiryPreGA, .hashExpiryValkey, .hashListpackExpiry,
            .hashListpackExpiryPreGA:
            try HashExpiryTypes.visit(self, &cursor, in: context, &visitor)
        case .hashTemplateListpack, .hashTemplateListpackReference, .hashTemplateArray,
            .hashTemplateArrayReference:
            try HashTemplateTypes.visit(self, &cursor, in: context, &visitor)
        default:
            try HashTypes.visit(self, &cursor, in: context, &visitor)
        }
    }
}
