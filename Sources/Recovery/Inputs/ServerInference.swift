import RedoubtRDB
public import RedoubtValues

/// Which server's behaviour to follow, and why.
public struct ServerChoice: Sendable, Hashable {
    /// The server.
    public let profile: ServerProfile
    /// Where that comes from.
    public let origin: Origin

    /// Where the choice of a server comes from.
    public enum Origin: Sendable, Hashable {
        /// The user named it.
        case requested
        /// The AUX fields of the file name it.
        case file
        /// Nothing names it: inferred from the format, which several servers share.
        case assumed
    }
}

extension ServerChoice {
    static func requested(_ profile: ServerProfile) -> ServerChoice {
        ServerChoice(profile: profile, origin: .requested)
    }

    static func named(_ profile: ServerProfile) -> ServerChoice {
        ServerChoice(profile: profile, origin: .file)
    }

    /// The newest server that writes snapshots of `format`, for files without AUX fields.
    static func assumed(for format: FormatVersion) -> ServerChoice {
        let profile: ServerProfile =
            switch (format.dialect, format.number) {
            case (.valkey, _): ServerProfile(.valkey, 9, 1)
            case (_, ...2): ServerProfile(.redis, 2, 4)
            case (_, ...6): ServerProfile(.redis, 3, 0)
            case (_, 7): ServerProfile(.redis, 3, 2)
            case (_, 8): ServerProfile(.redis, 4, 0)
            case (_, 9): ServerProfile(.redis, 6, 2)
            case (_, 10): ServerProfile(.redis, 7, 0)
            case (_, 11): ServerProfile(.redis, 7, 2)
            case (_, 12): ServerProfile(.redis, 7, 4)
            case (_, 13): ServerProfile(.redis, 8, 6)
            case (_, 14): ServerProfile(.redis, 8, 8)
            default: ServerProfile(.redis, 8, 10)
            }
        return ServerChoice(profile: profile, origin: .assumed)
    }

    /// The server to name in a snapshot of `format`: `preferred` if it writes that version.
    static func writer(
        of format: FormatVersion,
        preferring preferred: ServerProfile
    ) -> ServerProfile {
        FormatVersion.target(preferred) == format ? preferred : assumed(for: format).profile
    }

    /// The newest server that writes a log of commands only in this layout.
    ///
    /// Single files are what servers up to Redis 6.2 wrote, directories those from 7.0 on; of the
    /// latter, 7.2 and later agree on everything that a log of commands can show.
    static func assumed(isDirectory: Bool) -> ServerChoice {
        let profile = isDirectory ? ServerProfile(.redis, 7, 4) : ServerProfile(.redis, 6, 2)
        return ServerChoice(profile: profile, origin: .assumed)
    }
}
