import ArgumentParser

/// `--max-memory`: the memory to keep within.
struct MemoryOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keep within this memory, such as 256mb or 2gb.",
            discussion:
                "What is more goes to a scratch file beside the output. The default is half "
                + "of what the machine has.",
            valueName: "size"
        )
    )
    var maxMemory: ByteSize?

    func validate() throws {
        guard maxMemory.map({ $0.count >= 64 << 20 }) ?? true else {
            throw ValidationError("--max-memory takes 64mb or more")
        }
    }
}

/// A number of bytes as servers' configurations write it: `64mb`, `2gb`, `1000000`.
struct ByteSize: ExpressibleByArgument {
    let count: Int

    init?(argument: String) {
        let units: [(String, Int)] = [
            ("kb", 1 << 10), ("mb", 1 << 20), ("gb", 1 << 30), ("k", 1000), ("m", 1_000_000),
            ("g", 1_000_000_000), ("b", 1), ("", 1),
        ]
        let text = argument.lowercased()
        guard let (suffix, unit) = units.first(where: { text.hasSuffix($0.0) }),
            let number = Int(text.dropLast(suffix.count)), number >= 0
        else { return nil }
        let (count, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        self.count = count
    }
}
