import RedoubtAOF
import RedoubtBytes
import Synchronization

/// Walks through the records of a log for a survey, in stretches that several cores read.
///
/// Between stretches, where something stands that none of them holds, the survey takes the records
/// one by one.
struct SurveyWalk {
    private let walk: LogWalk
    private let workers: Workers

    /// The fewest and the most bytes that are read one by one before stretches are tried again.
    private static let detourMin = 1 << 12
    private static let detourMax = 1 << 22

    init(_ walk: LogWalk, workers: Workers) {
        self.walk = walk
        self.workers = workers
    }

    /// Hands the records of the open file to a survey.
    ///
    /// - Returns: why it ended, ``WalkStep/goOn`` if it is the end of the file.
    func records(
        of file: LogFile,
        _ reader: inout LogReader,
        _ survey: inout LogSurvey
    ) throws(RecoveryError) -> WalkStep {
        var pace = try walk.begin(file, &reader, &survey)
        guard reader.mappedFile != nil, walk.filter == nil else {
            return try walk.items(of: file, &reader, &survey, upTo: .max, &pace) ?? .goOn
        }
        var detour = Self.detourMin
        while true {
            let start = reader.offset
            let step = try stretches(of: file, &reader, &survey, &pace)
            guard case .goOn = step else { return step }
            let isWorthIt = reader.offset - start > detour
            detour = isWorthIt ? Self.detourMin : min(detour * 2, Self.detourMax)
            let next = try walk.items(
                of: file,
                &reader,
                &survey,
                upTo: reader.offset + detour,
                &pace
            )
            guard let next else { return .goOn }
            guard case .goOn = next else { return next }
        }
    }

    /// Takes stretches as far as they go.
    private func stretches(
        of file: LogFile,
        _ reader: inout LogReader,
        _ survey: inout LogSurvey,
        _ pace: inout WalkPace
    ) throws(RecoveryError) -> WalkStep {
        guard !reader.isInTransaction, let mapped = survey.mapped else { return .goOn }
        let choice = StretchReader.CopyChoice()
        let stretches = StretchReader(
            survey.rules,
            survey.history.memory,
            mapped,
            from: survey.fileStart,
            choice
        )
        var last = WalkStep.goOn
        try workers.forEachInOrder(
            StretchFeed(mapped, from: reader.offset, to: walk.limit(of: reader))
        ) {
            stretches.read($0)
        } consume: {
            (stretch) throws(RecoveryError) in
            choice.copies.store(survey.history.copiesRecords, ordering: .relaxed)
            last = try take(stretch, of: file, &reader, &survey, &pace)
            if case .goOn = last { return true }
            return false
        }
        return last
    }

    private func take(
        _ stretch: LogStretch,
        of file: LogFile,
        _ reader: inout LogReader,
        _ survey: inout LogSurvey,
        _ pace: inout WalkPace
    ) throws(RecoveryError) -> WalkStep {
        for part in stretch.parts {
            let step: WalkStep
            if let keyed = part.keyed, !reader.isInTransaction {
                do throws(Fault) {
                    try reader.pass(to: part.end)
                } catch {
                    throw RecoveryError(error, file: file.path)
                }
                step = try survey.take(keyed)
                pace.note(reader)
            } else {
                step = try walk.items(of: file, &reader, &survey, upTo: part.end, &pace) ?? .goOn
            }
            guard case .goOn = step else { return step }
        }
        return .goOn
    }
}
