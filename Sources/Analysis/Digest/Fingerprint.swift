internal import Crypto
internal import RedoubtBytes

/// A 20-byte register of the servers' dataset digest, with its two operations.
///
/// `combine` is order-independent: d ← d ⊕ H(x). `mix` is not: d ← H(d ⊕ H(x)). H is SHA-1.
struct Fingerprint: Hashable, Sendable {
    private var head: UInt64 = 0
    private var middle: UInt64 = 0
    private var tail: UInt32 = 0

    static let zero = Fingerprint()

    /// SHA-1 of `bytes`.
    static func hash(_ bytes: RawSpan) -> Fingerprint {
        var function = Insecure.SHA1()
        unsafe bytes.withUnsafeBytes { unsafe function.update(bufferPointer: $0) }
        return Fingerprint(function.finalize())
    }

    private init() {}

    private init(_ digest: Insecure.SHA1Digest) {
        self = unsafe digest.withUnsafeBytes { buffer in
            var result = Fingerprint()
            // A SHA-1 digest has 20 bytes.
            unsafe result.head = buffer.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
            unsafe result.middle = buffer.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            unsafe result.tail = buffer.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
            return result
        }
    }

    /// Exclusive or of both registers.
    static func ^= (left: inout Fingerprint, right: Fingerprint) {
        left.head ^= right.head
        left.middle ^= right.middle
        left.tail ^= right.tail
    }

    /// SHA-1 of the register itself.
    func hashed() -> Fingerprint {
        Self.hash(bytes.rawSpan)
    }

    /// d ← d ⊕ H(x).
    mutating func combine(_ bytes: RawSpan) {
        self ^= Self.hash(bytes)
    }

    /// d ← d ⊕ H(e), where e is a register.
    mutating func combine(_ element: Fingerprint) {
        self ^= element.hashed()
    }

    /// d ← H(d ⊕ H(x)).
    mutating func mix(_ bytes: RawSpan) {
        mix(hash: Self.hash(bytes))
    }

    /// d ← H(d ⊕ h), where h is the hash of what is mixed.
    mutating func mix(hash: Fingerprint) {
        self ^= hash
        self = hashed()
    }

    /// Mixes a number as four bytes in big-endian order.
    mutating func mix(number: UInt32) {
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(24 - 8 * $0)) }
        mix(bytes.rawSpan)
    }

    private var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(20)
        for shift in 0..<8 { result.append(UInt8(truncatingIfNeeded: head >> UInt64(8 * shift))) }
        for shift in 0..<8 { result.append(UInt8(truncatingIfNeeded: middle >> UInt64(8 * shift))) }
        for shift in 0..<4 { result.append(UInt8(truncatingIfNeeded: tail >> UInt32(8 * shift))) }
        return result
    }

    /// Forty lower-case hex digits.
    var hex: String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
