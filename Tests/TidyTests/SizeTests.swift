import Testing

@Suite("Nothing grows too large")
struct SizeTests {
    @Test("Swift files have at most 400 lines of at most 100 columns")
    func files() throws {
        for file in ProjectFiles.swift {
            let lines = try file.lines()
            #expect(lines.count <= 401, "\(file) has \(lines.count) lines")
            for (index, line) in lines.enumerated() where line.count > 100 {
                Issue.record("\(file):\(index + 1) has \(line.count) columns")
            }
        }
    }

    @Test("Functions have at most 70 lines")
    func functions() throws {
        for file in ProjectFiles.swift {
            for function in try file.functions() where function.lineCount > 70 {
                Issue.record("\(file):\(function.line) has \(function.lineCount) lines")
            }
        }
    }

    @Test("No file is larger than 2 MB, and the fixtures fit into 12 MB")
    func bytes() {
        for file in ProjectFiles.all where file.byteCount > 2_000_000 {
            Issue.record("\(file) has \(file.byteCount) bytes")
        }
        let fixtures = ProjectFiles.all.filter { $0.path.hasPrefix("Fixtures/") }
        #expect(fixtures.map(\.byteCount).reduce(0, +) <= 12_000_000)
    }
}

extension ProjectFile {
    /// Where the functions of a formatted file begin, and how many lines each one has.
    fileprivate func functions() throws -> [(line: Int, lineCount: Int)] {
        var found: [(line: Int, lineCount: Int)] = []
        var open: (line: Int, end: String)?
        for (number, text) in try code() {
            if let function = open {
                guard text == function.end else { continue }
                found.append((function.line, number - function.line + 1))
                open = nil
            } else if text.contains(#/^\s*((@\S+|[a-z]+) )*(func |init[?(<])/#) {
                let indent = text.prefix { $0 == " " }
                // One on a single line ends there; a requirement has no body at all.
                if text.hasSuffix("{") || text.hasSuffix("(") { open = (number, indent + "}") }
            }
        }
        return found
    }
}
