public import RedoubtBytes
import RedoubtCodecs
import RedoubtValues

/// Reads a file frame by frame, from its magic to its checksum.
///
/// It works over a mapped file as over a stream. Values are passed over, not decoded: hand
/// ``payload`` to ``ObjectType/visit(_:at:in:_:)``, or copy it as it is. Per key nothing is
/// allocated. Frames are accepted in any order and in any version, as servers do.
///
/// The checksum is computed on the way. That it does not match is no fault here, since the content
/// may still be readable: look at ``checksum`` behind the ``Frame/end`` frame.
public struct FrameReader: ~Copyable {
    /// Folds what is read into the checksum in runs of about this size, so that it is still in the
    /// cache.
    private static let checksumRun = 1 << 18

    /// The version of the file.
    public let format: FormatVersion
    /// What payloads of this file need; grows as hash templates are declared.
    public internal(set) var context: PayloadContext
    /// What is known of the checksum.
    public private(set) var checksum = ChecksumState.pending
    /// The current database.
    public internal(set) var database = 0

    var window: ByteWindow
    /// The name of the current key.
    var keyText = ByteBuilder(capacity: 256)
    var payloadRange = 0..<0
    /// What was read of the next key: opcodes stand before it in any order.
    var attributes = KeyAttributes()
    /// Where the opcodes of the next key began.
    var recordOffset: Int?
    private let keepsPayloads: Bool
    private let checksums: Bool
    private let running = RunningChecksum()

    /// Starts at the magic.
    ///
    /// - Parameters:
    ///   - window: the input, at the magic.
    ///   - keepsPayloads: whether ``payload`` is to be had over a stream as well, for which each
    ///     value is held in memory until the next frame. Over memory it always is.
    /// - Throws: ``Fault`` with ``Fault/Reason/badMagic``, or ``Fault/Reason/unsupportedVersion``
    ///   with the number.
    public init(_ window: consuming ByteWindow, keepsPayloads: Bool = true) throws(Fault) {
        self.window = window
        self.keepsPayloads = keepsPayloads
        checksums = true
        let running = running
        self.window.observe { running.crc.update($0) }
        format = try FileHeader.read(&self.window)
        context = PayloadContext(format: format)
    }

    /// Goes on where another reader of the same file stood between two frames; without a checksum.
    public init(
        _ window: consuming ByteWindow,
        at offset: Int,
        database: Int,
        context: PayloadContext
    ) throws(Fault) {
        self.window = window
        keepsPayloads = false
        checksums = false
        format = context.format
        self.context = context
        self.database = database
        try self.window.skip(offset - self.window.offset)
    }

    /// Absolute offset of the next byte to read.
    public var offset: Int { window.offset }

    /// The decoded name of the current key; empty unless the last frame was a key.
    public var key: RawSpan {
        @_lifetime(borrow self)
        get { keyText.bytes }
    }

    /// The bytes of the current value, or of the current module data, until the next frame.
    public var payload: RawSpan {
        @_lifetime(borrow self)
        get { window.kept(payloadRange) }
    }

    /// The next frame; nil behind the end.
    public mutating func next() throws(Fault) -> Frame? {
        guard checksum == .pending else { return nil }
        release()
        while true {
            let start = window.offset
            let byte = try window.byte()
            guard let opcode = Opcode(wire: byte, dialect: format.dialect) else {
                return .key(try readKey(type: byte, at: start))
            }
            if try readAttribute(opcode, at: start) { continue }
            recordOffset = nil
            if opcode == .end {
                try finish()
                return .end
            }
            return try readFrame(opcode, at: start)
        }
    }

    /// Gives the window back, behind the checksum: at the log of a file with a preamble.
    public consuming func intoWindow() -> ByteWindow {
        window.drop()
        window.endObserving()
        return window
    }

    /// Keeps what follows until the next frame.
    mutating func keep(always: Bool = false) {
        if always || keepsPayloads { window.keep() }
    }

    mutating func release() {
        window.drop()
        keyText.removeAll()
        payloadRange = window.offset..<window.offset
        if checksums, window.unobservedCount >= Self.checksumRun { window.flushObserved() }
    }

    private mutating func finish() throws(Fault) {
        window.endObserving()
        guard format.hasChecksum else {
            checksum = .absent
            return
        }
        let computed = running.crc.value
        let stored = try window.littleEndian(UInt64.self)
        payloadRange = window.offset..<window.offset
        if stored == 0 || !checksums {
            checksum = .notComputed
        } else {
            checksum =
                stored == computed
                ? .matches(stored) : .mismatch(stored: stored, computed: computed)
        }
    }
}

/// The checksum of what was read so far, which the window's observer and the reader share.
private final class RunningChecksum {
    var crc = CRC64()
}
