import RedoubtAOF
import RedoubtBytes
import Testing

@Suite("LogLayout")
struct LogLayoutTests {
    private let place: TemporaryDirectory
    private static let manifest = "file b seq 1 type b\nfile i seq 1 type i\nfile h seq 1 type h\n"

    init() throws {
        place = try TemporaryDirectory()
    }

    private func writeLog(_ directory: String) throws {
        try place.write("\(directory)a.manifest", Self.manifest)
        try place.write("\(directory)b", "")
        try place.write("\(directory)i", "")
        try place.write("\(directory)temp-a.manifest", "a leftover")
    }

    @Test("a directory, its parent and its manifest lead to the same files")
    func directory() throws {
        try writeLog("appendonlydir/")
        let directory = "\(place.path)/appendonlydir"
        for path in [place.path, directory, directory + "/", directory + "/a.manifest"] {
            let layout = try LogLayout.open(path: path)
            #expect(layout.files.map(\.name) == ["b", "i"])
            #expect(layout.files.map(\.role) == [.base, .increment])
            #expect(layout.manifest?.files.count == 3)
        }
    }

    @Test("a manifest is known by its content too")
    func manifestByContent() throws {
        try writeLog("")
        let path = try place.write("copy", "# saved\n" + Self.manifest)
        #expect(try LogLayout.open(path: path).files.count == 2)
    }

    @Test("any other file is a log of one file")
    func singleFile() throws {
        let path = try place.write("appendonly.aof", log("SET a 1"))
        let layout = try LogLayout.open(path: path)
        let file = LogFile(path: path, name: "appendonly.aof", role: nil, sequence: 0)
        #expect(layout.files == [file])
        #expect(layout.location == .file(path: path))
    }

    @Test("a manifest without files is a log that has not begun")
    func empty() throws {
        let path = try place.write("a.manifest", "# nothing yet\n")
        #expect(try LogLayout.open(path: path).files.isEmpty)
    }

    @Test("several manifests must be told apart by the caller")
    func severalManifests() throws {
        try writeLog("")
        let other = try place.write("z.manifest", Self.manifest)
        let error = LayoutError.severalManifests(["\(place.path)/a.manifest", other])
        #expect(throws: error) { try LogLayout.open(path: place.path) }
        #expect(error.description.contains("z.manifest"))
    }

    @Test("two log directories side by side are not guessed at")
    func ambiguousParent() throws {
        try writeLog("one/")
        try writeLog("two/")
        let found = ["one", "two"].map { "\(place.path)/\($0)/a.manifest" }
        #expect(throws: LayoutError.severalManifests(found)) {
            try LogLayout.open(path: place.path)
        }
    }

    @Test("what is missing is named")
    func missing() throws {
        let path = "\(place.path)/none"
        #expect(throws: LayoutError.missing(path: path)) { try LogLayout.open(path: path) }
        #expect(throws: LayoutError.noManifest(path: place.path)) {
            try LogLayout.open(path: place.path)
        }
        let manifest = try place.write("a.manifest", "file gone seq 1 type b\n")
        let error = LayoutError.missingFile(name: "gone", path: "\(place.path)/gone")
        #expect(throws: error) { try LogLayout.open(path: manifest) }
    }

    @Test("a damaged manifest is a fault with its path")
    func damaged() throws {
        let path = try place.write("a.manifest", "file a seq 1 type b")
        let error = LayoutError.fault(Fault(.badManifest, at: 0, detail: 1), path: path)
        #expect(throws: error) { try LogLayout.open(path: path) }
    }
}
