import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// What becomes of the pending entries that refer to a deleted stream entry (Redis 8.2).
enum EntryReferences {
    /// They stay.
    case keep
    /// They go too, in every group.
    case delete
    /// An entry stays while a group has not read it, or has it pending.
    case needAcknowledged

    /// The option at `index`, if it is one of these.
    init?(_ arguments: borrowing Arguments, at index: Int) {
        if arguments.matches(index, "KEEPREF") {
            self = .keep
        } else if arguments.matches(index, "DELREF") {
            self = .delete
        } else if arguments.matches(index, "ACKED") {
            self = .needAcknowledged
        } else {
            return nil
        }
    }
}

extension StreamValue {
    /// Whether some group has an entry pending or has not read it yet.
    func isReferenced(_ id: StreamID) -> Bool {
        groups.contains { $0.value.lastID < id || $0.value.pending(id) != nil }
    }

    /// Removes an entry from the pending entries of every group.
    mutating func dropReferences(_ id: StreamID) {
        let names = groups.compactMap { $0.value.pending(id) == nil ? nil : $0.key }
        for name in names {
            guard let place = groups.position(of: name.bytes) else { continue }
            groups[position: place].value.acknowledge(id)
        }
    }

    /// Deletes an entry as `XDEL` does; false if it was not there.
    mutating func delete(_ id: StreamID) -> Bool {
        guard let place = position(of: id) else { return false }
        entries.remove(at: place)
        state.maxDeletedID = max(state.maxDeletedID, id)
        return true
    }
}
