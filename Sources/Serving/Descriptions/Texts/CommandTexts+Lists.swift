extension CommandTexts {
    /// What is known of the commands on lists.
    static let lists = """
        BLMOVE 6.2.0 | write denyoom noscript blocking | RW access delete; RW insert | O(1)
          Moves an element between ends of lists, and waits for one if there is none.
          : source destination wherefrom:(LEFT|RIGHT) whereto:(LEFT|RIGHT) timeout:double
        BLMOVEM 8.10.0 | write denyoom blocking | RW access delete; RW insert |
            O(N), N: elements moved
          Moves some elements between ends of lists, and waits for them if there are none.
          : source destination wherefrom:(LEFT|RIGHT) whereto:(LEFT|RIGHT) timeout:double
            [amount:{mode:(COUNT=count|EXACTLY=count) order:(OBO|BULK)}]
        BLMPOP 7.0.0 | write blocking | RW access delete | O(N + M), N: keys, M: elements taken
          Takes elements from the first list that has any, and waits for them if none has.
          : timeout:double numkeys key... where:(LEFT|RIGHT) [COUNT=count]
        BLPOP 2.0.0 | write noscript blocking | RW access delete | O(N), N: keys
          Takes the first element of the first list that has one, and waits if none has.
          : key... timeout:double
        BRPOP 2.0.0 | write noscript blocking | RW access delete | O(N), N: keys
          Takes the last element of the first list that has one, and waits if none has.
          : key... timeout:double
        BRPOPLPUSH 2.2.0 | write denyoom noscript blocking | RW access delete; RW insert | O(1)
          Moves the last element of a list to the front of another, and waits for one.
          ~ 6.2.0 BLMOVE with RIGHT and LEFT
          : source destination timeout:double
        LINDEX 1.0.0 | readonly | RO access | O(N), N: distance from the nearer end
          Answers the element at a place of a list.
          : key index
        LINSERT 2.2.0 | write denyoom | RW insert | O(N), N: elements before the other one
          Puts an element beside another one.
          : key where:(BEFORE|AFTER) pivot element
        LLEN 1.0.0 | readonly fast | RO | O(1)
          Counts the elements of a list.
          : key
        LMOVE 6.2.0 | write denyoom | RW access delete; RW insert | O(1)
          Moves an element from an end of a list to an end of another.
          : source destination wherefrom:(LEFT|RIGHT) whereto:(LEFT|RIGHT)
        LMOVEM 8.10.0 | write denyoom | RW access delete; RW insert | O(N), N: elements moved
          Moves some elements from an end of a list to an end of another.
          : source destination wherefrom:(LEFT|RIGHT) whereto:(LEFT|RIGHT)
            [amount:{mode:(COUNT=count|EXACTLY=count) order:(OBO|BULK)}]
        LMPOP 7.0.0 | write | RW access delete | O(N + M), N: keys, M: elements taken
          Takes elements from the first list that has any.
          : numkeys key... where:(LEFT|RIGHT) [COUNT=count]
        LPOP 1.0.0 | write fast | RW access delete | O(N), N: elements taken
          Takes the first elements of a list.
          : key [count]
        LPOS 6.0.6 | readonly | RO access | O(N), N: elements of the list
          Finds where elements stand in a list.
          : key element [RANK=rank:integer] [COUNT=num-matches:integer] [MAXLEN=len:integer]
        LPUSH 1.0.0 | write denyoom fast | RW insert | O(N), N: elements added
          Puts elements in front of a list.
          : key element...
        LPUSHX 2.2.0 | write denyoom fast | RW insert | O(N), N: elements added
          Puts elements in front of a list that is there.
          : key element...
        LRANGE 1.0.0 | readonly | RO access | O(S + N), S: distance of the start, N: elements
            answered
          Answers a part of a list.
          : key start stop
        LREM 1.0.0 | write | RW delete | O(N), N: elements of the list
          Removes elements that equal one.
          : key count element
        LSET 1.0.0 | write denyoom | RW update | O(N), N: distance from the nearer end
          Changes the element at a place of a list.
          : key index element
        LTRIM 1.0.0 | write | RW delete | O(N), N: elements removed
          Keeps only a part of a list.
          : key start stop
        RPOP 1.0.0 | write fast | RW access delete | O(N), N: elements taken
          Takes the last elements of a list.
          : key [count]
        RPOPLPUSH 1.2.0 | write denyoom | RW access delete; RW insert | O(1)
          Moves the last element of a list to the front of another.
          ~ 6.2.0 LMOVE with RIGHT and LEFT
          : source destination
        RPUSH 1.0.0 | write denyoom fast | RW insert | O(N), N: elements added
          Puts elements at the end of a list.
          : key element...
        RPUSHX 2.2.0 | write denyoom fast | RW insert | O(N), N: elements added
          Puts elements at the end of a list that is there.
          : key element...
        """
}
