extension CommandTexts {
    /// What is known of the commands on hashes.
    static let hashes = """
        HDEL 2.0.0 | write fast | RW delete | O(N), N: fields
          Removes fields of a hash.
          : key field...
        HEXISTS 2.0.0 | readonly fast | RO | O(1)
          Tells whether a hash has a field.
          : key field
        HEXPIRE 7.4.0 | write denyoom fast | RW update | O(N), N: fields
          Lets fields live for some more seconds.
          : key seconds [condition:(NX|XX|GT|LT)] FIELDS=fields:{numfields:integer field...}
        HEXPIREAT 7.4.0 | write denyoom fast | RW update | O(N), N: fields
          Lets fields live until a second since 1970.
          : key unix-time-seconds [condition:(NX|XX|GT|LT)]
            FIELDS=fields:{numfields:integer field...}
        HGET 2.0.0 | readonly fast | RO access | O(1)
          Answers the value of a field.
          : key field
        HGETALL 2.0.0 | readonly nondeterministic_output_order | RO access | O(N), N: fields of
            the hash
          Answers all fields of a hash with their values.
          : key
        HGETDEL 8.0.0 | write fast | RW access delete | O(N), N: fields
          Answers the values of fields and removes them.
          : key FIELDS=fields:{numfields:integer field...}
        HGETEX 8.0.0 | write fast | RW access update | O(N), N: fields
          Answers the values of fields, and changes for how long they live.
          : key [expiration:(EX=seconds|PX=milliseconds|EXAT=unix-time-seconds|
            PXAT=unix-time-milliseconds|PERSIST)] FIELDS=fields:{numfields:integer field...}
        HINCRBY 2.0.0 | write denyoom fast | RW access update | O(1)
          Adds an integer to the value of a field.
          : key field increment
        HINCRBYFLOAT 2.6.0 | write denyoom fast | RW access update | O(1)
          Adds a number to the value of a field.
          : key field increment:double
        HKEYS 2.0.0 | readonly nondeterministic_output_order | RO access | O(N), N: fields of the
            hash
          Lists the fields of a hash.
          : key
        HLEN 2.0.0 | readonly fast | RO | O(1)
          Counts the fields of a hash.
          : key
        HMGET 2.0.0 | readonly fast | RO access | O(N), N: fields asked for
          Answers the values of some fields.
          : key field...
        HMSET 2.0.0 | write denyoom fast | RW update | O(N), N: fields set
          Gives fields of a hash values.
          ~ 4.0.0 HSET with multiple field-value pairs
          : key field_value:{field value}...
        HPERSIST 7.4.0 | write fast | RW update | O(N), N: fields
          Lets fields live for ever.
          : key FIELDS=fields:{numfields:integer field...}
        HPEXPIRE 7.4.0 | write denyoom fast | RW update | O(N), N: fields
          Lets fields live for some more milliseconds.
          : key milliseconds [condition:(NX|XX|GT|LT)] FIELDS=fields:{numfields:integer field...}
        HPEXPIREAT 7.4.0 | write denyoom fast | RW update | O(N), N: fields
          Lets fields live until a millisecond since 1970.
          : key unix-time-milliseconds [condition:(NX|XX|GT|LT)]
            FIELDS=fields:{numfields:integer field...}
        HRANDFIELD 6.2.0 | readonly nondeterministic_output | RO access | O(N), N: fields answered
          Answers fields that chance picks.
          : key [options:{count [WITHVALUES]}]
        HSCAN 2.8.0 | readonly nondeterministic_output | RO access | O(1) for each call, O(N) in
            all
          Walks over the fields of a hash, some at a time.
          : key cursor [MATCH=pattern] [COUNT=count]
        HSET 2.0.0 | write denyoom fast | RW update | O(N), N: fields set
          Gives fields of a hash values, and counts the new ones.
          : key field_value:{field value}...
        HSETEX 8.0.0 | write denyoom fast | RW update | O(N), N: fields
          Gives fields values that live for a time.
          : key [condition:(FNX|FXX)] [expiration:(EX=seconds|PX=milliseconds|
            EXAT=unix-time-seconds|
            PXAT=unix-time-milliseconds|KEEPTTL)] FIELDS=fields:{numfields:integer
            field_value:{field value}...}
        HSETNX 2.0.0 | write denyoom fast | RW insert | O(1)
          Gives a field a value unless it has one.
          : key field value
        HSTRLEN 3.2.0 | readonly fast | RO | O(1)
          Answers how long the value of a field is.
          : key field
        HVALS 2.0.0 | readonly nondeterministic_output_order | RO access | O(N), N: fields of the
            hash
          Lists the values of a hash.
          : key
        """
}
