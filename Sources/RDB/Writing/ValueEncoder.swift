public import RedoubtBytes
import RedoubtCodecs
public import RedoubtValues

/// Encodes one value for a format version: a visitor that collects the elements and, when the value
/// ends, chooses the encoding that the servers of that version would.
///
/// The memory for elements and payload is used again for the next value. What would not fit into a
/// blob, or what the target's servers would refuse, is a fault at the end of the value.
public struct ValueEncoder: ~Copyable, ValueVisitor {
    let format: FormatVersion
    var strings: StringWriter
    var payload = ByteBuilder(capacity: 4096)
    /// How the payload encodes the value; known at its end.
    var type = ObjectType.string

    var kind = ValueKind.string
    var elements = ElementScratch()
    var scores: [Double] = []
    var expiries: [Int64?] = []
    var stream = StreamEncoder()
    var array = ArrayEncoder()
    /// Where a score or a packed element is put together.
    var text = ByteBuilder(capacity: 64)
    var listpack = ListpackWriter()
    var ziplist: ZiplistWriter
    var zipmap = ZipmapWriter()

    init(format: FormatVersion, compresses: Bool) {
        self.format = format
        strings = StringWriter(compresses: compresses)
        ziplist = ZiplistWriter(usesSmallIntegers: format.number >= 6)
    }

    func unsupported(_ feature: TargetFeature) -> Fault {
        Fault(.unsupportedByTarget, detail: feature.rawValue)
    }

    /// Whether no element came: servers have no such key.
    var isEmptyAggregate: Bool {
        switch kind {
        case .list, .set, .sortedSet, .hash: elements.count == 0
        case .array: array.count == 0
        case .string, .stream, .module, .rateLimit: false
        }
    }

    // MARK: ValueVisitor

    /// Forgets the value before and refuses kinds that the version does not have.
    public mutating func begin(
        _ kind: ValueKind,
        countHint: Int?,
        encoding: SourceEncoding
    ) throws(Fault) {
        self.kind = kind
        payload.removeAll()
        elements.removeAll()
        scores.removeAll(keepingCapacity: true)
        expiries.removeAll(keepingCapacity: true)
        switch kind {
        case .string, .list, .set, .sortedSet, .hash: break
        case .stream:
            guard format.streamType != nil else { throw unsupported(.streams) }
            stream.removeAll()
        case .module:
            guard format.writes(.module) else { throw unsupported(.modules) }
        case .array:
            guard format.writes(.array) else { throw unsupported(.arrays) }
            array.removeAll()
        case .rateLimit:
            guard format.writes(.rateLimit) else { throw unsupported(.rateLimits) }
        }
    }

    /// Encodes the string.
    public mutating func string(_ bytes: RawSpan) {
        strings.append(bytes, to: &payload)
        type = .string
    }

    /// Collects an element.
    public mutating func listElement(_ element: RawSpan) {
        elements.append(element)
    }

    /// Collects a member.
    public mutating func setMember(_ member: RawSpan) {
        elements.append(member)
    }

    /// Collects a member with its score.
    public mutating func sortedSetMember(_ member: RawSpan, score: Double) {
        elements.append(member)
        scores.append(score)
    }

    /// Collects a field with its value and expiry.
    public mutating func hashField(
        _ field: RawSpan,
        value: RawSpan,
        expiresAtMs: Int64?
    ) throws(Fault) {
        if let expiresAtMs {
            guard let times = format.fieldExpiries else { throw unsupported(.fieldExpiries) }
            guard times.contains(expiresAtMs) else { throw unsupported(.fieldExpiryRange) }
        }
        elements.append(field)
        elements.append(value)
        expiries.append(expiresAtMs)
    }

    /// Starts an entry, in a new node if the last is full.
    public mutating func beginStreamEntry(_ id: StreamID, fieldCount: Int) throws(Fault) {
        try stream.begin(id, fieldCount: fieldCount, &listpack, &strings)
    }

    /// Adds a field to the entry.
    public mutating func streamField(_ field: RawSpan, value: RawSpan) {
        stream.add(field, value)
    }

    /// Encodes the state behind the nodes.
    public mutating func streamState(_ state: StreamState) throws(Fault) {
        try stream.take(state, format, &listpack, &strings)
    }

    /// Encodes a group.
    public mutating func streamGroup(_ group: StreamGroup) throws(Fault) {
        try stream.take(group, format, &strings)
    }

    /// Encodes an array element.
    public mutating func arrayElement(at index: UInt64, _ element: RawSpan) {
        array.append(element, at: index, &strings)
    }

    /// Notes the insertion cursor.
    public mutating func arrayInsertIndex(_ index: UInt64) {
        array.insertIndex = index
    }

    /// Encodes a rate limit.
    public mutating func rateLimit(timeUs: UInt64) {
        payload.appendLength(timeUs)
        type = .rateLimit
    }

    /// Copies a module value.
    public mutating func module(id: ModuleID, payload bytes: RawSpan) {
        payload.appendLength(id.rawValue)
        payload.append(bytes)
        type = .module
    }

    /// Chooses the encoding of what was collected.
    public mutating func end() throws(Fault) {
        switch kind {
        case .string, .module, .rateLimit: break
        case .list: try encodeList()
        case .set: try encodeSet()
        case .sortedSet: try encodeSortedSet()
        case .hash: encodeHash()
        case .stream:
            type = format.streamType ?? .stream
            stream.finish(into: &payload, format)
        case .array:
            type = .array
            array.finish(into: &payload)
        }
    }

    // MARK: Shared by the encodings

    /// Appends the elements one by one.
    mutating func appendElements(_ indices: Range<Int>) {
        for index in indices { elements.write(index, with: &strings, to: &payload) }
    }

    /// Appends the listpack or ziplist that was filled, as one string.
    mutating func appendPacked() {
        if format.number >= 10 {
            strings.append(listpack, to: &payload)
            listpack.removeAll()
        } else {
            strings.append(ziplist, to: &payload)
            ziplist.removeAll()
        }
    }

    /// Puts a collected element into the listpack or ziplist.
    mutating func pack(elementAt index: Int) {
        if format.number >= 10 {
            elements.pack(index, into: &listpack)
        } else {
            elements.pack(index, into: &ziplist)
        }
    }

    func fits(count: Int, max: Int) -> Bool {
        count <= max && elements.sizeMax <= EncodingLimits.elementSize
    }
}
