extension CommandTexts {
    /// What is known of the commands on sets.
    static let sets = """
        SADD 1.0.0 | write denyoom fast | RW insert | O(N), N: members added
          Adds members to a set.
          : key member...
        SCARD 1.0.0 | readonly fast | RO | O(1)
          Counts the members of a set.
          : key
        SDIFF 1.0.0 | readonly nondeterministic_output_order | RO access | O(N), N: members of all
            sets
          Answers the members of a set that others lack.
          : key...
        SDIFFSTORE 1.0.0 | write denyoom | OW update; RO access | O(N), N: members of all sets
          Keeps the members of a set that others lack.
          : destination key...
        SINTER 1.0.0 | readonly nondeterministic_output_order | RO access | O(N * M), N: members
            of the smallest, M: sets
          Answers the members that all sets have.
          : key...
        SINTERCARD 7.0.0 | readonly | RO access | O(N * M), N: members of the smallest, M: sets
          Counts the members that all sets have.
          : numkeys key... [LIMIT=limit:integer]
        SINTERSTORE 1.0.0 | write denyoom | RW update; RO access | O(N * M), N: members of the
            smallest, M: sets
          Keeps the members that all sets have.
          : destination key...
        SISMEMBER 1.0.0 | readonly fast | RO | O(1)
          Tells whether a set has a member.
          : key member
        SMEMBERS 1.0.0 | readonly nondeterministic_output_order | RO access | O(N), N: members
          Lists the members of a set.
          : key
        SMISMEMBER 6.2.0 | readonly fast | RO access | O(N), N: members asked for
          Tells which members a set has.
          : key member...
        SMOVE 1.0.0 | write fast | RW access delete; RW insert | O(1)
          Moves a member from a set to another.
          : source destination member
        SPOP 1.0.0 | write fast nondeterministic_output | RW access delete | O(N), N: members
            taken
          Takes members that chance picks.
          : key [count]
        SRANDMEMBER 1.0.0 | readonly nondeterministic_output | RO access | O(N), N: members
            answered
          Answers members that chance picks.
          : key [count]
        SREM 1.0.0 | write fast | RW delete | O(N), N: members
          Removes members of a set.
          : key member...
        SSCAN 2.8.0 | readonly nondeterministic_output | RO access | O(1) for each call, O(N) in
            all
          Walks over the members of a set, some at a time.
          : key cursor [MATCH=pattern] [COUNT=count]
        SUNION 1.0.0 | readonly nondeterministic_output_order | RO access | O(N), N: members of
            all sets
          Answers the members that any of the sets has.
          : key...
        SUNIONSTORE 1.0.0 | write denyoom | OW update; RO access | O(N), N: members of all sets
          Keeps the members that any of the sets has.
          : destination key...
        """
}
