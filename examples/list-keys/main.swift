// Lists the keys of a snapshot with type, encoding and size, in the order of the file.
//
// Nothing is decoded but the names: a snapshot of any size is read at the speed of the disk.

import RedoubtBytes
import RedoubtCodecs
import RedoubtRDB
import RedoubtValues

func listKeys(path: String) throws {
    var frames = try FrameReader(CompressedInput.open(InputFile(path: path)), keepsPayloads: false)
    while let frame = try frames.next() {
        guard case .key(let key) = frame else { continue }
        print(
            key.database,
            frames.key.printable,
            key.type.kind.name,
            "(\(key.type.encodingName), \(key.payloadRange.count) bytes)"
        )
    }
    guard !frames.checksum.isMismatch else { throw Fault(.checksumMismatch, at: frames.offset) }
}

for path in CommandLine.arguments.dropFirst() {
    try listKeys(path: path)
}
