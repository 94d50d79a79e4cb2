public import RedoubtBytes
import RedoubtRESP

extension Manifest {
    /// The most bytes of a line, its line feed included.
    public static let lineCountMax = 1024

    /// The most bytes of a manifest: room for more files than a directory ever has.
    public static let byteCountMax = 1 << 24

    /// Reads a manifest by the grammar of the servers.
    ///
    /// - A line whose first byte is `#` is a comment. Every other line ends in a line feed; white
    ///   space around it is stripped, and what is left must not be empty.
    /// - A line has an even number of words, six or more: keys, in any order and case, each with
    ///   its value. Where a key stands twice the last one counts.
    /// - A file without any line is not a manifest; one with comments only is an empty one.
    ///
    /// - Throws: ``RedoubtBytes/Fault/Reason/badManifest`` at the offset of the line; the detail is
    ///   its number.
    public init(parsing text: RawSpan) throws(Fault) {
        let bytes = text.array
        guard !bytes.isEmpty else { throw Fault(.badManifest, at: 0, detail: 1) }
        var files: [AOFFileInfo] = []
        var start = 0
        var number = 0
        while start < bytes.count {
            number += 1
            let end = Self.endOfLine(in: bytes, from: start)
            let line = bytes[start..<end]
            if line.first != UInt8(ascii: "#") {
                guard let file = Self.file(line), Self.fits(file, behind: files) else {
                    throw Fault(.badManifest, at: start, detail: number)
                }
                files.append(file)
            }
            start = end
        }
        self.init(files: files)
    }

    /// A line that is too long breaks off, and its rest counts as a line: so the servers read.
    private static func endOfLine(in bytes: [UInt8], from start: Int) -> Int {
        let limit = min(bytes.count, start + lineCountMax)
        let feed = bytes[start..<limit].firstIndex(of: UInt8(ascii: "\n"))
        return feed.map { $0 + 1 } ?? limit
    }

    private static func file(_ line: ArraySlice<UInt8>) -> AOFFileInfo? {
        guard line.last == UInt8(ascii: "\n"), !line.contains(0),
            let words = QuotedWords.split(line), words.count >= 6, words.count % 2 == 0
        else { return nil }
        var pairs = LinePairs()
        for index in stride(from: 0, to: words.count, by: 2) {
            guard pairs.take(words[index], words[index + 1]) else { return nil }
        }
        return pairs.file
    }

    /// At most one base; increments ascend.
    private static func fits(_ file: AOFFileInfo, behind files: [AOFFileInfo]) -> Bool {
        switch file.role {
        case .base: return !files.contains { $0.role == .base }
        case .history: return true
        case .increment:
            guard let last = files.last(where: { $0.role == .increment }) else { return true }
            return last.sequence < file.sequence
        }
    }
}

/// The pairs of one line as they come in.
private struct LinePairs {
    private var name: String?
    private var sequence: Int64?
    private var role: AOFFileInfo.Role?
    private var startOffset: Int64?
    private var endOffset: Int64?
    private var unknown: [AOFFileInfo.Pair] = []

    /// Takes a pair; false if its value is not allowed.
    mutating func take(_ key: [UInt8], _ value: [UInt8]) -> Bool {
        guard let key = String(validating: key, as: UTF8.self),
            let text = String(validating: value, as: UTF8.self)
        else { return false }
        switch key.lowercased() {
        case "file":
            name = text
            return Self.isPlainName(text)
        case "seq":
            sequence = Self.leadingInteger(value)
            return sequence != 0
        case "type":
            // Only the first character counts.
            role = value.first.flatMap { .init(rawValue: Character(Unicode.Scalar($0))) }
            return role != nil
        case "startoffset": startOffset = Self.leadingInteger(value)
        case "endoffset": endOffset = Self.leadingInteger(value)
        default: unknown.append(AOFFileInfo.Pair(key: key, value: text))
        }
        return true
    }

    /// The line, if nothing is missing.
    var file: AOFFileInfo? {
        guard let name, let sequence, let role else { return nil }
        return AOFFileInfo(
            name: name,
            sequence: sequence,
            role: role,
            startOffset: startOffset,
            endOffset: endOffset,
            unknown: unknown
        )
    }

    /// A name must not lead out of the directory.
    private static func isPlainName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".."
            && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
    }

    /// Like C's `atoll`: a sign and digits, whatever follows; 0 if there are none, clamped.
    private static func leadingInteger(_ text: [UInt8]) -> Int64 {
        var rest = text.drop(while: QuotedWords.isSpace)
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        var value: Int64 = 0
        for byte in rest {
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let step = isNegative ? -Int64(digit) : Int64(digit)
            let (sum, carry) = shifted.addingReportingOverflow(step)
            if overflow || carry { return isNegative ? .min : .max }
            value = sum
        }
        return value
    }
}
