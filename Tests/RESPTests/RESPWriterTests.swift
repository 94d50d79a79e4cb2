import RedoubtBytes
import RedoubtRESP
import Testing

@Suite("RESPWriter")
struct RESPWriterTests {
    @Test("writes commands byte for byte")
    func bytes() {
        var output = ByteBuilder()
        RESPWriter.timestamp(seconds: 17, into: &output)
        RESPWriter.command(["SET", "", "a\r\nb"], into: &output)
        RESPWriter.begin(argumentCount: 2, into: &output)
        RESPWriter.word("SELECT", into: &output)
        RESPWriter.argument(Int64(-3), into: &output)
        let expected =
            "#TS:17\r\n*3\r\n$3\r\nSET\r\n$0\r\n\r\n$4\r\na\r\nb\r\n"
            + "*2\r\n$6\r\nSELECT\r\n$2\r\n-3\r\n"
        #expect(output.array == Array(expected.utf8))
    }

    @Test("what is written is read back")
    func roundTrip() throws {
        var output = ByteBuilder()
        let every = ByteString((0...255).map { UInt8($0) })
        RESPWriter.command([every, every], into: &output)
        var reader = RecordReader(ByteWindow(output.array))
        let item = try reader.next()
        #expect(item == .record(RecordInfo(range: 0..<output.count, argumentCount: 2)))
        #expect(reader.argument(1).array == every.array)
    }
}
