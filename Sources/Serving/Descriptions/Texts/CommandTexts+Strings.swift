extension CommandTexts {
    /// What is known of the commands on strings.
    static let strings = """
        APPEND 2.0.0 | write denyoom fast | RW insert | O(1)
          Adds bytes at the end of a string.
          : key value
        DECR 1.0.0 | write denyoom fast | RW access update | O(1)
          Takes one off an integer.
          : key
        DECRBY 1.0.0 | write denyoom fast | RW access update | O(1)
          Takes a number off an integer.
          : key decrement
        DELEX 8.4.0 | write fast | RW access delete | O(1)
          Removes a key if a condition on its string holds.
          : key [condition:(IFEQ=value|IFNE=value|IFDEQ=digest|IFDNE=digest)]
        DELIFEQ 9.0.0 | write fast | RW access delete | O(1)
          Removes a string if it equals one.
          : key value
        GET 1.0.0 | readonly fast | RO access | O(1)
          Answers a string.
          : key
        GETDEL 6.2.0 | write fast | RW access delete | O(1)
          Answers a string and removes it.
          : key
        GETEX 6.2.0 | write fast | RW access update | O(1)
          Answers a string, and changes for how long it lives.
          : key [expiration:(EX=seconds|PX=milliseconds|EXAT=unix-time-seconds|
            PXAT=unix-time-milliseconds|PERSIST)]
        GETRANGE 2.4.0 | readonly | RO access | O(N), N: bytes answered
          Answers a part of a string.
          : key start end
        GETSET 1.0.0 | write denyoom fast | RW access update | O(1)
          Changes a string and answers what it was.
          ~ 6.2.0 SET with GET
          : key value
        INCR 1.0.0 | write denyoom fast | RW access update | O(1)
          Adds one to an integer.
          : key
        INCRBY 1.0.0 | write denyoom fast | RW access update | O(1)
          Adds a number to an integer.
          : key increment
        INCRBYFLOAT 2.6.0 | write denyoom fast | RW access update | O(1)
          Adds a number to a number.
          : key increment:double
        INCREX 8.8.0 | write denyoom fast | RW access update | O(1)
          Adds to a number within bounds, and changes for how long it lives.
          : key [increment:(BYINT=increment|BYFLOAT=increment:double)] [LBOUND=bound] [UBOUND=bound]
            [SATURATE] [expiration:(EX=seconds|PX=milliseconds|EXAT=unix-time-seconds|
            PXAT=unix-time-milliseconds|PERSIST)] [ENX]
        LCS 7.0.0 | readonly | RO access | O(N * M), N and M: bytes of the strings
          Finds the longest text that can be had of two strings by leaving bytes out.
          : key1 key2:key0 [LEN] [IDX] [MINMATCHLEN=len:integer] [WITHMATCHLEN]
        MGET 1.0.0 | readonly fast request_policy:multi_shard | RO access | O(N), N: keys
          Answers some strings.
          : key...
        MSET 1.0.1 | write denyoom request_policy:multi_shard response_policy:all_succeeded | OW
            update | O(N), N: keys
          Sets some strings.
          : key_value:{key value}...
        MSETEX 8.4.0 | write denyoom | OW update | O(N), N: keys
          Sets some strings that live for a time.
          : numkeys key_value:{key value}... [condition:(NX|XX)]
            [expiration:(EX=seconds|PX=milliseconds|EXAT=unix-time-seconds|
            PXAT=unix-time-milliseconds|KEEPTTL)]
        MSETNX 1.0.1 | write denyoom request_policy:multi_shard response_policy:agg_min | OW
            insert | O(N), N: keys
          Sets some strings if none of the keys is there.
          : key_value:{key value}...
        PSETEX 2.6.0 | write denyoom | OW update | O(1)
          Sets a string that lives for some milliseconds.
          : key milliseconds value
        SET 1.0.0 | write denyoom | RW access update variable_flags | O(1)
          Sets a string, whatever was there.
          : key value [condition:(NX|XX)] [GET] [expiration:(EX=seconds|PX=milliseconds|
            EXAT=unix-time-seconds|PXAT=unix-time-milliseconds|KEEPTTL)]
        SETEX 2.0.0 | write denyoom | OW update | O(1)
          Sets a string that lives for some seconds.
          : key seconds value
        SETNX 1.0.0 | write denyoom fast | OW insert | O(1)
          Sets a string if the key is not there.
          : key value
        SETRANGE 2.2.0 | write denyoom | RW update | O(N), N: bytes written
          Overwrites a part of a string.
          : key offset value
        STRLEN 2.2.0 | readonly fast | RO | O(1)
          Answers how long a string is.
          : key
        SUBSTR 1.0.0 | readonly | RO access | O(N), N: bytes answered
          Answers a part of a string.
          ~ 2.0.0 GETRANGE
          : key start end
        """
}
