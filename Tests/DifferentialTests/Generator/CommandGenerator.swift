import RedoubtBytes
import RedoubtTestSupport

/// Makes random commands over a dozen keys, so that they meet each other and values of other kinds.
///
/// What a log cannot tell is left out: times that pass during the run, and the order in which
/// `SORT … BY … ALPHA` puts equal texts of a set, which depends on the server's process. Since 7.0
/// some commands that fail or change nothing, and so are not logged, turn a compact sorted set into
/// a skip list, where −0 keeps its sign: a `SORT` by number, and in Valkey 9 a `ZADD XX` of a long
/// member that is not there. A run has either those or −0.
struct CommandGenerator {
    let settings: RunSettings
    var random: SeededGenerator
    /// What the server answered to `DUMP` of keys and to `FUNCTION DUMP`, as Latin-1.
    var payloads: [String] = []
    var libraries: [String] = []

    private let families: [[Alternative]]
    private let weights: [Int]
    private let tags: Set<String>

    /// - Parameters:
    ///   - known: the names of the commands that the server has.
    ///   - reads: whether there are commands that read, too.
    init(_ settings: RunSettings, known: Set<String>, reads: Bool = false) {
        self.settings = settings
        random = SeededGenerator(seed: settings.seed)
        let tags = settings.tags
        self.tags = tags
        let book = Phrasebook.families + (reads ? Phrasebook.readingFamilies : [])
        weights = Phrasebook.weights + (reads ? Phrasebook.readingWeights : [])
        families = book.map { family in
            family.flatMap { line -> [Alternative] in
                let (count, text) = Self.weight(line)
                let template = Alternative(line: text)
                guard case .word(let name)? = template.phrases.first, known.contains(name),
                    tags.isSuperset(of: template.tags)
                else { return [] }
                return Array(repeating: template, count: count)
            }
        }
    }

    /// A line may begin with how often it counts.
    private static func weight(_ line: Substring) -> (Int, String) {
        let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
        return Int(parts[0]).map { ($0, parts[1]) } ?? (1, String(line))
    }

    /// The next command.
    mutating func next() -> [ByteString] {
        var words: [String] = []
        expand(template().phrases, into: &words)
        // A timeout that gets lost would never end, and a count makes an SPOP certain.
        let isFixed = words.contains("0.01") || words[0].uppercased() == "SPOP"
        switch isFixed ? 2 : number(0..<150) {
        case 0 where words.count > 1: words.removeLast()
        case 1: words.append(blank("v"))
        default: break
        }
        return words.map(Self.bytes)
    }

    /// Words are Latin-1: a scalar is a byte.
    static func bytes(_ word: String) -> ByteString {
        ByteString(word.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
    }

    /// The other way round.
    static func word(_ bytes: ByteString) -> String {
        String(String.UnicodeScalarView(bytes.array.map { Unicode.Scalar($0) }))
    }

    private mutating func template() -> Alternative {
        var place = number(0..<weights.reduce(0, +))
        for (family, weight) in zip(families, weights) {
            if place < weight, !family.isEmpty { return family[number(0..<family.count)] }
            place -= weight
        }
        return families[0][0]
    }

    // MARK: Templates

    private mutating func expand(_ phrases: [Phrase], into words: inout [String]) {
        for phrase in phrases {
            switch phrase {
            case .word(let word): words.append(spelled(word))
            case .blank(let name): words.append(blank(name))
            case .shuffled(let parts):
                expand(parts.shuffled(using: &random), into: &words)
            case .choice(let alternatives, let isOptional, let repeats):
                let possible = alternatives.filter { tags.isSuperset(of: $0.tags) }
                guard !possible.isEmpty, !isOptional || number(0..<2) == 0 else { continue }
                for _ in 0..<(repeats ? number(1..<4) : 1) {
                    expand(possible[number(0..<possible.count)].phrases, into: &words)
                }
            }
        }
    }

    /// A word in upper case, at times in others.
    private mutating func spelled(_ word: String) -> String {
        switch number(0..<8) {
        case 0: word.lowercased()
        case 1: word.prefix(1).lowercased() + word.dropFirst()
        default: word
        }
    }

    mutating func number(_ range: Range<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    mutating func one(of choices: [String]) -> String {
        choices[number(0..<choices.count)]
    }
}
