import ArgumentParser
import RedoubtRDB
import RedoubtRecovery
import RedoubtValues

/// `--target` and `--format-version`: the version of the snapshot that is written.
struct TargetOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write a snapshot for this server, such as redis-6.2, redis-7.4 or valkey-9.",
            valueName: "server"
        )
    )
    var target: ServerProfile?

    @Option(
        help: ArgumentHelp(
            "Write this version of the format: 1 to 15, or 80 for Valkey 9.",
            valueName: "number"
        )
    )
    var formatVersion: Int?

    /// The version that was asked for; nil for that of the input.
    func format() throws(RecoveryError) -> FormatVersion? {
        let byServer = target.map { FormatVersion.target($0) }
        let byNumber = try formatVersion.map(Self.format)
        if let byServer, let byNumber, byServer != byNumber {
            throw RecoveryError(
                .usage,
                "--target means version \(byServer), --format-version says \(byNumber)"
            )
        }
        return byServer ?? byNumber
    }

    private static func format(_ number: Int) throws(RecoveryError) -> FormatVersion {
        let format = number < 80 ? FormatVersion.redis(number) : FormatVersion.valkey(number)
        guard format.isReadable else {
            throw RecoveryError(.usage, "there is no format version \(number) that can be written")
        }
        return format
    }
}
