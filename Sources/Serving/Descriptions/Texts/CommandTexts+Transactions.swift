extension CommandTexts {
    /// What is known of the commands on transactions.
    static let transactions = """
        DISCARD 2.0.0 | noscript loading stale fast allow_busy | | O(N), N: commands
          Forgets the commands behind MULTI.
        EXEC 1.2.0 | noscript loading stale skip_slowlog | | Depends on the commands
          Runs the commands behind MULTI.
        MULTI 1.2.0 | noscript loading stale fast allow_busy | | O(1)
          Begins a transaction.
        UNWATCH 2.2.0 | noscript loading stale fast allow_busy | | O(1)
          Forgets the keys that are watched.
        WATCH 2.2.0 | noscript loading stale fast allow_busy | RO | O(1) for each key
          Watches keys: the transaction does not run if one of them changes.
          : key...
        """
}
