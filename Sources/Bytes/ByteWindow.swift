/// A sliding view of an input that may be larger than memory.
///
/// Over a mapped file or an array the window is the whole input and reading is zero-copy. Over a
/// ``ByteSource`` it is a buffer that is refilled; it grows only as far as one read, or what was
/// asked to be kept with ``keep()``, needs.
///
/// - Invariant: `position <= filled`; bytes before `min(position, keptFrom)` may be gone.
@safe
public struct ByteWindow: ~Copyable, ByteReading {
    @usableFromInline var base: UnsafeRawPointer
    @usableFromInline var position: Int
    @usableFromInline var filled: Int
    /// Absolute offset of `base[0]`.
    @usableFromInline var windowOffset: Int
    /// Index from which bytes must survive a refill.
    @usableFromInline var keptFrom: Int?
    /// Index up to which the observer has seen the bytes.
    @usableFromInline var observedTo: Int
    @usableFromInline var observer: ((RawSpan) -> Void)?
    /// What a stream is refilled from; nil over memory, and behind the end of a stream.
    private var source: (any ByteSource)?
    /// Whether there is such a source, told without copying it.
    @usableFromInline var canRefill = false
    /// Where a stream is read into; nil over memory.
    private var buffer: RawMemory?
    /// Keeps the memory behind `base` alive.
    private var owner: AnyObject?

    private init(base: UnsafeRawPointer, filled: Int, owner: AnyObject?) {
        unsafe self.base = base
        self.filled = filled
        self.owner = owner
        position = 0
        windowOffset = 0
        observedTo = 0
    }

    /// Reads a mapped file from its first byte.
    public init(_ file: MappedFile) {
        let bytes = unsafe file.unsafeBytes
        guard let start = bytes.baseAddress else {
            self.init([])
            return
        }
        unsafe self.init(base: start, filled: bytes.count, owner: file)
    }

    /// Reads bytes in memory, of which the window takes a copy.
    public init(_ bytes: [UInt8]) {
        let copy = RawMemory(capacity: bytes.count)
        unsafe copy.buffer.copyBytes(from: bytes)
        unsafe self.init(base: UnsafeRawPointer(copy.start), filled: bytes.count, owner: copy)
    }

    /// Reads a stream through a buffer of `refillCount` bytes, which grows where one read needs
    /// more.
    public init(_ source: any ByteSource, refillCount: Int = 1 << 18) {
        let memory = RawMemory(capacity: refillCount)
        unsafe self.init(base: UnsafeRawPointer(memory.start), filled: 0, owner: nil)
        self.source = source
        canRefill = true
        buffer = memory
    }

    /// Absolute offset of the next byte.
    @inlinable @inline(__always)
    public var offset: Int { windowOffset &+ position }

    /// The most bytes that can still follow; `Int.max` for a stream that has not ended.
    @inlinable
    public var remainingMax: Int {
        canRefill ? Int.max : filled &- position
    }

    /// The bytes ahead that are in memory already, as many as `countMax`; over a stream more may
    /// follow.
    @inlinable
    @_lifetime(borrow self)
    public func buffered(_ countMax: Int = Int.max) -> RawSpan {
        let count = min(countMax, filled &- position)
        let part = unsafe UnsafeRawBufferPointer(start: base + position, count: max(count, 0))
        // The window keeps these bytes until a mutating call.
        return unsafe _overrideLifetime(RawSpan(_unsafeBytes: part), borrowing: self)
    }

    /// Moves the window out and leaves one without any bytes.
    public mutating func take() -> ByteWindow {
        let taken = consume self
        self = ByteWindow([])
        return taken
    }

    /// The mapped file that the window reads, or nil over anything else.
    public var mappedFile: MappedFile? { owner as? MappedFile }

    /// Whether every byte was read; may wait for a stream.
    public mutating func isAtEnd() throws(Fault) -> Bool {
        if position < filled { return false }
        return try !ensure(1)
    }

    /// The next byte without reading it, or nil at the end.
    public mutating func peek() throws(Fault) -> UInt8? {
        guard try ensure(1) else { return nil }
        // `ensure` made one byte available.
        return unsafe base.load(fromByteOffset: position, as: UInt8.self)
    }

    /// Up to `count` bytes ahead without reading them; fewer at the end.
    @_lifetime(&self)
    public mutating func peek(_ count: Int) throws(Fault) -> RawSpan {
        let available = try ensure(count) ? count : filled &- position
        return unsafe view(from: position, count: available)
    }

    /// Reads one byte.
    @inlinable @inline(__always)
    public mutating func byte() throws(Fault) -> UInt8 {
        if position == filled { try demand(1) }
        // A byte is available.
        let value = unsafe base.load(fromByteOffset: position, as: UInt8.self)
        position &+= 1
        return value
    }

    /// Reads `count` bytes without copying; they stay valid until the next read.
    @inlinable @inline(__always)
    @_lifetime(&self)
    public mutating func bytes(_ count: Int) throws(Fault) -> RawSpan {
        if count < 0 || filled &- position < count { try demand(count) }
        let start = position
        position &+= count
        return unsafe view(from: start, count: count)
    }

