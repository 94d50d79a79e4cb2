import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Judges one value as the servers' full sanitising does, and some things that they do not look at.
struct ValueReview: SelectiveVisitor {
    /// What is wrong with a value.
    struct Issue: Sendable {
        let kind: Finding.Kind
        let text: String
        let offset: Int

        init(_ kind: Finding.Kind, _ text: String? = nil, at offset: Int) {
            self.kind = kind
            self.text = text ?? kind.meaning
            self.offset = offset
        }
    }

    /// The kinds of all types: to ask a type takes longer than to look at a small value.
    private static let kinds = ObjectType.allCases.map(\.kind)

    private var type = ObjectType.string
    private var kind = ValueKind.string
    private var elements = DistinctElements()
    private var listCount = 0
    private var ascends = true
    private var previousMember: Int64?
    private var previousScore = -Double.infinity
    private var hasNaN = false
    private var previousExpiry: Int64 = 0
    private var stream = StreamReview()

    /// What is wrong with a value; nothing where servers take it.
    mutating func issues(
        _ type: ObjectType,
        _ payload: RawSpan,
        at offset: Int,
        in context: PayloadContext
    ) -> [Issue] {
        reset(type)
        do throws(Fault) {
            try type.visit(payload, at: offset, in: context, &self)
        } catch {
            let kind = Finding.Kind(withinValue: error)
            // A kind by detail says more than the reason.
            let text =
                error.detail != 0 && (error.reason == .badStream || error.reason == .badSortedSet)
                ? kind.meaning : error.reason.describe(detail: error.detail)
            let range = offset..<(offset + payload.byteCount + 1)
            // Within what had to be unpacked there are no offsets of the file.
            let place = range.contains(error.offset) ? error.offset : offset
            return [Issue(kind, text, at: place)]
        }
        if type == .hashZipmap, Self.hasImpossibleCount(payload, in: context) {
            return [Issue(.zipmap, "the count of a zipmap is 255", at: offset)]
        }
        switch kind {
        case .set, .sortedSet, .hash:
            return orderIssues(at: offset) + repeated(payload, at: offset, in: context)
        case .list: return orderIssues(at: offset)
        case .stream: return stream.issues(type, payload, at: offset, in: context)
        default: return []
        }
    }

    /// Whether the count of a zipmap is 255: readers take it for not known, servers refuse it.
    private static func hasImpossibleCount(
        _ payload: RawSpan,
        in context: PayloadContext
    ) -> Bool {
        var cursor = ByteCursor(payload)
        let blob = try? RDBString.owned(from: &cursor, in: context)
        return blob?.bytes.array.first == 255
    }

    private mutating func reset(_ type: ObjectType) {
        self.type = type
        kind = Self.kinds[Int(type.rawValue)]
        // A string leaves nothing behind.
        guard kind != .string else { return }
        elements.reset()
        listCount = 0
        ascends = true
        previousMember = nil
        previousScore = -.infinity
        hasNaN = false
        previousExpiry = 0
        if kind == .stream { stream = StreamReview() }
    }

    private func orderIssues(at offset: Int) -> [Issue] {
        if elements.count == 0, listCount == 0 { return [Issue(.emptyValue, at: offset)] }
        if hasNaN { return [Issue(.score, at: offset)] }
        guard !ascends else { return [] }
        switch type {
        case .setIntset: return [Issue(.intsetOrder, at: offset)]
        case .sortedSetListpack, .sortedSetZiplist: return [Issue(.sortedSetOrder, at: offset)]
        case .hashListpackExpiry, .hashListpackExpiryPreGA:
            return [Issue(.hashExpiryOrder, at: offset)]
        default: return []
        }
    }

    private mutating func repeated(
        _ payload: RawSpan,
        at offset: Int,
        in context: PayloadContext
    ) -> [Issue] {
        guard elements.count <= DistinctElements.countMax else {
            let text = "a value has too many elements to tell whether one stands twice"
            return [Issue(.duplicatesUndecided, text, at: offset)]
        }
        guard let element = elements.repeated(type, payload, at: offset, in: context) else {
            return []
        }
        let text =
            "\(kind == .hash ? "field" : "member") \"\(element.printable)\" stands twice"
        return [Issue(.duplicateElement, text, at: offset)]
    }

    // MARK: Visiting

    mutating func listElement(_ element: RawSpan) { listCount += 1 }

    mutating func setMember(_ member: RawSpan) {
        elements.note(member)
        guard type == .setIntset else { return }
        let number = Self.integer(member)
        if let previousMember, previousMember >= number { ascends = false }
        previousMember = number
    }

    /// The number that a member of an intset is, from its digits.
    private static func integer(_ text: RawSpan) -> Int64 {
        var number: Int64 = 0
        for index in 0..<text.byteCount {
            let digit = text[byte: index] &- UInt8(ascii: "0")
            // The smallest number has no positive twin.
            if digit <= 9 { number = number &* 10 &- Int64(digit) }
        }
        return text.byteCount > 0 && text[byte: 0] == UInt8(ascii: "-") ? number : 0 &- number
    }

    mutating func sortedSetMember(_ member: RawSpan, score: Double) {
        elements.note(member)
        if score.isNaN { hasNaN = true }
        if score < previousScore { ascends = false }
        previousScore = score
    }

    mutating func hashField(_ field: RawSpan, value: RawSpan, expiresAtMs: Int64?) {
        elements.note(field)
        let expiry = expiresAtMs ?? .max
        if expiry < previousExpiry { ascends = false }
        previousExpiry = expiry
    }

    mutating func beginStreamEntry(_ id: StreamID, fieldCount: Int) { stream.note(id) }

    mutating func streamGroup(_ group: StreamGroup) { stream.note(group) }
}
