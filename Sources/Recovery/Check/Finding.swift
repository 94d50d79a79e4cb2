/// One thing that a check has found.
public struct Finding: Sendable, Hashable {
    /// What it means for whoever needs the file.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        /// It is damaged: servers refuse it, or it is not what was written.
        case error
        /// Servers load it, and something in it is not as it should be.
        case warning
        /// Good to know, and no fault.
        case notice
    }

    /// What it is.
    public let kind: Kind
    /// The cause in a sentence.
    public let text: String
    /// The file.
    public let file: String
    /// Where in the (decompressed) file; nil where no place applies.
    public let offset: Int?
    /// Database and key that it concerns.
    public let key: RecoveryError.KeyName?
    /// What was passed over because nothing could be read there.
    public let skipped: Range<Int>?

    /// What it means.
    public var severity: Severity { kind.severity }

    /// Describes what was found.
    public init(
        _ kind: Kind,
        _ text: String,
        file: String,
        offset: Int? = nil,
        key: RecoveryError.KeyName? = nil,
        skipped: Range<Int>? = nil
    ) {
        self.kind = kind
        self.text = text
        self.file = file
        self.offset = offset
        self.key = key
        self.skipped = skipped
    }

    /// The same as an error that ends a command.
    var error: RecoveryError {
        RecoveryError(.damage, text, file: file, offset: offset, key: key)
    }
}

extension Finding: CustomStringConvertible {
    /// `severity: kind: file: offset N: key …: cause`.
    public var description: String {
        var text = "\(severity.rawValue): \(kind.rawValue): \(error.description)"
        if let skipped {
            text += "; \(skipped.count) bytes were passed over, up to offset \(skipped.upperBound)"
        }
        return text
    }
}
