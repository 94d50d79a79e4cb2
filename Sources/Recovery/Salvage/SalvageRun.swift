import RedoubtBytes
import RedoubtCodecs
import RedoubtRDB

/// Saves what can be saved of a damaged snapshot.
///
/// The source is read only. The output is a sound snapshot of the same version, and appears whole
/// or not at all.
///
///     let request = SalvageRequest(path: "dump.rdb", output: "saved.rdb")
///     let report = try SalvageRun(request).run()
///     print(report.keyCount, report.spanCount)
public struct SalvageRun {
    private let request: SalvageRequest
    private let progress: (any ProgressListener)?

    /// Prepares a run.
    public init(_ request: SalvageRequest, progress: (any ProgressListener)? = nil) {
        self.request = request
        self.progress = progress
    }

    /// A file, and what stands in it.
    private struct Reading {
        var file: MappedFile
        var survey: SurveyResult
    }

    /// Reads the file, decides what is to be trusted, and writes the output.
    ///
    /// - Throws: ``RecoveryError``; the output is then as it was before.
    public func run() throws(RecoveryError) -> SalvageReport {
        if let output = request.output, Directory.isSameFile(request.path, output) {
            throw RecoveryError(
                .usage,
                "the output is the same file as the source, which is never changed",
                file: output
            )
        }
        let lock = try OutputLock.take(request.output)
        defer { lock?.release() }
        let source = try SourceFile(request.path)
        var reading = try read(source)
        var report = SalvageReport(path: request.path, format: reading.survey.format)
        report.checksum = reading.survey.checksum
        if let (error, repaired) = try explained(reading, source) {
            note(error, reading.file, &report)
            if request.repairsBytes {
                report.isRepaired = true
                report.format = repaired.survey.format
                reading = repaired
            }
        }
        return try finish(reading, report)
    }

    private func read(_ source: SourceFile) throws(RecoveryError) -> Reading {
        guard try source.size() != nil else { throw .notPlain(source.path) }
        let file: MappedFile
        do throws(Fault) {
            file = try MappedFile(source.file)
        } catch {
            throw RecoveryError(error, file: source.path)
        }
        let head = file.bytes.extracting(0..<min(file.count, 4))
        guard CompressedInput.detect(head) == nil else { throw .notPlain(source.path) }
        return survey(file)
    }

    private func survey(_ file: MappedFile) -> Reading {
        var survey = SnapshotSurvey(file, progress: progress)
        return Reading(file: file, survey: survey.run())
    }

    // MARK: What the checksum explains

    /// The only change of a few bytes that explains the checksum, if the file is whole without it.
    private func explained(
        _ reading: Reading,
        _ source: SourceFile
    ) throws(RecoveryError) -> (ChecksumError, Reading)? {
        if case .matches = reading.survey.checksum { return nil }
        do throws(Fault) {
            for search in searches(in: reading) {
                guard let error = search.only(),
                    let file = try search.repaired(source.file, by: error)
                else { continue }
                let repaired = survey(file)
                if repaired.survey.isWhole, case .matches = repaired.survey.checksum {
                    return (error, repaired)
                }
            }
            return nil
        } catch {
            throw RecoveryError(error, file: source.path)
        }
    }

    /// The places where the content may end, with what is wrong with the checksum there.
    private func searches(in reading: Reading) -> [ChangedBytes] {
        let rule = SnapshotEnd(format: reading.survey.format)
        guard rule.format.hasChecksum else { return [] }
        var marks = [rule.markOffset(inFileOf: reading.file.count)]
        if case .mark(let mark) = reading.survey.end, !marks.contains(mark) { marks.append(mark) }
        return marks.compactMap { mark in
            guard mark >= 0,
                let stored = rule.storedChecksum(of: mark, in: reading.file.bytes),
                stored != 0
            else { return nil }
            let computed = Self.checksum(of: reading.file, to: mark + 1)
            guard stored != computed else { return nil }
            return ChangedBytes(file: reading.file, mark: mark, syndrome: stored ^ computed)
        }
    }

    private static func checksum(of file: MappedFile, to end: Int) -> UInt64 {
        let step = 1 << 22
        var crc = CRC64()
        for start in stride(from: 0, to: end, by: step) {
            let piece = start..<min(start + step, end)
            crc.update(file.bytes.extracting(piece))
            file.release(piece)
        }
        return crc.value
    }

    private func note(_ error: ChecksumError, _ file: MappedFile, _ report: inout SalvageReport) {
        for (index, flip) in error.pattern.enumerated() where flip != 0 {
            let found = file.bytes[byte: error.offset + index]
            report.changedBytes.append(
                SalvageReport.ChangedByte(
                    offset: error.offset + index,
                    found: found,
                    original: found ^ flip
                )
            )
        }
    }

    // MARK: The keys

    private func finish(
        _ reading: Reading,
        _ report: SalvageReport
    ) throws(RecoveryError) -> SalvageReport {
        var reading = reading
        var report = report
        let survey = reading.survey
        guard survey.keyCount > 0 || survey.isWhole else { throw .nothingToSave(report, survey) }
        var isProven = false
        if case .matches = survey.checksum { isProven = survey.isWhole }
        if !isProven { DatabaseDoubt.settle(&reading.survey) }
        let rule = SuspectRule(reading.survey)
        report.take(survey)
        var review = KeyReview(
            reading.file,
            reading.survey,
            rule,
            dropsSuspects: request.dropsSuspects,
            report
        )
        if isProven {
            report.counts.proven = survey.keyCount
        } else {
            review.run()
            report = review.report
        }
        let writing = SalvageOutput(
            file: reading.file,
            survey: reading.survey,
            dropped: review.dropped,
            partials: request.keepsPartialValues ? partials(in: reading, review) : [],
            progress: progress
        )
        report.take(try writing.write(to: request.output), isDryRun: request.output == nil)
        return report
    }

    /// The gaps that begin with a key of which no whole one has the name.
    private func partials(in reading: Reading, _ review: KeyReview) -> Set<Int> {
        var names: Set<RecoveryError.KeyName> = []
        let gaps = reading.survey.gaps
        return Set(
            gaps.indices.filter { index in
                guard let heading = gaps[index].heading else { return false }
                let database = gaps[index].database
                let name = RecoveryError.KeyName(database: database, key: heading.name)
                return !review.hasKey(heading.name, in: database) && names.insert(name).inserted
            }
        )
    }
}
