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
