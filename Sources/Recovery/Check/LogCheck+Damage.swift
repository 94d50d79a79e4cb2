import RedoubtAOF
import RedoubtBytes
import RedoubtRESP

/// What happens where no command can be read.
extension LogCheck {
    /// Notes all damage, as `repair` would find it, and looks at the commands behind it.
    mutating func readOn(
        behind fault: Fault,
        from start: Int,
        _ mapped: MappedFile?
    ) throws(RecoveryError) {
        guard let mapped, fault.reason != .badGzip, fault.reason != .badLZ4 else {
            note(fault)
            findings.add(
                Finding(
                    .unread,
                    Finding.Kind.unread.meaning,
                    file: source.path,
                    offset: fault.offset
                )
            )
            return
        }
        let repair = RepairRequest(path: source.path, output: nil)
        let report = RepairReport.File(
            path: source.path,
            role: source.role,
            byteCount: mapped.count
        )
        var survey = RepairSurvey(mapped, report, from: start, repair, keyRoom: 10_000)
        survey.read(progress)
        let found = survey.result
        file.recordCount = found.commandCount + found.droppedCommandCount
        file.byteCount = mapped.count
        let isTold = found.holes.contains { hole in
            hole.dropped.contains(fault.offset) || hole.damaged.contains(fault.offset)
                || hole.dropped.lowerBound == fault.offset
        }
        if !isTold { note(fault) }
        for hole in found.holes { note(hole, fault, mapped) }
        guard looks else { return }
        for (index, hole) in found.holes.enumerated() {
            let next = index + 1 < found.holes.count ? found.holes[index + 1].damaged : nil
            let end = next?.lowerBound ?? mapped.count
            guard hole.damaged.upperBound < end else { continue }
            review.passOverDamage()
            try? look(at: hole.damaged.upperBound..<end, in: mapped)
        }
    }

    private mutating func note(_ fault: Fault) {
        let error = RecoveryError(fault, file: source.path)
        findings.add(
            Finding(kind(of: fault), error.cause, file: source.path, offset: error.offset)
        )
    }

    private func kind(of fault: Fault) -> Finding.Kind {
        fault.reason == .truncated ? .recordCut : Finding.Kind(fault)
    }

    private mutating func note(_ hole: RepairReport.Hole, _ fault: Fault, _ mapped: MappedFile) {
        let isFault =
            hole.dropped.contains(fault.offset) || hole.dropped.lowerBound == fault.offset
        var kind: Finding.Kind
        switch hole.cause {
        case .damage: kind = .record
        case .tornEnd: kind = .recordCut
        case .openTransaction: kind = .transactionOpen
        }
        let start = kind == .transactionOpen ? hole.dropped.lowerBound : hole.damaged.lowerBound
        var text = kind.meaning
        if isFault {
            kind = self.kind(of: fault)
            text = RecoveryError(fault, file: source.path).cause
        } else if start < mapped.count, mapped.bytes[byte: start] == UInt8(ascii: "#") {
            kind = .annotation
        }
        if hole.wholeCommandCount > 0 {
            text += "; \(hole.wholeCommandCount) commands of its transaction are without effect"
        }
        findings.add(
            Finding(
                kind,
                text,
                file: source.path,
                offset: isFault ? fault.offset : start,
                key: hole.keys.min { ($0.database, $0.key) < ($1.database, $1.key) },
                skipped: hole.damaged.isEmpty ? nil : hole.damaged
            )
        )
    }

    /// Looks at the commands between two places of damage.
    private mutating func look(at range: Range<Int>, in mapped: MappedFile) throws(Fault) {
        var window = ByteWindow(mapped)
        try window.skip(range.lowerBound)
        var reader = RecordReader(window)
        while reader.offset < range.upperBound, let item = try reader.next() {
            switch item {
            case .record(let record):
                review.look(
                    at: reader.argument(0),
                    reader.argument(min(1, record.argumentCount - 1)),
                    argumentCount: record.argumentCount,
                    at: record.range.lowerBound,
                    &target,
                    &findings
                )
            case .annotation(let seconds):
                review.look(
                    atAnnotation: reader.record,
                    seconds: seconds,
                    at: reader.recordOffset,
                    &target,
                    &findings
                )
            }
        }
    }
}
