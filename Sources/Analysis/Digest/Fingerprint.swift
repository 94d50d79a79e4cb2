import RedoubtBytes
import RedoubtCodecs

/// A 20-byte register of the servers' dataset digest, with its two operations.
///
/// `combine` is order-independent: d ← d ⊕ H(x). `mix` is not: d ← H(d ⊕ H(x)). H is SHA-1.
struct Fingerprint: Hashable, Sendable {
    private var register = SHA1()

    static let zero = Fingerprint()

    /// SHA-1 of `bytes`.
    static func hash(_ bytes: RawSpan) -> Fingerprint {
        Fingerprint(register: SHA1(of: bytes))
    }

    /// Exclusive or of both registers.
    static func ^= (left: inout Fingerprint, right: Fingerprint) {
        left.register ^= right.register
    }

    /// SHA-1 of the register itself.
    func hashed() -> Fingerprint {
        Fingerprint(register: register.hashed())
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

    /// Forty lower-case hex digits.
    var hex: String { register.hex }
}
