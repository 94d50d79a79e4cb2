import RedoubtBytes
import RedoubtCodecs

/// What listpacks and ziplists have in common: elements one after another.
protocol PackedReading: ~Escapable {
    /// The number of elements that the header gives, or nil if it gives none.
    var countHint: Int? { get }

    /// Absolute offset of the next element.
    var offset: Int { get }

    /// The next element, or nil exactly at the end mark.
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    mutating func next() throws(Fault) -> PackedElement?
}

extension ListpackReader: PackedReading {}
extension ZiplistReader: PackedReading {}

extension PackedReading where Self: ~Escapable {
    /// Number of groups of `size` elements, for a visitor's hint.
    func groupHint(of size: Int) -> Int? {
        countHint.map { $0 / size }
    }

    /// The next element, which the value needs to be whole.
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    mutating func required(_ reason: Fault.Reason) throws(Fault) -> PackedElement {
        let start = offset
        guard let element = try next() else { throw Fault(reason, at: start) }
        return element
    }

    /// The next element, which must be an integer.
    @_lifetime(self: copy self)
    mutating func requiredInteger(_ reason: Fault.Reason) throws(Fault) -> Int64 {
        let start = offset
        guard let value = try required(reason).integerValue() else {
            throw Fault(reason, at: start)
        }
        return value
    }
}
