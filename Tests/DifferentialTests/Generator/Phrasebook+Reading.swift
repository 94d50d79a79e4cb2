/// Templates of commands that read, and of those that wait or set times from now on, which only
/// servers that run side by side answer alike.
extension Phrasebook {
    static let readingFamilies = [
        readKeys, readStrings, readLists, readSets, readSortedSets, readRanges, readPositions,
        readHashes, readStreams, fromNowOn,
    ].map { $0.split(separator: "\n") }

    static let readingWeights = [24, 20, 12, 18, 18, 18, 9, 14, 18, 10]

    private static let readKeys = """
        EXISTS ( $k )+
        TOUCH ( $k )+
        2 TYPE $k
        TTL $k
        PTTL $k
        EXPIRETIME $k
        PEXPIRETIME $k
        KEYS ( * | k? | k1* | [a-k]* | k[^1-9] | \\k1 | $k )
        RANDOMKEY
        DBSIZE
        SCAN 0 { COUNT 1000 [ MATCH k1* ] [ TYPE ( string | list | zset | x ) ] }
        SCAN $i [ COUNT 0 | MATCH | COUNT x | FOO 1 ]
        OBJECT ( ENCODING | REFCOUNT | IDLETIME | FREQ | HELP | FOO ) $k
        OBJECT ( HELP | ENCODING )
        MEMORY USAGE $k [ SAMPLES $i | FOO ]
        DUMP $k
        SORT $k { [ ALPHA ] [ DESC ] [ LIMIT $i $i ] }
        SORT_RO $k { [ ALPHA ] [ DESC | ASC ] [ GET # | GET k* | GET $pattern GET # ] }
        SORT $k { BY $pattern [ DESC ] [ GET $pattern ] }
        SORT_RO $k BY nosort
        SORT $k ( STORE | FOO | LIMIT $i | GET )
        SORT_RO $k STORE $k
        ECHO $v
        PING [ $v ]
        """

    private static let readStrings = """
        4 GET $s
        STRLEN $s
        MGET ( $k )+
        2 GETRANGE $s $i $i
        SUBSTR $s $i $i
        GETBIT $s $off
        2 BITCOUNT $s [ $i | $i $i | $i $i ( BIT | BYTE | FOO ) ]
        2 BITPOS $s ( 0 | 1 | 2 | x ) [ $i | $i $i | $i $i ( BIT | BYTE | FOO ) ]
        BITFIELD_RO $s ( GET $type $off )+
        BITFIELD_RO $s [ GET $type #1 ] ( SET $type 0 $n | OVERFLOW SAT )
        2 LCS $s $s { [ LEN | IDX ] [ MINMATCHLEN $i ] [ WITHMATCHLEN ] }
        PFCOUNT ( $p )+
        PFCOUNT $k
        """

    private static let readLists = """
        LLEN $l
        2 LINDEX $l $i
        2 LRANGE $l $i $i
        3 LPOS $l $e { [ RANK $i ] [ COUNT $i ] [ MAXLEN $i ] }
        """

    private static let readSets = """
        SCARD $t
        SISMEMBER $t $m
        SMISMEMBER $t ( $m )+
        SMEMBERS $t
        SINTER ( $t )+
        SUNION ( $t )+
        SDIFF ( $t )+
        2 SINTERCARD ( 1 $t | 2 $t $t | 2 $t $k | 0 $t | 3 $t $t | x $t ) [ LIMIT $i ]
        2 SRANDMEMBER $t [ $i ]
        SSCAN $t 0 { [ COUNT 1000 ] [ MATCH ( a* | [0-9] ) ] }
        SSCAN $t ( x | 0 COUNT 0 | 0 MATCH )
        """

    private static let readSortedSets = """
        ZCARD $z
        ZSCORE $z $m
        ZMSCORE $z ( $m )+
        ZRANK $z $m
        ZREVRANK $z $m
        ZDIFF ( 1 $z | 2 $z $k | 0 $z | 3 $z $z $k ) [ WITHSCORES ]
        2 ZINTER 2 $z $z { [ WEIGHTS $weight $weight ] [ AGGREGATE ( SUM | MIN ) ] [ WITHSCORES ] }
        2 ZUNION 2 $z $k { [ WEIGHTS $weight $weight ] [ AGGREGATE ( MAX | FOO ) ] [ WITHSCORES ] }
        ZUNION ( 1 $t | 2 $t $z | x $z ) [ WITHSCORES ]
        ZINTERCARD ( 1 $z | 2 $z $z | 2 $z $t | 0 $z | 3 $z $z ) [ LIMIT $i ]
        2 ZRANDMEMBER $z [ $i [ WITHSCORES ] ]
        ZSCAN $z 0 { [ COUNT 1000 ] [ MATCH ( a* | [0-9] ) ] }
        """

