import ArgumentParser
import RedoubtRecovery
import RedoubtScripting

/// `--script-instructions` and `--script-memory`: how far the scripts of a log may go.
struct ScriptOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The most instructions that one script of the log may take.",
            valueName: "number"
        )
    )
    var scriptInstructions: Int64 = ScriptLimits().instructionMax

    @Option(
        help: ArgumentHelp("The most memory for scripts, in megabytes.", valueName: "MB")
    )
    var scriptMemory = ScriptLimits().memoryMax >> 20

    func validate() throws {
        guard scriptInstructions > 0 else {
            throw ValidationError("--script-instructions takes a number above 0")
        }
        guard (1...1 << 20).contains(scriptMemory) else {
            throw ValidationError("--script-memory takes 1 to 1048576 megabytes")
        }
    }

    /// The limits that were asked for.
    var limits: ScriptLimits {
        ScriptLimits(instructionMax: scriptInstructions, memoryMax: scriptMemory << 20)
    }
}
