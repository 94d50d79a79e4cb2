import RedoubtBytes
import RedoubtServing
import Testing

@Suite("Who listens to what")
struct SubscriptionsTests {
    @Test("A client listens to a name once, and to no kind but that")
    func once() {
        var subscriptions = Subscriptions()
        let done1 = subscriptions.add(1, to: "news", .channel)
        #expect(done1)
        let done2 = subscriptions.add(1, to: "news", .channel)
        #expect(!done2)
        let done3 = subscriptions.add(1, to: "news", .shard)
        #expect(done3)
        #expect(subscriptions.count(of: 1) == 1)
        #expect(subscriptions.clients(of: "news", .pattern).isEmpty)
        let done4 = subscriptions.remove(1, from: "news", .channel)
        #expect(done4)
        let done5 = subscriptions.remove(1, from: "news", .channel)
        #expect(!done5)
        #expect(subscriptions.clients(of: "news", .shard) == [1])
    }

    @Test("A message finds the patterns that its channel matches")
    func patterns() {
        var subscriptions = Subscriptions()
        let done6 = subscriptions.add(1, to: "n*", .pattern)
        #expect(done6)
        let done7 = subscriptions.add(2, to: "n*", .pattern)
        #expect(done7)
        let done8 = subscriptions.add(3, to: "[a-m]*", .pattern)
        #expect(done8)
        let found = subscriptions.patterns(matching: "news")
        #expect(found.map(\.pattern) == ["n*"])
        #expect(found.first?.clients == [1, 2])
    }

    @Test("A client that goes leaves nothing behind")
    func gone() {
        var subscriptions = Subscriptions()
        for name in ["a", "b", "c"] as [ByteString] {
            let done9 = subscriptions.add(7, to: name, .channel)
            #expect(done9)
            let done10 = subscriptions.add(7, to: name, .pattern)
            #expect(done10)
        }
        let done11 = subscriptions.add(8, to: "a", .channel)
        #expect(done11)
        subscriptions.removeAll(7)
        #expect(subscriptions.count(of: 7) == 0)
        #expect(subscriptions.activeNames(.channel) == ["a"])
        #expect(subscriptions.activeNames(.pattern).isEmpty)
    }
}
