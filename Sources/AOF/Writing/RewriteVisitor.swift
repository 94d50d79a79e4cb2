public import RedoubtBytes
import RedoubtRDB
import RedoubtRESP
public import RedoubtValues

/// Writes a dataset as the commands that build it: the form of a base file without a snapshot.
///
/// | Kind | Commands |
/// |---|---|
/// | string | `SET` |
/// | list, set, sorted set | `RPUSH`, `SADD`, `ZADD`, 64 elements each |
/// | hash | `HMSET`, 64 fields each; `HPEXPIREAT` per field that expires |
/// | stream | `XADD` per entry, `XSETID`, then its groups |
/// | array | `ARMSET`, 32 elements each, `ARSEEK` |
///
/// and behind a value that expires `PEXPIREAT`. What the target server has no command for is
/// ``RedoubtBytes/Fault/Reason/unsupportedByTarget`` with the ``RedoubtRDB/TargetFeature`` as its
/// detail; so are module values. As in a server's own
/// rewrite, access hints, the times of consumers, and pending entries whose stream entry was
/// deleted have no form as commands and are left out.
///
/// ```swift
/// var rewrite = RewriteVisitor(sink, target: profile)
/// try rewrite.selectDatabase(0)
/// try rewrite.beginKey(key, attributes)
/// try type.visit(payload, at: offset, in: context, &rewrite)
/// try rewrite.endKey()
/// let sink = try rewrite.finish()
/// ```
public struct RewriteVisitor<Sink: ByteSink & ~Copyable>: ~Copyable {
    private var sink: Sink
    /// Whole commands that did not go to the sink yet.
    var output = ByteBuilder(capacity: 1 << 16)
    /// Items of the command being gathered, in the form of arguments.
    var batch = ByteBuilder(capacity: 1 << 12)
    /// Commands that must follow the one being gathered.
    var behindBatch = ByteBuilder()
    /// The text of a number on its way into a command.
    var scratch = ByteBuilder(capacity: 64)
    var batchCount = 0
    var key = ByteString()
    var kind = ValueKind.string
    let target: ServerProfile
    private var attributes = KeyAttributes()
    /// Number of commands written so far.
    public internal(set) var commandCount = 0
    /// Whether the stream being written has had no entry yet.
    var streamIsEmpty = true

    /// Items per command, as servers write them.
    static var itemsMax: Int { 64 }
    static var arrayItemsMax: Int { 32 }
    /// A batch of large items goes out before it is full.
    private static var batchBytesMax: Int { 1 << 20 }
    private static var outputBytesMax: Int { 1 << 16 }

    /// Writes to `sink` what a server of the profile `target` understands.
    public init(_ sink: consuming Sink, target: ServerProfile) {
        self.sink = sink
        self.target = target
    }

    /// Writes a time annotation.
    public mutating func timestamp(seconds: Int64) throws(Fault) {
        RESPWriter.timestamp(seconds: seconds, into: &output)
        try flushIfLarge()
    }

    /// Writes a function library; libraries come first.
    public mutating func function(_ code: RawSpan) throws(Fault) {
        guard target.isAtLeast(redis: 7, 0) else { throw unsupported(.functions) }
        begin(argumentCount: 3)
        RESPWriter.word("FUNCTION", into: &output)
        RESPWriter.word("LOAD", into: &output)
        RESPWriter.argument(code, into: &output)
        try flushIfLarge()
    }

    /// Selects the database of the keys that follow.
    public mutating func selectDatabase(_ number: Int) throws(Fault) {
        begin(argumentCount: 2)
        RESPWriter.word("SELECT", into: &output)
        RESPWriter.argument(Int64(number), into: &output)
        try flushIfLarge()
    }

    /// Begins a key; its value is visited next.
    public mutating func beginKey(
        _ key: RawSpan,
        _ attributes: KeyAttributes
    ) throws(Fault) {
        guard attributes.metadata == nil else { throw unsupported(.keyMetadata) }
        self.key = ByteString(key)
        self.attributes = attributes
    }

    /// Ends the key that ``beginKey(_:_:)`` began.
    public mutating func endKey() throws(Fault) {
        if let expiresAtMs = attributes.expiresAtMs {
            begin(argumentCount: 3)
            RESPWriter.word("PEXPIREAT", into: &output)
            RESPWriter.argument(key, into: &output)
            RESPWriter.argument(expiresAtMs, into: &output)
        }
        try flushIfLarge()
    }

    /// Writes what is left and gives the sink back.
    public consuming func finish() throws(Fault) -> Sink {
        try Self.drain(&output, into: &sink)
        return sink
    }

    /// Begins a command.
    mutating func begin(argumentCount: Int) {
        commandCount += 1
        RESPWriter.begin(argumentCount: argumentCount, into: &output)
    }

    func unsupported(_ feature: TargetFeature) -> Fault {
        Fault(.unsupportedByTarget, detail: feature.rawValue)
    }

    // MARK: Batches

    /// Notes that one more item of `perCommand` was appended to the batch.
    mutating func itemDone(wordsPerItem: Int, perCommand: Int) throws(Fault) {
        batchCount += 1
        if batchCount >= perCommand || batch.count >= Self.batchBytesMax {
            try flushBatch(wordsPerItem: wordsPerItem)
        }
    }

    /// Writes the gathered items as one command.
    mutating func flushBatch(wordsPerItem: Int) throws(Fault) {
        guard batchCount > 0 else { return }
        begin(argumentCount: 2 + batchCount * wordsPerItem)
        RESPWriter.word(batchCommand, into: &output)
        RESPWriter.argument(key, into: &output)
        Self.move(&batch, to: &output)
        Self.move(&behindBatch, to: &output)
        batchCount = 0
        try flushIfLarge()
    }

    /// Appends what the scratch holds as an argument, and empties it.
    static func takeArgument(_ scratch: inout ByteBuilder, into target: inout ByteBuilder) {
        RESPWriter.argument(scratch.bytes, into: &target)
        scratch.removeAll()
    }

    private static func move(_ source: inout ByteBuilder, to target: inout ByteBuilder) {
        target.append(source.bytes)
        source.removeAll()
    }

    private var batchCommand: StaticString {
        switch kind {
        case .list: "RPUSH"
        case .set: "SADD"
        case .sortedSet: "ZADD"
        case .hash: "HMSET"
        default: "ARMSET"
        }
    }

    mutating func flushIfLarge() throws(Fault) {
        guard output.count >= Self.outputBytesMax else { return }
        try Self.drain(&output, into: &sink)
    }

    private static func drain(
        _ output: inout ByteBuilder,
        into sink: inout Sink
    ) throws(Fault) {
        try sink.write(output.bytes)
        output.removeAll()
    }
}
