import RedoubtTestSupport
import RedoubtValues

/// The real servers at hand, each with a target that it can read.
enum ServerTarget: CaseIterable {
    case redis62
    case redis70
    case valkey91

    var kind: LiveServer.Kind {
        switch self {
        case .redis62: .redis62
        case .redis70: .redis70
        case .valkey91: .valkey91
        }
    }

    /// What `--target` and `--as` call the server.
    var profile: ServerProfile {
        switch self {
        case .redis62: ServerProfile(.redis, 6, 2)
        case .redis70: ServerProfile(.redis, 7, 0)
        case .valkey91: ServerProfile(.valkey, 9, 1)
        }
    }

    /// Whether the server knows everything that a fixture's server does: functions came with 7.0,
    /// fields that expire with Redis 7.4 and Valkey 9.
    func holdsEverything(of fixture: Fixture) -> Bool {
        guard let source = fixture.profile else { return false }
        let expires = source.isAtLeast(redis: 7, 4) || source.isAtLeast(valkey: 9, 0)
        switch self {
        case .redis62: return !source.isAtLeast(redis: 7, 0)
        case .redis70: return !expires
        case .valkey91: return true
        }
    }
}

extension Fixture {
    /// The server that wrote the fixture.
    var profile: ServerProfile? { ServerProfile(server) }
}
