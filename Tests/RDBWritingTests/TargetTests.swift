import RedoubtBytes
import RedoubtRDB
import RedoubtValues
import Testing

@Suite("Servers as targets")
struct TargetTests {
    @Test(
        "each server has a version that it writes",
        arguments: [
            ("redis-2.2", .redis(1)), ("redis-2.4", .redis(2)), ("redis-2.6", .redis(6)),
            ("redis-2.8", .redis(6)), ("redis-3.0", .redis(6)), ("redis-3.2", .redis(7)),
            ("redis-4.0", .redis(8)), ("redis-5.0", .redis(9)), ("redis-6.2", .redis(9)),
            ("redis-7.0", .redis(10)), ("redis-7.2", .redis(11)), ("redis-7.4", .redis(12)),
            ("redis-8.0", .redis(12)), ("redis-8.4", .redis(12)), ("redis-8.6", .redis(13)),
            ("redis-8.8", .redis(14)), ("redis-8.10", .redis(15)), ("valkey-7.2", .redis(11)),
            ("valkey-8", .redis(11)), ("valkey-8.1", .redis(11)), ("valkey-9", .valkey(80)),
            ("valkey-9.1", .valkey(80)),
        ] as [(String, FormatVersion)]
    )
    func versions(_ server: String, _ format: FormatVersion) throws {
        #expect(try FormatVersion.target(#require(ServerProfile(server))) == format)
    }

    @Test("what a version lacks is refused by the name of the feature")
    func features() throws {
        typealias Value = (inout ValueEncoder) throws(Fault) -> Void
        let stream: Value = { (value) throws(Fault) in try value.stream([]) }
        let module: Value = { (value) throws(Fault) in try value.module(1024, [0]) }
        let array: Value = { (value) throws(Fault) in try value.array([(0, "a")], insertAt: nil) }
        let limit: Value = { (value) throws(Fault) in try value.rateLimit(1) }
        let limits: [(Value, Int, TargetFeature, onValkey: Bool)] = [
            (stream, 9, .streams, true), (module, 8, .modules, true),
            (array, 14, .arrays, false), (limit, 15, .rateLimits, false),
        ]
        for (value, since, feature, onValkey) in limits {
            for format in FormatVersion.readable {
                let isHeld = format.dialect == .valkey ? onValkey : format.number >= since
                #expect(refusal(format, value) == (isHeld ? nil : lacks(feature)), "\(format)")
            }
        }
    }

    @Test("features have different texts")
    func texts() {
        let texts = TargetFeature.allCases.map(\.text)
        #expect(Set(texts).count == texts.count)
        #expect(!texts.contains(""))
    }
}

@Suite("Payloads that may be copied")
struct CopyTests {
    @Test("types that the target's servers write, and no others")
    func types() {
        #expect(FormatVersion.redis(12).canCopy(.hashListpack, from: .redis(10)))
        #expect(FormatVersion.valkey(80).canCopy(.setListpack, from: .redis(11)))
        #expect(!FormatVersion.redis(10).canCopy(.hashZiplist, from: .redis(9)))
        #expect(!FormatVersion.redis(10).canCopy(.setListpack, from: .redis(11)))
        #expect(!FormatVersion.redis(15).canCopy(.hashTemplateListpackReference, from: .redis(15)))
    }

    @Test("field expiries do not cross over between the families")
    func families() {
        #expect(!FormatVersion.valkey(80).canCopy(.hashExpiry, from: .redis(12)))
        #expect(!FormatVersion.redis(12).canCopy(.hashExpiryValkey, from: .valkey(80)))
        #expect(!FormatVersion.redis(12).canCopy(.hashExpiryPreGA, from: .redis(12)))
    }

    @Test("streams stay in their form")
    func streams() {
        #expect(FormatVersion.redis(12).canCopy(.stream3, from: .redis(11)))
        #expect(FormatVersion.valkey(80).canCopy(.stream3, from: .redis(11)))
        #expect(!FormatVersion.redis(11).canCopy(.stream, from: .redis(9)))
        #expect(!FormatVersion.redis(12).canCopy(.stream4, from: .redis(13)))
    }

    @Test("sorted sets are encoded anew where loading them would come to lose the sign of −0")
    func scores() {
        #expect(FormatVersion.redis(9).canCopy(.sortedSetBinary, from: .redis(8)))
        #expect(!FormatVersion.redis(10).canCopy(.sortedSetBinary, from: .redis(9)))
        #expect(!FormatVersion.valkey(80).canCopy(.sortedSetBinary, from: .redis(9)))
        #expect(FormatVersion.valkey(80).canCopy(.sortedSetBinary, from: .redis(10)))
    }

    @Test("nothing goes back to where its lengths and integers are not known")
    func back() {
        #expect(!FormatVersion.redis(7).canCopy(.string, from: .redis(8)))
        #expect(FormatVersion.redis(8).canCopy(.string, from: .redis(15)))
        #expect(FormatVersion.redis(7).canCopy(.hashZiplist, from: .redis(6)))
        #expect(!FormatVersion.redis(5).canCopy(.hashZiplist, from: .redis(6)))
    }
}
