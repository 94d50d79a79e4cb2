import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtRecovery
import RedoubtValues

/// What `INFO` tells, section by section.
enum InfoText {
    private typealias Section = (
        name: String, lines: @Sendable (ServerEngine) -> [(String, String)]
    )

    static func answer(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        var wanted: Set<String> = []
        for index in 1..<arguments.count {
            wanted.insert(ServerCommands.word(arguments, index).lowercased())
        }
        return .text(ByteString(text(engine, wanted)))
    }

    /// The sections that are wanted; without any, all but the long ones.
    static func text(_ engine: ServerEngine, _ wanted: Set<String>) -> String {
        let isDefault = wanted.isEmpty || wanted.contains("default")
        let isAll = wanted.contains("all") || wanted.contains("everything")
        var parts: [String] = []
        for section in sections {
            let isLong = ["Commandstats", "Latencystats"].contains(section.name)
            guard isAll || wanted.contains(section.name.lowercased()) || isDefault && !isLong else {
                continue
            }
            let lines = section.lines(engine).map { "\($0.0):\($0.1)\r\n" }
            parts.append("# \(section.name)\r\n" + lines.joined())
        }
        return parts.joined(separator: "\r\n")
    }

    private static let sections: [Section] = [
        ("Server", server), ("Clients", clients), ("Memory", memory),
        ("Persistence", persistence), ("Stats", stats), ("Replication", { $0.replicationInfo }),
        ("CPU", cpu), ("Modules", { _ in [] }), ("Commandstats", commands),
        ("Errorstats", errors), ("Latencystats", latencies),
        ("Cluster", { _ in [("cluster_enabled", "0")] }),
        ("Keyspace", keyspace),
    ]

    private static func server(_ engine: ServerEngine) -> [(String, String)] {
        let seconds = (engine.nowMs - engine.figures.startMs) / 1000
        return [
            ("redis_version", engine.serverVersion),
            ("redis_mode", "standalone"),
            ("redoubt_version", engine.options.version),
            ("redoubt_writes", engine.options.writes.rawValue),
            ("arch_bits", "64"),
            ("multiplexing_api", "swift-nio"),
            ("process_id", "\(ProcessFigures.id)"),
            ("run_id", engine.runID),
            ("tcp_port", "\(engine.options.port)"),
            ("server_time_usec", "\(engine.nowMs * 1000)"),
            ("uptime_in_seconds", "\(seconds)"),
            ("uptime_in_days", "\(seconds / 86400)"),
            ("hz", "10"),
        ]
    }

    private static func clients(_ engine: ServerEngine) -> [(String, String)] {
        [
            ("connected_clients", "\(engine.sessions.count)"),
            ("cluster_connections", "0"),
            ("maxclients", "\(engine.settings.clientCountMax)"),
            ("blocked_clients", "\(engine.sessions.values.count { $0.blocked != nil })"),
            ("tracking_clients", "\(engine.trackerCount)"),
            ("clients_in_timeout_table", "\(engine.deadlines.count)"),
        ]
    }

    private static func memory(_ engine: ServerEngine) -> [(String, String)] {
        let resident = ProcessFigures.residentByteCount
        return [
            ("used_memory", "\(resident)"),
            ("used_memory_rss", "\(resident)"),
            ("used_memory_peak", "\(ProcessFigures.peakByteCount)"),
            ("maxmemory", "0"),
            ("maxmemory_policy", "noeviction"),
        ]
    }

    private static func persistence(_ engine: ServerEngine) -> [(String, String)] {
        loadingLines(engine) + [
            ("rdb_changes_since_last_save", "\(engine.figures.changesSinceSave)"),
            ("rdb_bgsave_in_progress", engine.saving.isSaving ? "1" : "0"),
            ("rdb_last_save_time", "\(engine.lastSaveMs / 1000)"),
            ("rdb_last_bgsave_status", engine.saving.hasSaved ? "ok" : "err"),
            ("aof_enabled", engine.options.writes == .durable ? "1" : "0"),
            ("aof_rewrite_in_progress", engine.saving.isRewriting ? "1" : "0"),
            ("aof_last_bgrewrite_status", engine.saving.hasRewritten ? "ok" : "err"),
            ("aof_last_write_status", engine.saving.isLogWhole ? "ok" : "err"),
            ("aof_current_size", "\(engine.saving.logByteCount)"),
        ]
    }

