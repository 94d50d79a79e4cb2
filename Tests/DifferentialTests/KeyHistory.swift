import RedoubtBytes

/// The commands that touched a key, also where it had another name, in another database, or was
/// made from other keys.
struct KeyHistory {
    private struct Place: Hashable {
        var database: String
        var key: ByteString
    }

    private var places: Set<Place>
    private let keys: Set<ByteString>
    private var touching: [SentCommand] = []

    /// Goes back from the last command.
    ///
    /// - Parameter keys: all keys that commands may name.
    static func commands(
        on key: ByteString,
        in database: String,
        among sent: [SentCommand],
        keys: Set<ByteString>
    ) -> [SentCommand] {
        var history = KeyHistory(places: [Place(database: database, key: key)], keys: keys)
        for command in sent.reversed() where !history.follow(command) { break }
        return history.touching.reversed()
    }

    private init(places: Set<Place>, keys: Set<ByteString>) {
        self.places = places
        self.keys = keys
    }

    /// - Returns: false at a command before which nothing counts.
    private mutating func follow(_ command: SentCommand) -> Bool {
        let words = command.words
        switch command.name {
        case "FLUSHALL" where !command.isRefused:
            touching.append(command)
            return false
        case "FLUSHDB" where !command.isRefused:
            places = places.filter { $0.database != command.database }
            touching.append(command)
            return !places.isEmpty
        case "SWAPDB" where !command.isRefused:
            exchange(words[1].printable, words[2].printable)
            touching.append(command)
        default:
            let named = Set(words.dropFirst()).intersection(keys)
            guard named.contains(where: { isFollowed($0, command) }) else { return true }
            touching.append(command)
            for key in named { places.insert(Place(database: command.database, key: key)) }
        }
        return true
    }

    /// Commands such as `COPY` name another database as a number.
    private func isFollowed(_ key: ByteString, _ command: SentCommand) -> Bool {
        let others = ["COPY", "MOVE"].contains(command.name) ? command.words.map(\.printable) : []
        return places.contains {
            $0.key == key && ($0.database == command.database || others.contains($0.database))
        }
    }

    private mutating func exchange(_ first: String, _ second: String) {
        places = Set(
            places.map { place in
                var place = place
                if place.database == first {
                    place.database = second
                } else if place.database == second {
                    place.database = first
                }
                return place
            }
        )
    }
}
