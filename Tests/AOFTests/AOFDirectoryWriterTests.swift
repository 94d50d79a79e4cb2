import RedoubtAOF
import RedoubtBytes
import Testing

@Suite("AOFDirectoryWriter")
struct AOFDirectoryWriterTests {
    @Test("writes a log that can be opened")
    func roundTrip() throws {
        let place = try TemporaryDirectory()
        let directory = "\(place.path)/appendonlydir"
        var writer = try AOFDirectoryWriter(directory: directory)
        for (role, text) in [(AOFFileInfo.Role.base, log("SET a 1")), (.increment, "")] {
            let file = try writer.newFile(role, isSnapshot: false)
            let bytes = Array(text.utf8)
            try file.write(bytes.rawSpan)
            try file.commit()
        }
        try writer.commit()
        let expected =
            "file appendonly.aof.1.base.aof seq 1 type b\n"
            + "file appendonly.aof.1.incr.aof seq 1 type i\n"
        #expect(try place.read("appendonlydir/appendonly.aof.manifest") == expected)
        #expect(try place.read("appendonlydir/appendonly.aof.1.base.aof") == log("SET a 1"))
        #expect(try LogLayout.open(path: directory).files.count == 2)
    }

    @Test("nothing is listed before every file is whole")
    func uncommitted() throws {
        let place = try TemporaryDirectory()
        var writer = try AOFDirectoryWriter(directory: place.path)
        do {
            _ = try writer.newFile(.base, isSnapshot: true)
        }
        let name = "appendonly.aof.1.base.rdb"
        let error = LayoutError.missingFile(name: name, path: "\(place.path)/\(name)")
        do throws(LayoutError) {
            try writer.commit()
            Issue.record("a log without its base was committed")
        } catch let thrown {
            #expect(thrown == error)
        }
        #expect(try place.names.isEmpty)
    }

    @Test("a log that is there is never overwritten")
    func occupied() throws {
        let place = try TemporaryDirectory()
        let manifest = try place.write("other.manifest", "#\n")
        #expect(throws: LayoutError.occupied([manifest])) {
            _ = try AOFDirectoryWriter(directory: place.path)
        }
    }
}
