extension CommandTexts {
    /// What is known of the commands on sorted sets.
    static let sortedSets = """
        BZMPOP 7.0.0 | write blocking | RW access delete | O(K + M log N), K: keys, M: members
            taken, N: members
          Takes members from the first sorted set that has any, and waits if none has.
          : timeout:double numkeys key... where:(MIN|MAX) [COUNT=count]
        BZPOPMAX 5.0.0 | write noscript blocking fast | RW access delete | O(log N), N: members
          Takes the highest member of the first sorted set that has one, and waits if none has.
          : key... timeout:double
        BZPOPMIN 5.0.0 | write noscript blocking fast | RW access delete | O(log N), N: members
          Takes the lowest member of the first sorted set that has one, and waits if none has.
          : key... timeout:double
        ZADD 1.2.0 | write denyoom fast | RW update | O(M log N), M: members added, N: members
          Adds members to a sorted set, or changes their scores.
          : key [condition:(NX|XX)] [comparison:(GT|LT)] [change:CH] [increment:INCR]
            score_member:{score:double member}...
        ZCARD 1.2.0 | readonly fast | RO | O(1)
          Counts the members of a sorted set.
          : key
        ZCOUNT 2.0.0 | readonly fast | RO access | O(log N), N: members
          Counts the members within a range of scores.
          : key min:double max:double
        ZDIFF 6.2.0 | readonly | RO access | O(L + (N - K) log N), L: members of all, N: of the
            first, K: answered
          Answers the members of a sorted set that others lack.
          : numkeys key... [WITHSCORES]
        ZDIFFSTORE 6.2.0 | write denyoom | OW update; RO access | O(L + (N - K) log N), L: members
            of all, N: of the first, K: kept
          Keeps the members of a sorted set that others lack.
          : destination numkeys key...
        ZINCRBY 1.2.0 | write denyoom fast | RW access update | O(log N), N: members
          Adds to the score of a member.
          : key increment member
        ZINTER 6.2.0 | readonly | RO access | O(N * K + M log M), N: members of the smallest, K:
            sets, M: answered
          Answers the members that all sorted sets have.
          : numkeys key... [WEIGHTS=weight:integer...] [AGGREGATE=aggregate:(SUM|MIN|MAX)]
            [WITHSCORES]
        ZINTERCARD 7.0.0 | readonly | RO access | O(N * K), N: members of the smallest, K: sets
          Counts the members that all sorted sets have.
          : numkeys key... [LIMIT=limit:integer]
        ZINTERSTORE 2.0.0 | write denyoom | OW update; RO access | O(N * K + M log M), N: members
            of the smallest, K: sets, M: kept
          Keeps the members that all sorted sets have.
          : destination numkeys key... [WEIGHTS=weight:integer...] [AGGREGATE=aggregate:(SUM|MIN|
            MAX)]
        ZLEXCOUNT 2.8.9 | readonly fast | RO access | O(log N), N: members
          Counts the members within a range of texts.
          : key min max
        ZMPOP 7.0.0 | write | RW access delete | O(K + M log N), K: keys, M: members taken, N:
            members
          Takes members from the first sorted set that has any.
          : numkeys key... where:(MIN|MAX) [COUNT=count]
        ZMSCORE 6.2.0 | readonly fast | RO access | O(N), N: members asked for
          Answers the scores of members.
          : key member...
        ZPOPMAX 5.0.0 | write fast | RW access delete | O(M log N), M: members taken, N: members
          Takes the members with the highest scores.
          : key [count]
        ZPOPMIN 5.0.0 | write fast | RW access delete | O(M log N), M: members taken, N: members
          Takes the members with the lowest scores.
          : key [count]
        ZRANDMEMBER 6.2.0 | readonly nondeterministic_output | RO access | O(N), N: members
            answered
          Answers members that chance picks.
          : key [options:{count [WITHSCORES]}]
        ZRANGE 1.2.0 | readonly | RO access | O(log N + M), N: members, M: answered
          Answers members by place, score or text.
          : key start:string stop:string [sortby:(BYSCORE|BYLEX)] [REV]
            [LIMIT=offset_count:{offset count}] [WITHSCORES]
        ZRANGEBYLEX 2.8.9 | readonly | RO access | O(log N + M), N: members, M: answered
          Answers the members within a range of texts.
          ~ 6.2.0 ZRANGE with BYLEX
          : key min max [LIMIT=offset_count:{offset count}]
        ZRANGEBYSCORE 1.0.5 | readonly | RO access | O(log N + M), N: members, M: answered
          Answers the members within a range of scores.
          ~ 6.2.0 ZRANGE with BYSCORE
          : key min:double max:double [WITHSCORES] [LIMIT=offset_count:{offset count}]
        ZRANGESTORE 6.2.0 | write denyoom | OW update; RO access | O(log N + M), N: members, M:
            kept
          Keeps members by place, score or text.
          : dst src min max [sortby:(BYSCORE|BYLEX)] [REV] [LIMIT=offset_count:{offset count}]
        ZRANK 2.0.0 | readonly fast | RO access | O(log N), N: members
          Answers at which place a member stands.
          : key member
        ZREM 1.2.0 | write fast | RW delete | O(M log N), M: members removed, N: members
          Removes members of a sorted set.
          : key member...
        ZREMRANGEBYLEX 2.8.9 | write | RW delete | O(log N + M), N: members, M: removed
          Removes the members within a range of texts.
          : key min max
        ZREMRANGEBYRANK 2.0.0 | write | RW delete | O(log N + M), N: members, M: removed
          Removes the members within a range of places.
          : key start stop
        ZREMRANGEBYSCORE 1.2.0 | write | RW delete | O(log N + M), N: members, M: removed
          Removes the members within a range of scores.
          : key min:double max:double
        ZREVRANGE 1.2.0 | readonly | RO access | O(log N + M), N: members, M: answered
          Answers members by place, from the highest score down.
          ~ 6.2.0 ZRANGE with REV
          : key start stop [WITHSCORES]
        ZREVRANGEBYLEX 2.8.9 | readonly | RO access | O(log N + M), N: members, M: answered
          Answers the members within a range of texts, from the last one back.
          ~ 6.2.0 ZRANGE with REV and BYLEX
          : key max min [LIMIT=offset_count:{offset count}]
        ZREVRANGEBYSCORE 2.2.0 | readonly | RO access | O(log N + M), N: members, M: answered
          Answers the members within a range of scores, from the highest down.
          ~ 6.2.0 ZRANGE with REV and BYSCORE
          : key max:double min:double [WITHSCORES] [LIMIT=offset_count:{offset count}]
        ZREVRANK 2.0.0 | readonly fast | RO access | O(log N), N: members
          Answers at which place a member stands, from the highest score down.
          : key member
        ZSCAN 2.8.0 | readonly nondeterministic_output | RO access | O(1) for each call, O(N) in
            all
          Walks over the members of a sorted set, some at a time.
          : key cursor [MATCH=pattern] [COUNT=count]
        ZSCORE 1.2.0 | readonly fast | RO access | O(1)
          Answers the score of a member.
          : key member
        ZUNION 6.2.0 | readonly | RO access | O(N + M log M), N: members of all, M: answered
          Answers the members that any of the sorted sets has.
          : numkeys key... [WEIGHTS=weight:integer...] [AGGREGATE=aggregate:(SUM|MIN|MAX)]
            [WITHSCORES]
        ZUNIONSTORE 2.0.0 | write denyoom | OW update; RO access | O(N + M log M), N: members of
            all, M: kept
          Keeps the members that any of the sorted sets has.
          : destination numkeys key... [WEIGHTS=weight:integer...] [AGGREGATE=aggregate:(SUM|MIN|
            MAX)]
        """
}
