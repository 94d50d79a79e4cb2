import RedoubtBytes
public import RedoubtKeyspace
import RedoubtRDB
public import RedoubtValues

/// What a command works on: the dataset, the selected database and the clock of the log.
public struct CommandContext: ~Copyable {
    /// The dataset.
    public var keyspace: Keyspace
    /// Number of the selected database.
    public var database = 0
    /// The time at this place of the log.
    public let clock: LogClock
    /// The most bytes that a string may grow to; servers have 512 MB by default.
    public var stringCountMax = 512 << 20
    /// What runs scripts; without it a script stops the replay.
    public var scripts: (any ScriptEngine)?

    /// Whether scripts may not write either, because nobody may.
    public var refusesWrites = false
    /// Carries out a command of the server for a script; nil for one that no script may call.
    public var serverCommands: ((borrowing Arguments) -> Reply?)?
    /// Frees what costs much, where others would have to wait for that; nil frees it at once.
    public var free: ((consuming Discarded) -> Void)?
    /// What logs and replicas of a served dataset are told; a replay tells nobody.
    public var effects: Effects
    /// Whom commands tell what they did to keys.
    public var events = KeyEvents()
    /// Chance, for commands that are left to it; without it such a command stops a replay.
    public var chance: Chance?

    /// Keeps the values that commands bring along and that stay frozen, one source per version.
    private var restored: [FormatVersion: SnapshotSource] = [:]

    /// Works on a dataset with database 0 selected, as a replay does: nothing expires.
    public init(_ keyspace: consuming Keyspace, nowMs: Int64 = 0) {
        self.keyspace = keyspace
        clock = LogClock(nowMs: nowMs)
        effects = Effects(areWanted: false)
    }

    /// Works on a dataset that clients are served from: keys expire as soon as they are looked
    /// for behind their time, and the effects of each command are kept.
    public init(serving keyspace: consuming Keyspace, chance: Chance, nowMs: Int64) {
        self.keyspace = keyspace
        clock = LogClock(nowMs: nowMs)
        effects = Effects(areWanted: true)
        self.chance = chance
    }

    /// Whether clients are served, by a clock that runs; else a log is replayed.
    public var isServing: Bool { effects.areWanted }

    /// The server whose behaviour is followed.
    public var profile: ServerProfile { keyspace.profile }

    /// The selected database.
    public var selected: Database {
        _read { yield keyspace[database: database] }
        _modify { yield &keyspace[database: database] }
    }
}

extension CommandContext {
    /// Keeps a copy of a value that is never thawed.
    mutating func freeze(
        _ payload: RawSpan,
        _ type: ObjectType,
        in format: PayloadContext
    ) -> FrozenValue {
        let source = restored[format.format] ?? SnapshotSource(context: format)
        restored[format.format] = source
        return FrozenValue(source, type, source.append(payload))
    }

    /// Ends the work and gives the dataset back.
    public consuming func finish() -> Keyspace {
        for source in restored.values { source.seal() }
        return keyspace
    }
}

// MARK: Keys

extension CommandContext {
    /// The place of a key in the selected database; nil for a missing key.
    ///
    /// Every command finds its keys here: one that nobody has touched yet is brought from the
    /// snapshot, and while clients are served, a key whose time is over is removed now.
    public mutating func position(of key: RawSpan) -> Int? {
        guard let position = keyspace.position(of: key, in: database) ?? warmed(key) else {
            return nil
        }
        guard isServing,
            let expiry = keyspace.expiry(at: position, in: database),
            expiry <= clock.nowMs
        else { return position }
        expire(key)
        return nil
    }

    /// The position of a key that was brought from the snapshot just now.
    private mutating func warmed(_ key: RawSpan) -> Int? {
        guard keyspace.hasColdKeys(in: database) else { return nil }
        return selected.warm(key)
    }

    /// Removes a key whose time is over, and tells logs and replicas.
    public mutating func expire(_ key: RawSpan) {
        _ = removeKey(key)
        effects.noteExpiry(of: key, in: database)
        if !events.classes.isEmpty {
            events.note(.expired, "expired", ByteString(key), database)
        }
    }

    /// Whether a key is there.
    public mutating func exists(_ key: RawSpan) -> Bool {
        position(of: key) != nil
    }

    /// The entry of a key with its attributes; nil for a missing key.
    public mutating func entry(of key: RawSpan) -> KeyEntry? {
        position(of: key).map { selected.entries[valueAt: $0] }
    }

    /// Does something in another database, and comes back.
    public mutating func inDatabase<Result>(
        _ number: Int,
        _ body: (inout CommandContext) -> Result
    ) -> Result {
        let former = database
        database = number
        defer { database = former }
        return body(&self)
    }

    /// The kind of a key's value, or nil for a missing key; thaws nothing.
    public mutating func kind(of key: RawSpan) -> ValueKind? {
        guard let position = position(of: key) else { return nil }
        return keyspace.kind(at: position, in: database)?.kind
    }

    /// Refuses a key that is there with another kind of value.
    ///
    /// - Returns: whether the key is there.
    @discardableResult
    public mutating func expect(
        _ kind: ValueKind,
        at key: RawSpan
    ) throws(CommandError) -> Bool {
        guard let found = self.kind(of: key) else { return false }
        guard found == kind else { throw .wrongType }
        return true
    }

    /// Removes a key; false if it was not there.
    @discardableResult
    public mutating func remove(_ key: RawSpan) -> Bool {
        removeKey(key)
    }

