import RedoubtBytes
import RedoubtCodecs
import Testing

@Suite("Hash slot")
struct HashSlotTests {
    @Test(
        "keys have the slots that CLUSTER KEYSLOT of Redis 7.0 tells",
        arguments: [
            ("foo", 12182), ("{user1000}.following", 3443), ("foo{}{bar}", 8363),
            ("foo{{bar}}zap", 4015), ("foo{bar}{zap}", 5061), ("", 0), ("123456789", 12739),
            ("a{b", 13340), ("}a{b}", 3300),
        ]
    )
    func slot(key: String, slot: Int) {
        #expect(HashSlot.slot(of: ByteString(key).bytes) == slot)
    }
}
