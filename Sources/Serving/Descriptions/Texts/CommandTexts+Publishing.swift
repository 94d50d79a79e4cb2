extension CommandTexts {
    /// What is known of the commands on channels.
    static let publishing = """
        PSUBSCRIBE 2.0.0 | pubsub noscript loading stale | | O(N), N: patterns
          Listens to the channels that match patterns.
          : pattern:{pattern}...
        PUBLISH 2.0.0 | pubsub loading stale fast | | O(N + M), N: listeners, M: patterns
          Sends a message to all who listen to a channel.
          : channel message
        PUBSUB 2.8.0 | | | Depends on the subcommand
          Tells who listens to what.
        PUBSUB|CHANNELS -2 2.8.0 | pubsub loading stale | | O(N), N: channels
          Lists the channels that anybody listens to.
          : [pattern]
        PUBSUB|HELP 2 6.2.0 | loading stale | | O(1)
          Lists the subcommands.
        PUBSUB|NUMPAT 2 2.8.0 | pubsub loading stale | | O(1)
          Counts the patterns that anybody listens to.
        PUBSUB|NUMSUB -2 2.8.0 | pubsub loading stale | | O(N), N: channels asked for
          Counts who listens to channels.
          : [channel...]
        PUBSUB|SHARDCHANNELS -2 7.0.0 | pubsub loading stale | | O(N), N: channels
          Lists the channels of shards that anybody listens to.
          : [pattern]
        PUBSUB|SHARDNUMSUB -2 7.0.0 | pubsub loading stale | | O(N), N: channels asked for
          Counts who listens to channels of shards.
          : [shardchannel...]
        PUNSUBSCRIBE 2.0.0 | pubsub noscript loading stale | | O(N), N: patterns
          Ceases to listen to patterns.
          : [pattern...]
        SPUBLISH 7.0.0 | pubsub loading stale fast | not_key | O(N), N: listeners
          Sends a message to all who listen to a channel of a shard.
          : shardchannel message
        SSUBSCRIBE 7.0.0 | pubsub noscript loading stale | not_key | O(N), N: channels
          Listens to channels of a shard.
          : shardchannel...
        SUBSCRIBE 2.0.0 | pubsub noscript loading stale | | O(N), N: channels
          Listens to channels.
          : channel...
        SUNSUBSCRIBE 7.0.0 | pubsub noscript loading stale | not_key | O(N), N: channels
          Ceases to listen to channels of a shard.
          : [shardchannel...]
        UNSUBSCRIBE 2.0.0 | pubsub noscript loading stale | | O(N), N: channels
          Ceases to listen to channels.
          : [channel...]
        """
}
