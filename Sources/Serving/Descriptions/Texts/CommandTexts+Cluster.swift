extension CommandTexts {
    /// What is known of the commands on clusters.
    static let cluster = """
        ASKING 3.0.0 | fast +@connection | | O(1)
          Lets the next command reach a slot that is being moved here.
        CLUSTER 3.0.0 | | | Depends on the subcommand
          Looks after the nodes and slots of a cluster.
        READONLY 3.0.0 | loading stale fast +@connection | | O(1)
          Lets a client read from a replica of a cluster.
        READWRITE 3.0.0 | loading stale fast +@connection | | O(1)
          Ends what READONLY began.
        SFLUSH 8.0.0 | write | | O(N), N: keys of the slots
          Removes the keys of slots.
          : slots:{first:integer last:integer}... [flush_type:(ASYNC|SYNC)]
        TRIMSLOTS 8.4.0 | write | | O(N), N: keys of the slots
          Removes the keys of slots that belong to another server.
          : RANGES=ranges:{numranges:integer slots:{first:integer last:integer}...}
        """
}