    /// Clients are served while files are read, which is no `loading` in the servers' sense.
    private static func loadingLines(_ engine: ServerEngine) -> [(String, String)] {
        guard let loading = engine.loading else {
            return [("loading", "0"), ("async_loading", "0"), ("redoubt_load_state", "complete")]
        }
        let progress = loading.estimate.progress
        var lines = [
            ("loading", "0"), ("async_loading", "1"),
            ("redoubt_load_state", loading.failure == nil ? "\(progress.phase)" : "failed"),
            ("async_loading_loaded_bytes", "\(progress.doneByteCount)"),
        ]
        if let total = progress.totalByteCount, total > 0 {
            let share = Double(progress.doneByteCount) / Double(total) * 100
            lines.append(("async_loading_total_bytes", "\(total)"))
            lines.append(("async_loading_loaded_perc", "\((share * 100).rounded() / 100)"))
        }
        if let left = loading.estimate.secondsLeft(nowMs: engine.nowMs) {
            lines.append(("async_loading_eta_seconds", "\(left)"))
        }
        if let failure = loading.failure { lines.append(("redoubt_load_failure", failure)) }
        return lines
    }

    private static func stats(_ engine: ServerEngine) -> [(String, String)] {
        let figures = engine.figures
        return [
            ("total_connections_received", "\(figures.connectionCount)"),
            ("total_commands_processed", "\(figures.requestCount)"),
            ("total_net_input_bytes", "\(figures.bytesIn)"),
            ("total_net_output_bytes", "\(figures.bytesOut)"),
            ("rejected_connections", "\(figures.refusedCount)"),
            ("sync_full", "\(figures.fullSyncCount)"),
            ("sync_partial_ok", "\(figures.partialSyncCount)"),
            ("expired_keys", "\(figures.expiredKeyCount)"),
            (
                engine.options.profile.family == .valkey ? "expired_fields" : "expired_subkeys",
                "\(figures.expiredFieldCount)"
            ),
            ("evicted_keys", "0"),
            ("keyspace_hits", "\(figures.hitCount)"),
            ("keyspace_misses", "\(figures.missCount)"),
            ("pubsub_channels", "\(engine.subscriptions.activeNames(.channel).count)"),
            ("pubsub_patterns", "\(engine.subscriptions.activeNames(.pattern).count)"),
            ("pubsubshard_channels", "\(engine.subscriptions.activeNames(.shard).count)"),
            ("tracking_total_keys", "\(engine.trackingTable.keyCount)"),
            ("tracking_total_items", "\(engine.trackingTable.itemCount)"),
            ("tracking_total_prefixes", "\(engine.trackingTable.prefixCount)"),
            ("total_error_replies", "\(figures.errorCount)"),
        ]
    }

    private static func cpu(_ engine: ServerEngine) -> [(String, String)] {
        let used = ProcessFigures.processorSeconds
        return [("used_cpu_sys", "\(used.system)"), ("used_cpu_user", "\(used.user)")]
    }

    private static func commands(_ engine: ServerEngine) -> [(String, String)] {
        zip(engine.table.figureNames, engine.figures.commands)
            .filter { $0.1.calls + $0.1.rejected > 0 }
            .map { name, times in
                let microseconds = times.nanoseconds / 1000
                let mean = Double(times.nanoseconds) / 1000 / Double(max(times.calls, 1))
                let line =
                    "calls=\(times.calls),usec=\(microseconds),"
                    + "usec_per_call=\(FixedText.text(mean, digits: 2)),"
                    + "rejected_calls=\(times.rejected),failed_calls=\(times.failed)"
                return ("cmdstat_\(name)", line)
            }
    }

    private static func latencies(_ engine: ServerEngine) -> [(String, String)] {
        zip(engine.table.figureNames, engine.figures.commands)
            .filter { $0.1.histogram.total > 0 }
            .map { name, times in
                let parts = [("p50", 50.0), ("p99", 99.0), ("p99.9", 99.9)].map { label, percent in
                    let found = times.histogram.microseconds(below: percent)
                    return "\(label)=\(FixedText.text(found, digits: 3))"
                }
                return ("latency_percentiles_usec_\(name)", parts.joined(separator: ","))
            }
    }

    private static func errors(_ engine: ServerEngine) -> [(String, String)] {
        engine.figures.errors.sorted { $0.key < $1.key }.map {
            ("errorstat_\($0.key)", "count=\($0.value)")
        }
    }

    private static func keyspace(_ engine: ServerEngine) -> [(String, String)] {
        engine.context.keyspace.databaseNumbers.map { number in
            let database = engine.context.keyspace[database: number]
            let expiring = database.expiringCount
            return ("db\(number)", "keys=\(database.count),expires=\(expiring),avg_ttl=0")
        }
    }
}