    /// Gives a key a new value, whatever it was before.
    ///
    /// - Parameter expiresAtMs: the new expiry; nil for none.
    public mutating func put(
        _ key: RawSpan,
        _ content: some StoredContent,
        expiresAtMs: Int64? = nil
    ) {
        let attributes = KeyAttributes(expiresAtMs: expiresAtMs)
        selected.set(key, to: KeyEntry(content.stored, attributes))
    }

    /// Gives a key the result of a `STORE`, or removes it if the result is empty.
    public mutating func store(_ key: RawSpan, _ content: some StoredContent) {
        guard content.isAbandoned else { return put(key, content) }
        if !remove(key) { effects.tellNothing() }
    }

    /// The expiry of a key; nil for none and for a missing key.
    public mutating func expiry(of key: RawSpan) -> Int64? {
        guard let position = position(of: key) else { return nil }
        return keyspace.expiry(at: position, in: database)
    }

    /// Sets or removes the expiry of a key; false for a missing key.
    @discardableResult
    public mutating func setExpiry(of key: RawSpan, to expiresAtMs: Int64?) -> Bool {
        guard let position = position(of: key) else { return false }
        selected.entries.setExpiry(at: position, to: expiresAtMs)
        return true
    }
}

// MARK: Values

extension CommandContext {
    /// The value of a key as one kind; nil for a missing key, an error for another kind.
    ///
    /// The result shares memory with the stored value: let go of it before changing that.
    public mutating func value<Content: StoredContent>(
        _ type: Content.Type,
        at key: RawSpan
    ) throws(CommandError) -> Content? {
        guard let position = try thawed(type.kind, at: key) else { return nil }
        guard var value = keyspace.value(at: position, in: database) else { return nil }
        return Content.take(from: &value)
    }

    /// What `body` makes of the value of a key; nil for a missing key.
    public mutating func read<Content: StoredContent, Result>(
        _ type: Content.Type,
        at key: RawSpan,
        _ body: (Content) -> Result
    ) throws(CommandError) -> Result? {
        try value(type, at: key).map(body)
    }

    /// Changes the value of a key in place; keeps its expiry.
    ///
    /// An aggregate that `body` leaves empty is removed with its attributes.
    ///
    /// - Returns: what `body` returns, or nil for a missing key.
    @discardableResult
    public mutating func change<Content: StoredContent, Result>(
        _ type: Content.Type,
        at key: RawSpan,
        _ body: (inout Content) throws(CommandError) -> Result
    ) throws(CommandError) -> Result? {
        guard let position = try thawed(type.kind, at: key) else { return nil }
        let changed = try selected.change(at: position, body)
        if changed.isAbandoned { remove(key) }
        return changed.result
    }

    /// Changes the value of a key in place, or an empty one that becomes the key's value.
    ///
    /// A missing key stays missing if `body` throws or leaves an aggregate empty.
    @discardableResult
    public mutating func changeOrCreate<Content: StoredContent, Result>(
        _ type: Content.Type,
        at key: RawSpan,
        _ body: (inout Content) throws(CommandError) -> Result
    ) throws(CommandError) -> Result {
        if let result = try change(type, at: key, body) { return result }
        var content = Content.fresh(for: profile)
        let result = try body(&content)
        // The key was missing a moment ago, and the body has no way to the keyspace.
        if !content.isAbandoned { selected.entries.add(key, KeyEntry(content.stored)) }
        return result
    }

    /// The position of a key whose value is in memory and of the kind; nil for a missing key.
    ///
    /// Fields of a hash whose time is over are gone when clients are served.
    private mutating func thawed(
        _ kind: ValueKind,
        at key: RawSpan
    ) throws(CommandError) -> Int? {
        guard let position = try brought(kind, at: key) else { return nil }
        guard kind == .hash, isServing else { return position }
        return removeOverdueFields(of: key, at: position) ? position : nil
    }

    /// The position of a key whose value is in memory and of the kind, as it is.
    mutating func brought(
        _ kind: ValueKind,
        at key: RawSpan
    ) throws(CommandError) -> Int? {
        guard let position = position(of: key) else { return nil }
        guard let held = keyspace.kind(at: position, in: database) else { return nil }
        guard held.kind == kind else { throw .wrongType }
        guard held.isFrozen else { return position }
        let profile = profile
        do throws(Fault) {
            try selected.entries[inPlace: position]?.value.thaw(for: profile)
        } catch {
            throw .damaged(error)
        }
        return position
    }
}

extension Database {
    /// Takes the content out of the value at a position, changes it and puts it back.
    fileprivate mutating func change<Content: StoredContent, Result>(
        at position: Int,
        _ body: (inout Content) throws(CommandError) -> Result
    ) throws(CommandError) -> (result: Result, isAbandoned: Bool) {
        try entries.change(at: position) { (entry) throws(CommandError) in
            guard var content = entry?.take(Content.self) else { throw .wrongType }
            do throws(CommandError) {
                let result = try body(&content)
                let isAbandoned = content.isAbandoned
                entry?.value = content.stored
                return (result, isAbandoned)
            } catch {
                entry?.value = content.stored
                throw error
            }
        }
    }
}

extension KeyEntry {
    /// Moves the content out and leaves a hole; nil for a value of another kind.
    fileprivate mutating func take<Content: StoredContent>(_ type: Content.Type) -> Content? {
        Content.take(from: &value)
    }
}
