import RedoubtAOF
import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

extension Keyspace {
    /// Writes the dataset as a snapshot, every value encoded anew.
    borrowing func writeSnapshot(
        to file: consuming AtomicFile,
        for target: ServerTarget
    ) throws {
        var writer = try RDBWriter(file, format: .target(target.profile))
        for library in functions { try writer.function(library.value) }
        for number in databaseNumbers {
            let database = self[database: number]
            try writer.selectDatabase(
                number,
                keyCount: database.count,
                expiringCount: database.expiringCount
            )
            for entry in database.entries {
                try writer.encodeKey(entry.key.bytes, entry.value.attributes) {
                    (encoder) throws(Fault) in
                    try entry.value.value.visit(&encoder)
                }
            }
        }
        try writer.finish().commit()
    }

    /// Writes the dataset as the commands that a server would rewrite its log with.
    borrowing func writeCommands(
        to file: consuming AtomicFile,
        for target: ServerTarget
    ) throws {
        var rewrite = RewriteVisitor(file, target: target.profile)
        for library in functions { try rewrite.function(library.value.bytes) }
        for number in databaseNumbers {
            try rewrite.selectDatabase(number)
            for entry in self[database: number].entries {
                try rewrite.beginKey(entry.key.bytes, entry.value.attributes)
                try entry.value.value.visit(&rewrite)
                try rewrite.endKey()
            }
        }
        try rewrite.finish().commit()
    }

    /// Writes the dataset as a log directory with one base and an empty increment.
    borrowing func writeLog(
        to path: String,
        for target: ServerTarget,
        baseIsSnapshot: Bool
    ) throws {
        var log = try AOFDirectoryWriter(directory: path)
        let base = try log.newFile(.base, isSnapshot: baseIsSnapshot)
        if baseIsSnapshot {
            try writeSnapshot(to: base, for: target)
        } else {
            try writeCommands(to: base, for: target)
        }
        try log.newFile(.increment, isSnapshot: false).commit()
        try log.commit()
    }
}
