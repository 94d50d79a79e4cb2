import RedoubtAnalysis
import RedoubtBytes
import RedoubtKeyspace
import RedoubtRecovery
import RedoubtServing
import RedoubtTestSupport
import RedoubtValues
import Synchronization

/// A dataset that a feed is loading, step by step, on the test's own thread.
struct Fed: ~Copyable {
    var keyspace: Keyspace
    var state = LoadingState()
    private let steps: [LoadStep]
    private var taken = 0
    private let path: String

    /// Reads the files; no step is taken yet.
    init(_ request: DatasetRequest, seed: UInt64 = 7) throws {
        let feed = try DatasetFeed(request)
        path = request.snapshot ?? request.log ?? ""
        let all = Mutex<[LoadStep]>([])
        feed.run(seed: seed) { step in all.withLock { $0.append(step) } }
        steps = all.withLock { $0 }
        keyspace = Keyspace(profile: feed.server?.profile ?? ServerProfile(.redis, 7, 0))
    }

    /// The kinds of all steps, each once, in the order in which they first come.
    var stepNames: [String] {
        var names: [String] = []
        for step in steps where !names.contains(step.name) { names.append(step.name) }
        return names
    }

    /// Takes the next step; nil behind the last.
    @discardableResult
    mutating func step() -> LoadingState.News? {
        guard taken < steps.count else { return nil }
        taken += 1
        return state.take(steps[taken - 1], into: &keyspace, of: path)
    }

    /// Takes all steps, and throws what was wrong.
    mutating func finish() throws {
        while step() != nil {}
        if let failure = state.failure { throw failure }
        guard state.isComplete else { throw TestFailure("the feed ended early") }
    }

    /// The keyspace, for somebody who goes on with it.
    consuming func intoKeyspace() -> Keyspace { keyspace }

    /// The digest, as a server would answer.
    func digest() throws -> String {
        var digest = DatasetDigest(profile: keyspace.profile)
        for number in keyspace.databaseNumbers {
            try keyspace[database: number].forEachKey { name, entry in
                let expires = entry.attributes.expiresAtMs != nil
                try digest.add(name.bytes, database: number, hasExpiry: expires) {
                    (value) throws(Fault) in
                    try entry.value.visit(&value)
                }
            }
        }
        return digest.hex
    }
}

extension LoadStep {
    fileprivate var name: String {
        switch self {
        case .planned: "planned"
        case .index: "index"
        case .removals: "removals"
        case .places: "places"
        case .indexed: "indexed"
        case .entries: "entries"
        case .finished: "finished"
        case .failed: "failed"
        case .wroteIndex: "wroteIndex"
        }
    }
}
