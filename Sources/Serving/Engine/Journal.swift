import RedoubtBytes
import RedoubtCommands
import RedoubtRESP

/// The commands for logs and replicas, in the form in which logs hold them.
///
/// `SELECT` is put in front where the database changes. What one request did stands between
/// `MULTI` and `EXEC` if it is more than one command.
struct Journal: ~Copyable {
    /// Whether anybody reads it.
    var isWanted = false
    /// What was told and not taken yet.
    private(set) var text = ByteBuilder(capacity: 4096)
    /// What the current request did so far.
    private var held = ByteBuilder(capacity: 4096)
    private var heldCount = 0
    /// The database that the last command ran in; nil if readers do not know it.
    private var database: Int?

    init() {}

    /// Adds a command of the current request.
    mutating func append(_ arguments: borrowing Arguments, in database: Int) {
        if self.database != database {
            RESPWriter.begin(argumentCount: 2, into: &held)
            RESPWriter.word("SELECT", into: &held)
            RESPWriter.argument(Int64(database), into: &held)
            self.database = database
        }
        RESPWriter.begin(argumentCount: arguments.count, into: &held)
        for index in 0..<arguments.count { RESPWriter.argument(arguments[index], into: &held) }
        heldCount += 1
    }

    /// Ends the current request.
    mutating func endRequest() {
        guard heldCount > 0 else { return }
        if heldCount > 1 { RESPWriter.command(["MULTI"], into: &text) }
        Self.append(held, to: &text)
        if heldCount > 1 { RESPWriter.command(["EXEC"], into: &text) }
        held.removeAll()
        heldCount = 0
    }

    private static func append(_ bytes: borrowing ByteBuilder, to text: inout ByteBuilder) {
        text.append(bytes.bytes)
    }

    /// Hands out what was told since the last time.
    mutating func take(_ body: (RawSpan) -> Void) {
        guard !text.isEmpty else { return }
        body(text.bytes)
        text.removeAll()
    }

    /// Lets the next command name its database: somebody new begins to read.
    mutating func forgetDatabase() {
        database = nil
    }
}
