import RedoubtBytes
import RedoubtCommands
import RedoubtRDB
import RedoubtValues

/// What a certain server can load.
struct LoadTarget: Sendable {
    let server: ServerProfile
    /// The newest version that it reads.
    let format: FormatVersion

    init(_ server: ServerProfile) {
        self.server = server
        format = .target(server)
    }

    /// Whether it reads files of a version: its own family's up to its own, and what both share.
    func reads(_ version: FormatVersion) -> Bool {
        if version.dialect == .valkey { return format.dialect == .valkey }
        return server.family == .valkey ? version.number <= 11 : version.number <= format.number
    }

    func loads(_ type: ObjectType) -> Bool { format.loads(type) }

    /// Whether it knows what may stand between keys, or in front of one.
    func knows(_ opcode: Opcode) -> Bool {
        switch opcode {
        case .end, .selectDatabase, .expirySeconds: true
        case .expiryMilliseconds: format.hasMillisecondExpiry
        case .resizeDatabase, .auxiliary: format.hasAuxiliaryFields
        case .frequency, .idle, .moduleAuxiliary: format.hasEvictionHints
        // Only the first release took what its candidates had written.
        case .functionPreGA: server.family == .redis && (server.major, server.minor) == (7, 0)
        case .function: format.hasFunctions
        case .slotInfo: server.isAtLeast(redis: 7, 4) || server.isAtLeast(valkey: 8, 0)
        case .keyMetadata: format.hasKeyMetadata
        case .slotImport: server.isAtLeast(valkey: 9, 0)
        case .hashTemplate: format.dialect == .redis && format.number >= 15
        case .enterpriseSlot, .enterpriseIdle: false
        }
    }

    /// Whether a command of a log is one of its own.
    func knows(_ command: Command) -> Bool {
        let since = command.since.split(separator: " ")
        guard let text = since.last, let first = ServerProfile(.redis, version: String(text)) else {
            return true
        }
        if since.first == "valkey" { return server.isAtLeast(valkey: first.major, first.minor) }
        if let other = Self.valkeyReleases[command.name] {
            return server.isAtLeast(redis: first.major, first.minor)
                || server.isAtLeast(valkey: other.major, other.minor)
        }
        return server.isAtLeast(redis: first.major, first.minor)
    }

    /// Commands of Redis from 7.4 on that Valkey has as well, and since when.
    private static let valkeyReleases: [String: (major: Int, minor: Int)] = [
        "HEXPIRE": (9, 0), "HPEXPIRE": (9, 0), "HEXPIREAT": (9, 0), "HPEXPIREAT": (9, 0),
        "HPERSIST": (9, 0), "HSETEX": (9, 0), "HGETEX": (9, 0), "HGETDEL": (9, 1),
        "MSETEX": (9, 1),
    ]

    /// A log in a directory with a manifest.
    var readsDirectories: Bool { server.isAtLeast(redis: 7, 0) }
    /// A snapshot in front of the commands of a log.
    var readsPreambles: Bool { server.isAtLeast(redis: 4, 0) }
    /// Lines with the time in a log.
    var readsAnnotations: Bool { server.isAtLeast(redis: 7, 0) }
}
