import RedoubtBytes
import RedoubtRESP

/// Tells the commands of the log from commands that stand as text within a damaged value.
///
/// Those of the log go on. Text ends with its value: with the line end of the value and the next
/// line of the log behind it.
struct CommandRow {
    let evidence: CommandEvidence

    /// How far a row is followed.
    private static let reach = 1 << 16
    /// How much text may stand between the last command in a value and the value's end.
    private static let restMax = 4096

    /// Where text ends that looks like commands from `start` on; nil for commands of the log.
    ///
    /// - Parameters:
    ///   - claimed: where the value around ends by its own length: commands that end before it
    ///     are text.
    ///   - patience: how much may still be read twice.
    func textEnd(
        from start: Int,
        claimed: Int,
        in bytes: RawSpan,
        _ patience: inout Int
    ) -> Int? {
        let limit = max(start, claimed) + Self.reach
        var place = start
        while place < limit, place < bytes.byteCount {
            if let end = Annotation.end(at: place, in: bytes) {
                place = end
                continue
            }
            switch RecordShape.read(at: place, in: bytes) {
            case .whole(let shape) where isCommand(shape, in: bytes): place = shape.range.upperBound
            case .cut(let end):
                patience -= end - start
                return nil
            case .whole: return textEnd(place, place, start, claimed, in: bytes, &patience)
            case .broken(let broken):
                return textEnd(place, broken, start, claimed, in: bytes, &patience)
            }
        }
        patience -= place - start
        return nil
    }

    /// A row that began at `start` ends at `place` with a record that breaks at `broken`.
    private func textEnd(
        _ place: Int,
        _ broken: Int,
        _ start: Int,
        _ claimed: Int,
        in bytes: RawSpan,
        _ patience: inout Int
    ) -> Int? {
        patience -= broken - start
        guard patience > 0 else { return nil }
        let isText =
            place < claimed || endsValue(at: place, in: bytes)
            || broken > place && isLineEnd(at: broken, in: bytes)
                && DamagedArgument.isFollowed(broken + 2, in: bytes)
        return isText ? place : nil
    }

    private func isLineEnd(at place: Int, in bytes: RawSpan) -> Bool {
        place + 1 < bytes.byteCount && bytes[byte: place] == UInt8(ascii: "\r")
            && bytes[byte: place + 1] == UInt8(ascii: "\n")
    }

    private func isCommand(_ shape: RecordShape, in bytes: RawSpan) -> Bool {
        let name = bytes.extracting(shape.name)
        switch evidence.verdict(name: name, argumentCount: shape.argumentCount) {
        case .known, .plausible: return true
        case .wrongCount, .impossible: return false
        }
    }

    /// Whether the rest of a value stands here, with its line end and a line of the log behind.
    private func endsValue(at place: Int, in bytes: RawSpan) -> Bool {
        let first = bytes[byte: place]
        guard first != UInt8(ascii: "*"), first != UInt8(ascii: "#") else { return false }
        let last = min(bytes.byteCount - 1, place + Self.restMax)
        for index in place..<max(last, place) {
            guard isLineEnd(at: index, in: bytes) else { continue }
            let next = index + 2
            guard next < bytes.byteCount else { return true }
            // The head of a command with a wrong mark leads to an argument, and is no text.
            let isLine = index == place || bytes[byte: next] != UInt8(ascii: "$")
            return isLine && DamagedArgument.isFollowed(next, in: bytes)
        }
        return false
    }
}
