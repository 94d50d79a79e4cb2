/// A template of commands, parsed from one line.
///
/// | In the line   | Makes                                                  |
/// |---------------|--------------------------------------------------------|
/// | `WORD`        | the word, its letters in any case                      |
/// | `$name`       | an argument from the generator                         |
/// | `( a | b )`   | one of the alternatives; with `)+` one to three times  |
/// | `[ a | b ]`   | one of the alternatives or nothing                     |
/// | `{ a b }`     | every part, in any order                               |
/// | `@tag`        | its alternative, or the line, is for some runs only    |
indirect enum Phrase {
    case word(String)
    case blank(String)
    case choice([Alternative], isOptional: Bool, repeats: Bool)
    case shuffled([Phrase])
}

/// Parts in a row, and the tags of the runs that they are for.
struct Alternative {
    var tags: [String] = []
    var phrases: [Phrase] = []
}

extension Alternative {
    /// Parses a line.
    init(line: String) {
        var words = line.split(whereSeparator: \.isWhitespace).map(String.init)[...]
        self.init(&words)
    }

    /// Parses up to a `|` or a closing bracket.
    private init(_ words: inout ArraySlice<String>) {
        while let word = words.first, !["|", ")", ")+", "]", "}"].contains(word) {
            words.removeFirst()
            switch word {
            case "(", "[": phrases.append(Self.choice(&words, isOptional: word == "["))
            case "{":
                phrases.append(.shuffled(Alternative(&words).phrases))
                words = words.dropFirst()
            default:
                if word.hasPrefix("@") {
                    tags.append(String(word.dropFirst()))
                } else if word.hasPrefix("$"), word != "$" {
                    phrases.append(.blank(String(word.dropFirst())))
                } else {
                    phrases.append(.word(word))
                }
            }
        }
    }

    private static func choice(_ words: inout ArraySlice<String>, isOptional: Bool) -> Phrase {
        var alternatives = [Alternative(&words)]
        while words.first == "|" {
            words.removeFirst()
            alternatives.append(Alternative(&words))
        }
        let end = words.popFirst()
        return .choice(alternatives, isOptional: isOptional, repeats: end == ")+")
    }
}
