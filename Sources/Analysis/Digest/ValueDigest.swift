public import RedoubtBytes
internal import RedoubtCodecs
public import RedoubtValues

/// Hashes one value into the register of its key.
public struct ValueDigest: ValueVisitor, ~Copyable {
    private var register = Fingerprint.zero
    /// The register as it would be with every −0 score hashed as 0.
    private var unsigned = Fingerprint.zero
    private let profile: ServerProfile
    private var text = ByteBuilder(capacity: 64)
    private var kind = ValueKind.string
    private var encoding = SourceEncoding.plain
    private var elementCount = 0
    private var memberSizeMax = 0
    private var arrayNext: UInt64 = 0

    /// Hashes a value by itself, as `DEBUG DIGEST-VALUE` does.
    public init(profile: ServerProfile) {
        self.profile = profile
    }

    /// Forty hex digits of a value that was shown to its end.
    public func hex(hasExpiry: Bool) -> String {
        result(hasExpiry: hasExpiry).hex
    }

    init(key: RawSpan, profile: ServerProfile) {
        self.profile = profile
        register.mix(key)
    }

    var isModule: Bool { kind == .module }

    /// Whether the value is an aggregate without elements, which servers do not load.
    var isAbsent: Bool {
        switch kind {
        case .list, .set, .sortedSet, .hash, .array: elementCount == 0
        case .string, .stream, .module, .rateLimit: false
        }
    }

    func result(hasExpiry: Bool) -> Fingerprint {
        var result = losesNegativeZero ? unsigned : register
        if hasExpiry { result ^= Self.keyExpiryMark }
        return result
    }

    /// A small sorted set that the file lists element by element becomes a listpack when it is
    /// loaded, and a listpack holds −0 as the integer 0.
    private var losesNegativeZero: Bool {
        kind == .sortedSet && encoding == .plain && profile.dropsNegativeZeroInListpacks
            && elementCount <= 128 && memberSizeMax <= 64
    }

    private static let keyExpiryMark = Fingerprint.hash(ByteString("!!expire!!").bytes)
    private static let fieldExpiryMark = Fingerprint.hash(ByteString("!!hexpire!!").bytes)

    // MARK: ValueVisitor

    /// Mixes the type number of the kind.
    public mutating func begin(
        _ kind: ValueKind,
        countHint: Int?,
        encoding: SourceEncoding
    ) throws(Fault) {
        self.kind = kind
        self.encoding = encoding
        register.mix(number: UInt32(kind.rawValue))
        unsigned = register
    }

    /// Mixes the bytes.
    public mutating func string(_ bytes: RawSpan) throws(Fault) {
        register.mix(bytes)
    }

    /// Mixes the element.
    public mutating func listElement(_ element: RawSpan) throws(Fault) {
        elementCount += 1
        register.mix(element)
    }

    /// Combines the member.
    public mutating func setMember(_ member: RawSpan) throws(Fault) {
        elementCount += 1
        register.combine(member)
    }

    /// Combines member and score text.
    public mutating func sortedSetMember(_ member: RawSpan, score: Double) throws(Fault) {
        elementCount += 1
        memberSizeMax = max(memberSizeMax, member.byteCount)
        var element = Fingerprint.zero
        element.mix(member)
        var unsignedElement = element
        element.mix(scoreText: score, profile, &text)
        register.combine(element)
        if score == 0 && score.sign == .minus {
            unsignedElement.mix(scoreText: 0, profile, &text)
            unsigned.combine(unsignedElement)
        } else {
            unsigned.combine(element)
        }
    }

    /// Combines field, value and whether the field expires.
    public mutating func hashField(
        _ field: RawSpan,
        value: RawSpan,
        expiresAtMs: Int64?
    ) throws(Fault) {
        elementCount += 1
        var element = Fingerprint.zero
        element.mix(field)
        element.mix(value)
        if expiresAtMs != nil, profile.digestsFieldExpiries { element ^= Self.fieldExpiryMark }
        register.combine(element)
    }

    /// Mixes the id, with a dot.
    public mutating func beginStreamEntry(_ id: StreamID, fieldCount: Int) throws(Fault) {
        text.removeAll()
        text.append(id, separator: UInt8(ascii: "."))
        let hash = Fingerprint.hash(text.bytes)
        register.mix(hash: hash)
    }

    /// Mixes field and value.
    public mutating func streamField(_ field: RawSpan, value: RawSpan) throws(Fault) {
        register.mix(field)
        register.mix(value)
    }

    /// Not covered by the digest.
    public mutating func streamState(_ state: StreamState) throws(Fault) {}

    /// Not covered by the digest.
    public mutating func streamGroup(_ group: StreamGroup) throws(Fault) {}

    /// Mixes the element, and a mark for every hole before it.
    public mutating func arrayElement(at index: UInt64, _ element: RawSpan) throws(Fault) {
        elementCount += 1
        // Holes cost time, not bytes: a file can claim more of them than any server would hash.
        guard index >= arrayNext, index - arrayNext <= Self.holesMax else {
            throw Fault(.tooLarge, detail: Int(clamping: index))
        }
        let hole = ByteString("(null)")
        while arrayNext < index {
            register.mix(hole.bytes)
            arrayNext += 1
        }
        register.mix(element)
        arrayNext = index + 1
    }

    /// Not covered by the digest.
    public mutating func arrayInsertIndex(_ index: UInt64) throws(Fault) {}

    private static let holesMax: UInt64 = 1 << 24

    /// Mixes the decimal time.
    public mutating func rateLimit(timeUs: UInt64) throws(Fault) {
        register.mix(DecimalText(timeUs).bytes)
    }

    /// Only the module knows how its value is hashed; without it the register stays as it is.
    public mutating func module(id: ModuleID, payload: RawSpan) throws(Fault) {}

    /// Nothing is left to do.
    public mutating func end() throws(Fault) {}
}

extension Fingerprint {
    fileprivate mutating func mix(
        scoreText score: Double,
        _ profile: ServerProfile,
        _ text: inout ByteBuilder
    ) {
        text.removeAll()
        if profile.digestsScoresShort {
            ScoreText.appendShort(score, to: &text)
        } else {
            ScoreText.appendLong(score, to: &text)
        }
        mix(text.bytes)
    }
}
