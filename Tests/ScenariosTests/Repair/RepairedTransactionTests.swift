import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// A transaction is kept whole or not at all, and commands stay in their database.
@Suite("Transactions and databases around damage")
struct RepairedTransactionTests {
    private let folder: TemporaryFolder
    private let before = LogText.commands("SELECT 0", "SET a 1", "SET b 2", "SET c 3")
    private let behind = LogText.commands("SET d 4", "SET e 5", "SET f 6", "SET g 7")
    private let transaction = LogText.commands("MULTI", "SET t1 1", "SET t2 2", "SET t3 3", "EXEC")
    private let junk = [UInt8](repeating: 0, count: 40)

    init() throws {
        folder = try TemporaryFolder()
    }

    private func repair(_ bytes: [UInt8]) throws -> (bytes: [UInt8], report: RepairReport) {
        let path = try folder.write(bytes, to: "damaged.aof")
        let output = folder.path("repaired.aof")
        let report = try RepairRun(RepairRequest(path: path, output: output)).run()
        return (try FileBytes.read(output), report)
    }

    @Test("Damage anywhere in a transaction costs all of it and nothing else")
    func everywhere() throws {
        for place in transaction.indices {
            var bytes = transaction
            // A value, a key or a name stays what servers take; lines and ends don't.
            bytes[place] = 0
            let (repaired, report) = try repair(before + bytes + behind)
            let isContent = repaired == before + bytes + behind
            #expect(repaired == before + behind || isContent, "\(place)")
            #expect(report.isSound == isContent, "\(place)")
        }
    }

    @Test("A lost EXEC and a lost MULTI let no half of the transaction through")
    func lostEnds() throws {
        let exec = LogText.commands("EXEC")
        let open = Array(transaction.dropLast(exec.count))
        let rest = Array(transaction.dropFirst(LogText.commands("MULTI").count))
        #expect(try repair(before + open + junk + behind).bytes == before + behind)
        #expect(try repair(before + junk + rest + behind).bytes == before + behind)
        // With a transaction behind it is plain where the broken one ended.
        let two = open + junk + behind + transaction
        #expect(try repair(before + two).bytes == before + behind + transaction)
        let report = try repair(before + junk + rest + behind).report
        #expect(report.files[0].droppedCommandCount == 4)
        let names = report.keys.map(\.key.printable)
        #expect(names == ["t1", "t2", "t3"])
    }

    @Test("A transaction that the end cuts off goes, and so does the rest of a broken one")
    func openEnd() throws {
        let open = transaction.dropLast(LogText.commands("EXEC").count)
        let (repaired, report) = try repair(before + open)
        #expect(repaired == before)
        #expect(report.files[0].holes.map(\.cause) == [.openTransaction])
        let torn = before + junk + LogText.commands("SET t2 2", "SET t3 3", "SET t4 4").dropLast(3)
        #expect(try repair(torn).bytes == before)
    }

    @Test("Damage of one command within a transaction hides no end of it")
    func withinAndCut() throws {
        var bytes = transaction
        bytes[LogText.commands("MULTI").count] = 0
        let cut = bytes.dropLast(LogText.commands("EXEC").count)
        #expect(try repair(before + cut).bytes == before)
    }

    @Test("A SELECT in a dropped transaction still holds for what follows")
    func selectKept() throws {
        let bytes = LogText.commands("MULTI", "SELECT 7", "SET t1 1") + junk
        let rest = LogText.commands("SET t2 2", "EXEC")
        let repaired = try repair(before + bytes + rest + behind).bytes
        #expect(repaired == before + LogText.commands("SELECT 7") + behind)
    }

    @Test("A SELECT that may be lost is told of, up to the next one")
    func doubt() throws {
        let next = LogText.commands("SELECT 3", "SET h 8")
        let report = try repair(before + junk + behind + next).report
        let doubt = try #require(report.files[0].holes[0].doubt)
        #expect(doubt.database == 0)
        #expect(doubt.commandCount == 4)
        let start = before.count + junk.count
        #expect(doubt.range == start..<(start + behind.count))
        #expect(!doubt.isContradicted)
        let again = LogText.commands("SELECT 0", "SET h 8")
        let against = try repair(before + junk + behind + again).report
        #expect(against.files[0].holes[0].doubt?.isContradicted == true)
    }

    @Test("A damaged SELECT is carried out if it can be read, and is a doubt otherwise")
    func damagedSelect() throws {
        var select = LogText.commands("SELECT 5")
        select[select.count - 6] = 0
        let (repaired, report) = try repair(before + select + behind)
        #expect(repaired == before + LogText.commands("SELECT 5") + behind)
        #expect(report.files[0].holes[0].doubt == nil)
        for place in (select.count - 7)..<select.count { select[place] = 0 }
        let doubt = try repair(before + select + behind).report.files[0].holes[0].doubt
        #expect(doubt?.database == 0)
        var set = LogText.commands("SET k 5")
        for place in (set.count - 7)..<set.count { set[place] = 0 }
        let holes = try repair(before + set + behind).report.files[0].holes
        #expect(holes.count == 1 && holes[0].doubt == nil)
    }
}
