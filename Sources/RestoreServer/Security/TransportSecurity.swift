import NIOCore
import NIOSSL

/// How connections are encrypted, and whom they are accepted from.
public struct TransportSecurity: Sendable {
    /// The certificate of the server and those that vouch for it, in a PEM file.
    public var certificatePath: String
    /// Its private key, in a PEM file.
    public var keyPath: String
    /// Who vouches for clients, in a PEM file; nil if clients need no certificate.
    public var clientAuthorityPath: String?

    /// Describes the files.
    public init(certificatePath: String, keyPath: String, clientAuthorityPath: String? = nil) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
        self.clientAuthorityPath = clientAuthorityPath
    }

    /// Reads the files.
    func context() throws -> NIOSSLContext {
        let chain = try Self.reading(certificatePath) {
            try NIOSSLCertificate.fromPEMFile(certificatePath)
        }
        let key = try Self.reading(keyPath) {
            try NIOSSLPrivateKey(file: keyPath, format: .pem)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        if let clientAuthorityPath {
            let authorities = try Self.reading(clientAuthorityPath) {
                try NIOSSLCertificate.fromPEMFile(clientAuthorityPath)
            }
            configuration.trustRoots = .certificates(authorities)
            configuration.certificateVerification = .noHostnameVerification
        }
        return try NIOSSLContext(configuration: configuration)
    }

    private static func reading<Result>(
        _ path: String,
        _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch {
            throw RestoreServer.Failure(description: "\(path): \(error)")
        }
    }
}
