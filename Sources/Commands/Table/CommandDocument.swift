/// The document that lists the commands, made from the table.
public enum CommandDocument {
    /// The text of `docs/commands.md`.
    public static func text(of table: CommandTable) -> String {
        var lines = opening
        for command in table.commands.sorted(by: { $0.name < $1.name }) {
            lines.append(
                "| `\(command.name)` | \(command.arity) | \(command.keys.summary) | "
                    + "\(command.effect.summary) | \(command.since) | \(command.notes) |"
            )
        }
        return (lines + closing).joined(separator: "\n") + "\n"
    }

    private static let opening = [
        "# Commands",
        "",
        "Made from the command table by `make docs`: change the literals in `Sources/Commands`.",
        "",
        "A replay carries these commands out, in the form in which servers log them and in that",
        "in which clients send them. A command that fails changes nothing: it failed on the live",
        "server as well. A command that is not listed here stops the run, and so does one whose",
        "result the log does not decide, such as an `SPOP` that takes some members of several.",
        "",
        "The arity counts the name; a negative one is a minimum. Keys are told by their place",
        "among the arguments, the name being 0.",
        "",
        "| Command | Arity | Keys | Effect | Since | Notes |",
        "|---|---|---|---|---|---|",
    ]

    private static let closing = [
        "",
        "## Not supported",
        "",
        "These stop the run: what they do can not be told from a log, or is not documented well",
        "enough to be sure of it.",
        "",
        "| Command | Reason |",
        "|---|---|",
        "| `MIGRATE` | never logged, but the `DEL` of what left; it needs the other server |",
        "| `HIMPORT`, `HSETC` (8.10) | the arguments of the logged form are not documented |",
        "| `ARSET` and other `AR…` (8.8) | arrays stay as the snapshot has them |",
        "| `SEXPIRE` and its family (8.12) | the logged form is not documented |",
        "| `XREADGROUP … CLAIM` (8.4) | never logged, but the `XCLAIM` of each entry |",
        "| `JSON.…`, `TS.…`, `BF.…`, `FT.…`, `VADD` and others | carried out by a module |",
        "",
        "`IFDEQ` and `IFDNE` compare digests of values. Servers log a command with such a",
        "condition only if it held, so it counts as true.",
    ]
}

extension Effect {
    /// The effect in words.
    var summary: String {
        switch self {
        case .overwrites: "overwrites"
        case .overwritesUnlessGuarded: "overwrites, or changes if an option asks for the old value"
        case .overwritesWithReplace: "overwrites with `REPLACE`, else creates"
        case .deletes: "deletes"
        case .expiryOnly: "changes the expiry"
        case .modifies: "changes"
        case .moves: "moves or copies"
        case .storesFromSources: "overwrites from the sources"
        case .wholeDatabase: "changes whole databases"
        case .functions: "changes functions"
        case .reads: "reads"
        case .control: "none"
        }
    }
}
