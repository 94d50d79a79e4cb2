import RedoubtBytes
import RedoubtRDB

/// Writes what was saved as a sound snapshot of the same version: every key as it stands.
struct SalvageOutput {
    private static let copyCount = 4 << 20

    let file: MappedFile
    let survey: SurveyResult
    /// What is left out: ascending.
    let dropped: [Range<Int>]
    /// The gaps with which a key begins whose leading elements are to be kept.
    let partials: Set<Int>
    let progress: (any ProgressListener)?

    /// What was written.
    struct Written {
        var byteCount = 0
        /// The gaps of which a partial value was written.
        var partials: Set<Int> = []
    }

    /// Writes the file, or only finds out what would be written.
    func write(to path: String?) throws(RecoveryError) -> Written {
        do throws(Fault) {
            var written = Written()
            guard let path else {
                _ = try write(to: NoSink(), &written)
                return written
            }
            try write(to: AtomicFile(path: path), &written).commit()
            return written
        } catch {
            throw RecoveryError(error, file: path ?? "the output")
        }
    }

    private func write<Sink: ByteSink & ~Copyable>(
        to sink: consuming Sink,
        _ written: inout Written
    ) throws(Fault) -> Sink {
        var writer = try RDBWriter(sink, format: survey.format)
        for range in survey.leading { try writer.copyKeys(file.bytes.extracting(range)) }
        for section in survey.sections { try write(section, to: &writer, &written.partials) }
        for range in survey.trailing { try writer.copyKeys(file.bytes.extracting(range)) }
        written.byteCount = writer.byteCount + 1 + (survey.format.hasChecksum ? 8 : 0)
        return try writer.finish()
    }

    private func write<Sink: ByteSink & ~Copyable>(
        _ section: SurveyResult.Section,
        to writer: inout RDBWriter<Sink>,
        _ kept: inout Set<Int>
    ) throws(Fault) {
        let runs = section.runs.flatMap(parts)
        let partial = section.gaps.filter { partials.contains($0) }
        guard !runs.isEmpty || !partial.isEmpty else { return }
        let count = section.keyCount + partial.count
        let expiring = section.announced?.expires ?? 0
        try writer.selectDatabase(
            section.database,
            keyCount: count,
            expiringCount: Int(clamping: min(expiring, UInt64(count)))
        )
        for run in runs { try copy(run, to: &writer) }
        for index in partial {
            if try write(partOf: survey.gaps[index], to: &writer) { kept.insert(index) }
        }
    }

    /// Writes the leading elements of the key with which a gap begins; false if there are none.
    private func write<Sink: ByteSink & ~Copyable>(
        partOf gap: SurveyResult.Gap,
        to writer: inout RDBWriter<Sink>
    ) throws(Fault) -> Bool {
        guard let heading = gap.heading, heading.payloadOffset <= gap.range.upperBound else {
            return false
        }
        let rest = file.bytes.extracting(heading.payloadOffset..<gap.range.upperBound)
        guard let value = PartialValue(heading.type, rest, in: survey.context) else { return false }
        return try writer.encodeKey(heading.name.bytes, heading.attributes) {
            (encoder) throws(Fault) in try value.visit(&encoder)
        }
    }

    /// What is left of a run without what is dropped.
    private func parts(of run: SurveyResult.Run) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = run.range.lowerBound
        var index = firstDropped(from: start)
        while index < dropped.count, dropped[index].lowerBound < run.range.upperBound {
            if start < dropped[index].lowerBound { parts.append(start..<dropped[index].lowerBound) }
            start = max(start, dropped[index].upperBound)
            index += 1
        }
        if start < run.range.upperBound { parts.append(start..<run.range.upperBound) }
        return parts
    }

    private func firstDropped(from offset: Int) -> Int {
        var low = 0
        var high = dropped.count
        while low < high {
            let middle = (low + high) / 2
            if dropped[middle].lowerBound < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Copies keys in pieces that leave no memory behind.
    private func copy<Sink: ByteSink & ~Copyable>(
        _ run: Range<Int>,
        to writer: inout RDBWriter<Sink>
    ) throws(Fault) {
        var start = run.lowerBound
        while start < run.upperBound {
            let piece = start..<min(start + Self.copyCount, run.upperBound)
            if piece.count == Self.copyCount { file.populate(piece) }
            try writer.copyKeys(file.bytes.extracting(piece))
            if piece.count == Self.copyCount { file.release(piece) }
            start = piece.upperBound
            progress?.progress(.writing, done: start, total: file.count)
        }
    }
}

/// Takes everything and keeps nothing.
private struct NoSink: ByteSink, ~Copyable {
    mutating func write(_ bytes: RawSpan) throws(Fault) {}
}
