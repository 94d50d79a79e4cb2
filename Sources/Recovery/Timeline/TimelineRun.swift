import RedoubtAOF
import RedoubtBytes
public import RedoubtCommands
import RedoubtRESP

/// What a timeline shows.
public struct TimelineRequest: Sendable {
    /// The log: a file, a directory, a manifest.
    public var path: String
    /// Which commands to list; nil lists those that destroy.
    public var pattern: CommandPattern?
    /// From how many keys on a `DEL` or `UNLINK` counts as destructive.
    public var keyCountMin = 100
    /// The most groups of times and the most commands that are listed; nil for all.
    public var countMax: Int? = 50
    /// The commands that are known.
    public var commands = CommandTable.standard

    /// Creates a request.
    public init(path: String) {
        self.path = path
    }
}

/// Reads a log front to back for what one can rewind to.
///
/// Nothing is replayed.
public struct TimelineRun {
    private let request: TimelineRequest
    private let progress: (any ProgressListener)?

    /// Prepares a run.
    public init(_ request: TimelineRequest, progress: (any ProgressListener)? = nil) {
        self.request = request
        self.progress = progress
    }

    /// Reads the files, to the end or to the first damage.
    ///
    /// - Throws: ``RecoveryError`` where a file cannot be read at all.
    public func run() throws(RecoveryError) -> Timeline {
        let layout = try LogLayout(opening: request.path)
        var reader = LogReader(layout)
        var survey = TimelineSurvey(request)
        do throws(RecoveryError) {
            while let file = try FileWalk.openNext(&reader) {
                try survey.read(file, &reader, progress)
            }
        } catch {
            guard error.kind == .damage else { throw error }
            survey.timeline.damage = error
        }
        survey.timeline.warnings += Warning.tail(reader.tail, in: layout)
        return survey.finished()
    }
}
