extension Phrasebook {
    /// What Valkey 9 has on fields of hashes.
    static let fieldExpiries = """
        HPEXPIREAT $h $far [ NX | XX | GT | LT ] FIELDS 2 $f f1
        HEXPIREAT $h $fars [ NX | XX | GT | LT ] FIELDS 1 $f
        HEXPIRE @log $h $rel FIELDS 1 $f
        HPEXPIRE @log $h $rel FIELDS 2 $f $f
        HPEXPIREAT @log $h $past FIELDS 1 $f
        HPERSIST $h FIELDS ( 1 $f | 2 $f $f )
        HSETEX $h { [ FNX | FXX ] [ PXAT $far | EXAT $fars | KEEPTTL ] } FIELDS 2 $f $v $f $v
        HSETEX @log $h [ NX | XX ] ( EX $rel | PX $rel | PXAT 1 ) FIELDS 1 $f $v
        HGETEX $h [ PXAT $far | EXAT $fars | PERSIST ] FIELDS 2 $f $f
        HGETEX @log $h ( EX $rel | PX $rel ) FIELDS 1 $f
        HGETDEL $h FIELDS ( 1 $f | 2 $f $f )
        """

    static let streams = """
        2 XADD @log $x * ( $f $v )+
        4 XADD $x $id ( $f $v )+
        XADD @7 $x $part $f $v
        XADD @log $x MAXLEN ( = | ~ ) $count [ LIMIT 2 ] * $f $v
        XADD $x [ NOMKSTREAM ] ( MAXLEN [ = ] $count | MINID $id ) $id $f $v
        XADD $x NOMKSTREAM $id $f $v
        XTRIM $x ( MAXLEN [ = ] $count | MINID $id )
        XTRIM @log $x MAXLEN ~ $count [ LIMIT 1 ]
        2 XDEL $x ( $id )+
        XSETID $x $late
        XSETID @7 $x $late ENTRIESADDED 1000 MAXDELETEDID $id
        """

    static let groups = """
        4 XGROUP CREATE $x $g ( $ | 0 | $id ) { [ MKSTREAM ] [ @7 ENTRIESREAD $count ] }
        XGROUP SETID $x $g ( $ | $id ) [ @7 ENTRIESREAD $count ]
        XGROUP DESTROY $x $g
        XGROUP CREATECONSUMER $x $g $c
        XGROUP DELCONSUMER $x $g $c
        3 XREADGROUP GROUP $g $c { [ COUNT 2 ] [ NOACK ] } STREAMS $x >
        XREADGROUP GROUP $g $c COUNT 1 STREAMS $x $x > >
        2 XACK $x $g ( $id )+
        2 XAUTOCLAIM $x $g $c 0 ( 0 | $id ) { [ JUSTID ] [ COUNT 1 ] }
        2 XCLAIM $x $g $c 0 $id { [ FORCE ] [ JUSTID ] [ RETRYCOUNT 3 ] [ TIME 1000 ] }
        """

    /// Functions outlive the emptying of databases.
    static let scripts = """
        4 EVAL $script 2 $k $k $e
        EVAL_RO $reading 1 $k
        2 FUNCTION LOAD [ REPLACE ] $library
        FUNCTION DELETE $name
        FUNCTION FLUSH [ ASYNC | SYNC ]
        FUNCTION RESTORE $libraries [ FLUSH | APPEND | REPLACE ]
        3 FCALL $function 1 $k $e
        EVALSHA d8f2fad9f8e86a53d2a6ebd960b33c4972cacc37 1 $k $e
        EVALSHA_RO d3c21d0c2b9ca22f82737626a27bcaf5d288f99f 1 $k
        FCALL_RO ( get1 | get2 ) 1 $k
        """
}
