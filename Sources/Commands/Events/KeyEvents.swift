public import RedoubtBytes

/// Whom commands tell what they did to keys.
public struct KeyEvents {
    /// What somebody wants to hear of; without any, nothing is looked at.
    public private(set) var classes: EventClasses = []
    private var listener: ((KeyEvent) -> Void)?

    init() {}

    /// Begins to tell, or ceases to where there are no classes.
    public mutating func tell(
        _ classes: EventClasses,
        to listener: @escaping (KeyEvent) -> Void
    ) {
        let isHeard = !classes.isDisjoint(with: [.byKey, .byEvent])
        self.classes = isHeard ? classes : []
        self.listener = isHeard ? listener : nil
    }

    /// Tells an event if anybody wants to hear of its kind.
    func note(
        _ kind: EventClasses,
        _ name: StaticString,
        _ key: @autoclosure () -> ByteString,
        _ database: Int
    ) {
        guard classes.contains(kind) else { return }
        listener?(KeyEvent(name: name, key: key(), database: database))
    }
}

/// Something that happened to a key.
public struct KeyEvent: Sendable {
    /// What happened: `set`, `del`, `expired`.
    public let name: StaticString
    /// The key.
    public let key: ByteString
    /// The number of its database.
    public let database: Int
}
