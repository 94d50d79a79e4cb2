import RedoubtRDB
import RedoubtRecovery

extension ServerChoice {
    /// The server, and how sure that is.
    var text: String {
        switch origin {
        case .requested: "\(profile) (as asked for)"
        case .file: "\(profile)"
        case .assumed: "\(profile) (assumed: the files name no server)"
        }
    }
}

extension ServerChoice.Origin {
    /// The word that JSON documents use.
    var word: String {
        switch self {
        case .requested: "requested"
        case .file: "file"
        case .assumed: "assumed"
        }
    }
}

extension ChecksumState {
    /// The word that documents use.
    var word: String {
        switch self {
        case .pending: "unread"
        case .absent: "absent"
        case .notComputed: "not-computed"
        case .matches: "valid"
        case .mismatch: "mismatch"
        }
    }
}
