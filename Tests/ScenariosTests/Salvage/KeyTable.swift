import RedoubtBytes
import RedoubtRDB
import RedoubtTestSupport

/// The keys of a sound snapshot, each with the bytes of its record.
struct KeyTable {
    /// A key in a database.
    struct Name: Hashable {
        let database: Int
        let key: ByteString
    }

    /// A record, and where it stands.
    struct Record {
        let bytes: [UInt8]
        let range: Range<Int>
    }

    private(set) var records: [Name: Record] = [:]

    /// Reads a whole file; throws at the first fault, and where a key stands twice.
    init(_ bytes: [UInt8]) throws {
        guard let format = FormatVersion(magicOf: bytes.rawSpan) else {
            throw TestFailure("no magic")
        }
        let context = PayloadContext(format: format)
        var database = 0
        var offset = 9
        while true {
            let rest = bytes.rawSpan.extracting(offset..<bytes.count)
            let item = try SnapshotItem(rest, at: offset, in: context)
            switch item.kind {
            case .end: return
            case .selectDatabase(let number): database = number
            case .key(let key):
                let name = Name(database: database, key: key.name(in: rest, at: offset, context))
                let record = Record(bytes: Array(bytes[item.range]), range: item.range)
                guard records.updateValue(record, forKey: name) == nil else {
                    throw TestFailure("\(name) stands twice")
                }
            default: break
            }
            offset = item.range.upperBound
        }
    }

    /// The keys whose records lie wholly outside of a range.
    func names(outside range: Range<Int>) -> [Name] {
        records.filter { !$0.value.range.overlaps(range) }.map(\.key)
    }
}
