import RedoubtBytes
import RedoubtCommands

/// The settings that `CONFIG` shows and changes.
///
/// A few of them do something here. The others are there because clients and monitoring ask for
/// them: they say how the server behaves, and can not be changed.
struct ServerSettings: Sendable {
    /// What a client must say first; empty for nothing.
    var password: ByteString
    /// The most clients at a time.
    var clientCountMax: Int
    /// Seconds after which an idle client is sent away; 0 for never.
    var idleSeconds = 0
    /// Microseconds from which on a command is in the slow log; negative for none.
    var slowMicroseconds = 10_000
    /// The most entries of the slow log.
    var slowCountMax = 128
    /// Milliseconds from which on something that takes long is noted; 0 for never.
    var latencyThresholdMs = 0
    /// Whether the times of commands are counted in classes.
    var tracksLatency = true
    /// The most keys that are remembered for clients which want to hear of changes.
    var trackedKeyCountMax = 1_000_000
    /// What happens to keys and is published.
    var eventClasses: EventClasses = []
    private let fixed: [String: String]

    init(_ options: EngineOptions) {
        password = options.password
        clientCountMax = options.limits.clientCountMax
        fixed = [
            "appendonly": options.writes == .durable ? "yes" : "no",
            "save": "",
            "databases": "\(options.databaseCount)",
            "port": "\(options.port)",
            "maxmemory": "0",
            "maxmemory-policy": "noeviction",
            "protected-mode": options.isProtected ? "yes" : "no",
            "proto-max-bulk-len": "\(512 << 20)",
            "client-query-buffer-limit": "\(options.limits.queryByteCountMax)",
            "cluster-enabled": "no",
            "lua-time-limit": "5000",
            "hz": "10",
            "tcp-keepalive": "300",
            "tcp-backlog": "511",
            "io-threads": "1",
            "loglevel": "notice",
            "repl-diskless-sync": "yes",
            "list-max-listpack-size": "-2",
            "hash-max-listpack-entries": "512",
            "hash-max-listpack-value": "64",
            "set-max-intset-entries": "512",
            "zset-max-listpack-entries": "128",
            "zset-max-listpack-value": "64",
            "stream-node-max-entries": "100",
            "stream-node-max-bytes": "4096",
        ]
    }

    /// All settings by name.
    var all: [String: String] {
        fixed.merging(
            [
                "requirepass": String(decoding: password.array, as: UTF8.self),
                "maxclients": "\(clientCountMax)",
                "timeout": "\(idleSeconds)",
                "slowlog-log-slower-than": "\(slowMicroseconds)",
                "slowlog-max-len": "\(slowCountMax)",
                "tracking-table-max-keys": "\(trackedKeyCountMax)",
                "latency-monitor-threshold": "\(latencyThresholdMs)",
                "latency-tracking": tracksLatency ? "yes" : "no",
                "notify-keyspace-events": eventClasses.letters,
            ],
            uniquingKeysWith: { $1 }
        )
    }

    /// Changes a setting.
    ///
    /// - Returns: why not; nil if it was changed.
    mutating func set(_ name: String, to value: ByteString) -> String? {
        let text = String(decoding: value.array, as: UTF8.self)
        func number(_ range: ClosedRange<Int>) -> Int? {
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
        let refusal = "argument couldn't be parsed into an integer"
        switch name {
        case "requirepass": password = value
        case "maxclients":
            guard let count = number(1...1_000_000) else { return refusal }
            clientCountMax = count
        case "timeout":
            guard let seconds = number(0...Int(Int32.max)) else { return refusal }
            idleSeconds = seconds
        case "slowlog-log-slower-than":
            guard let limit = number(-1...Int.max) else { return refusal }
            slowMicroseconds = limit
        case "slowlog-max-len":
            guard let count = number(0...100_000) else { return refusal }
            slowCountMax = count
        case "latency-monitor-threshold":
            guard let limit = number(0...Int(Int32.max)) else { return refusal }
            latencyThresholdMs = limit
        case "tracking-table-max-keys":
            guard let count = number(1...10_000_000) else { return refusal }
            trackedKeyCountMax = count
        case "latency-tracking":
            guard text == "yes" || text == "no" else { return "argument must be 'yes' or 'no'" }
            tracksLatency = text == "yes"
        case "notify-keyspace-events":
            guard let classes = EventClasses(letters: text) else {
                return "Invalid event class character. Use 'Ag$lshzxeKEtmdn'."
            }
            eventClasses = classes
        default:
            guard let standing = fixed[name] else { return "unknown" }
            return standing == text ? nil : "can't set immutable config"
        }
        return nil
    }
}
