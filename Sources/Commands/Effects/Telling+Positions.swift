import RedoubtBytes
import RedoubtValues

extension Telling {
    /// `GEOADD key [NX|XX] [CH] longitude latitude member …` as what it is to a sorted set.
    func tellPositions(
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) throws(CommandError) {
        var first = 2
        while ["NX", "XX", "CH"].contains(where: { arguments.matches(first, $0) }) { first += 1 }
        var words: [ByteString] = ["ZADD"]
        for index in 1..<first { words.append(arguments.bytes(index)) }
        for index in stride(from: first, to: arguments.count, by: 3) {
            let position = try GeoArguments.position(arguments, at: index, context.profile)
            words.append(ByteString(decimal: Int64(position.score)))
            words.append(arguments.bytes(index + 2))
        }
        context.tell(words)
    }
}