    private static let readRanges = """
        2 ZRANGE $z $i $i { [ REV ] [ WITHSCORES ] }
        ZRANGE $z $low $high { BYSCORE [ LIMIT $i $i ] [ WITHSCORES ] }
        ZRANGE $z $high $low { BYSCORE REV [ LIMIT $i $i ] [ WITHSCORES ] }
        ZRANGE $lex $lexlow $lexhigh { BYLEX [ LIMIT $i $i ] }
        ZRANGE $lex $lexhigh $lexlow { BYLEX REV [ LIMIT $i $i ] [ WITHSCORES ] }
        ZRANGE $z $i $i ( LIMIT $i $i | FOO )
        ZREVRANGE $z $i $i [ WITHSCORES | FOO ]
        ZRANGEBYSCORE $z $low $high { [ WITHSCORES ] [ LIMIT $i $i ] }
        ZREVRANGEBYSCORE $z $high $low { [ WITHSCORES ] [ LIMIT $i $i ] }
        ZRANGEBYLEX $lex $lexlow $lexhigh [ LIMIT $i $i ]
        ZREVRANGEBYLEX $lex $lexhigh $lexlow [ LIMIT $i $i ]
        ZCOUNT $z $low $high
        ZLEXCOUNT $lex $lexlow $lexhigh
        """

    private static let readPositions = """
        GEOPOS $z ( $m )+
        GEOHASH $z ( $m )+
        2 GEODIST $z $m $m [ $unit | FOO ]
        2 GEOSEARCH $z FROMLONLAT $lon $lat { BYRADIUS $radius $unit [ WITHDIST ] [ WITHCOORD ] }
        GEOSEARCH $z FROMMEMBER $m { BYBOX $radius $radius $unit [ WITHHASH ] ( ASC | DESC ) }
        GEOSEARCH $z FROMMEMBER $m BYRADIUS $radius $unit [ COUNT $count ]
        GEOSEARCH $z FROMLONLAT $lon $lat [ FROMMEMBER $m ] [ BYRADIUS 1 m ] [ ANY ] ASC DESC
        GEORADIUS $z $lon $lat $radius $unit { [ WITHDIST ] [ WITHHASH ] [ COUNT $count ] }
        GEORADIUS_RO $z $lon $lat $radius $unit { [ WITHCOORD ] [ ASC | DESC ] [ STORE $k ] }
        GEORADIUSBYMEMBER $z $m $radius $unit { [ WITHDIST ] [ DESC ] }
        GEORADIUSBYMEMBER_RO $z $m $radius $unit [ COUNT 2 ]
        """

    private static let readHashes = """
        2 HGET $h $f
        HMGET $h ( $f )+
        HGETALL $h
        HKEYS $h
        HVALS $h
        HLEN $h
        HEXISTS $h $f
        HSTRLEN $h $f
        2 HRANDFIELD $h [ $i [ WITHVALUES | FOO ] ]
        HSCAN $h 0 { [ COUNT 1000 ] [ MATCH f* ] }
        HSCAN $h ( x | 0 COUNT -1 | 0 FOO )
        """

    private static let readStreams = """
        XLEN $x
        2 XRANGE $x ( - | $id | $behind | x ) ( + | $id | $behind ) [ COUNT $i ]
        2 XREVRANGE $x ( + | $id | $behind ) ( - | $id ) [ COUNT $i ]
        2 XREAD [ COUNT $i ] STREAMS $x ( 0 | $id | $ )
        XREAD [ COUNT 2 ] STREAMS $x $k ( 0 | $id ) ( 0 | $ )
        XREAD ( BLOCK 10 STREAMS $x $ | STREAMS $x | STREAMS $x 0 0 | COUNT 1 $x 0 | FOO $x 0 )
        2 XREADGROUP GROUP $g $c [ COUNT 2 ] STREAMS $x ( 0 | $id )
        XREADGROUP GROUP $g $c { [ COUNT $i ] [ NOACK ] } STREAMS $x ( > | $ | x | - )
        XREADGROUP GROUP $g $c STREAMS $x $x >
        2 XPENDING $x $g [ ( - | $id ) ( + | $id ) $count [ $c ] ]
        XPENDING $x $g IDLE 0 - + 10 [ $c ]
        XPENDING $x $g ( - | - + | IDLE 1 )
        XINFO STREAM $x [ FULL [ COUNT $i ] | FOO ]
        XINFO GROUPS $x
        XINFO CONSUMERS $x $g
        XINFO ( FOO $x | STREAM | HELP )
        """

    private static let fromNowOn = """
        EXPIRE $k 100000000 [ NX | XX ]
        PEXPIRE $k $rel
        SET $s $v ( EX $rel | PX $rel )
        SET $s $v ( EX | EX x | EX 10 PX 10 | FOO | NX XX | NX GET )
        SETEX $s $rel $v
        PSETEX $s $rel $v
        GETEX $s ( EX $rel | PX $rel | PERSIST | FOO | EX 1 PX 1 )
        EXPIRE $k ( 0 | -1 | -9223372036854775808 )
        PEXPIREAT $k $past
        EXPIREAT $k $past
        RESTORE $k 100000000 $payload [ REPLACE ]
        BLPOP $l $k 0.01
        BRPOP $k $l 0.01
        BLMOVE $l $l ( LEFT | RIGHT ) ( LEFT | RIGHT ) 0.01
        BRPOPLPUSH $l $l 0.01
        BLMPOP 0.01 ( 1 $l | 2 $k $l ) ( LEFT | RIGHT ) [ COUNT 2 ]
        BLPOP $l ( x | -1 | 1e30 )
        BZPOPMIN $z $k 0.01
        BZPOPMAX $z $k 0.01
        BZMPOP 0.01 ( 1 $z | 2 $k $z ) ( MIN | MAX ) [ COUNT 2 ]
        SPOP $t 1000
        NOSUCHCOMMAND $k $v
        """
}
