import RedoubtKeyspace

/// Reading lists.
enum ListReading {
    static let all: [Command] = [
        ReadingCommands.reading("LLEN", arity: 2) { (context, arguments) throws(CommandError) in
            .count(try context.value(ListValue.self, at: arguments[1])?.count ?? 0)
        },
        ReadingCommands.reading("LRANGE", arity: 4) { (context, arguments) throws(CommandError) in
            let start = try arguments.integer(2)
            let stop = try arguments.integer(3)
            guard let list = try context.value(ListValue.self, at: arguments[1]) else {
                return .array([])
            }
            let places = Ranks.range(start, stop, count: list.count)
            let elements = list.elements.from(places.lowerBound).prefix(places.count)
            return .array(elements.map { .bulk($0) })
        },
        ReadingCommands.reading("LINDEX", arity: 3) { (context, arguments) throws(CommandError) in
            guard let list = try context.value(ListValue.self, at: arguments[1]) else {
                return .null
            }
            let wanted = try arguments.integer(2)
            let place = wanted < 0 ? wanted + Int64(list.count) : wanted
            guard place >= 0, place < Int64(list.count) else { return .null }
            return .bulk(list.elements[Int(place)])
        },
    ]
}
