/// The last commands of a list that may be long, and how many there were.
struct LastEvents {
    private let countMax: Int?
    private var events: [Timeline.Event] = []
    private var next = 0
    private var numbers: [String: Int] = [:]
    private(set) var count = 0

    /// Keeps the last `countMax`; all of them for nil.
    init(countMax: Int?) {
        self.countMax = countMax
    }

    /// Which command of that name the next one is.
    mutating func number(of name: String) -> Int {
        numbers[name, default: 0] += 1
        return numbers[name, default: 0]
    }

    mutating func append(_ event: Timeline.Event) {
        count += 1
        guard let countMax, events.count >= max(countMax, 1) else {
            events.append(event)
            return
        }
        events[next] = event
        next = (next + 1) % events.count
    }

    /// What is kept, in the order of the log.
    var inOrder: [Timeline.Event] { Array(events[next...] + events[..<next]) }
}
