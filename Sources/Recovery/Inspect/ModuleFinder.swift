import RedoubtAnalysis
import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Finds the module value in a key of a snapshot and describes it.
struct ModuleFinder: SelectiveVisitor {
    private let key: KeyFrame
    private let context: PayloadContext
    private var description: ModuleDescription?

    /// What the current key of a reader, a module value, holds.
    static func describe(
        _ key: KeyFrame,
        _ frames: borrowing FrameReader
    ) throws(Fault) -> ModuleDescription {
        var finder = ModuleFinder(key: key, context: frames.context)
        let start = key.payloadRange.lowerBound
        try key.type.visit(frames.payload, at: start, in: frames.context, &finder)
        guard let description = finder.description else { throw Fault(.badModule, at: start) }
        return description
    }

    /// The stream of opcodes ends where the value ends.
    mutating func module(id: ModuleID, payload: RawSpan) {
        let start = key.payloadRange.upperBound - payload.byteCount
        description = ModuleDecoder.describe(id, payload, at: start, in: context)
    }
}
