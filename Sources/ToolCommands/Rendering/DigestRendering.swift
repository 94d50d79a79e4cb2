import RedoubtRecovery
import RedoubtValues

/// A digest as JSON.
struct DigestDocument: Encodable {
    let schema = "redoubt.digest.v1"
    let path: String
    let digest: String
    let server: String
    let serverOrigin: String
    let warnings: [String]

    init(_ result: DigestRun.Result, path: String) {
        self.path = path
        digest = result.hex
        server = result.server.profile.description
        serverOrigin = result.server.origin.word
        warnings = result.warnings.map(\.description)
    }
}
