import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Vector sets of Redis 8: `vectorset` version 0.
///
/// Dimension, number of elements, configuration (bits 0 to 7 how numbers are kept, bits 8 to 23 the
/// links of a node), flags (1: vectors were projected, 2: there are attributes); with flag 1 the
/// dimension of the input and the matrix; per element its name, with flag 2 its attribute, its
/// vector, and a counted list of numbers that place it in the graph.
enum VectorSetLayout {
    private static let namesMax = 10

    @Sendable
    static func read(
        _ reader: inout ModuleReader,
        _ description: inout ModuleDescription
    ) throws(Fault) {
        guard description.isKnown(upTo: 0) else { return }
        description.add("dimension", try reader.unsigned())
        let count = try reader.count(sizeMin: 6)
        description.add("elements", count)
        let configuration = try reader.unsigned()
        description.add("numbers", quantisation(configuration & 0xFF))
        let links = configuration >> 8 & 0xFFFF
        description.add("links", links == 0 ? 16 : links)
        let flags = try reader.unsigned()
        if flags & 1 != 0 {
            description.add("projected from", "\(try reader.unsigned()) dimensions")
            _ = try reader.stringByteCount()
        }
        var names: [String] = []
        var attributes = 0
        for _ in 0..<count {
            let name = try reader.string()
            if names.count < namesMax { names.append(name.printable) }
            if flags & 2 != 0, try reader.stringByteCount() > 0 { attributes += 1 }
            _ = try reader.stringByteCount()
            for _ in 0..<(try reader.count()) { _ = try reader.unsigned() }
        }
        if flags & 2 != 0 { description.add("attributes", attributes) }
        let more = count > names.count ? ", …" : ""
        description.add("names", names.joined(separator: ", ") + more)
        try reader.end()
    }

    private static func quantisation(_ number: UInt64) -> String {
        switch number {
        case 0: "32-bit floats"
        case 1: "8-bit integers"
        case 2: "single bits"
        default: "unknown (\(number))"
        }
    }
}
