import RedoubtBytes

// The sparse form. Its bytes depend on the order of changes, so every step is done as servers do
// it: split the opcode that covers the register, then fuse neighbours within a short reach.
extension HyperLogLog {
    enum SparseOutcome {
        case unchanged
        case raised
        /// The dense form has to take over.
        case outgrown
    }

    func sparseRegisters() throws(Fault) -> [UInt8] {
        var registers = [UInt8](repeating: 0, count: HyperLogLogFormat.registerCount)
        var position = HyperLogLogFormat.headerSize
        var first = 0
        while position < bytes.count {
            guard let run = HyperLogLogRun(bytes, at: position),
                run.count <= HyperLogLogFormat.registerCount - first
            else { throw Fault(.badHyperLogLog) }
            if run.value > 0 {
                for index in first..<(first + run.count) { registers[index] = run.value }
            }
            first += run.count
            position += run.size
        }
        guard first == HyperLogLogFormat.registerCount else { throw Fault(.badHyperLogLog) }
        return registers
    }

    /// Raises a register in place, unless the result would be too large for the sparse form.
    mutating func raiseSparse(
        _ index: Int,
        to rank: UInt8,
        sparseBytesMax: Int
    ) throws(Fault) -> SparseOutcome {
        guard rank <= HyperLogLogFormat.sparseValueMax else { return .outgrown }
        let cover = try findRun(covering: index)
        guard cover.run.value < rank else { return .unchanged }
        let parts = split(cover.run, from: cover.first, at: index, rank: rank)
        let growth = parts.count - cover.run.size
        if growth > 0, bytes.count + growth > sparseBytesMax { return .outgrown }
        bytes.replaceSubrange(cover.position..<(cover.position + cover.run.size), with: parts)
        fuse(from: cover.previous ?? HyperLogLogFormat.headerSize)
        return .raised
    }

    private struct Cover {
        var run: HyperLogLogRun
        /// Index of the opcode in the bytes, and that of the one before.
        var position: Int
        var previous: Int?
        /// The first register of the run.
        var first: Int
    }

    private func findRun(covering index: Int) throws(Fault) -> Cover {
        var position = HyperLogLogFormat.headerSize
        var previous: Int?
        var first = 0
        while let run = HyperLogLogRun(bytes, at: position) {
            // A run beyond the last register is refused as newer servers do; older ones would
            // rewrite it, and count the value as damaged later.
            guard run.count <= HyperLogLogFormat.registerCount - first else { break }
            if index < first + run.count {
                return Cover(run: run, position: position, previous: previous, first: first)
            }
            previous = position
            position += run.size
            first += run.count
        }
        throw Fault(.badHyperLogLog)
    }

    /// The opcodes for a run in which one register is raised.
    private func split(
        _ run: HyperLogLogRun,
        from first: Int,
        at index: Int,
        rank: UInt8
    ) -> [UInt8] {
        let left = index - first
        let right = run.count - left - 1
        var parts: [UInt8] = []
        if run.value == 0 {
            HyperLogLogRun.appendZeros(left, to: &parts)
            HyperLogLogRun.appendValue(rank, 1, to: &parts)
            HyperLogLogRun.appendZeros(right, to: &parts)
        } else {
            HyperLogLogRun.appendValue(run.value, left, to: &parts)
            HyperLogLogRun.appendValue(rank, 1, to: &parts)
            HyperLogLogRun.appendValue(run.value, right, to: &parts)
        }
        return parts
    }

    /// Fuses equal VALs that stand side by side, in at most five steps from `start`.
    private mutating func fuse(from start: Int) {
        var position = start
        for _ in 0..<5 {
            guard let run = HyperLogLogRun(bytes, at: position) else { return }
            if run.value > 0, let next = HyperLogLogRun(bytes, at: position + 1),
                next.value == run.value,
                run.count + next.count <= HyperLogLogFormat.valueRunMax
            {
                let fused = HyperLogLogRun.valueByte(run.value, run.count + next.count)
                bytes.replaceSubrange(position..<(position + 2), with: [fused])
            } else {
                position += run.size
            }
        }
    }
}
