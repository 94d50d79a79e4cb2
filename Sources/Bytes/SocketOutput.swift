#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Writing to a connection whose socket somebody else keeps.
package enum SocketOutput {
    /// Sends as many of the bytes as the connection takes at once, without waiting.
    ///
    /// - Returns: how many; 0 if it takes none now, or none any more.
    package static func send(_ bytes: RawSpan, to descriptor: Int32) -> Int {
        #if canImport(Darwin)
        let flags = MSG_DONTWAIT
        #else
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        #endif
        // The bytes are only read, and only during the call.
        let count = unsafe bytes.withUnsafeBytes { bytes in
            #if canImport(Glibc)
            unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, flags)
            #elseif canImport(Musl)
            unsafe Musl.send(descriptor, bytes.baseAddress, bytes.count, flags)
            #else
            unsafe Darwin.send(descriptor, bytes.baseAddress, bytes.count, flags)
            #endif
        }
        return max(count, 0)
    }
}

/// A connection's socket under a second number, which stays good when its keeper closes his own:
/// another thread can send to it and never reaches a connection that came later.
package final class SocketDuplicate: Sendable {
    private let descriptor: Int32

    /// Duplicates a socket.
    ///
    /// - Returns: nil if the process may not have so many open.
    package init?(of descriptor: Int32) {
        self.descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard self.descriptor >= 0 else { return nil }
    }

    deinit {
        close(descriptor)
    }

    /// Sends as many of the bytes as the connection takes at once, without waiting.
    ///
    /// - Returns: how many; 0 if it takes none now, or none any more.
    package func send(_ bytes: RawSpan) -> Int {
        SocketOutput.send(bytes, to: descriptor)
    }
}
