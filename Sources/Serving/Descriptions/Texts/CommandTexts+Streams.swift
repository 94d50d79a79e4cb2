extension CommandTexts {
    /// What is known of the commands on streams.
    static let streams = """
        XACK 5.0.0 | write fast | RW update | O(1) for each entry
          Says that entries were dealt with.
          : key group id...
        XACKDEL 8.2.0 | write fast | RW access delete | O(1) for each entry
          Says that entries were dealt with, and removes them.
          : key group [condition:(KEEPREF|DELREF|ACKED)] IDS=ids:{numids:integer id...}
        XADD 5.0.0 | write denyoom fast nondeterministic_output | RW update | O(1), and O(N) to
            trim N entries
          Adds an entry to a stream.
          : key [NOMKSTREAM] [trim:{strategy:(MAXLEN|MINID) [operator:(equal:=|approximately:~)]
            threshold [LIMIT=count]}] id_or_auto:(auto_id:*|id) field_value:{field value}...
        XAUTOCLAIM 6.2.0 | write fast nondeterministic_output | RW delete | O(1) for each entry
            looked at
          Takes over entries that others have left lying for long.
          : key group consumer min-idle-time start:string [COUNT=count] [JUSTID]
        XCFGSET 8.6.0 | write fast | RW update | O(1)
          Changes how a stream knows entries that are sent again.
          : key [IDMP-DURATION=seconds] [IDMP-MAXSIZE=count]
        XCLAIM 5.0.0 | write fast nondeterministic_output | RW update | O(log N), N: entries that
            wait
          Takes over entries that were given to others.
          : key group consumer min-idle-time id... [IDLE=ms:integer] [TIME=unix-time-milliseconds]
            [RETRYCOUNT=count] [FORCE] [JUSTID] [LASTID=id]
        XDEL 5.0.0 | write fast | RW delete | O(1) for each entry
          Removes entries of a stream.
          : key id...
        XDELEX 8.2.0 | write fast | RW delete | O(1) for each entry
          Removes entries of a stream, and decides what groups keep of them.
          : key [condition:(KEEPREF|DELREF|ACKED)] IDS=ids:{numids:integer id...}
        XGROUP 5.0.0 | -@stream | | Depends on the subcommand
          Looks after the groups of a stream.
        XGROUP|CREATE -5 5.0.0 | write denyoom | RW insert | O(1)
          Adds a group.
          : key groupname id:(id|new_id:$) [MKSTREAM] [ENTRIESREAD=entries_read:integer]
        XGROUP|CREATECONSUMER 5 6.2.0 | write denyoom | RW insert | O(1)
          Adds a consumer to a group.
          : key groupname consumername
        XGROUP|DELCONSUMER 5 5.0.0 | write | RW delete | O(1)
          Removes a consumer of a group.
          : key groupname consumername
        XGROUP|DESTROY 4 5.0.0 | write | RW delete | O(N), N: entries that wait
          Removes a group.
          : key groupname
        XGROUP|HELP 2 5.0.0 | loading stale | | O(1)
          Lists the subcommands.
        XGROUP|SETID -5 5.0.0 | write | RW update | O(1)
          Sets up to where a group has read.
          : key groupname id:(id|new_id:$) [ENTRIESREAD=entries_read:integer]
        XIDMPRECORD 8.6.0 | write fast syscmd | RW update | O(1)
          Notes the mark of an entry that was sent, for logs.
          : key producer iid id
        XINFO 5.0.0 | -@stream | | Depends on the subcommand
          Describes streams, their groups and consumers.
        XINFO|CONSUMERS 4 5.0.0 | readonly nondeterministic_output | RO access | O(1)
          Describes the consumers of a group.
          : key groupname
        XINFO|GROUPS 3 5.0.0 | readonly | RO access | O(1)
          Describes the groups of a stream.
          : key
        XINFO|HELP 2 5.0.0 | loading stale | | O(1)
          Lists the subcommands.
        XINFO|STREAM -3 5.0.0 | readonly | RO access | O(1)
          Describes a stream.
          : key [FULL=full:{[COUNT=count]}]
        XLEN 5.0.0 | readonly fast | RO | O(1)
          Counts the entries of a stream.
          : key
        XNACK 8.8.0 | write fast | RW update | O(1) for each entry
          Gives entries back that were not dealt with.
          : key group mode:(SILENT|FAIL|FATAL) IDS=ids:{numids:integer id...}
        XPENDING 5.0.0 | readonly nondeterministic_output | RO access | O(N), N: entries looked at
          Lists the entries that were given to consumers and not dealt with.
          : key group [filters:{[IDLE=min-idle-time:integer] start:string end:string count
            [consumer]}]
        XRANGE 5.0.0 | readonly | RO access | O(N), N: entries answered
          Answers the entries within a range of ids.
          : key start:string end:string [COUNT=count]
        XREAD 5.0.0 | readonly blocking | RO access | O(N), N: entries answered
          Answers the entries behind ids, and waits for some if asked to.
          : [COUNT=count] [BLOCK=milliseconds] STREAMS=streams:{key... id...}
        XREADGROUP 5.0.0 | write blocking | RO access | O(N), N: entries answered
          Gives entries to a consumer of a group, and waits for some if asked to.
          : GROUP=group_consumer:{group consumer} [COUNT=count] [BLOCK=milliseconds] [NOACK]
            STREAMS=streams:{key... id...}
        XREVRANGE 5.0.0 | readonly | RO access | O(N), N: entries answered
          Answers the entries within a range of ids, from the last one back.
          : key end:string start:string [COUNT=count]
        XSETID 5.0.0 | write denyoom fast | RW update | O(1)
          Sets the last id of a stream.
          : key last-id [ENTRIESADDED=entries_added:integer] [MAXDELETEDID=max_deleted_entry_id]
        XTRIM 5.0.0 | write nondeterministic_output | RW delete | O(N), N: entries removed
          Removes the oldest entries of a stream.
          : key trim:{strategy:(MAXLEN|MINID) [operator:(equal:=|approximately:~)] threshold
            [LIMIT=count]}
        """
}
