import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// Which keys of a run of keys have to be loaded, decided apart from all others.
struct SegmentSelection: Sendable {
    /// Keys that stay where they are, one behind the other.
    struct Run: Sendable {
        let range: Range<Int>
        let keyCount: Int
        let expiringCount: Int
    }

    /// A key that has to be loaded.
    struct Selected: Sendable {
        let frame: KeyFrame
        let name: ByteString
    }

    let database: Int
    /// What the payloads need from their file.
    let context: PayloadContext
    fileprivate(set) var untouched: [Run] = []
    fileprivate(set) var selected: [Selected] = []
    /// The hashes of all keys.
    fileprivate(set) var hashes: [UInt64] = []
    /// The places of the keys that stay where they are, if they are wanted.
    fileprivate(set) var places = ColdBatch()
    /// What ended it before the end of the run.
    fileprivate(set) var fault: Fault?
    /// Where the run begins.
    let start: Int
    /// Offset behind the run.
    let end: Int
}

/// Decides which keys have to be loaded.
struct SegmentSelector: Sendable {
    let plan: TouchPlan
    /// The version that is written; nil for that of the snapshot.
    let target: FormatVersion?
    let file: MappedFile
    /// The seed for the places of the keys, which then may stay whatever they look like; nil if
    /// places are not wanted.
    let indexSeed: UInt64?

    func select(
        _ range: Range<Int>,
        in database: Int,
        _ context: PayloadContext
    ) -> SegmentSelection {
        var result = SegmentSelection(
            database: database,
            context: context,
            start: range.lowerBound,
            end: range.upperBound
        )
        do throws(Fault) {
            var frames = try FrameReader(
                ByteWindow(file),
                at: range.lowerBound,
                database: database,
                context: context
            )
            let rule = CopyRule(from: frames.format, to: target ?? frames.format)
            while frames.offset < range.upperBound {
                if try pass(&frames, to: range.upperBound, rule, &result) { continue }
                guard case .key(let key) = try frames.next() else { break }
                try take(key, frames, rule, &result)
            }
        } catch {
            result.fault = error
        }
        return result
    }

    /// Passes over the keys that stay where they are.
    ///
    /// - Returns: whether there were any.
    private func pass(
        _ frames: inout FrameReader,
        to end: Int,
        _ rule: CopyRule,
        _ result: inout SegmentSelection
    ) throws(Fault) -> Bool {
        var hashes: [UInt64] = []
        var places = ColdBatch()
        swap(&hashes, &result.hashes)
        swap(&places, &result.places)
        defer {
            swap(&hashes, &result.hashes)
            swap(&places, &result.places)
        }
        let noted = hashes.count
        var expiring = 0
        var lastExpires = false
        let run = try frames.passKeys(sizeMax: end - frames.offset) {
            (name, key) throws(Fault) -> Bool in
            let hash = ByteHash.hash(name)
            guard indexSeed != nil || rule.copies(key), !plan.touches(name, hash) else {
                return false
            }
            hashes.append(hash)
            if let indexSeed {
                places.add(name, at: key.recordOffset, expires: key.expires, seed: indexSeed)
            }
            lastExpires = key.expires
            if lastExpires { expiring += 1 }
            return true
        }
        // The last key that was accepted may be one that is not passed over.
        if hashes.count > noted + run.count {
            hashes.removeLast()
            if indexSeed != nil { places.removeLast() }
            if lastExpires { expiring -= 1 }
        }
        guard run.count > 0 else { return false }
        result.untouched.append(
            SegmentSelection.Run(
                range: run.range,
                keyCount: run.count,
                expiringCount: expiring
            )
        )
        return true
    }

    /// Takes a key that was read by itself.
    private func take(
        _ key: KeyFrame,
        _ frames: borrowing FrameReader,
        _ rule: CopyRule,
        _ result: inout SegmentSelection
    ) throws(Fault) {
        let isEmpty = try key.type.isEmpty(
            frames.payload,
            at: key.payloadRange.lowerBound,
            in: frames.context
        )
        let attributes = key.attributes
        let passed = PassedKey(
            type: key.type,
            expires: attributes.expiresAtMs != nil,
            hasHint: attributes.idleSeconds != nil || attributes.frequency != nil,
            recordOffset: key.recordOffset
        )
        let hash = ByteHash.hash(frames.key)
        result.hashes.append(hash)
        guard !isEmpty else { return }
        let mayStay = indexSeed != nil || attributes.metadata == nil && rule.copies(passed)
        guard mayStay, !plan.touches(frames.key, hash) else {
            result.selected.append(
                SegmentSelection.Selected(frame: key, name: ByteString(frames.key))
            )
            return
        }
        if let indexSeed {
            result.places.add(
                frames.key,
                at: key.recordOffset,
                expires: passed.expires,
                seed: indexSeed
            )
        }
        result.untouched.append(
            SegmentSelection.Run(
                range: key.recordOffset..<key.payloadRange.upperBound,
                keyCount: 1,
                expiringCount: passed.expires ? 1 : 0
            )
        )
    }
}

/// Which keys of a file may go to another one byte for byte.
private struct CopyRule {
    private let source: FormatVersion
    private let target: FormatVersion
    /// Between files of the same version by far the most keys may.
    private let isSame: Bool

    init(from source: FormatVersion, to target: FormatVersion) {
        self.source = source
        self.target = target
        isSame = source == target
    }

    @inline(__always)
    func copies(_ key: PassedKey) -> Bool {
        if isSame, key.type == .string { return true }
        return target.canCopy(key, from: source)
    }
}
