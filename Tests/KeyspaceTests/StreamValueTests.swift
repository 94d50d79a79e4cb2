import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues
import Testing

@Suite("StreamValue")
struct StreamValueTests {
    @Test("an entry gives its fields back, empty and long ones too")
    func fields() {
        var entry = StreamEntry(StreamID(1, 2))
        let long = ByteString([UInt8](repeating: 7, count: 20_000))
        entry.append(ByteString("").bytes, value: ByteString("v").bytes)
        entry.append(long.bytes, value: ByteString("").bytes)
        var seen: [ByteString] = []
        entry.forEachField { field, value in
            seen.append(ByteString(field))
            seen.append(ByteString(value))
        }
        #expect(seen == ["", "v", long, ""])
        #expect(entry.fieldCount == 2)
    }

    @Test("pending entries move between consumers and leave with them")
    func ownership() {
        var group = StreamGroupValue(lastID: .zero, entriesRead: nil)
        let (first, isNew) = group.createConsumer(ByteString("a").bytes, seenTimeMs: 1)
        #expect(isNew)
        let again = group.createConsumer(ByteString("a").bytes, seenTimeMs: 2)
        #expect(again.number == first && !again.isNew)
        let second = group.createConsumer(ByteString("b").bytes, seenTimeMs: 1).number
        for sequence in 1...5 {
            group.deliver(StreamID(1, UInt64(sequence)), to: first, timeMs: 9, count: 1)
        }
        group.deliver(StreamID(1, 2), to: second, timeMs: 10, count: 2)
        group.deliver(StreamID(1, 3), to: nil, timeMs: 0, count: 3)
        #expect(group.pending.count == 5)
        let owned = group.removeConsumer(ByteString("a").bytes)
        #expect(owned == 3)
        #expect(group.pending.map(\.id) == [StreamID(1, 2), StreamID(1, 3)])
        #expect(group.pending(StreamID(1, 2))?.consumer == second)
        let acknowledged = [StreamID(1, 2), StreamID(1, 2)].map { group.acknowledge($0) }
        #expect(acknowledged == [true, false])
        #expect(group.consumers.map(\.value.pending.count) == [0])
        let missing = group.removeConsumer(ByteString("a").bytes)
        #expect(missing == nil)
    }

    @Test("a group comes back from its exchanged form as it was")
    func exchange() {
        var group = StreamGroup(name: "g", lastID: StreamID(5, 0), entriesRead: 4)
        group.consumers = [
            StreamConsumer(name: "x", seenTimeMs: 1, activeTimeMs: 2),
            StreamConsumer(name: "y", seenTimeMs: 3, activeTimeMs: -1),
        ]
        group.pending = [
            PendingEntry(id: StreamID(1, 1), consumer: 1, deliveryTimeMs: 7, deliveryCount: 1),
            PendingEntry(id: StreamID(2, 1), consumer: nil, deliveryTimeMs: 0, deliveryCount: 2),
            PendingEntry(id: StreamID(3, 1), consumer: 0, deliveryTimeMs: 8, deliveryCount: 3),
        ]
        #expect(StreamGroupValue(group).exchanged(name: "g") == group)
    }
}
