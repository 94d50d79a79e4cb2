import RedoubtBytes
import RedoubtRDB

extension SalvageReport {
    /// Takes over what was found in the file.
    mutating func take(_ survey: SurveyResult) {
        isFormatGuessed = survey.isFormatGuessed
        hasEnd = survey.end != .missing
        logOffset = survey.logOffset
        if case .mark(let mark) = survey.end {
            byteCount = mark + (survey.format.hasChecksum ? 9 : 1)
        }
        spanCount = survey.gaps.count
        lostByteCount = survey.gaps.reduce(0) { $0 + $1.range.count }
        namedLossCount = survey.gaps.count { $0.heading != nil }
        spans = survey.gaps.prefix(Self.listMax).map { Span($0) }
        let stated = survey.sections.filter { $0.isStated || $0.keyCount > 0 }
        let counts = stated.compactMap { $0.announced?.keys }
        if counts.count == stated.count {
            announcedKeyCount = counts.reduce(0) { $0.addingReportingOverflow($1).partialValue }
        }
        warn(of: survey)
    }

    /// Takes over what was written, or would be.
    mutating func take(_ written: SalvageOutput.Written, isDryRun: Bool) {
        writtenByteCount = isDryRun ? nil : written.byteCount
        counts.partial = written.partials.count
        for index in written.partials where index < spans.count { spans[index].isPartlyKept = true }
    }

    // MARK: Warnings

    private mutating func warn(of survey: SurveyResult) {
        warnChecksum(survey)
        if isFormatGuessed { warn("the magic is damaged; read as \(survey.format)") }
        if spanCount > 0 {
            warn("\(lostByteCount) bytes in \(spanCount) places can't be read")
        }
        if hasEnd, survey.format.hasChecksum, survey.checksum == .pending {
            warn("the checksum behind the end mark is cut off")
        }
        if !hasEnd { warn("the end mark is missing: what stood behind is lost") }
        if survey.misplacedCount > 0 {
            warn(
                "\(survey.misplacedCount) records other than keys stand where no server writes "
                    + "them, and were left out"
            )
        }
        if survey.hasSlotImport { warn("a slot import was in progress; it is not in the output") }
        if survey.trailingCount > 0 {
            warn("\(survey.trailingCount) bytes follow the end and were not read")
        }
        if survey.isSearchLimited {
            warn("the search for records was cut short: large records behind damage may be missed")
        }
    }

    private mutating func warnChecksum(_ survey: SurveyResult) {
        if let first = changedBytes.first, let last = changedBytes.last {
            let count = changedBytes.count
            let place =
                count == 1
                ? "offset \(first.offset): one byte was changed"
                : "offsets \(first.offset) to \(last.offset): \(count) bytes were changed"
            warn("\(place): the checksum proves it" + (isRepaired ? ", and it is put right" : ""))
        }
        guard case .mismatch = survey.checksum else { return }
        warn(
            survey.gaps.isEmpty
                ? "the checksum does not match and nothing shows where the damage is: every key "
                    + "is suspect"
                : "the checksum does not match: no key is proven"
        )
    }

    private mutating func warn(_ text: String) {
        warnings.append(Warning("\(path): \(text)"))
    }
}

extension SalvageReport.Span {
    fileprivate init(_ gap: SurveyResult.Gap) {
        self.init(
            range: gap.range,
            cause: gap.fault.unknownTypeText ?? "\(gap.fault)",
            key: gap.heading.map {
                RecoveryError.KeyName(database: gap.database, key: $0.name)
            },
            type: gap.heading?.type
        )
    }
}

extension RecoveryError {
    /// Places in the file have to be read in any order.
    static func notPlain(_ path: String) -> RecoveryError {
        RecoveryError(
            .usage,
            "a salvage needs a plain file, neither compressed nor a pipe",
            file: path,
            remedies: ["decompress it first; what gzip or lz4 can't read can not be salvaged"]
        )
    }

    /// Nothing in the file looks like a record.
    static func nothingToSave(_ report: SalvageReport, _ survey: SurveyResult) -> RecoveryError {
        let fault = survey.gaps.first?.fault ?? Fault(.badMagic, at: 0)
        var error = RecoveryError(fault, file: report.path)
        error.cause = "no key can be read: " + error.cause
        return error
    }
}
