/// What went wrong with bytes or with the system, and where: the one error of the lower floors.
///
/// It is three words long, so that hot paths can throw it at no cost. The rich message (file, key,
/// command, remedy) is built once, at the boundary, by `RedoubtRecovery`.
@frozen
public struct Fault: Error, Hashable, Sendable {
    /// The kind of fault; its text stands in ``Reason/text``.
    public var reason: Reason
    /// Absolute offset in the (decompressed) input where the fault was met, or −1 where no offset
    /// applies, as for a failed system call.
    public var offset: Int
    /// A number that belongs to the reason: a version, a type byte, an `errno`, a length.
    public var detail: Int

    /// Creates a fault.
    @inlinable
    public init(_ reason: Reason, at offset: Int = -1, detail: Int = 0) {
        self.reason = reason
        self.offset = offset
        self.detail = detail
    }
}

extension Fault {
    /// Moves a fault met inside a nested blob (a listpack, a ziplist) to the offset of that blob.
    @inlinable
    public func relocated(to offset: Int) -> Fault {
        Fault(reason, at: offset, detail: detail)
    }
}

extension Fault: CustomStringConvertible {
    /// The reason in words, with its number and its offset.
    public var description: String {
        let cause = reason.describe(detail: detail)
        return offset < 0 ? cause : "\(cause) at offset \(offset)"
    }
}
