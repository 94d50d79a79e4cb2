import RedoubtBytes
import RedoubtRESP

extension RepairSurvey {
    /// Finds where commands begin again behind damage, and answers that offset.
    ///
    /// - Parameter reached: how far the damaged record was read.
    mutating func mend(at offset: Int, reached: Int) -> Int {
        let file = file
        let bytes = file.bytes
        let start = stepBack(from: offset, in: bytes)
        var lost = LostCommands(evidence, database: position.database, room: keyRoom)
        let finding = scan.next(from: start, reached: reached, in: bytes, &lost)
        // What was read of the record is read again from the boundary on.
        _ = scan.mayRead(again: reached - finding.boundary)
        let isEnd = finding.boundary == bytes.byteCount
        leave(start..<finding.boundary, isEnd ? .tornEnd : .damage, lost)
        result.withinCutValue = finding.withinCutValue
        return finding.boundary
    }

    /// The start of the record in front, if that is where the damage is: one of its lengths or the
    /// number of its arguments is wrong, so that it ends where no record begins.
    private mutating func stepBack(from offset: Int, in bytes: RawSpan) -> Int {
        guard let previous, previous.shape.range.upperBound == offset,
            offset < bytes.byteCount,
            bytes[byte: offset] != UInt8(ascii: "*"),
            !bytes.extracting(previous.shape.name).equalsWord("MULTI"),
            !bytes.extracting(previous.shape.name).equalsWord("EXEC")
        else { return offset }
        let name = bytes.extracting(previous.shape.name)
        let verdict = evidence.verdict(name: name, argumentCount: previous.shape.argumentCount)
        guard verdict == .wrongCount || scan.isMisread(previous.shape, in: bytes) else {
            return offset
        }
        position = previous.position
        run.commandCount -= 1
        undecided?.commandCount -= 1
        return previous.shape.range.lowerBound
    }

    /// Leaves a damaged range out, and the transaction in which it stands.
    private mutating func leave(
        _ damaged: Range<Int>,
        _ cause: RepairReport.Cause,
        _ lost: LostCommands
    ) {
        // What went by since a hole in a transaction belongs to that transaction, and so does what
        // an `EXEC` in the damage ends.
        let isWithin = undecided?.isInside ?? false
        if let undecided, isWithin || lost.endsInside == false {
            drop(since: undecided, through: damaged.lowerBound)
        }
        let transaction = position.transaction
        let end = transaction?.start ?? damaged.lowerBound
        let database = transaction?.database ?? position.database
        var whole = LostCommands(evidence, database: database, room: keyRoom)
        let wholeCount = Self.note(end..<damaged.lowerBound, in: file, &whole)
        keep(to: end, dropping: wholeCount)
        var hole = RepairReport.Hole(
            cause: cause,
            damaged: damaged,
            dropped: end..<damaged.upperBound,
            wholeCommandCount: wholeCount,
            time: time
        )
        hole.add(whole)
        hole.add(lost)
        let index = addHole(hole)
        position.database = lost.selected ?? position.database
        position.transaction = nil
        previous = nil
        run = (damaged.upperBound, position.database, 0)
        decideLater(index, isInside: isWithin || transaction != nil, lost)
        doubtDatabase(of: index, lost)
    }

    private mutating func addHole(_ hole: RepairReport.Hole) -> Int {
        result.holeCount += 1
        result.droppedCommandCount += hole.wholeCommandCount
        keyRoom -= hole.keys.count
        if result.holes.count < RepairReport.File.holesMax { result.holes.append(hole) }
        return result.holeCount - 1
    }

    /// Whether what follows a hole is the rest of a transaction shows only by what comes first.
    private mutating func decideLater(
        _ hole: Int,
        isInside: Bool,
        _ lost: LostCommands
    ) {
        let isClear = lost.endsInside != nil || !lost.mayHideTransaction
        let isPending = undecided.map { $0.commandCount <= Self.undecidedMax } ?? false
        if isPending, lost.endsInside == nil { return }
        undecided = nil
        if isClear, !(lost.endsInside ?? isInside) { return }
        undecided = Undecided(
            mark: kept.mark,
            hole: hole,
            database: position.database,
            isInside: isClear
        )
    }

    /// Whether the database of what follows a hole is known.
    private mutating func doubtDatabase(of hole: Int, _ lost: LostCommands) {
        guard lost.mayHideSelect || lost.selected != nil else { return }
        let offset = run.start
        endDoubt(at: offset)
        guard lost.mayHideSelect, result.holes.indices.contains(hole) else { return }
        result.holes[hole].doubt = RepairReport.DatabaseDoubt(
            database: position.database,
            range: offset..<offset
        )
        doubted = hole
    }

    /// Keeps what was read since the last hole, up to an offset.
    private mutating func keep(to end: Int, dropping count: Int) {
        kept.append(
            run.start..<max(end, run.start),
            commandCount: run.commandCount - count,
            before: run.database,
            after: position.transaction?.database ?? position.database
        )
    }

    // MARK: The end

    /// The file is read: an open transaction goes, and so may what follows a hole.
    mutating func finish() {
        let isTorn = result.holes.last.map { $0.damaged.upperBound == file.count } ?? false
        if let transaction = position.transaction {
            let none = LostCommands(evidence, database: transaction.database, room: 0)
            leave(file.count..<file.count, .openTransaction, none)
        } else {
            keep(to: file.count, dropping: 0)
        }
        endDoubt(at: file.count)
        guard let undecided, (1...Self.undecidedMax).contains(undecided.commandCount) else {
            return
        }
        if undecided.isInside || isTorn {
            drop(since: undecided, through: file.count)
        }
    }
}
