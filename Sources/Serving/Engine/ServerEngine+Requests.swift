import RedoubtBytes
public import RedoubtCommands
import RedoubtValues

extension ServerEngine {
    /// Carries out a request, whose answer then stands in the session's output.
    ///
    /// Nothing of `arguments` is kept. A session that ``Session/isWaiting`` afterwards takes no
    /// further request before its host is told to resume it.
    public func handle(_ arguments: borrowing Arguments, for session: Session) {
        figures.requestCount += 1
        session.requestCount += 1
        session.lastMs = nowMs
        switch session.answers {
        case .skip: session.answers = .on
        case .skipNext: session.answers = .skip
        default: break
        }
        guard !session.isProtected else {
            session.answer(.failure(Self.protectedMode))
            session.isClosing = true
            return
        }
        guard let index = table.index(of: arguments[0]) else {
            return refuse(session, Self.unknown(arguments))
        }
        let served = table.commands[index]
        guard served.command.accepts(argumentCount: arguments.count) else {
            figures.commands[index].rejected += 1
            return refuse(session, served.arityLine)
        }
        if let line = served.subcommands?.refusal(of: arguments) { return refuse(session, line) }
        if let line = refusal(of: served, arguments, for: session) {
            figures.commands[figurePlace(of: index, arguments)].rejected += 1
            return refuse(session, line)
        }
        if session.transaction != nil, !served.permission.contains(.insideTransaction) {
            return queue(index, arguments, for: session)
        }
        session.lastCommand = served.command.name
        carryOut(index, arguments, for: session)
    }

    /// Keeps a command for `EXEC`, within bounds.
    private func queue(_ index: Int, _ arguments: borrowing Arguments, for session: Session) {
        let kept = OwnedArguments(copying: arguments)
        session.transaction?.commands.append((index, kept))
        session.transaction?.byteCount += kept.byteCount
        guard session.transaction?.byteCount ?? 0 <= options.limits.queryByteCountMax else {
            session.isClosing = true
            return refuse(session, "ERR the transaction is too large")
        }
        session.answer(.status("QUEUED"))
    }

    /// Runs a request, or lets it wait for what is not known of the dataset yet.
    func carryOut(_ index: Int, _ arguments: borrowing Arguments, for session: Session) {
        switch obstacle(to: index, arguments, for: session) {
        case nil: run(index, arguments, for: session)
        case .failure(let line): refuse(session, line)
        case .notYet:
            session.parked = ParkedRequest(
                index: index,
                arguments: OwnedArguments(copying: arguments)
            )
            parked.append(session.id)
        }
    }

    /// Runs a command of the table and gives its answer, if it has one already.
    func run(_ index: Int, _ arguments: borrowing Arguments, for session: Session) {
        if !monitors.isEmpty { tellMonitors(arguments, of: session) }
        figures.commands[figurePlace(of: index, arguments)].calls += 1
        let mark = markNanoseconds
        if trackerCount > 0 { currentID = session.id }
        let served = table.commands[index]
        do throws(CommandError) {
            if let reply = try outcome(of: served, index, arguments, for: session) {
                session.answer(reply)
            }
        } catch {
            noteError(error.line)
            figures.commands[figurePlace(of: index, arguments)].failed += 1
            session.answer(.failure(error.line))
        }
        if session.tracking != nil { noteReads(served, arguments, session) }
        if isMeasuring { noteTime(since: mark, index, arguments, session) }
        if depth == 0 { settle() }
    }

    /// What a command answers; nil if the session waits, or the answer stands in its output.
    func outcome(
        of served: ServedCommand,
        _ index: Int,
        _ arguments: borrowing Arguments,
        for session: Session
    ) throws(CommandError) -> Reply? {
        if let help = served.subcommands?.help(for: arguments) { return help }
        if let body = served.body { return try body(self, session, arguments) }
        guard let blocking = served.blocking else {
            return try apply(served, arguments, in: session.database)
        }
        let time = try blocking.time(of: arguments)
        let reply = try apply(served, arguments, in: session.database)
        guard reply.isNull, time != .none, depth == 0 else { return reply }
        block(session, index, arguments, time)
        return nil
    }

