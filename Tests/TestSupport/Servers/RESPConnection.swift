import Foundation
import RedoubtBytes

/// A blocking connection to a server over a socket file, in the second version of its protocol.
final class RESPConnection {
    private let socket: Int32
    private var received: [UInt8] = []
    private var position = 0

    init(socketPath: String, timeoutSeconds: Int = 60) throws {
        socket = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw TestFailure("no socket: \(errno)") }
        var limit = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        // The socket is closed by `deinit`, which runs after a throw from here on.
        guard Self.connect(socket, to: socketPath) else {
            throw TestFailure("cannot connect to \(socketPath): \(errno)")
        }
    }

    /// Connects to a port on loopback.
    init(port: Int, timeoutSeconds: Int = 60) throws {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw TestFailure("no socket: \(errno)") }
        var limit = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(socket, $0, length)
            }
        }
        guard result == 0 else { throw TestFailure("cannot connect to port \(port): \(errno)") }
    }

    deinit {
        close(socket)
    }

    func command(_ arguments: [ByteString]) throws -> RESPValue {
        try send(Self.request(arguments))
        return try reply()
    }

    /// Sends several commands at once and gives their replies, errors included.
    func commands(_ commands: [[ByteString]]) throws -> [RESPValue] {
        try send(commands.flatMap(Self.request))
        return try commands.map { _ in try reply() }
    }

    static func request(_ arguments: [ByteString]) -> [UInt8] {
        var bytes = Array("*\(arguments.count)\r\n".utf8)
        for argument in arguments {
            bytes += Array("$\(argument.count)\r\n".utf8) + argument.array + [13, 10]
        }
        return bytes
    }

    private static func connect(_ socket: Int32, to path: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < room else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(socket, $0, size) == 0
            }
        }
    }

    // MARK: Bytes

    private func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw TestFailure("the server does not take bytes: \(errno)") }
            sent += count
        }
    }

    private func fill() throws {
        received.removeFirst(position)
        position = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(socket, &chunk, chunk.count, 0)
        guard count > 0 else { throw TestFailure("the server does not answer: \(errno)") }
        received += chunk[..<count]
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while received.count - position < count { try fill() }
        defer { position += count }
        return Array(received[position..<position + count])
    }

    private func line() throws -> String {
        var seen = 0
        while true {
            if let end = received[(position + seen)...].firstIndex(of: 10) {
                defer { position = end + 1 }
                return String(decoding: received[position..<end - 1], as: UTF8.self)
            }
            seen = received.count - position
            try fill()
        }
    }

    // MARK: Replies

    private func reply() throws -> RESPValue {
        let line = try line()
        let rest = String(line.dropFirst())
        switch line.first {
        case "+": return .simple(rest)
        case "-": return .error(rest)
        case ":": return .integer(try number(rest))
        case "$":
            let count = Int(try number(rest))
            guard count >= 0 else { return .null }
            return .bulk(ByteString(Array(try take(count + 2).dropLast(2))))
        case "*":
            let count = Int(try number(rest))
            guard count >= 0 else { return .null }
            return .array(try (0..<count).map { _ in try reply() })
        default: throw TestFailure("not a reply: \(line)")
        }
    }

    private func number(_ text: String) throws -> Int64 {
        guard let value = Int64(text) else { throw TestFailure("not a number: \(text)") }
        return value
    }
}
