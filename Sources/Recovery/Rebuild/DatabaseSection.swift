import RedoubtBytes
import RedoubtRDB

/// The keys of one database on their way out: its opcodes come with the first of them.
struct DatabaseSection {
    let number: Int
    private var isOpen = false
    private(set) var keyCount = 0
    private var expiringCount = 0

    init(_ number: Int) {
        self.number = number
    }

    mutating func open(_ writer: inout RDBWriter<AtomicFile>) throws(Fault) {
        guard !isOpen else { return }
        isOpen = true
        try writer.openDatabase(number)
    }

    mutating func count(_ keys: Int, _ expiring: Int) {
        keyCount += keys
        expiringCount += expiring
    }

    func close(_ writer: inout RDBWriter<AtomicFile>) throws(Fault) {
        guard isOpen else { return }
        try writer.closeDatabase(keyCount: keyCount, expiringCount: expiringCount)
    }
}
