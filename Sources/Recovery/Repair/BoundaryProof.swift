import RedoubtBytes
import RedoubtRESP

/// Whether commands begin at an offset: several in a row that are well formed and known.
///
/// A stray `*` is not enough, and one command may stand in any value. The end of the input counts
/// for what is missing in the row, so does a last command that it cuts off.
struct BoundaryProof {
    let evidence: CommandEvidence

    /// Number of known commands in a row that prove a boundary by themselves.
    static let rowCount = 3
    /// The most records and arguments that are looked at: the time for an offset is bounded.
    private static let recordsMax = 16
    private static let argumentsMax = 256
    private static let annotationsMax = 16

    /// Whether commands begin at `start`.
    ///
    /// - Parameters:
    ///   - count: how many known commands in a row are asked for.
    ///   - floor: a row that is longer than what is looked at counts only from this offset on;
    ///     before it, a record was followed to its end already and turned out to be none.
    func holds(at start: Int, in bytes: RawSpan, count: Int, floor: Int) -> Bool {
        var row = Row()
        var place = start
        while row.known < count, row.records < Self.recordsMax {
            guard place < bytes.byteCount else { return row.known > 0 }
            if let end = Annotation.end(at: place, in: bytes), row.annotations < Self.annotationsMax
            {
                row.annotations += 1
                place = end
                continue
            }
            switch next(at: place, in: bytes, &row) {
            case .record(let end): place = end
            case .cut: return row.known > 0
            case .longer: return start >= floor
            case .none: return false
            }
        }
        return true
    }

    private struct Row {
        var known = 0
        var records = 0
        var arguments = 0
        var annotations = 0
    }

    private enum Step {
        case record(end: Int)
        case cut
        case longer
        case none
    }

    private func next(at place: Int, in bytes: RawSpan, _ row: inout Row) -> Step {
        guard let head = RecordShape.Header(UInt8(ascii: "*"), at: place, in: bytes),
            head.number >= 1
        else { return .none }
        var end = head.end
        for index in 0..<head.number {
            guard row.arguments < Self.argumentsMax else { return .longer }
            row.arguments += 1
            guard let argument = ArgumentShape(at: end, in: bytes) else {
                return ArgumentShape.isCut(at: end, in: bytes) ? .cut : .none
            }
            if index == 0 {
                let name = bytes.extracting(argument.content)
                switch evidence.verdict(name: name, argumentCount: head.number) {
                case .known: row.known += 1
                case .plausible: break
                case .wrongCount, .impossible: return .none
                }
            }
            end = argument.end
        }
        row.records += 1
        return .record(end: end)
    }
}

/// Lines that tell the time.
enum Annotation {
    /// The most bytes of `#TS:`, a number and a line end.
    private static let countMax = 32

    /// Where the `#TS:` line at an offset ends; nil for anything else.
    static func end(at offset: Int, in bytes: RawSpan) -> Int? {
        guard offset < bytes.byteCount, bytes[byte: offset] == UInt8(ascii: "#") else { return nil }
        let last = min(bytes.byteCount, offset + countMax)
        guard last - offset >= 7, bytes.extracting(offset..<(offset + 4)).equalsWord("#TS:") else {
            return nil
        }
        for index in (offset + 4)..<(last - 1) {
            let byte = bytes[byte: index]
            if byte == UInt8(ascii: "\r") {
                return index > offset + 4 && bytes[byte: index + 1] == UInt8(ascii: "\n")
                    ? index + 2 : nil
            }
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        }
        return nil
    }

    /// The seconds of the `#TS:` line at an offset.
    static func seconds(at offset: Int, in bytes: RawSpan) -> Int64? {
        guard let end = end(at: offset, in: bytes) else { return nil }
        return Int64(canonicalDecimal: bytes.extracting((offset + 4)..<(end - 2)))
    }
}
