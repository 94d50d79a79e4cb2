extension CommandTexts {
    /// What is known of the commands on keys, whatever they hold.
    static let keys = """
        COPY 6.2.0 | write denyoom | RO access; OW update | O(N), N: elements of the value
          Copies a value to another key.
          : source destination [DB=destination-db] [REPLACE]
        DEL 1.0.0 | write request_policy:multi_shard response_policy:agg_sum | RM delete | O(N),
            N: keys and their elements
          Removes keys.
          : key...
        DUMP 2.6.0 | readonly nondeterministic_output | RO access | O(N), N: bytes of the value
          Answers a value in the form in which snapshots hold it.
          : key
        EXISTS 1.0.0 | readonly fast request_policy:multi_shard response_policy:agg_sum | RO |
            O(N), N: keys
          Counts which of the keys are there.
          : key...
        EXPIRE 1.0.0 | write fast | RW update | O(1)
          Lets a key live for some more seconds.
          : key seconds [condition:(NX|XX|GT|LT)]
        EXPIREAT 1.2.0 | write fast | RW update | O(1)
          Lets a key live until a second since 1970.
          : key unix-time-seconds [condition:(NX|XX|GT|LT)]
        EXPIRETIME 7.0.0 | readonly fast | RO access | O(1)
          Answers the second since 1970 until which a key lives.
          : key
        KEYS 1.0.0 | readonly +@dangerous request_policy:all_shards nondeterministic_output_order
            | | O(N), N: keys of the database
          Lists the keys that match a pattern.
          : pattern
        MIGRATE 2.6.0 | write +@dangerous nondeterministic_output | RW access delete; RW access
            delete incomplete | O(N), N: bytes of the values
          Moves keys to another server.
          : host port key_or_empty_string:(key|empty_string:) destination-db timeout [COPY]
            [REPLACE] [authentication:([AUTH=password]|[AUTH2=username_password:{username
            password}])] [KEYS=key...]
        MOVE 1.0.0 | write fast | RW access update | O(1)
          Moves a key to another database.
          : key db
        OBJECT 2.2.3 | -@keyspace | | Depends on the subcommand
          Tells how a value is held.
        OBJECT|ENCODING 3 2.2.3 | readonly nondeterministic_output | RO | O(1)
          Answers how a value is held in memory.
          : key
        OBJECT|FREQ 3 4.0.0 | readonly nondeterministic_output | RO | O(1)
          Answers how often a value is used, on a logarithmic scale.
          : key
        OBJECT|HELP 2 6.2.0 | loading stale | | O(1)
          Lists the subcommands.
        OBJECT|IDLETIME 3 2.2.3 | readonly nondeterministic_output | RO | O(1)
          Answers for how long nobody has used a value.
          : key
        OBJECT|REFCOUNT 3 2.2.3 | readonly nondeterministic_output | RO | O(1)
          Answers how many references to a value there are.
          : key
        PERSIST 2.2.0 | write fast | RW update | O(1)
          Lets a key live for ever.
          : key
        PEXPIRE 2.6.0 | write fast | RW update | O(1)
          Lets a key live for some more milliseconds.
          : key milliseconds [condition:(NX|XX|GT|LT)]
        PEXPIREAT 2.6.0 | write fast | RW update | O(1)
          Lets a key live until a millisecond since 1970.
          : key unix-time-milliseconds [condition:(NX|XX|GT|LT)]
        PEXPIRETIME 7.0.0 | readonly fast | RO access | O(1)
          Answers the millisecond since 1970 until which a key lives.
          : key
        PTTL 2.6.0 | readonly fast nondeterministic_output | RO access | O(1)
          Answers for how many more milliseconds a key lives.
          : key
        RANDOMKEY 1.0.0 | readonly request_policy:all_shards nondeterministic_output | | O(1)
          Answers a key that chance picks.
        RENAME 1.0.0 | write | RW access delete; OW update | O(1)
          Gives a key another name, in place of whatever had it.
          : key newkey
        RENAMENX 1.0.0 | write fast | RW access delete; OW insert | O(1)
          Gives a key a name that no other key has.
          : key newkey
        RESTORE 2.6.0 | write denyoom +@dangerous | OW update | O(N), N: bytes of the value
          Makes a value of what DUMP answered.
          : key ttl:integer serialized-value [REPLACE] [ABSTTL] [IDLETIME=seconds]
            [FREQ=frequency:integer]
        SCAN 2.8.0 | readonly nondeterministic_output request_policy:special | | O(1) for each
            call, O(N) in all
          Walks over the keys of the database, some at a time.
          : cursor [MATCH=pattern] [COUNT=count] [TYPE=type]
        SORT 1.0.0 | write denyoom +@dangerous +@list +@set +@sortedset -@keyspace | RO access; RO
            access; OW update | O(N + M log M), N: elements, M: elements answered
          Sorts the elements of a list, a set or a sorted set, and keeps the result if asked to.
          : key [BY=pattern:pattern1] [LIMIT=offset_count:{offset count}]
            [GET=pattern:pattern1...+] [order:(ASC|DESC)] [sorting:ALPHA] [STORE=destination:key2]
        SORT_RO 7.0.0 | readonly +@dangerous +@list +@set +@sortedset -@keyspace | RO access; RO
            access | O(N + M log M), N: elements, M: elements answered
          Sorts the elements of a list, a set or a sorted set.
          : key [BY=pattern:pattern1] [LIMIT=offset_count:{offset count}]
            [GET=pattern:pattern1...+] [order:(ASC|DESC)] [sorting:ALPHA]
        TOUCH 3.2.1 | readonly fast request_policy:multi_shard response_policy:agg_sum | RO |
            O(N), N: keys
          Counts which of the keys are there, and marks them as used.
          : key...
        TTL 1.0.0 | readonly fast nondeterministic_output | RO access | O(1)
          Answers for how many more seconds a key lives.
          : key
        TYPE 1.0.0 | readonly fast | RO | O(1)
          Answers the kind of a value.
          : key
        UNLINK 4.0.0 | write fast request_policy:multi_shard response_policy:agg_sum | RM delete |
            O(N), N: keys
          Removes keys; their memory may be given back later.
          : key...
        WAIT 3.0.0 | noscript +@connection -@keyspace request_policy:all_shards
            response_policy:agg_min | | O(1)
          Waits until replicas have what this client wrote.
          : numreplicas:integer timeout
        """
}
