import RedoubtBytes
import RedoubtCommands

extension ServerEngine {
    /// Publishes from now on what happens to keys, as far as the settings want it.
    func publishKeyEvents() {
        context.events.tell(settings.eventClasses) { [unowned self] event in publish(event) }
    }

    /// Replicas are not told: what happens to their keys they publish themselves.
    private func publish(_ event: KeyEvent) {
        let name = ByteString("\(event.name)")
        if settings.eventClasses.contains(.byKey) {
            let channel = ByteString(
                Array("__keyspace@\(event.database)__:".utf8) + event.key.array
            )
            _ = deliver(name, on: channel)
        }
        if settings.eventClasses.contains(.byEvent) {
            let channel = ByteString("__keyevent@\(event.database)__:\(event.name)")
            _ = deliver(event.key, on: channel)
        }
    }
}
