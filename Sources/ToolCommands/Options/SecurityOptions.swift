import ArgumentParser
import RedoubtRecovery
import RedoubtRestoreServer

/// Who may come, and how.
struct SecurityOptions: ParsableArguments {
    /// `yes` or `no`, as in servers' configurations.
    enum Switch: String, ExpressibleByArgument, CaseIterable {
        case yes
        case no
    }

    @Option(help: ArgumentHelp("What clients must say first.", valueName: "password"))
    var requirepass = ""

    @Option(help: "Refuse clients from other machines as long as there is no password.")
    var protectedMode = Switch.yes

    @Option(help: ArgumentHelp("The certificate, in a PEM file.", valueName: "file"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("Its private key, in a PEM file.", valueName: "file"))
    var tlsKey: String?

    @Option(
        help: ArgumentHelp(
            "Who vouches for clients, in a PEM file; they must then show a certificate.",
            valueName: "file"
        )
    )
    var tlsCa: String?

    /// How connections are encrypted; nil for not at all.
    var transport: TransportSecurity? {
        get throws(RecoveryError) {
            guard let tlsCert, let tlsKey else {
                guard tlsCert == nil, tlsKey == nil, tlsCa == nil else {
                    throw RecoveryError(.usage, "TLS takes both --tls-cert and --tls-key")
                }
                return nil
            }
            return TransportSecurity(
                certificatePath: tlsCert,
                keyPath: tlsKey,
                clientAuthorityPath: tlsCa
            )
        }
    }
}
