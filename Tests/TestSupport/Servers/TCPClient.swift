import Foundation
public import RedoubtBytes

/// A client of a server on loopback, in the older protocol.
public final class TCPClient {
    private let connection: RESPConnection

    /// Connects.
    public init(port: Int) throws {
        connection = try RESPConnection(port: port)
    }

    /// Sends a command and gives the reply, errors included.
    public func command(_ arguments: [ByteString]) throws -> RESPValue {
        try connection.command(arguments)
    }

    /// Sends several commands at once and gives their replies, errors included.
    public func commands(_ commands: [[ByteString]]) throws -> [RESPValue] {
        try connection.commands(commands)
    }

    /// Sends a command that must not fail.
    @discardableResult
    public func expect(_ words: String...) throws -> RESPValue {
        let reply = try command(words.map { ByteString($0) })
        if case .error(let message) = reply {
            throw TestFailure("\(words.joined(separator: " ")): \(message)")
        }
        return reply
    }

    /// The lines of a section of `INFO`.
    public func info(_ section: String) throws -> [String: String] {
        let text = try expect("INFO", section).text ?? ""
        let pairs = text.split(whereSeparator: \.isNewline).compactMap {
            line -> (String, String)? in
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
        return Dictionary(pairs) { _, last in last }
    }
}
