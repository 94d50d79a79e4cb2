import Foundation
import RedoubtTestSupport

/// A file that is damaged in place and mended again: no copy is written per change.
final class DamagedFile {
    let path: String
    let bytes: [UInt8]
    private let descriptor: Int32

    init(_ path: String) throws {
        self.path = path
        bytes = try FileBytes.read(path)
        descriptor = open(path, O_RDWR)
        guard descriptor >= 0 else { throw TestFailure("cannot write to \(path)") }
    }

    deinit {
        close(descriptor)
    }

    /// Runs `body` while the byte at `offset` is another.
    func changing<Result>(
        _ offset: Int,
        to byte: UInt8,
        _ body: () throws -> Result
    ) throws -> Result {
        try put(byte, at: offset)
        let result = try body()
        try put(bytes[offset], at: offset)
        return result
    }

    /// Cuts the file, for good; call it with ever smaller sizes.
    func cut(to size: Int) throws {
        guard ftruncate(descriptor, off_t(size)) == 0 else {
            throw TestFailure("cannot cut \(path)")
        }
    }

    private func put(_ byte: UInt8, at offset: Int) throws {
        var byte = byte
        guard pwrite(descriptor, &byte, 1, off_t(offset)) == 1 else {
            throw TestFailure("cannot write to \(path)")
        }
    }
}

extension DamagedFile {
    /// The bytes to put in place of the one at an offset.
    ///
    /// A bit less or more, another sign, another kind, nothing. In larger files each offset takes
    /// two of them, in turn.
    func variants(at offset: Int) -> [UInt8] {
        let byte = bytes[offset]
        let all = [byte ^ 0x01, byte ^ 0x80, byte ^ 0xFF, 0x00]
        let chosen = bytes.count <= 1024 ? all : [all[offset % 2], all[2 + offset / 2 % 2]]
        return chosen.filter { $0 != byte }
    }
}

/// The files of a small fixture in a folder where they can be damaged.
struct DamagedCopy {
    private let folder: TemporaryFolder
    /// The file or directory that commands are given.
    let subject: String
    /// Every file in it.
    let files: [String]

    init(_ fixture: SmallFixture) throws {
        folder = try TemporaryFolder()
        let copy = folder.path(fixture.name)
        try FileManager.default.copyItem(atPath: fixture.path, toPath: copy)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: copy)) ?? []
        subject = copy
        files = names.isEmpty ? [copy] : names.sorted().map { "\(copy)/\($0)" }
    }
}
