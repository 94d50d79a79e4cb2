import CScripting
import RedoubtBytes
import RedoubtCodecs
import RedoubtCommands

/// One Lua state in its sandbox: texts go in, answers in the protocol of the servers come out.
///
/// The state is C, and an error of a script never leaves it: a command that a script calls gives
/// its answer back as bytes, and C raises what there is to raise.
@safe
final class LuaMachine {
    /// How a run ended.
    enum Outcome {
        case done(ByteString)
        case failed(ByteString)
        case endless
        case tooLarge
        case stopped
        case unsupported
    }

    /// Carries out a command of a script; nil ends the script for good.
    typealias Handler = (OwnedArguments) -> [UInt8]?

    private let engine: OpaquePointer

    /// Opens a state; nil if there is no memory for it.
    init?(_ limits: ScriptLimits, raisesTables: Bool) {
        guard
            let engine = unsafe scripting_open(
                limits.memoryMax,
                limits.instructionMax,
                raisesTables ? 1 : 0
            )
        else { return nil }
        unsafe self.engine = engine
    }

    deinit {
        unsafe scripting_close(engine)
    }

    /// Runs a script, or without a text the function with the name.
    func run(
        _ name: ByteString,
        text: ByteString?,
        words: [ByteString],
        keyCount: Int,
        _ handler: Handler
    ) -> Outcome {
        withoutActuallyEscaping(handler) { handler in
            let callee = Callee(handler)
            // Everything that the request points to outlives the call.
            let packed = PackedWords([name, text ?? ByteString()] + words)
            let status = unsafe packed.withPointers { all in
                unsafe callee.withOwner { owner in
                    var request = unsafe scripting_request()
                    unsafe request.name = all[0]
                    if text != nil { unsafe request.source = all[1] }
                    unsafe request.words = all.baseAddress.map { unsafe UnsafePointer($0 + 2) }
                    unsafe request.key_count = keyCount
                    unsafe request.word_count = words.count
                    unsafe request.command = answerCommand
                    unsafe request.owner = owner
                    return unsafe scripting_run(engine, &request)
                }
            }
            return outcome(status)
        }
    }

    /// Runs the text of a library.
    func load(library: ByteString) -> Outcome {
        let packed = PackedWords([library])
        return outcome(
            unsafe packed.withPointers { all in unsafe scripting_load_library(engine, all[0]) }
        )
    }

    /// Whether a text is a script.
    func compiles(_ text: ByteString) -> Bool {
        let packed = PackedWords([text])
        return unsafe packed.withPointers { all in unsafe scripting_compiles(engine, all[0]) } == 0
    }

    private func outcome(_ status: Int32) -> Outcome {
        let result = unsafe scripting_result(engine)
        let bytes = unsafe ByteString(
            Array(UnsafeBufferPointer(start: result.bytes, count: result.count))
        )
        switch UInt32(status) {
        case scripting_done.rawValue: return .done(bytes)
        case scripting_failed.rawValue: return .failed(bytes)
        case scripting_endless.rawValue: return .endless
        case scripting_too_large.rawValue: return .tooLarge
        case scripting_unsupported.rawValue: return .unsupported
        default: return .stopped
        }
    }

    /// The name by which servers know a script: 40 hex digits.
    static func digest(of text: ByteString) -> ByteString {
        ByteString(SHA1(of: text.bytes).hex)
    }
}

/// The handler of one run, in a form that C can hand back.
private final class Callee {
    let handler: LuaMachine.Handler

    init(_ handler: @escaping LuaMachine.Handler) {
        self.handler = handler
    }

    func withOwner<Result>(_ body: (UnsafeMutableRawPointer) -> Result) -> Result {
        withExtendedLifetime(self) {
            unsafe body(Unmanaged.passUnretained(self).toOpaque())
        }
    }
}

/// What C calls for each command of a script.
private func answerCommand(
    _ owner: UnsafeMutableRawPointer?,
    _ engine: OpaquePointer?,
    _ words: UnsafePointer<scripting_bytes>?,
    _ count: Int
) -> Int32 {
    guard let owner = unsafe owner, let engine = unsafe engine else { return 1 }
    var arguments = OwnedArguments([])
    let words = unsafe UnsafeBufferPointer(start: words, count: count)
    for index in 0..<count {
        // The machine hands over as many words as it says.
        let word = unsafe UnsafeRawBufferPointer(
            start: words[index].bytes,
            count: words[index].count
        )
        arguments.append(unsafe Array(word).rawSpan)
    }
    let callee = unsafe Unmanaged<Callee>.fromOpaque(owner).takeUnretainedValue()
    guard let answer = callee.handler(arguments) else { return 1 }
    unsafe answer.withUnsafeBytes { bytes in
        unsafe scripting_reply(engine, bytes.baseAddress, bytes.count)
    }
    return 0
}

/// Texts one behind the other, so that C can be given a pointer to each.
private struct PackedWords {
    private var bytes: [UInt8] = []
    private var ranges: [Range<Int>] = []

    init(_ words: [ByteString]) {
        for word in words {
            ranges.append(bytes.count..<bytes.count + word.count)
            bytes += word.array
        }
        // A pointer even where there is no text at all.
        bytes.append(0)
    }

    func withPointers<Result>(
        _ body: (UnsafeMutableBufferPointer<scripting_bytes>) -> Result
    )
        -> Result
    {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            // Every range lies within the bytes.
            var words = unsafe ranges.map { range in
                unsafe scripting_bytes(
                    bytes: bytes.baseAddress.map { unsafe $0 + range.lowerBound },
                    count: range.count
                )
            }
            return unsafe words.withUnsafeMutableBufferPointer { unsafe body($0) }
        }
    }
}
