import RedoubtBytes
public import RedoubtKeyspace
import RedoubtRDB
public import RedoubtRecovery
import RedoubtValues

/// How far the dataset is there that clients are served from, on the side of its owner.
///
/// It takes the steps of a ``DatasetFeed`` in their order and puts them into the keyspace. It knows
/// no threads and no clock.
///
/// As long as not everything is there, ask ``whereabouts(of:in:_:)`` of each key that a command
/// names, in each database in which it may look for it, and let the command wait where one answers
/// `.notYet`. Commands that need more than the keys they name wait for ``isComplete``.
public struct LoadingState: Sendable {
    /// Where a key is.
    public enum Whereabouts: Sendable, Hashable {
        /// In the keyspace.
        case here
        /// Nowhere: the dataset does not have it.
        case absent
        /// Nobody knows yet.
        case notYet
    }

    /// What a step was good for.
    public enum News: Sendable {
        /// Nothing that a client could be waiting for.
        case nothing
        /// Further keys are known: some clients need wait no longer.
        case keys
        /// The dataset is complete: nobody needs to wait.
        case complete
        /// What is not known yet stays unknown.
        case failed(RecoveryError)
    }

    /// Whether the whole dataset is there.
    public private(set) var isComplete = false
    /// What has kept the rest away.
    public private(set) var failure: RecoveryError?
    /// What the dataset is besides its keys, once it is complete.
    public private(set) var rest: LoadedRest?
    /// Which keys a log may touch; nil until that is known.
    private var touches: LogTouches?
    /// Whether the snapshot was read to its end.
    private var isIndexed = false

    /// Nothing is there yet.
    public init() {}

    /// Where a key of a database is.
    public func whereabouts(
        of key: RawSpan,
        in database: Int,
        _ keyspace: borrowing Keyspace
    ) -> Whereabouts {
        if !isComplete {
            guard let touches, !touches.mayTouch(key) else { return .notYet }
        }
        if keyspace[database: database].entries.contains(key) { return .here }
        guard let cold = keyspace[database: database].cold else {
            return isComplete || isIndexed ? .absent : .notYet
        }
        if cold.contains(key) { return .here }
        return isComplete || isIndexed || cold.hasMet(key) ? .absent : .notYet
    }

    // MARK: Steps

    /// Takes a step.
    ///
    /// - Parameter path: the snapshot, for messages.
    public mutating func take(
        _ step: LoadStep,
        into keyspace: inout Keyspace,
        of path: String
    ) -> News {
        guard failure == nil, !isComplete else { return .nothing }
        switch step {
        case .planned(let touches):
            self.touches = touches
            return .keys
        case .index(let databases):
            for (database, keys) in databases { keyspace[database: database].cold = keys }
            return .keys
        case .removals(let database, let batch):
            keyspace[database: database].cold?.remove(batch)
            return .nothing
        case .wroteIndex:
            return .nothing
        case .places(let keys):
            return insert(keys, into: &keyspace, of: path)
        case .indexed:
            isIndexed = true
            return .keys
        case .entries(let database, let entries):
            for entry in entries {
                keyspace[database: database].set(entry.key, to: entry.value)
            }
            return .nothing
        case .finished(let rest):
            finish(rest, &keyspace)
            return .complete
        case .failed(let error):
            failure = error
            return .failed(error)
        }
    }

    /// Goes on with what is there: the rest of a damaged file is given up.
    public mutating func giveUp() {
        isComplete = true
    }

    private mutating func insert(
        _ keys: IndexedKeys,
        into keyspace: inout Keyspace,
        of path: String
    ) -> News {
        let refused = keyspace[database: keys.database].insert(keys)
        guard let refused else { return .keys }
        let error: RecoveryError
        switch refused.outcome {
        case .standsTwice:
            error = RecoveryError(
                Fault(.duplicateKey, at: refused.offset),
                file: path,
                key: (try? keys.source.key(at: refused.offset).name).map {
                    RecoveryError.KeyName(database: keys.database, key: $0)
                }
            )
        case .inserted, .overflow:
            error = RecoveryError(Fault(.tooLarge, at: refused.offset), file: path, key: nil)
        }
        failure = error
        return .failed(error)
    }

    private mutating func finish(_ rest: LoadedRest, _ keyspace: inout Keyspace) {
        keyspace.functions = rest.functions
        keyspace.auxiliaries = rest.auxiliaries
        keyspace.moduleAuxiliaries = rest.moduleAuxiliaries
        self.rest = rest
        isComplete = true
    }
}

extension Database {
    /// Adds keys in place.
    fileprivate mutating func insert(
        _ keys: IndexedKeys
    ) -> (outcome: ColdInsertion, offset: Int)? {
        if cold == nil {
            cold = ColdKeys(keys.source, seed: keys.seed)
        } else if let source = cold?.source, source.knowsLess(than: keys.source) {
            cold?.adopt(keys.source)
        }
        return cold?.insert(keys.batch, expected: keys.expectedCount) ?? nil
    }
}

extension SnapshotSource {
    /// Whether another has read more of the templates of the file.
    fileprivate func knowsLess(than other: SnapshotSource) -> Bool {
        context.templates.count < other.context.templates.count
    }
}
