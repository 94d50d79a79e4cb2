import RedoubtAOF
import RedoubtBytes
import RedoubtTestSupport
import Testing

private func parse(_ text: String) throws(Fault) -> Manifest {
    let bytes = Array(text.utf8)
    return try Manifest(parsing: bytes.rawSpan)
}

@Suite("Manifest")
struct ManifestTests {
    private static let base = "file a.1.base.rdb seq 1 type b\n"

    @Test("reads the lines of a server and writes them back")
    func roundTrip() throws {
        let text =
            "file appendonly.aof.2.base.rdb seq 2 type b\n"
            + "file appendonly.aof.3.incr.aof seq 3 type h\n"
            + "file appendonly.aof.4.incr.aof seq 4 type i startoffset 12 endoffset 90\n"
            + "file appendonly.aof.5.incr.aof seq 5 type i startoffset 90\n"
        let manifest = try parse(text)
        #expect(manifest.base?.name == "appendonly.aof.2.base.rdb")
        #expect(manifest.increments.map(\.sequence) == [4, 5])
        #expect(manifest.loaded.map(\.sequence) == [2, 4, 5])
        #expect(manifest.increments[0].startOffset == 12)
        #expect(manifest.increments[0].endOffset == 90)
        #expect(manifest.text == text)
    }

    @Test(
        "the name of a file may be quoted in every way that the servers know",
        arguments: [
            (#"plain"#, "plain"), (#""with space""#, "with space"), (#"'it\'s'"#, "it's"),
            (#""\x41\n\t\"q\"""#, "A\n\t\"q\""), (#"a"b c""#, "ab c"), (#"'\n'"#, nil),
            (#""\xZZ""#, "xZZ"), (#""open"#, nil), (#""a"b"#, nil), (#"'a'b"#, nil),
            (#""\x2f""#, nil), (#""""#, nil), ("..", nil), ("a/b", nil), (#""a\\b""#, nil),
        ]
    )
    func names(_ word: String, _ name: String?) {
        let line = "file \(word) seq 1 type b\n"
        guard let name else {
            #expect(throws: Fault(.badManifest, at: 0, detail: 1)) { try parse(line) }
            return
        }
        #expect(throws: Never.self) {
            let manifest = try parse(line)
            #expect(manifest.files.map(\.name) == [name])
            #expect(try parse(manifest.text) == manifest)
        }
    }

    @Test(
        "accepts the freedom that the grammar gives",
        arguments: [
            "# a comment\nfile a seq 1 type b\n", "  \t file a seq 1 type b \r\n",
            "TYPE b Seq 1 FILE a\n", "file x seq 9 type i file a seq 1 type b\n",
            "file a seq 1 type base\n", "file a seq 1x type b\n", "file a seq +1 type b\n",
            "file a seq 1 type b\n#no feed",
        ]
    )
    func accepted(_ text: String) throws {
        let expected = AOFFileInfo(name: "a", sequence: 1, role: .base)
        #expect(try parse(text).files == [expected])
    }

    @Test("keeps pairs that it does not know")
    func unknownPairs() throws {
        let manifest = try parse("file a seq 1 type b checksum 'x y'\n")
        #expect(manifest.files[0].unknown == [.init(key: "checksum", value: "x y")])
        #expect(manifest.text == "file a seq 1 type b checksum \"x y\"\n")
    }

    @Test("comments alone are an empty manifest, no line at all is none")
    func empty() throws {
        #expect(try parse("#\n# two\n").files.isEmpty)
        #expect(throws: Fault(.badManifest, at: 0, detail: 1)) { try parse("") }
    }

    @Test(
        "refuses a line with its offset and number",
        arguments: [
            "file b seq 1 type i", "\n", " \t\n", " # comment\n", "file b seq 1\n",
            "file b seq 1 type i odd\n", "file b seq 0 type i\n", "file b seq x type i\n",
            "file b seq 1 type x\n", "file b seq 1 typo i\n", "file b seq 2 type b\n",
            "file b\0 seq 1 type i\n",
        ]
    )
    func refused(_ line: String) {
        let fault = Fault(.badManifest, at: Self.base.utf8.count, detail: 2)
        #expect(throws: fault) { try parse(Self.base + line) }
    }

    @Test("increments ascend; the history may have any numbers")
    func order() throws {
        let increments = "file c seq 3 type i\nfile d seq 3 type i\n"
        #expect(throws: Fault(.badManifest, at: 20, detail: 2)) { try parse(increments) }
        let manifest = try parse("file h seq 9 type h\nfile g seq 9 type h\nfile b seq 1 type b\n")
        #expect(manifest.files.count == 3)
        #expect(manifest.loaded.map(\.name) == ["b"])
    }

    @Test("a line has at most 1024 bytes")
    func lineLength() throws {
        let rest = " seq 1 type b\n"
        let longest = String(repeating: "n", count: 1024 - 5 - rest.count)
        #expect(try parse("file \(longest)\(rest)").files.count == 1)
        #expect(throws: Fault(.badManifest, at: 0, detail: 1)) {
            try parse("file \(longest)n\(rest)")
        }
    }

    @Test("mutated manifests never trap, and are empty only if all their lines are comments")
    func mutations() {
        var generator = SeededGenerator(seed: 1)
        let bytes = Array((Self.base + "file \"b\\x41\" seq 2 type i\n").utf8)
        for _ in 0..<20_000 {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: 0..<mutated.count, using: &generator)
                mutated[index] = UInt8.random(in: 0...255, using: &generator)
            }
            do throws(Fault) {
                let manifest = try Manifest(parsing: mutated.rawSpan)
                let lines = mutated.split(separator: UInt8(ascii: "\n"))
                let isComment = lines.allSatisfy { $0.first == UInt8(ascii: "#") }
                #expect(manifest.files.isEmpty == isComment)
            } catch {
                #expect(error.reason == .badManifest)
            }
        }
    }
}