    /// Carries out a command on data and tells everybody whom its effects concern.
    func apply(
        _ served: ServedCommand,
        _ arguments: borrowing Arguments,
        in database: Int
    ) throws(CommandError) -> Reply {
        context.database = database
        let held = served.command.effect == .wholeDatabase ? watchedKeysThere() : []
        defer { if !context.effects.expiries.isEmpty { tellExpiries() } }
        do throws(CommandError) {
            let done = try served.command.runTelling(&context, arguments)
            if served.isWrite {
                if done.hasChanged { noteChange(by: served, arguments, in: database, held) }
            } else if case .null = done.reply {
                figures.missCount += 1
            } else {
                figures.hitCount += 1
            }
            return done.reply
        } catch {
            // A script that fails leaves what it changed before.
            if let told = context.effects.substitutes, !told.isEmpty {
                noteChange(by: served, arguments, in: database)
            }
            throw error
        }
    }

    /// What belongs behind a command, or behind all of a transaction: those who waited are served.
    func settle() {
        journal.endRequest()
        serveWaiters()
        journal.endRequest()
        if trackerCount > 0 { tellTrackers() }
    }
}

// MARK: Refusals

extension ServerEngine {
    /// Refuses a request before it runs; inside a transaction that breaks it.
    private func refuse(_ session: Session, _ line: String) {
        session.transaction?.isBroken = true
        noteError(line)
        session.answer(.failure(line))
    }

    /// Why a request may not run now; nil if it may.
    private func refusal(
        of served: ServedCommand,
        _ arguments: borrowing Arguments,
        for session: Session
    ) -> String? {
        if !session.isAuthenticated, !served.permission.contains(.unauthenticated) {
            return "NOAUTH Authentication required."
        }
        if served.isWrite, !served.isScript, options.writes == .refused {
            return "READONLY You can't write against a read only server."
        }
        if served.isWrite, let writeRefusal { return writeRefusal }
        if session.form.version == 2, !subscriptions.isEmpty,
            !served.permission.contains(.whileSubscribed),
            subscriptions.count(of: session.id) > 0
        {
            return "ERR Can't execute '\(served.command.name.lowercased())': only (P|S)SUBSCRIBE "
                + "/ (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context"
        }
        return nil
    }

    /// Counts an error.
    func noteError(_ line: String) {
        figures.errorCount += 1
        let word = String(line.prefix { $0 != " " })
        // Scripts may make words up.
        guard figures.errors[word] != nil || figures.errors.count < Self.errorWordMax else {
            return
        }
        figures.errors[word, default: 0] += 1
    }

    private static let errorWordMax = 128

    private static func unknown(_ arguments: borrowing Arguments) -> String {
        var line =
            "ERR unknown command '\(text(arguments[0], max: 128))', with args beginning with: "
        var index = 1
        while index < arguments.count, line.utf8.count < 128 + 60 {
            line += "'\(text(arguments[index], max: 128))' "
            index += 1
        }
        return line
    }

    /// The start of an argument for a message; line ends would end the answer.
    private static func text(_ argument: RawSpan, max: Int) -> String {
        let shown = argument.extracting(0..<min(argument.byteCount, max)).array.map { byte in
            byte == 0x0D || byte == 0x0A ? UInt8(ascii: " ") : byte
        }
        return String(decoding: shown, as: UTF8.self)
    }

    private static let protectedMode =
        "DENIED Redoubt runs in protected mode: it has no password, and you come from another "
        + "machine. Start it with --requirepass, or with --protected-mode no."
}

extension ServedCommand {
    /// The answer to a wrong number of arguments.
    var arityLine: String {
        "ERR wrong number of arguments for '\(command.name.lowercased())' command"
    }
}