    /// Passes over `count` bytes; over a stream they are read and dropped piece by piece.
    @inlinable @inline(__always)
    public mutating func skip(_ count: Int) throws(Fault) {
        if count >= 0, count <= filled &- position {
            position &+= count
        } else {
            try skipBeyondWindow(count)
        }
    }

    // MARK: Keeping bytes

    /// Keeps everything from the current position on, until ``drop()``.
    @inlinable
    public mutating func keep() {
        keptFrom = position
    }

    /// Ends what ``keep()`` began.
    @inlinable
    public mutating func drop() {
        keptFrom = nil
    }

    /// The kept bytes between two absolute offsets that lie behind the current position.
    @inlinable
    @_lifetime(borrow self)
    public func kept(_ range: Range<Int>) -> RawSpan {
        let start = range.lowerBound &- windowOffset
        precondition(start >= 0 && range.upperBound <= offset && start >= (keptFrom ?? 0))
        let part = unsafe UnsafeRawBufferPointer(start: base + start, count: range.count)
        // The window keeps these bytes until a mutating call.
        return unsafe _overrideLifetime(RawSpan(_unsafeBytes: part), borrowing: self)
    }

    // MARK: Observing what is read

    /// Calls `observer` with every byte that is read from now on, in order and in long runs, at
    /// the latest when ``flushObserved()`` is called.
    public mutating func observe(_ observer: @escaping (RawSpan) -> Void) {
        self.observer = observer
        observedTo = position
    }

    /// Number of bytes read that the observer has not seen yet.
    @inlinable
    public var unobservedCount: Int { position &- observedTo }

    /// Shows the observer everything up to the current position.
    public mutating func flushObserved() {
        guard let observer, observedTo < position else { return }
        let start = observedTo
        observedTo = position
        observer(unsafe view(from: start, count: position &- start))
    }

    /// Stops observing, after a last flush.
    public mutating func endObserving() {
        flushObserved()
        observer = nil
    }

    // MARK: Refilling

    @inlinable @inline(__always)
    @_lifetime(&self)
    @unsafe
    mutating func view(from start: Int, count: Int) -> RawSpan {
        let part = unsafe UnsafeRawBufferPointer(start: base + start, count: count)
        return unsafe _overrideLifetime(RawSpan(_unsafeBytes: part), mutating: &self)
    }

    @usableFromInline
    @inline(never)
    mutating func demand(_ count: Int) throws(Fault) {
        guard count >= 0, try ensure(count) else { throw Fault(.truncated, at: offset) }
    }

    @usableFromInline
    @inline(never)
    mutating func skipBeyondWindow(_ count: Int) throws(Fault) {
        guard count >= 0 else { throw Fault(.badLength, at: offset) }
        var rest = count
        while rest > 0 {
            guard try ensure(1) else { throw Fault(.truncated, at: offset) }
            let step = min(rest, filled &- position)
            position &+= step
            rest &-= step
        }
    }

    /// Makes `count` bytes available behind the position; false if the input ends before.
    private mutating func ensure(_ count: Int) throws(Fault) -> Bool {
        if filled &- position >= count { return true }
        makeRoom(for: count)
        while filled &- position < count {
            guard var source, let buffer else { return false }
            // Grow step by step, so that a claimed length costs no more memory than the input has.
            if filled == buffer.capacity { grow(buffer) }
            let read = try unsafe source.read(into: freeSpace())
            self.source = source
            filled &+= read
            if read == 0 { endStream() }
        }
        return true
    }

    private mutating func endStream() {
        source = nil
        canRefill = false
    }

    private func freeSpace() -> UnsafeMutableRawBufferPointer {
        guard let buffer else { return unsafe UnsafeMutableRawBufferPointer(start: nil, count: 0) }
        return unsafe UnsafeMutableRawBufferPointer(rebasing: buffer.buffer[filled...])
    }

    /// Moves what must survive to the start of the buffer.
    private mutating func makeRoom(for count: Int) {
        guard let buffer, canRefill else { return }
        let survivors = min(position, keptFrom ?? position)
        guard survivors > 0, position &+ count > buffer.capacity || survivors == filled else {
            return
        }
        flushObserved()
        let kept = filled &- survivors
        // Both ranges lie in the buffer; they may overlap.
        unsafe buffer.start.copyMemory(from: base + survivors, byteCount: kept)
        position &-= survivors
        observedTo &-= survivors
        if let keptFrom { self.keptFrom = keptFrom &- survivors }
        filled = kept
        windowOffset &+= survivors
    }

    private mutating func grow(_ old: RawMemory) {
        let larger = RawMemory(capacity: old.capacity &* 2)
        unsafe larger.start.copyMemory(from: base, byteCount: filled)
        buffer = larger
        unsafe base = UnsafeRawPointer(larger.start)
    }
}

/// Uninitialised memory at an address that does not move; freed with the last reference.
@safe
final class RawMemory {
    let start: UnsafeMutableRawPointer
    let capacity: Int

    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        unsafe start = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit {
        unsafe start.deallocate()
    }

    var buffer: UnsafeMutableRawBufferPointer {
        unsafe UnsafeMutableRawBufferPointer(start: start, count: capacity)
    }
}
