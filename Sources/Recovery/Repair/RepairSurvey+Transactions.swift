import RedoubtBytes
import RedoubtRESP

extension RepairSurvey {
    /// What a command does to the transaction and to the selected database.
    mutating func follow(
        _ name: RawSpan,
        _ shape: RecordShape,
        _ second: Range<Int>?,
        in bytes: RawSpan
    ) {
        switch name.byteCount {
        case 5 where name.equalsWord("MULTI"): begin(at: shape.range.lowerBound)
        case 4 where name.equalsWord("EXEC"): commit(at: shape.range)
        case 6 where name.equalsWord("SELECT"):
            let strict = ArgumentShape(at: shape.name.upperBound + 2, in: bytes)?.content
            if let place = second ?? strict { select(bytes.extracting(place), at: shape.range) }
        default: position.transaction?.commandCount += 1
        }
        if let doubted, result.holes.indices.contains(doubted) {
            result.holes[doubted].doubt?.commandCount += 1
        }
    }

    private mutating func begin(at offset: Int) {
        guard position.transaction == nil else { return }
        // What went by since the last hole is not the rest of a transaction.
        undecided = nil
        position.transaction = (offset, position.database, 0)
    }

    private mutating func commit(at range: Range<Int>) {
        if position.transaction != nil {
            position.transaction = nil
        } else if let undecided {
            drop(since: undecided, through: range.upperBound)
        }
    }

    private mutating func select(_ text: RawSpan, at range: Range<Int>) {
        guard let number = Int64(canonicalDecimal: text), number >= 0, number <= Int64(Int32.max)
        else { return }
        endDoubt(at: range.lowerBound, selected: Int(number))
        position.database = Int(number)
    }

    /// The doubt about the database ends with a selection, or with the file.
    mutating func endDoubt(at offset: Int, selected: Int? = nil) {
        defer { doubted = nil }
        guard let doubted, result.holes.indices.contains(doubted),
            var doubt = result.holes[doubted].doubt
        else { return }
        doubt.range = doubt.range.lowerBound..<max(offset, doubt.range.lowerBound)
        doubt.isContradicted = selected == doubt.database
        result.holes[doubted].doubt = doubt.commandCount > 0 ? doubt : nil
    }

    /// Drops the rest of a transaction whose beginning is lost.
    mutating func drop(since undecided: Undecided, through end: Int) {
        kept.goBack(to: undecided.mark)
        for index in undecided.hole..<max(result.holes.count, undecided.hole)
        where result.holes.indices.contains(index) {
            let isLast = index == result.holes.count - 1
            let next = isLast ? end : result.holes[index + 1].dropped.lowerBound
            noteWhole(
                result.holes[index].dropped.upperBound..<next,
                ofHole: index,
                database: undecided.database
            )
            result.holes[index].dropped =
                result.holes[index].dropped
                .lowerBound..<max(
                    next,
                    result.holes[index].dropped.upperBound
                )
        }
        self.undecided = nil
        run = (end, position.database, 0)
        if let doubted, result.holes.indices.contains(doubted) {
            // What was in doubt is gone; what follows is in the same doubt.
            result.holes[doubted].doubt?.range = end..<end
            result.holes[doubted].doubt?.commandCount = 0
        }
    }

    /// Tells of whole commands that have to go.
    private mutating func noteWhole(
        _ range: Range<Int>,
        ofHole index: Int,
        database: Int
    ) {
        guard !range.isEmpty else { return }
        var lost = LostCommands(evidence, database: database, room: keyRoom)
        let count = Self.note(range, in: file, &lost)
        result.holes[index].wholeCommandCount += count
        result.droppedCommandCount += count
        result.holes[index].add(lost)
        keyRoom -= lost.keys.count
    }

    /// Notes the whole commands of a range, and answers how many there are.
    static func note(_ range: Range<Int>, in file: MappedFile, _ lost: inout LostCommands) -> Int {
        let bytes = file.bytes
        var count = 0
        var place = range.lowerBound
        while place < range.upperBound {
            if let end = Annotation.end(at: place, in: bytes) {
                place = end
            } else if let shape = RecordShape(at: place, in: bytes) {
                count += 1
                lost.note(shape, in: bytes)
                place = shape.range.upperBound
            } else {
                // A form that servers take and do not write: its content is not told.
                place += 1
            }
        }
        return count
    }
}

extension RepairReport.Hole {
    /// Adds what could be read of lost commands.
    mutating func add(_ lost: LostCommands) {
        keys.formUnion(lost.keys)
        unlistedKeyCount += lost.unlistedKeyCount
        commands.merge(lost.names) { $0 + $1 }
    }
}
