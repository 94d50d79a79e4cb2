import CChecksum
import RedoubtBytes

extension CRC64 {
    /// A way to compute the checksum; all give the same.
    package enum Kernel: CaseIterable, Sendable {
        /// Tables, on any processor.
        case tables
        /// Carry-less multiplication of 16 bytes at once (x86-64).
        case pclmul
        /// The same of 32 bytes (x86-64 with AVX2).
        case vpclmul256
        /// The same of 64 bytes (x86-64 with AVX-512).
        case vpclmul512
        /// Carry-less multiplication of 16 bytes at once (arm64).
        case pmull

        /// The fastest that this processor can run, asked once.
        package static let best: Kernel =
            [.vpclmul512, .vpclmul256, .pclmul, .pmull].first { $0.isAvailable } ?? .tables

        /// Whether this processor can run it.
        package var isAvailable: Bool { foreign.map { crc64_has($0) } ?? true }

        /// Its name in the C target; nil for the tables.
        fileprivate var foreign: crc64_kernel? {
            switch self {
            case .tables: nil
            case .pclmul: CRC64_PCLMUL
            case .vpclmul256: CRC64_VPCLMUL_256
            case .vpclmul512: CRC64_VPCLMUL_512
            case .pmull: CRC64_PMULL
            }
        }
    }

    /// Continues the checksum `start` over `bytes`.
    ///
    /// - Precondition: `kernel` is available.
    package static func continued(_ start: UInt64, over bytes: RawSpan, by kernel: Kernel) -> UInt64
    {
        guard let foreign = kernel.foreign else {
            return unsafe CRC64Tables.shared.entries.withUnsafeBufferPointer { tables in
                unsafe bytes.withUnsafeBytes { unsafe run(start, over: $0, tables) }
            }
        }
        return unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return start }
            // The kernel reads exactly the bytes of the span.
            return unsafe crc64_update(foreign, start, base, buffer.count)
        }
    }

    /// Multiplies two polynomials modulo the polynomial of the checksum.
    ///
    /// - Precondition: `kernel` is available.
    package static func product(_ a: UInt64, _ b: UInt64, by kernel: Kernel) -> UInt64 {
        if let foreign = kernel.foreign { return crc64_product(foreign, a, b) }
        var sum: UInt64 = 0
        var shifted = b
        for bit in 0..<64 {
            if (a << UInt64(bit)) >> 63 == 1 { sum ^= shifted }
            shifted = timesX(shifted)
        }
        return sum
    }
}
