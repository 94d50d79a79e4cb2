import RedoubtAnalysis
import RedoubtBytes
import RedoubtRDB
import RedoubtTestSupport
import RedoubtValues

extension RandomDataset {
    /// The digest of the model itself, which no file had a part in.
    func digest(_ profile: ServerProfile) throws -> String {
        var digest = DatasetDigest(profile: profile)
        for key in keys {
            let isExpiring = key.attributes.expiresAtMs != nil
            try digest.add(key.name.bytes, database: key.database, hasExpiry: isExpiring) {
                (value) throws(Fault) in
                try key.value.visit(&value)
            }
        }
        return digest.hex
    }
}

extension ShownValue {
    /// What a value of the model shows after a round trip through `format`.
    init(_ value: RandomValue, in format: FormatVersion) throws(Fault) {
        var visitor = ShowingVisitor()
        try value.visit(&visitor)
        guard case .stream(var stream) = visitor.value else {
            self = visitor.value
            return
        }
        // Version 9 counts nothing; who reads it infers that the entries that are there are all
        // that ever were, and that a group which is at the last one has read them.
        if format.number < 10 { stream.state.entriesAdded = stream.state.length }
        for group in stream.groups.indices {
            if format.number < 10, stream.groups[group].lastID == stream.state.lastID {
                stream.groups[group].entriesRead = stream.state.length
            }
            for consumer in stream.groups[group].consumers.indices where format.number < 11 {
                // The time of the last delivery came with version 11; before there was one time.
                let time = stream.groups[group].consumers[consumer].seenTimeMs
                stream.groups[group].consumers[consumer].activeTimeMs = time
            }
        }
        self = .stream(stream)
    }
}
