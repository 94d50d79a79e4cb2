import Foundation
import RedoubtTestSupport

/// The programs in the folder `Programs`, run by the Python that `make setup` has set up.
enum ClientProgram {
    static func run(
        _ name: String,
        _ arguments: [String]
    ) throws -> (exitCode: Int, text: String) {
        let python = ProjectFolder.url(".venv/bin/python").path
        let program = ProjectFolder.url("Tests/ClientsTests/Programs/\(name).py").path
        return try Program.run(python, [program] + arguments)
    }
}

/// A certificate that vouches for itself.
struct Certificate {
    let path: String
    let keyPath: String

    static func make(in folder: TemporaryFolder) throws -> Certificate {
        let made = Certificate(path: folder.path("cert.pem"), keyPath: folder.path("key.pem"))
        let result = try Program.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", made.keyPath, "-out",
                made.path, "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1",
            ]
        )
        guard result.exitCode == 0 else { throw TestFailure(result.text) }
        return made
    }
}
