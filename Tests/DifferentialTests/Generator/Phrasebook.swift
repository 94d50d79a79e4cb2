/// Templates of every command of the table that one of the servers knows, by family.
///
/// A number before a line says how often it counts. The tags: `@7` since Redis 7.0, `@6` before,
/// `@v` Valkey; `@log` what chance or the time decides, which only the log tells; `@neg` with −0
/// among the scores, `@pos` without.
enum Phrasebook {
    static let families = [
        databases, strings, bits, counters, keys, lists, sets, sortedSets, positions, hashes,
        fieldExpiries, streams, groups, scripts,
    ].map { $0.split(separator: "\n") }

    /// How often each family comes.
    static let weights = [5, 15, 7, 4, 14, 14, 9, 14, 5, 9, 5, 9, 9, 3]

    static let databases = """
        12 SELECT $db
        1 SELECT ( -1 | x )
        SWAPDB $db $db
        FLUSHDB [ ASYNC | SYNC ]
        FLUSHALL [ ASYNC | SYNC ]
        PING
        PUBLISH $k $v
        SPUBLISH $k $v
        """

    static let strings = """
        4 SET $s $v
        SET $s $v { [ NX | XX ] [ @log EX $rel | @log PX $rel | EXAT $fars | PXAT $far | KEEPTTL ] }
        SET $s $v { [ GET ] [ XX | @7 NX ] }
        SET $s $v @v IFEQ $v
        SETEX @log $s $rel $v
        PSETEX @log $s $rel $v
        SETNX $s $v
        GETSET $s $v
        GETDEL $s
        GETEX $s [ PERSIST | EXAT $fars | PXAT $far | @log EX $rel | @log PX $rel ]
        MSET ( $s $v )+
        MSETNX $s $v $k $v
        MSETEX ( 1 $s $v | 2 $s $v $k $v ) [ NX | XX ] [ PXAT $far | EXAT $fars | KEEPTTL ]
        2 INCR $s
        DECR $s
        INCRBY $s $n
        DECRBY $s $n
        2 INCRBYFLOAT $s $fl
        2 APPEND $s $v
        SETRANGE $s $off $v
        DELIFEQ $s $v
        """

    private static let bits = """
        2 SETBIT $s $off ( 0 | 1 )
        BITFIELD $s SET $type $off $n INCRBY $type $off $n
        BITFIELD $s [ OVERFLOW SAT | OVERFLOW WRAP ] ( INCRBY $type $off $n )+
        BITFIELD $s SET u1 250 1 GET $type $off OVERFLOW ( SAT | FAIL ) SET u4 #3 $n INCRBY u2 #1 $n
        BITOP ( AND | OR | XOR ) $s $k $k
        BITOP ( AND | OR | XOR ) $s ( $s )+
        BITOP NOT $s $k
        """

    /// `PFDEBUG` and `DEL` keep to the keys of counters.
    private static let counters = """
        4 PFADD $p ( $v )+
        PFADD $p
        PFMERGE $p $p $p
        PFMERGE $p
        PFCOUNT $p
        PFCOUNT $p $p
        PFDEBUG GETREG $p
        PFDEBUG TODENSE $p
        DEL $p
        RENAME $p $p
        """

    private static let keys = """
        DEL ( $k )+
        UNLINK ( $k )+
        EXPIRE @log $k $rel [ @7 ( NX | XX | GT | LT ) ]
        PEXPIRE @log $k $rel [ @7 ( NX | XX | GT | LT ) ]
        2 EXPIREAT $k $fars [ @7 ( NX | XX | GT | LT | XX GT | NX GT ) ]
        2 PEXPIREAT $k $far [ @7 ( NX | XX | GT | LT | LT XX | GT LT ) ]
        EXPIRE @log $k $past
        PEXPIREAT @log $k $past
        EXPIREAT @log $k $past
        2 PERSIST $k
        RENAME $k $k
        RENAMENX $k $k
        3 COPY $k $k { [ DB $db ] [ REPLACE ] }
        2 MOVE $k $db
        SORT $k STORE $k { [ ALPHA ] [ @pos DESC ] }
        SORT $k { STORE $k ALPHA [ ASC | DESC ] [ LIMIT $i $i ] }
        SORT $k BY nosort STORE $k
        2 SORT @pos $k { [ LIMIT $i $i ] [ ASC | DESC ] ( GET $pattern )+ STORE $k }
        SORT @pos $k { BY $pattern [ ASC | DESC ] [ GET $pattern ] STORE $k }
        3 RESTORE @pos $k 0 $payload [ REPLACE ]
        RESTORE @pos $k $far $payload { ABSTTL REPLACE [ FREQ 5 | IDLETIME 100 | FREQ 256 ] }
        RESTORE @pos @log $k $rel $payload [ REPLACE ]
        RESTORE-ASKING @pos $k 0 $payload [ REPLACE ]
        """

