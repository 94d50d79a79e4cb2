/// What took long, by kind: the last times of each.
struct LatencyEvents: Sendable {
    /// A time that was noted.
    struct Sample: Sendable {
        let seconds: Int64
        var milliseconds: Int64
    }

    /// One kind.
    struct Event: Sendable {
        var samples: [Sample] = []
        var longest: Int64 = 0
    }

    private(set) var events: [String: Event] = [:]

    private static let sampleCountMax = 160

    /// Notes a time; of several in one second the longest.
    mutating func note(_ name: String, milliseconds: Int64, atMs nowMs: Int64) {
        var event = events[name] ?? Event()
        event.longest = max(event.longest, milliseconds)
        let seconds = nowMs / 1000
        if let last = event.samples.last, last.seconds == seconds {
            event.samples[event.samples.count - 1].milliseconds = max(
                last.milliseconds,
                milliseconds
            )
        } else {
            event.samples.append(Sample(seconds: seconds, milliseconds: milliseconds))
        }
        if event.samples.count > Self.sampleCountMax { event.samples.removeFirst() }
        events[name] = event
    }

    /// Forgets a kind; false if there was nothing of it.
    mutating func remove(_ name: String) -> Bool {
        events.removeValue(forKey: name) != nil
    }
}
