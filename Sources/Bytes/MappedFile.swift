#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A whole file mapped read-only into memory; unmapped when the last reference goes.
///
/// The mapping follows the inode: a server that renames a new snapshot over the path does not
/// disturb it. A file that another process cuts short while it is mapped can not be read safely
/// through a mapping; read a log that is being written to through ``FileSource``.
@safe
public final class MappedFile: @unchecked Sendable {
    // The mapping is never written to and lives as long as `self`.
    private let mapping: UnsafeRawBufferPointer
    /// The pages that differ from the file and must not be read from it again.
    private let ownPages: Range<Int>?

    /// Maps the file at `path`.
    ///
    /// - Throws: ``Fault`` with ``Fault/Reason/systemCall``.
    public convenience init(path: String) throws(Fault) {
        try self.init(InputFile(path: path))
    }

    /// Maps an open regular file.
    public init(_ file: InputFile) throws(Fault) {
        guard let size = try file.regularSize() else {
            throw Fault(.systemCall, detail: Int(ENODEV))
        }
        ownPages = nil
        guard size > 0 else {
            unsafe mapping = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        unsafe mapping = try Self.map(file, size, PROT_READ)
    }

    /// Maps an open regular file as it would be with other bytes from `offset` on.
    ///
    /// The file stays as it is: the pages concerned are copies in memory.
    ///
    /// - Throws: ``Fault`` with ``Fault/Reason/truncated`` where the file does not reach so far.
    public init(_ file: InputFile, replacing bytes: [UInt8], at offset: Int) throws(Fault) {
        let size = try file.regularSize() ?? 0
        guard offset >= 0, !bytes.isEmpty, bytes.count <= size, offset <= size - bytes.count else {
            throw Fault(.truncated, at: offset)
        }
        let mapped = try unsafe Self.map(file, size, PROT_READ | PROT_WRITE)
        let writable = unsafe UnsafeMutableRawBufferPointer(mutating: mapped)
        // Nobody else has the mapping yet, and the range was checked.
        for (index, byte) in bytes.enumerated() { unsafe writable[offset + index] = byte }
        unsafe mprotect(writable.baseAddress, size, PROT_READ)
        unsafe mapping = mapped
        let page = Self.pageSize
        ownPages = (offset / page * page)..<((offset + bytes.count + page - 1) / page * page)
    }

    private static func map(
        _ file: InputFile,
        _ size: Int,
        _ access: Int32
    ) throws(Fault) -> UnsafeRawBufferPointer {
        let base = unsafe mmap(nil, size, access, MAP_PRIVATE, file.descriptor, 0)
        guard let base = unsafe base, unsafe base != MAP_FAILED else { throw .lastSystemCall() }
        unsafe posix_madvise(base, size, POSIX_MADV_SEQUENTIAL)
        return unsafe UnsafeRawBufferPointer(start: base, count: size)
    }

    deinit {
        if let base = unsafe mapping.baseAddress {
            unsafe munmap(UnsafeMutableRawPointer(mutating: base), mapping.count)
        }
    }

    /// Size of the file in bytes.
    public var count: Int { unsafe mapping.count }

    /// All bytes of the file.
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            // The mapping lives as long as `self`.
            unsafe _overrideLifetime(RawSpan(_unsafeBytes: mapping), borrowing: self)
        }
    }

    /// Maps the pages of a range before they are needed, as far as the system can.
    ///
    /// Reading them then costs no page fault.
    public func populate(_ range: Range<Int>) {
        #if canImport(Glibc) || canImport(Musl)
        // MADV_POPULATE_READ, from Linux 5.14 on; older ones refuse it, and then reading faults.
        advise(range, 22)
        #endif
    }

    /// Gives the memory of a range back; read again, it comes from the file again.
    public func release(_ range: Range<Int>) {
        #if canImport(Glibc) || canImport(Musl)
        guard let own = ownPages, own.overlaps(range) else { return advise(range, MADV_DONTNEED) }
        if range.lowerBound < own.lowerBound {
            advise(range.lowerBound..<own.lowerBound, MADV_DONTNEED)
        }
        if own.upperBound < range.upperBound {
            advise(own.upperBound..<range.upperBound, MADV_DONTNEED)
        }
        #endif
    }

    #if canImport(Glibc) || canImport(Musl)
    /// Gives advice on the whole pages of a range.
    private func advise(_ range: Range<Int>, _ advice: Int32) {
        let range = range.clamped(to: 0..<count)
        let start = range.lowerBound & ~(Self.pageSize - 1)
        guard let base = unsafe mapping.baseAddress, start < range.upperBound else { return }
        let address = unsafe UnsafeMutableRawPointer(mutating: base + start)
        // The range lies in the mapping, which is never written to; a refusal does no harm.
        _ = unsafe madvise(address, range.upperBound - start, advice)
    }

    #endif

    private static let pageSize = max(Int(sysconf(Int32(_SC_PAGESIZE))), 1)

    /// The mapped memory; valid as long as `self`.
    package var unsafeBytes: UnsafeRawBufferPointer { unsafe mapping }
}
