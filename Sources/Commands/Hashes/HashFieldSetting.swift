import RedoubtBytes
import RedoubtKeyspace

/// `HSETEX key [NX|XX] [FNX|FXX] [EX s|PX ms|EXAT s|PXAT ms|KEEPTTL] FIELDS count field value …`.
///
/// `FNX` and `FXX` ask for every field; `NX` and `XX` (Valkey) for the key.
enum HashFieldSetting {
    private struct Options {
        var keyMustExist: Bool?
        var fieldsMustExist: Bool?
        var expiresAtMs: Int64?
        var keepsExpiry = false
        var fields: Range<Int>?
    }

    static func setExpiring(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let options = try parse(
            arguments,
            context.clock,
            least: HashFieldExpiry.least(for: context.profile)
        )
        guard options.expiresAtMs ?? 0 <= HashFieldExpiry.latest(for: context.profile) else {
            throw .invalidExpiry
        }
        guard let fields = options.fields else { throw .syntax }
        if let mustExist = options.keyMustExist, context.exists(arguments[1]) != mustExist {
            return .integer(0)
        }
        let isOver = context.isOver(options.expiresAtMs)
        var hasChanged = !isOver
        let isDone = try context.changeOrCreate(HashValue.self, at: arguments[1]) {
            (hash) throws(CommandError) in
            if let mustExist = options.fieldsMustExist {
                for index in stride(from: fields.lowerBound, to: fields.upperBound, by: 2)
                where hash.fields.contains(arguments[index]) != mustExist {
                    return false
                }
            }
            for index in stride(from: fields.lowerBound, to: fields.upperBound, by: 2) {
                guard !isOver else {
                    if hash.fields.remove(arguments[index]) != nil { hasChanged = true }
                    continue
                }
                let kept =
                    options.keepsExpiry
                    ? hash.fields[arguments[index]]?.expiresAtMs : options.expiresAtMs
                let field = HashField(arguments.bytes(index + 1), expiresAtMs: kept)
                hash.fields.set(arguments[index], to: field)
                hash.noteExpiry(kept)
            }
            return true
        }
        if !hasChanged { context.effects.tellNothing() }
        return .flag(isDone)
    }

    private static func parse(
        _ arguments: borrowing Arguments,
        _ clock: LogClock,
        least: Int64
    ) throws(CommandError) -> Options {
        var options = Options()
        var index = 2
        while index < arguments.count {
            if let expiry = try ExpiryOption.parse(arguments, at: index, clock, least: least) {
                guard options.expiresAtMs == nil, !options.keepsExpiry else { throw .syntax }
                options.expiresAtMs = expiry
                index += 2
                continue
            }
            if arguments.matches(index, "FIELDS"), options.fields == nil {
                let fields = try arguments.fields(at: index, each: 2)
                options.fields = fields
                index = fields.upperBound
                continue
            }
            try parseWord(&options, arguments, index)
            index += 1
        }
        return options
    }

    private static func parseWord(
        _ options: inout Options,
        _ arguments: borrowing Arguments,
        _ index: Int
    ) throws(CommandError) {
        if arguments.matches(index, "KEEPTTL"), options.expiresAtMs == nil {
            options.keepsExpiry = true
        } else if arguments.matches(index, "FNX"), options.fieldsMustExist != true {
            options.fieldsMustExist = false
        } else if arguments.matches(index, "FXX"), options.fieldsMustExist != false {
            options.fieldsMustExist = true
        } else if arguments.matches(index, "NX"), options.keyMustExist != true {
            options.keyMustExist = false
        } else if arguments.matches(index, "XX"), options.keyMustExist != false {
            options.keyMustExist = true
        } else {
            throw .syntax
        }
    }
}
