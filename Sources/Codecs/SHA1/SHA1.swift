internal import CDigest
import RedoubtBytes

/// A SHA-1 hash (FIPS 180-4): 20 bytes, in the order in which they are written.
///
/// The servers' dataset digest is made of many hashes of few bytes. One takes some 50 ns where the
/// processor has instructions for it, and allocates nothing.
public struct SHA1: Hashable, Sendable {
    private var head: UInt64 = 0
    private var middle: UInt64 = 0
    private var tail: UInt32 = 0

    /// Number of bytes of a hash.
    public static let byteCount = 20

    /// Twenty zero bytes.
    public init() {}

    /// The hash of `bytes`.
    public init(of bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { input in
            unsafe withUnsafeMutableBytes(of: &self) { output in
                unsafe redoubt_sha1(input.baseAddress, input.count, output.baseAddress)
            }
        }
    }

    /// The hash of the 20 bytes of this hash.
    public func hashed() -> SHA1 {
        var result = SHA1()
        unsafe withUnsafeBytes(of: self) { input in
            unsafe withUnsafeMutableBytes(of: &result) { output in
                unsafe redoubt_sha1(input.baseAddress, Self.byteCount, output.baseAddress)
            }
        }
        return result
    }

    /// The 20 bytes.
    public var bytes: [UInt8] {
        unsafe withUnsafeBytes(of: self) { unsafe Array($0.prefix(Self.byteCount)) }
    }

    /// Forty lower-case hex digits.
    public var hex: String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// Exclusive or, byte by byte.
    public static func ^= (left: inout SHA1, right: SHA1) {
        left.head ^= right.head
        left.middle ^= right.middle
        left.tail ^= right.tail
    }
}

extension SHA1 {
    /// The hash as computed without the processor's instructions for it.
    package init(portablyOf bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { input in
            unsafe withUnsafeMutableBytes(of: &self) { output in
                unsafe redoubt_sha1_portable(input.baseAddress, input.count, output.baseAddress)
            }
        }
    }
}
