/// A shard in memory: its records by key, and what the snapshot has of the keys.
final class LoadedShard {
    /// The content that the shard is of.
    let database: Int
    let records: ShardRecords
    let groups: KeyGroups
    let past: PastKeys

    /// - Parameter meetings: keys that meet others are left out.
    init(_ records: ShardRecords, _ past: PastKeys, database: Int, except meetings: KeyMeetings) {
        self.records = records
        self.past = past
        self.database = database
        groups = KeyGroups(records.records) {
            !meetings.isEmpty && meetings.group(of: $0.identity) != nil
        }
    }
}
