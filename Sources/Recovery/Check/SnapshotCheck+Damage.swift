import RedoubtBytes
import RedoubtCodecs
import RedoubtRDB

/// What happens where nothing can be read, and at the end.
extension SnapshotCheck {
    /// Where to go on.
    struct Restart {
        let offset: Int
        /// Whether the commands of a log begin there.
        let isLog: Bool
        let context: PayloadContext
    }

    /// Notes damage that took the ends of records with it, and looks for where they begin again.
    mutating func restart(
        behind fault: Fault,
        _ mapped: MappedFile?
    ) throws(RecoveryError) -> Restart? {
        isWhole = false
        guard let mapped, fault.reason != .badGzip, fault.reason != .badLZ4 else {
            note(fault, skipped: nil)
            findings.add(
                Finding(.unread, Finding.Kind.unread.meaning, file: path, offset: boundary)
            )
            return nil
        }
        var context = lastContext ?? PayloadContext(format: file.format ?? .redis(11))
        var start = boundary
        if file.format == nil {
            let head = FormatGuess(mapped)
            context = PayloadContext(format: head.format)
            file.format = head.format
            note(fault, skipped: nil)
            return Restart(offset: head.offset, isLog: false, context: context)
        }
        start = min(start, mapped.count)
        let search = BoundarySearch(file: mapped, context: context)
        let found = start < mapped.count ? search.next(from: start + 1, &budget) : nil
        let next = found.map { (offset: $0.offset, isLog: false) } ?? end(behind: start, mapped)
        let end = next?.offset ?? mapped.count
        note(fault, skipped: start..<max(end, start), heading(in: mapped, context))
        guard let next else { return nil }
        boundary = next.offset
        return Restart(offset: next.offset, isLog: next.isLog, context: context)
    }

    /// The end mark of the file, or where a log begins, if nothing else is found.
    private func end(behind start: Int, _ mapped: MappedFile) -> (offset: Int, isLog: Bool)? {
        let rule = SnapshotEnd(format: file.format ?? .redis(11))
        let mark = rule.markOffset(inFileOf: mapped.count)
        if mark > start, rule.format.hasChecksum, mapped.bytes[byte: mark] == 255 {
            return (mark, false)
        }
        return SnapshotEnd.logOffset(in: mapped.bytes, from: start).map { ($0, true) }
    }

    /// The key with which damage begins, if its name can be read.
    private func heading(in mapped: MappedFile, _ context: PayloadContext) -> ByteString? {
        guard boundary < mapped.count else { return nil }
        let rest = mapped.bytes.extracting(boundary..<mapped.count)
        return KeyHeading(rest, at: boundary, in: context)?.name
    }

    private mutating func note(
        _ fault: Fault,
        skipped: Range<Int>?,
        _ name: ByteString? = nil
    ) {
        let error = RecoveryError(fault, file: path)
        findings.add(
            Finding(
                Finding.Kind(fault),
                error.cause,
                file: path,
                offset: error.offset ?? boundary,
                key: name.map { RecoveryError.KeyName(database: keys.database, key: $0) },
                skipped: skipped
            )
        )
    }

    // MARK: The end

    mutating func finishChecksum(_ frames: borrowing FrameReader, _ mapped: MappedFile?) {
        file.byteCount = frames.offset
        file.checksum = frames.checksum
        if !isWhole, let mapped { file.checksum = wholeChecksum(frames.offset, mapped) }
        let assurance: CheckRun.ValueAssurance
        switch file.checksum {
        case .mismatch:
            findings.add(
                Finding(
                    .checksum,
                    Finding.Kind.checksum.meaning,
                    file: path,
                    offset: frames.offset - 8
                )
            )
            return
        case .matches: assurance = .checksum
        case .absent, .notComputed, .pending, nil: assurance = .unverified
        }
        file.values = request.depth == .values ? .decoded : assurance
    }

    /// The checksum of a file that was not read from end to end.
    private func wholeChecksum(_ end: Int, _ mapped: MappedFile) -> ChecksumState {
        let rule = SnapshotEnd(format: file.format ?? .redis(11))
        guard rule.format.hasChecksum else { return .absent }
        guard let stored = rule.storedChecksum(of: end - 9, in: mapped.bytes) else {
            return .pending
        }
        guard stored != 0 else { return .notComputed }
        var crc = CRC64()
        crc.update(mapped.bytes.extracting(0..<(end - 8)))
        let computed = crc.value
        return stored == computed
            ? .matches(stored) : .mismatch(stored: stored, computed: computed)
    }

    /// What can be told only when every key was seen.
    mutating func finish(_ mapped: MappedFile?) {
        if file.expiredCount > 0, request.depth == .values {
            let text = "\(file.expiredCount) keys have expired: a server drops them as it loads"
            findings.add(Finding(.expiredKeys, text, file: path))
        }
        keys.finish(mapped, path: path, &findings)
    }
}
