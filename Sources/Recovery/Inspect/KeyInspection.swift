public import RedoubtAnalysis
import RedoubtBytes
public import RedoubtRDB
import RedoubtValues

/// One key of a snapshot, as it stands in the file.
public struct KeyInspection: Sendable {
    /// The key with its attributes and the place of its value.
    public let frame: KeyFrame
    /// Number of elements, fields or entries; 1 for a string, nil for a module value.
    public let elementCount: Int?
    /// What is known of a module value.
    public let module: ModuleDescription?
    /// What a user has to know.
    public internal(set) var warnings: [Warning] = []

    init(_ key: KeyFrame, _ frames: borrowing FrameReader) throws(Fault) {
        frame = key
        guard key.type != .module else {
            module = try ModuleFinder.describe(key, frames)
            elementCount = nil
            return
        }
        var counter = ElementCounter()
        let start = key.payloadRange.lowerBound
        try key.type.visit(frames.payload, at: start, in: frames.context, &counter)
        module = nil
        elementCount = counter.count
    }
}

/// Counts what a value is made of.
private struct ElementCounter: SelectiveVisitor {
    private(set) var count = 0

    mutating func string(_ bytes: RawSpan) { count += 1 }
    mutating func listElement(_ element: RawSpan) { count += 1 }
    mutating func setMember(_ member: RawSpan) { count += 1 }
    mutating func sortedSetMember(_ member: RawSpan, score: Double) { count += 1 }
    mutating func hashField(_ field: RawSpan, value: RawSpan, expiresAtMs: Int64?) { count += 1 }
    mutating func beginStreamEntry(_ id: StreamID, fieldCount: Int) { count += 1 }
    mutating func arrayElement(at index: UInt64, _ element: RawSpan) { count += 1 }
}
