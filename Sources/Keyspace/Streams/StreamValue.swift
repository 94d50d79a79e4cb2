public import RedoubtBytes
public import RedoubtValues

/// A stream in memory: its entries in order, its state, and its groups by name.
public struct StreamValue: Sendable {
    /// The entries, ids ascending.
    public var entries = SortedChunks<StreamEntry>()
    /// What the stream knows besides its entries.
    ///
    /// `length` and `firstID` here are as of the last ``refreshBounds()``; the entries decide.
    public var state = StreamState()
    /// The consumer groups by name.
    public var groups = ByteTable<StreamGroupValue>()

    /// Which entries a server would keep together.
    package var nodes = StreamNodes()
    /// Finds the idempotent producers of the state.
    package var producerPlaces = ProducerPlaces()

    /// A new stream.
    public init() {}

    /// Where the entry with an id stands, or nil if it is gone.
    public func position(of id: StreamID) -> SortedChunks<StreamEntry>.Position? {
        let place = entries.position { $0.id < id }
        return entries.element(at: place)?.id == id ? place : nil
    }

    /// Whether the entry with an id is live.
    public func contains(_ id: StreamID) -> Bool {
        position(of: id) != nil
    }

    /// Makes the state's length and first id agree with the entries.
    public mutating func refreshBounds() {
        state.length = UInt64(entries.count)
        state.firstID = entries.first?.id ?? .zero
    }
}

/// Where each idempotent producer of a stream stands in its list.
///
/// It follows the list: whoever else changed that is noticed by the number of producers, and the
/// places are found anew.
package struct ProducerPlaces: Sendable {
    private var places = ByteTable<Int>()
    private var knownCount = 0

    package init() {}

    /// The place of a producer, which is added if it is missing.
    package mutating func place(
        of name: RawSpan,
        in idempotence: inout StreamIdempotence
    ) -> Int {
        if knownCount != idempotence.producers.count {
            places.removeAll()
            for (place, producer) in idempotence.producers.enumerated() {
                places.set(producer.name, to: place)
            }
            knownCount = idempotence.producers.count
        }
        if let place = places[name] { return place }
        let place = knownCount
        idempotence.producers.append(.init(name: ByteString(name), ids: []))
        places.set(name, to: place)
        knownCount += 1
        return place
    }
}
