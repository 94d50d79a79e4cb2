import RedoubtBytes
import Testing

/// A source that gives one to three bytes at a time.
private struct TrickleSource: ByteSource {
    var bytes: ArraySlice<UInt8>

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(Fault) -> Int {
        let count = min(bytes.count, buffer.count, 1 + bytes.count % 3)
        for index in 0..<count { buffer[index] = bytes[bytes.startIndex + index] }
        bytes = bytes.dropFirst(count)
        return count
    }
}

@Suite("ByteWindow")
struct ByteWindowTests {
    private let content = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }

    private func trickle() -> ByteWindow {
        ByteWindow(TrickleSource(bytes: content[...]), refillCount: 64)
    }

    @Test("a stream reads the same bytes as memory, whatever the refills")
    func streamEqualsMemory() throws {
        var memory = ByteWindow(content)
        var stream = trickle()
        var step = 0
        while try !memory.isAtEnd() {
            step += 1
            let count = min(1 + step * 37 % 211, content.count - memory.offset)
            if step % 4 == 0 {
                try memory.skip(count)
                try stream.skip(count)
            } else {
                let expected = try memory.bytes(count).array
                let read = try stream.bytes(count).array
                #expect(read == expected)
            }
            #expect(memory.offset == stream.offset)
        }
        #expect(try stream.isAtEnd())
    }

    @Test("kept bytes survive refills")
    func keeping() throws {
        var stream = trickle()
        try stream.skip(100)
        stream.keep()
        try stream.skip(3000)
        #expect(stream.kept(150..<3050).array == Array(content[150..<3050]))
        stream.drop()
        try stream.skip(1900)
        #expect(try stream.isAtEnd())
    }

    @Test("the observer sees every byte once and in order")
    func observing() throws {
        final class Seen { var bytes: [UInt8] = [] }
        let seen = Seen()
        var stream = trickle()
        try stream.skip(10)
        stream.observe { seen.bytes += $0.array }
        _ = try stream.bytes(700).array
        try stream.skip(2000)
        stream.endObserving()
        try stream.skip(5)
        #expect(seen.bytes == Array(content[10..<2710]))
    }

    @Test("the end is an error with its offset")
    func truncation() throws {
        var stream = trickle()
        try stream.skip(4999)
        #expect(throws: Fault(.truncated, at: 4999)) { _ = try stream.bytes(2).byteCount }
        var memory = ByteWindow([1, 2, 3])
        #expect(throws: Fault.self) { try memory.skip(4) }
        #expect(throws: Fault.self) { try memory.skip(-1) }
    }
}
