import RedoubtBytes
import RedoubtRDB

/// Reads a whole file and tells every frame in a line, keys with their payload.
func frames(_ window: consuming ByteWindow) throws(Fault) -> [String] {
    var reader = try FrameReader(window, keepsPayloads: true)
    var lines: [String] = []
    while let frame = try reader.next() {
        switch frame {
        case .key(let key):
            lines.append("key \(reader.key.printable) \(key) \(reader.payload.printable)")
        case .moduleAuxiliary(let auxiliary):
            lines.append("module \(auxiliary) \(reader.payload.printable)")
        default:
            lines.append("\(frame)")
        }
    }
    lines.append("checksum \(reader.checksum)")
    return lines
}
