import Dispatch
import RedoubtBytes
import RedoubtRDB
import Synchronization

/// Decodes values to their last element.
enum DeepCheck {
    private static let limitFirst = 64 << 10

    /// Whether every value of some keys can be decoded, told by all processors.
    static func isSound(
        _ run: KeyRun,
        in file: MappedFile,
        _ context: PayloadContext
    ) -> Bool {
        let isSound = Atomic(true)
        DispatchQueue.concurrentPerform(iterations: run.parts.count) { index in
            let part = run.parts[index]
            let damage = KeyRun.firstDamage(
                in: file.bytes.extracting(part),
                at: part.lowerBound,
                context: context
            )
            if damage != nil { isSound.store(false, ordering: .relaxed) }
        }
        return isSound.load(ordering: .relaxed)
    }

    /// The item at `offset`, its value decoded.
    ///
    /// It is read in ever larger pieces: what turns out to be none costs no more than the budget.
    static func item(
        in bytes: RawSpan,
        at offset: Int,
        _ context: PayloadContext,
        _ budget: inout WorkBudget
    ) throws(Fault) -> SnapshotItem {
        var wanted = limitFirst
        while true {
            let limit = min(budget.limit(wanted), bytes.byteCount - offset)
            do throws(Fault) {
                return try item(
                    in: bytes.extracting(offset..<(offset + limit)),
                    at: offset,
                    context
                )
            } catch {
                budget.spend(error.offset - offset)
                let isCut = error.reason == .truncated || error.reason == .tooLarge
                guard isCut, offset + limit < bytes.byteCount, limit == wanted else { throw error }
                wanted *= 16
            }
        }
    }

    private static func item(
        in bytes: RawSpan,
        at offset: Int,
        _ context: PayloadContext
    ) throws(Fault) -> SnapshotItem {
        let item = try SnapshotItem(bytes, at: offset, in: context)
        guard case .key(let key) = item.kind else { return item }
        let payload = (key.payloadRange.lowerBound - offset)..<item.range.count
        try key.type.check(
            bytes.extracting(payload),
            at: key.payloadRange.lowerBound,
            in: context
        )
        return item
    }
}