    private static let lists = """
        2 LPUSH $l ( $e )+
        2 RPUSH $l ( $e )+
        LPUSHX $l ( $e )+
        RPUSHX $l ( $e )+
        LPOP $l [ $count ]
        RPOP $l [ $count ]
        2 LSET $l $i $e
        2 LINSERT $l ( BEFORE | AFTER ) $e $e
        2 LREM $l $i $e
        LTRIM $l $i $i
        LMOVE $l $k ( LEFT | RIGHT ) ( LEFT | RIGHT )
        RPOPLPUSH $l $k
        LMPOP ( 1 $l | 2 $k $l ) ( LEFT | RIGHT ) [ COUNT $count ]
        BLPOP @log $l $k 0.01
        BRPOP @log $k $l 0.01
        BLMOVE @log $l $l ( LEFT | RIGHT ) ( LEFT | RIGHT ) 0.01
        BRPOPLPUSH @log $l $l 0.01
        BLMPOP @log 0.01 ( 1 $l | 2 $k $l ) ( LEFT | RIGHT ) [ COUNT 2 ]
        """

    private static let sets = """
        5 SADD $t ( $m )+
        SREM $t ( $m )+
        SPOP @log $t [ $count ]
        SPOP $t ( 1000 | 0 | -1 )
        2 SMOVE $t $k $m
        SUNIONSTORE $t ( $t )+
        SINTERSTORE $t ( $t )+
        SDIFFSTORE $t ( $t )+
        SUNIONSTORE $k $t $k
        """

    private static let sortedSets = """
        4 ZADD $z ( $sc $m )+
        2 ZADD $z ( NX | { GT [ CH ] } | { LT [ CH ] } | CH | NX GT ) ( $sc $m )+
        2 ZADD @pos $z { XX [ GT | LT ] [ CH ] } ( $sc $m )+
        ZADD $z { [ NX | GT ] INCR } $sc $m
        2 ZINCRBY $z $sc $m
        ZREM $z ( $m )+
        ZREMRANGEBYRANK $z $i $i
        ZREMRANGEBYSCORE $z $low $high
        ZADD $lex 0 $m 0 $m 0 $m
        ZREMRANGEBYLEX $lex $lexlow $lexhigh
        ZPOPMIN $z [ $count ]
        ZPOPMAX $z [ $count ]
        ZUNIONSTORE $z 2 $z $k { [ WEIGHTS $weight $weight ] [ AGGREGATE ( SUM | MIN | MAX ) ] }
        ZINTERSTORE $z 2 $z $z { [ WEIGHTS $weight $weight ] [ AGGREGATE ( SUM | MIN | MAX ) ] }
        ZUNIONSTORE $z ( 1 $t | 3 $t $z $z | 0 $z )
        ZDIFFSTORE $z ( 1 $z | 2 $z $k | 2 $k $z )
        ZRANGESTORE $z $z $i $i [ REV ]
        ZRANGESTORE $z $z $low $high { BYSCORE [ LIMIT $count $i ] }
        ZRANGESTORE $z $z $high $low { BYSCORE REV [ LIMIT $count $i ] }
        ZRANGESTORE $lex $lex $lexlow $lexhigh { BYLEX [ LIMIT $count $i ] }
        ZMPOP ( 1 $z | 2 $k $z ) ( MIN | MAX ) [ COUNT $count ]
        BZPOPMIN @log $z $k 0.01
        BZPOPMAX @log $z $k 0.01
        BZMPOP @log 0.01 ( 1 $z | 2 $k $z ) ( MIN | MAX ) [ COUNT 2 ]
        """

    private static let positions = """
        4 GEOADD $z ( $lon $lat $m )+
        GEOADD $z { [ NX ] CH } $lon $lat $m
        GEOADD @pos $z { XX CH } $lon $lat $m
        GEOSEARCHSTORE $k $z FROMLONLAT $lon $lat BYRADIUS $radius $unit [ STOREDIST | ASC | DESC ]
        GEOSEARCHSTORE $k $z { FROMMEMBER $m BYBOX $radius $radius $unit [ STOREDIST ] }
        GEOSEARCHSTORE $k $z { FROMLONLAT $lon $lat BYRADIUS 9000 km COUNT 1000 [ ASC | DESC ] }
        GEORADIUS $z $lon $lat $radius $unit [ COUNT 1000 ] ( STORE $k | STOREDIST $k )
        GEORADIUSBYMEMBER $z $m $radius $unit [ ASC | DESC ] ( STORE $k | STOREDIST $k )
        """

    private static let hashes = """
        4 HSET $h ( $f $v )+
        HMSET $h ( $f $v )+
        2 HSETNX $h $f $v
        2 HINCRBY $h $f $n
        2 HINCRBYFLOAT $h $f $fl
        2 HDEL $h ( $f )+
        """
}
