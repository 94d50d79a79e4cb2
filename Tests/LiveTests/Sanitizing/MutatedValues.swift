import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues

/// A value of a fixture, damaged at random.
struct MutatedValue {
    let type: ObjectType
    let payload: [UInt8]
}

/// Small values of the fixtures of every server, and what `check --deep` passes of them once they
/// are damaged.
struct MutatedValues {
    private static let sizeMax = 600
    private static let perTypeMax = 60

    private let originals: [MutatedValue]
    private let format: FormatVersion

    /// The values that a server of `format` loads.
    init(of format: FormatVersion) throws {
        self.format = format
        let small = try SmallFixture.all.filter(\.isSnapshot).map { try $0.bytes() }
        let large = try Fixture.snapshots.filter { $0.caseName == "snapshot" }.map {
            try Unpack.bytes(of: $0.files().subject)
        }
        var counts: [ObjectType: Int] = [:]
        var originals: [MutatedValue] = []
        for bytes in small + large {
            var frames = try FrameReader(ByteWindow(bytes))
            while let frame = try frames.next() {
                // Of strings, which can hardly be wrong, and of each other type only so many.
                guard case .key(let key) = frame, format.loads(key.type), key.type != .module,
                    frames.context.templates.isEmpty, key.payloadRange.count <= Self.sizeMax,
                    counts[key.type, default: 0] < (key.type == .string ? 20 : Self.perTypeMax)
                else { continue }
                counts[key.type, default: 0] += 1
                originals.append(MutatedValue(type: key.type, payload: frames.payload.array))
            }
        }
        self.originals = originals
    }

    /// Damaged values whose ends can still be found.
    func batch(_ count: Int, _ random: inout SeededGenerator) -> [MutatedValue] {
        var batch: [MutatedValue] = []
        while batch.count < count {
            guard let original = originals.randomElement(using: &random) else { return batch }
            let bytes = Mutation.apply(to: original.payload, &random)
            let value = MutatedValue(type: original.type, payload: bytes)
            if isFramed(value) { batch.append(value) }
        }
        return batch
    }

    private func isFramed(_ value: MutatedValue) -> Bool {
        let bytes = [0xFE, 0, value.type.wire(in: format.dialect) ?? 0, 1, 0x6B] + value.payload
        let context = PayloadContext(format: format)
        let key = bytes.rawSpan.extracting(2..<bytes.count)
        guard let item = try? SnapshotItem(key, at: 0, in: context) else { return false }
        return item.range.count == key.byteCount
    }

    /// A snapshot of the values under their numbers as names.
    func snapshot(of values: [MutatedValue]) throws -> [UInt8] {
        var writer = try RDBWriter(ByteBuilder(capacity: 1 << 16), format: format)
        try writer.selectDatabase(0, keyCount: values.count, expiringCount: 0)
        for (number, value) in values.enumerated() {
            try writer.copyKey(
                ByteString("\(number)").bytes,
                KeyAttributes(),
                value.type,
                payload: value.payload.rawSpan
            )
        }
        let written = try writer.finish()
        return written.bytes.array
    }

    /// What `RESTORE` takes.
    func dump(of value: MutatedValue) throws -> ByteString {
        var blob = ByteBuilder(capacity: value.payload.count + 16)
        try DumpPayload.build(
            value.type,
            payload: value.payload.rawSpan,
            format: format,
            into: &blob
        )
        return ByteString(blob.bytes)
    }

    /// Those of which `check --deep` says nothing worse than that servers load them.
    func passed(_ values: [MutatedValue]) throws -> [MutatedValue] {
        let folder = try TemporaryFolder()
        let path = try folder.write(snapshot(of: values), to: "dump.rdb")
        let result = try CheckRun(path: path, depth: .values).run()
        let kept = result.findings.all
        guard result.files.first?.keyCount == values.count,
            kept.count == result.findings.counts.values.reduce(0, +)
        else { throw TestFailure("the values could not be judged one by one: \(kept)") }
        var refused: Set<Int> = []
        // RESTORE refuses what is empty, and newer servers counts that older ones left too high.
        let refusable: Set<Finding.Kind> = [.emptyValue, .streamState]
        for finding in kept where finding.severity == .error || refusable.contains(finding.kind) {
            guard let name = finding.key?.key, let number = Int(name.printable) else {
                throw TestFailure("a finding without its key: \(finding)")
            }
            refused.insert(number)
        }
        return values.indices.filter { !refused.contains($0) }.map { values[$0] }
    }
}
