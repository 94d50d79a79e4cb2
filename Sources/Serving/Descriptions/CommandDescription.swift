import RedoubtBytes
import RedoubtCommands

/// What `COMMAND` tells of a command besides what runs it.
struct CommandDescription: Sendable {
    /// The name in upper case; `CLIENT|KILL` for a subcommand.
    var name: String
    var group: String
    /// The number of arguments of a subcommand, both names included; negative for a minimum.
    var arity: Int?
    var since = ""
    var marks: [String] = []
    /// What happens to the keys of each key specification.
    var keyUses: [[String]] = []
    var complexity = ""
    var summary = ""
    /// Since when there is something better, and what that is.
    var deprecation: (since: String, instead: String)?
    /// The arguments as one line, which is read when somebody asks for it: that takes longer than
    /// a server's start should.
    private var argumentLine = ""
    var subcommands: [CommandDescription] = []

    /// The arguments behind the name.
    var arguments: [ArgumentDescription] { ArgumentSyntax.parse(argumentLine) }

    /// The properties that servers call flags.
    var flags: [String] {
        marks.filter { !$0.contains("@") && $0 != "syscmd" }.filter { !Self.isTip($0) }
    }

    /// What clients of a cluster should know.
    var tips: [String] { marks.filter(Self.isTip) }

    private static func isTip(_ mark: String) -> Bool {
        mark.contains(":") || mark.hasPrefix("nondeterministic")
    }

    /// The categories of access rules.
    var categories: [String] {
        let flags = Set(flags)
        var found: [String] = []
        if flags.contains("write") { found.append("write") }
        if flags.contains("readonly"), group != "scripting" { found.append("read") }
        let category = Self.categories[group] ?? group
        if !category.isEmpty { found.append(category) }
        if flags.contains("admin") { found += ["admin", "dangerous"] }
        if flags.contains("pubsub") { found.append("pubsub") }
        if flags.contains("blocking") { found.append("blocking") }
        found.append(flags.contains("fast") ? "fast" : "slow")
        for mark in marks where mark.hasPrefix("+@") { found.append(String(mark.dropFirst(2))) }
        return found.filter { !marks.contains("-@" + $0) }
    }

    /// The category of each group that is called otherwise; empty for none.
    private static let categories: [String: String] = [
        "generic": "keyspace", "sorted-set": "sortedset", "transactions": "transaction",
        "server": "", "cluster": "", "pubsub": "",
    ]

    /// In the form of `COMMAND DOCS`: the name, and a map of what is known.
    var document: [Reply] {
        var parts: [Reply] = []
        func add(_ name: ByteString, _ text: String) {
            parts += [.bulk(name), .bulk(ByteString(text))]
        }
        add("summary", summary)
        add("since", since)
        add("group", group)
        add("complexity", complexity)
        var flags: [Reply] = []
        if deprecation != nil { flags.append(.status("deprecated")) }
        if marks.contains("syscmd") { flags.append(.status("syscmd")) }
        if !flags.isEmpty { parts += [.bulk("doc_flags"), .set(flags)] }
        if let deprecation {
            add("deprecated_since", deprecation.since)
            add("replaced_by", deprecation.instead)
        }
        if !arguments.isEmpty { parts += [.bulk("arguments"), .array(arguments.map(\.reply))] }
        if !subcommands.isEmpty {
            parts += [.bulk("subcommands"), .map(subcommands.flatMap(\.document))]
        }
        return [.bulk(ByteString(name.lowercased())), .map(parts)]
    }
}

extension CommandDescription {
    /// What is known of a command; nil if nothing is.
    static func of(_ name: String) -> CommandDescription? { all[name] }

    /// All descriptions by the names of the commands.
    static let all: [String: CommandDescription] = {
        var all: [String: CommandDescription] = [:]
        for (group, text) in CommandTexts.all {
            for description in parse(text, group) {
                guard let bar = description.name.firstIndex(of: "|") else {
                    all[description.name] = description
                    continue
                }
                all[String(description.name[..<bar])]?.subcommands.append(description)
            }
        }
        return all
    }()

    private static func parse(_ text: String, _ group: String) -> [CommandDescription] {
        var lines: [Substring] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("    "), let last = lines.popLast() {
                lines.append(last + " " + line.drop { $0 == " " })
            } else {
                lines.append(line)
            }
        }
        var found: [CommandDescription] = []
        for line in lines {
            guard line.hasPrefix("  ") else {
                found.append(CommandDescription(heading: line, group))
                continue
            }
            found[found.count - 1].add(line.dropFirst(2))
        }
        return found
    }

    private init(heading: Substring, _ group: String) {
        var fields: [[String]] = [[]]
        for word in heading.split(separator: " ") {
            if word == "|" {
                fields.append([])
            } else {
                fields[fields.count - 1].append(String(word))
            }
        }
        let words = fields[0]
        self.init(name: words[0], group: group)
        since = words[words.count - 1]
        if words.count > 2 { arity = Int(words[1]) }
        guard fields.count == 4 else { return }
        marks = fields[1]
        keyUses = fields[2].joined(separator: " ").split(separator: ";")
            .map { $0.split(separator: " ").map(String.init) }
        complexity = fields[3].joined(separator: " ")
    }

    private mutating func add(_ line: Substring) {
        if line.hasPrefix(": ") {
            argumentLine = String(line.dropFirst(2))
        } else if line.hasPrefix("~ ") {
            let words = line.dropFirst(2).split(separator: " ", maxSplits: 1)
            guard words.count == 2 else { return }
            deprecation = (String(words[0]), String(words[1]))
        } else {
            summary = String(line)
        }
    }
}
