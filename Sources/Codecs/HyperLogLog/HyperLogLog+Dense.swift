// The dense form: 6 bits for each register, lowest bit first, across byte borders. Its size was
// checked when the value was made.
extension HyperLogLog {
    func denseRegisters() -> [UInt8] {
        (0..<HyperLogLogFormat.registerCount).map { denseRegister($0) }
    }

    /// Raises a register; returns whether it was lower.
    mutating func raiseDense(_ index: Int, to rank: UInt8) -> Bool {
        guard denseRegister(index) < rank else { return false }
        let (byte, shift) = place(of: index)
        let low = UInt8(0x3F) << shift
        bytes[byte] = bytes[byte] & ~low | rank << shift
        // A register reaches into the next byte unless it starts at bit 0 or 2.
        if shift > 2 {
            let high = UInt8(0x3F) >> (8 - shift)
            bytes[byte + 1] = bytes[byte + 1] & ~high | rank >> (8 - shift)
        }
        return true
    }

    private func denseRegister(_ index: Int) -> UInt8 {
        let (byte, shift) = place(of: index)
        var value = bytes[byte] >> shift
        if shift > 2 { value |= bytes[byte + 1] << (8 - shift) }
        return value & 0x3F
    }

    /// Where a register starts: a byte and a bit of it.
    private func place(of index: Int) -> (byte: Int, shift: Int) {
        (HyperLogLogFormat.headerSize + index * 6 / 8, index * 6 % 8)
    }
}
