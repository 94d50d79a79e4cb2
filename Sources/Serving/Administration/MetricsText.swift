import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace

extension ServerEngine {
    /// The figures in Prometheus' text format, under the names of the exporter that is used with
    /// these servers.
    public var metrics: String {
        var text = MetricsText()
        let used = ProcessFigures.processorSeconds
        text.add("redis_up", .gauge, 1)
        text.add("redis_uptime_in_seconds", .gauge, (nowMs - figures.startMs) / 1000)
        text.add("redis_connected_clients", .gauge, sessions.count)
        text.add("redis_blocked_clients", .gauge, sessions.values.count { $0.blocked != nil })
        text.add("redis_config_maxclients", .gauge, settings.clientCountMax)
        text.add("redis_memory_used_bytes", .gauge, ProcessFigures.residentByteCount)
        text.add("redis_memory_used_rss_bytes", .gauge, ProcessFigures.residentByteCount)
        text.add("redis_memory_used_peak_bytes", .gauge, ProcessFigures.peakByteCount)
        text.add("redis_connections_received_total", .counter, figures.connectionCount)
        text.add("redis_rejected_connections_total", .counter, figures.refusedCount)
        text.add("redis_commands_processed_total", .counter, figures.requestCount)
        text.add("redis_net_input_bytes_total", .counter, figures.bytesIn)
        text.add("redis_net_output_bytes_total", .counter, figures.bytesOut)
        text.add("redis_expired_keys_total", .counter, figures.expiredKeyCount)
        text.add("redis_keyspace_hits_total", .counter, figures.hitCount)
        text.add("redis_keyspace_misses_total", .counter, figures.missCount)
        text.add("redis_cpu_user_seconds_total", .counter, used.user)
        text.add("redis_cpu_sys_seconds_total", .counter, used.system)
        text.add("redis_rdb_changes_since_last_save", .gauge, figures.changesSinceSave)
        text.add("redis_rdb_last_save_timestamp_seconds", .gauge, lastSaveMs / 1000)
        text.add("redis_loading_dump_file", .gauge, isReady ? 0 : 1)
        text.addDatabases(context.keyspace)
        text.addErrors(figures.errors)
        return text.text
    }
}

/// Lines of Prometheus' text format.
private struct MetricsText {
    enum Kind: String {
        case gauge
        case counter
    }

    private(set) var text = ""

    mutating func add(_ name: String, _ kind: Kind, _ value: some CustomStringConvertible) {
        text += "# TYPE \(name) \(kind.rawValue)\n\(name) \(value)\n"
    }

    mutating func addDatabases(_ keyspace: borrowing Keyspace) {
        let numbers = keyspace.databaseNumbers
        text += "# TYPE redis_db_keys gauge\n"
        for number in numbers {
            text += "redis_db_keys{db=\"db\(number)\"} \(keyspace[database: number].count)\n"
        }
        text += "# TYPE redis_db_keys_expiring gauge\n"
        for number in numbers {
            let count = keyspace[database: number].expiringCount
            text += "redis_db_keys_expiring{db=\"db\(number)\"} \(count)\n"
        }
    }

    mutating func addErrors(_ errors: [String: Int]) {
        text += "# TYPE redis_errors_total counter\n"
        for (word, count) in errors.sorted(by: { $0.key < $1.key }) {
            let plain = word.filter { $0.isLetter || $0.isNumber || $0 == "_" }
            text += "redis_errors_total{err=\"\(plain)\"} \(count)\n"
        }
    }
}
