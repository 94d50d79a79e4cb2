import Foundation
import RedoubtBytes
import RedoubtTestSupport

/// A blocking connection whose answers keep the form in which they came.
final class WireConnection {
    private let socket: Int32
    private var received: [UInt8] = []
    private var position = 0

    /// Connects to a port on loopback.
    init(port: Int) throws {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        try connect(&address)
    }

    /// Connects to a socket file.
    init(path: String) throws {
        socket = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw TestFailure("\(path) is too long for a socket")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        try connect(&address)
    }

    deinit {
        close(socket)
    }

    private func connect<Address>(_ address: inout Address) throws {
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        let room = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, room)
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, room)
        let size = socklen_t(MemoryLayout<Address>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(socket, $0, size)
            }
        }
        guard result == 0 else { throw TestFailure("no connection: \(errno)") }
    }

    /// Sends commands at once and gives their answers.
    func answers(to commands: [[ByteString]]) throws -> [WireReply] {
        try send(commands)
        return try commands.map { _ in try reply() }
    }

    func answer(_ words: String...) throws -> WireReply {
        try answers(to: [words.map { ByteString($0) }])[0]
    }

    func send(_ commands: [[ByteString]]) throws {
        var bytes: [UInt8] = []
        for command in commands {
            bytes += Array("*\(command.count)\r\n".utf8)
            for word in command {
                bytes += Array("$\(word.count)\r\n".utf8)
                bytes += word.array
                bytes += [13, 10]
            }
        }
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw TestFailure("the server takes no bytes: \(errno)") }
            sent += count
        }
    }

    /// The next answer.
    func reply() throws -> WireReply {
        let line = try line()
        guard let mark = line.first else { throw TestFailure("an empty line is no answer") }
        let rest = Array(line.dropFirst())
        switch mark {
        case UInt8(ascii: "$"), UInt8(ascii: "="):
            let count = try count(rest)
            return count < 0
                ? .line(mark: mark, rest)
                : .bulk(mark: mark, Array(try take(count + 2).dropLast(2)))
        case UInt8(ascii: "*"), UInt8(ascii: "~"), UInt8(ascii: ">"), UInt8(ascii: "%"):
            let count = try count(rest)
            guard count >= 0 else { return .line(mark: mark, rest) }
            let parts = mark == UInt8(ascii: "%") ? count * 2 : count
            return .list(mark: mark, try (0..<parts).map { _ in try reply() })
        default: return .line(mark: mark, rest)
        }
    }

    private func count(_ digits: [UInt8]) throws -> Int {
        guard let count = Int(String(decoding: digits, as: UTF8.self)) else {
            throw TestFailure("not a length: \(ByteString(digits).printable)")
        }
        return count
    }

    // MARK: Bytes

    private func fill() throws {
        received.removeFirst(position)
        position = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(socket, &chunk, chunk.count, 0)
        guard count > 0 else { throw TestFailure("the server does not answer: \(errno)") }
        received += chunk[..<count]
    }

    private func take(_ count: Int) throws -> ArraySlice<UInt8> {
        while received.count - position < count { try fill() }
        defer { position += count }
        return received[position..<position + count]
    }

    private func line() throws -> [UInt8] {
        var seen = 0
        while true {
            if let end = received[(position + seen)...].firstIndex(of: 10) {
                defer { position = end + 1 }
                return Array(received[position..<max(position, end - 1)])
            }
            seen = received.count - position
            try fill()
        }
    }
}
