import RedoubtBytes
public import RedoubtRDB
public import RedoubtValues

/// What can be said of a module value without its module.
public struct ModuleDescription: Sendable, Hashable {
    /// One fact, such as `retention` and `60000 ms`.
    public struct Fact: Sendable, Hashable {
        /// What it is about.
        public let name: String
        /// The fact.
        public let value: String
    }

    /// The type and version of the value.
    public let id: ModuleID
    /// What is known, in the order of the layout.
    public internal(set) var facts: [Fact] = []
    /// The value as text, where it is one: the JSON of a document.
    public internal(set) var text: String?
    /// Why the value, or the rest of it, was not decoded; nil if it was.
    public internal(set) var undecoded: String?

    mutating func add(_ name: String, _ value: some CustomStringConvertible) {
        facts.append(Fact(name: name, value: value.description))
    }
}

/// Decodes the values of the modules whose layout is known.
public enum ModuleDecoder {
    /// Adds to a description what one value holds.
    typealias Layout =
        @Sendable (
            inout ModuleReader, inout ModuleDescription
        ) throws(Fault) -> Void

    /// The layouts by the name of the type.
    private static let layouts: [String: Layout] = [
        "ReJSON-RL": JSONLayout.read, "TSDB-TYPE": TimeSeriesLayout.read,
        "MBbloom--": FilterLayouts.bloom, "MBbloomCF": FilterLayouts.cuckoo,
        "CMSk-TYPE": SketchLayouts.countMin, "TopK-TYPE": SketchLayouts.topK,
        "TDIS-TYPE": SketchLayouts.digest, "vectorset": VectorSetLayout.read,
        "bloomfltr": FilterLayouts.valkeyBloom,
    ]

    /// What a value holds; damage is part of the answer, for it concerns this value alone.
    ///
    /// - Parameters:
    ///   - id: the type of the value.
    ///   - payload: the opcode stream behind it, with its end mark.
    ///   - offset: where the stream stands in the input.
    ///   - context: the file that the value stands in.
    public static func describe(
        _ id: ModuleID,
        _ payload: RawSpan,
        at offset: Int,
        in context: PayloadContext
    ) -> ModuleDescription {
        var description = ModuleDescription(id: id)
        guard let layout = layouts[id.name] else {
            description.undecoded = "the layout of \(id.name) is not known"
            return description
        }
        var reader = ModuleReader(payload, at: offset, in: context)
        do throws(Fault) {
            try layout(&reader, &description)
        } catch {
            description.undecoded = "damaged, or of another layout: \(error)"
        }
        return description
    }
}

extension ModuleDescription {
    /// Leaves a version alone that came after those whose layout is known.
    mutating func isKnown(upTo version: Int) -> Bool {
        guard id.encodingVersion > version else { return true }
        undecoded = "the layout of version \(id.encodingVersion) is not known"
        return false
    }
}
