import RedoubtBytes

/// Arrays (version 14): count, an optional insertion cursor, then index, tag and element.
struct ArrayEncoder: ~Copyable {
    private static let stringTag = 0
    private static let integerTag = 1

    private var body = ByteBuilder()
    private(set) var count = 0
    var insertIndex: UInt64?

    mutating func removeAll() {
        body.removeAll()
        count = 0
        insertIndex = nil
    }

    mutating func append(_ element: RawSpan, at index: UInt64, _ strings: inout StringWriter) {
        count += 1
        body.appendLength(index)
        if let value = Int64(canonicalDecimal: element) {
            body.appendLength(Self.integerTag)
            body.appendLittleEndian(value)
        } else {
            body.appendLength(Self.stringTag)
            strings.append(element, to: &body)
        }
    }

    func finish(into payload: inout ByteBuilder) {
        payload.appendLength(count)
        payload.appendLength(insertIndex == nil ? 0 : 1)
        if let insertIndex { payload.appendLength(insertIndex) }
        payload.append(body)
    }
}
