public import RedoubtBytes
import RedoubtValues

extension ObjectType {
    /// The most bytes that an aggregate without elements takes: a count of zero, an empty blob, or
    /// a few empty quicklist nodes; 0 where there is no such thing.
    var emptyPayloadCountMax: Int {
        switch self {
        case .string, .stream, .stream2, .stream3, .stream4, .stream5, .module, .modulePreGA,
            .rateLimit:
            0
        case .listQuicklist, .listQuicklist2: 64
        default: 16
        }
    }

    /// Whether a payload is an aggregate without elements, which servers do not load.
    ///
    /// Decodes nothing unless the payload is so short that it may be.
    public func isEmpty(
        _ payload: RawSpan,
        at offset: Int,
        in context: PayloadContext
    ) throws(Fault) -> Bool {
        guard payload.byteCount <= emptyPayloadCountMax else { return false }
        var counter = ElementSeeker()
        do throws(Fault) {
            try visit(payload, at: offset, in: context, &counter)
        } catch {
            // What is damaged is not empty; whoever needs the value will meet the damage.
            return false
        }
        return !counter.hasElements
    }
}

/// Notices whether any element comes by.
private struct ElementSeeker: SelectiveVisitor {
    var hasElements = false

    mutating func listElement(_ element: RawSpan) { hasElements = true }
    mutating func setMember(_ member: RawSpan) { hasElements = true }
    mutating func sortedSetMember(_ member: RawSpan, score: Double) { hasElements = true }
    mutating func hashField(_ field: RawSpan, value: RawSpan, expiresAtMs: Int64?) {
        hasElements = true
    }
    mutating func arrayElement(at index: UInt64, _ element: RawSpan) { hasElements = true }
}
