import ArgumentParser
import RedoubtRestoreServer
import RedoubtValues

/// How replicas are served.
struct ReplicationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The oldest server that attaches as a replica, such as redis-6.2.",
            discussion: "Its version decides the version of the snapshot that replicas get. The "
                + "default is the server that the files name.",
            valueName: "server"
        )
    )
    var replicaTarget: ServerProfile?

    @Option(help: "Send snapshots to replicas while they are made, and not from a file.")
    var replDisklessSync = SecurityOptions.Switch.yes

    /// How replicas are served.
    var settings: ReplicationSettings {
        var settings = ReplicationSettings()
        settings.isDiskless = replDisklessSync == .yes
        settings.target = replicaTarget
        return settings
    }
}
