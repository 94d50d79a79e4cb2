import RedoubtAOF
import RedoubtBytes
import RedoubtCodecs

/// What is kept of one file.
struct FilePlan {
    let source: LogFile
    let file: MappedFile
    /// Size of the snapshot in front, which is copied whatever its state is.
    private(set) var preambleCount = 0
    private(set) var pieces: [KeptPieces.Piece] = []
    private(set) var result: RepairReport.File

    /// Whether there are commands in it, or nothing at all.
    var holdsCommands: Bool { result.commandCount > 0 || preambleCount < file.count || isEmpty }
    private var isEmpty: Bool { file.count == 0 }

    init(
        of source: LogFile,
        _ request: RepairRequest,
        keyRoom: Int,
        _ progress: (any ProgressListener)?
    ) throws(RecoveryError) {
        self.source = source
        file = try Self.map(source)
        result = RepairReport.File(path: source.path, role: source.role, byteCount: file.count)
        if PreambleSurvey.beginsSnapshot(file.bytes, name: source.name) {
            let survey = PreambleSurvey(file, CommandEvidence(commands: request.commands))
            let found = survey.read()
            preambleCount = found.end
            result.preamble = found.fault
        }
        var survey = RepairSurvey(
            file,
            result,
            from: preambleCount,
            request,
            keyRoom: keyRoom
        )
        survey.read(progress)
        result = survey.result
        result.keptByteCount += preambleCount
        pieces = survey.kept.pieces
    }

    private static func map(_ source: LogFile) throws(RecoveryError) -> MappedFile {
        let file: MappedFile
        do throws(Fault) {
            file = try MappedFile(path: source.path)
        } catch {
            throw RecoveryError(error, file: source.path)
        }
        guard CompressedInput.detect(file.bytes.extracting(first: 4)) == nil else {
            throw RecoveryError(
                .failure,
                "the file is compressed: what is damaged in it shows only when it is unpacked",
                file: source.path,
                remedies: ["unpack it, and repair the result"]
            )
        }
        return file
    }
}
