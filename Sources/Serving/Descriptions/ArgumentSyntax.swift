/// Reads the arguments of a command from one line.
///
/// - `name` is an argument, `WORD` is itself, and `WORD=name` an argument behind a word.
/// - `[…]` may be missing, `…...` may come several times, and `…...+` with its word each time.
/// - `label:(a|b)` is one of several, `label:{a b}` are several together.
/// - The type of an argument follows from its name, or stands behind it: `name:integer`. Keys are
///   numbered by their key specifications: `name:key0`.
struct ArgumentSyntax {
    private let text: [Character]
    private var place = 0
    private var nextKey = 0

    /// The arguments of a line.
    static func parse(_ line: String) -> [ArgumentDescription] {
        var syntax = ArgumentSyntax(line)
        return syntax.sequence(until: nil)
    }

    private init(_ line: String) {
        text = Array(line)
    }

    private var next: Character? { place < text.count ? text[place] : nil }

    private mutating func take(_ character: Character) -> Bool {
        guard next == character else { return false }
        place += 1
        return true
    }

    private mutating func skipSpaces() {
        while take(" ") {}
    }

    private mutating func sequence(until end: Character?) -> [ArgumentDescription] {
        var items: [ArgumentDescription] = []
        while true {
            skipSpaces()
            guard let next else { return items }
            if next == end {
                place += 1
                return items
            }
            let start = place
            items.append(item())
            // A mark that belongs nowhere: what follows is left out, and the tests tell.
            if place == start { return items }
            _ = take("|")
        }
    }

    private mutating func item() -> ArgumentDescription {
        var argument: ArgumentDescription
        if take("[") {
            argument = item()
            _ = take("]")
            argument.isOptional = true
        } else {
            argument = group() ?? word()
        }
        if next == ".", text[place...].starts(with: "...") {
            place += 3
            argument.isMultiple = true
            argument.repeatsToken = take("+")
        }
        return argument
    }

    /// A group, with its word and its label in front; nil if there is none.
    private mutating func group() -> ArgumentDescription? {
        guard
            let bracket = text[place...].firstIndex(where: { " |[](){}.".contains($0) }),
            text[bracket] == "(" || text[bracket] == "{", bracket > place
        else { return nil }
        var head = String(text[place..<bracket].dropLast())
        var token: String?
        if let sign = head.firstIndex(of: "=") {
            token = String(head[..<sign])
            head = String(head[head.index(after: sign)...])
        }
        place = bracket + 1
        let isChoice = text[bracket] == "("
        let parts = sequence(until: isChoice ? ")" : "}")
        return ArgumentDescription(
            name: head,
            type: isChoice ? "oneof" : "block",
            token: token,
            parts: parts
        )
    }

    private mutating func word() -> ArgumentDescription {
        let start = place
        while let next, !" |[](){}".contains(next), !text[place...].starts(with: "...") {
            place += 1
        }
        let word = String(text[start..<place])
        if let sign = word.firstIndex(of: "="), Self.isToken(word[..<sign]) {
            var argument = named(String(word[word.index(after: sign)...]))
            argument.token = String(word[..<sign])
            return argument
        }
        if let colon = word.firstIndex(of: ":") {
            let behind = word[word.index(after: colon)...]
            if behind.isEmpty || Self.isToken(behind) {
                let token = String(behind)
                return ArgumentDescription(
                    name: String(word[..<colon]),
                    type: "pure-token",
                    token: token
                )
            }
        }
        guard Self.isToken(word[...]) else { return named(word) }
        return ArgumentDescription(name: word.lowercased(), type: "pure-token", token: word)
    }

    private static func isToken(_ word: Substring) -> Bool {
        !word.isEmpty && !word.contains(":") && !word.contains(where: \.isLowercase)
    }

    /// An argument by its name and perhaps its type.
    private mutating func named(_ word: String) -> ArgumentDescription {
        var name = word
        var type = ArgumentTypes.type(of: word)
        var number: Int?
        if let colon = word.lastIndex(of: ":") {
            var said = String(word[word.index(after: colon)...])
            if let digit = said.last?.wholeNumberValue {
                number = digit
                said.removeLast()
            }
            if ArgumentTypes.known.contains(said) {
                name = String(word[..<colon])
                type = said
            }
        }
        if type == "key", number == nil { number = nextKey }
        if type == "key", let number { nextKey = max(nextKey, number + 1) }
        // A key that no specification tells of.
        if type == "key-" { type = "key" }
        return ArgumentDescription(name: name, type: type, keyIndex: number)
    }
}

/// The types of arguments.
private enum ArgumentTypes {
    static let known: Set<String> = [
        "string", "integer", "double", "key", "key-", "pattern", "unix-time",
    ]

    /// The type of an argument that has a usual name.
    static func type(of name: String) -> String {
        if name.hasPrefix("unix-time") { return "unix-time" }
        return usual.first { $0.names.contains(name) }?.type ?? "string"
    }

    private static let usual: [(type: String, names: Set<String>)] = [
        (
            "key",
            [
                "key", "newkey", "source", "destination", "destkey", "sourcekey", "key1", "key2",
                "dst", "src",
            ]
        ),
        (
            "integer",
            [
                "count", "offset", "increment", "decrement", "seconds", "milliseconds",
                "start", "stop", "timeout", "numkeys", "cursor", "index", "end", "bit", "protover",
                "port", "db", "destination-db",
            ]
        ),
        ("double", ["longitude", "latitude", "radius", "width", "height"]),
        ("pattern", ["pattern"]),
    ]
}
