/// The commands on function libraries.
enum FunctionCommands {
    static let all: [Command] = [
        Command(
            "FUNCTION",
            arity: -2,
            keys: .none,
            effect: .functions,
            since: "7.0",
            body: FunctionLibraries.dispatch
        )
    ]
}
