import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB

/// Copies keys that a log does not touch to the output while their snapshot is still being read.
///
/// It begins with what the snapshot has said of itself before its first key, and goes as far as the
/// first database. Nothing rests on it: if it fails, or if the output must begin otherwise, it is
/// dropped, and everything is written afterwards.
final class EarlyCopy: @unchecked Sendable {
    // The reader has what is taken up, the side work what is written; each waits for the other to
    // end before it takes the other's.

    private let path: String
    private let compresses: Bool
    private let work: SideWork
    /// Nil before the beginning, and once anything has failed.
    private var begun: BegunSnapshot?
    private var prologue: SnapshotPrologue?
    private var database = 0
    /// What is to be copied next.
    private var runs: [Range<Int>] = []
    private var byteCount = 0

    /// What is worth a turn.
    private static let turnCount = 1 << 20

    init(to path: String, compresses: Bool, workers: Workers) {
        self.path = path
        self.compresses = compresses
        work = SideWork(workers)
    }

    /// Begins the output, before the first key of a snapshot.
    func begin(_ prologue: SnapshotPrologue, database: Int) {
        self.prologue = prologue
        self.database = database
        do throws(Fault) {
            let file = try AtomicFile(path: path)
            begun = BegunSnapshot(try prologue.begin(file, compresses: compresses))
            try begun?.open(database)
        } catch {
            begun = nil
        }
    }

    /// Takes keys up that stay as they are.
    func append(_ run: Range<Int>, of file: MappedFile, in database: Int) {
        guard prologue != nil, database == self.database else { return }
        runs.append(run)
        byteCount += run.count
        if byteCount >= Self.turnCount { copy(file) }
    }

    private func copy(_ file: MappedFile) {
        let runs = runs
        (self.runs, byteCount) = ([], 0)
        work.add { [self] in
            do throws(Fault) {
                try begun?.copyEarly(runs, of: file)
            } catch {
                begun = nil
            }
        }
    }

    /// Nothing more will be taken up.
    func flush(_ file: MappedFile) {
        copy(file)
    }

    /// Drops what was written.
    func abandon() {
        work.finish()
        begun = nil
    }

    /// Hands the output over, once everything is copied that was taken up.
    ///
    /// - Parameters:
    ///   - prologue: what it must begin with.
    ///   - number: the first of its databases.
    ///   - untouched: what is copied.
    /// - Returns: nil, and nothing is left of it, if it began otherwise.
    func take(
        _ prologue: SnapshotPrologue,
        first number: Int?,
        _ untouched: UntouchedKeys?
    ) -> BegunSnapshot? {
        work.finish()
        let begun = begun.take()
        guard let begun, self.prologue == prologue, database == number,
            begun.hasCopied(untouched?.parts(endingAs: database) ?? [])
        else { return nil }
        return begun
    }
}
