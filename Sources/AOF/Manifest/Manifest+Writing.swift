import RedoubtBytes
import RedoubtRESP

extension Manifest {
    /// The text of the manifest: the base, the history, then the increments, as servers write it.
    public var text: String {
        let history = files.filter { $0.role == .history }
        let ordered = files.filter { $0.role == .base } + history + increments
        return ordered.map(\.line).joined()
    }
}

extension AOFFileInfo {
    /// The line of the file, with its line feed.
    var line: String {
        var words = [
            "file", QuotedWords.written(name), "seq", String(sequence), "type",
            String(role.rawValue),
        ]
        if let startOffset {
            words += ["startoffset", String(startOffset)]
            // The end is only understood with the start.
            if let endOffset { words += ["endoffset", String(endOffset)] }
        }
        for pair in unknown {
            words += [QuotedWords.written(pair.key), QuotedWords.written(pair.value)]
        }
        return words.joined(separator: " ") + "\n"
    }
}
