import ArgumentParser

/// `--jobs`: how many cores to work on.
struct JobsOption: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "How many cores to work on; the result is the same for any number.",
            discussion: "The default is all that the process may use.",
            valueName: "number"
        )
    )
    var jobs: Int?

    func validate() throws {
        guard jobs.map({ (1...1024).contains($0) }) ?? true else {
            throw ValidationError("--jobs takes 1 to 1024")
        }
    }
}
