"""Events of keys, beside those of a real server: the same commands give the same messages.

Usage: events.py PORT SOCKET
"""

import random
import sys
import time

from wire import Error, Wire


class Side:
    def __init__(self, place):
        self.client = Wire(place)
        self.listener = Wire(place)
        self.client.command("FLUSHALL")
        self.client.command("CONFIG", "SET", "notify-keyspace-events", "AKEmn")
        self.listener.command("PSUBSCRIBE", "__key*")

    def run(self, *words):
        reply = self.client.command(*words)
        return reply, self.messages()

    def messages(self):
        self.listener.send("PING")
        found = []
        while (message := self.listener.read()) != ["pong", ""]:
            found.append((message[2], message[3]))
        return found


served, real = Side(sys.argv[1]), Side(sys.argv[2])
history = []


def without_misses(messages):
    return [message for message in messages if "keymiss" not in message[0] + message[1]]


def both(text):
    words = text.split()
    history.append(text)
    ours, theirs = served.run(*words), real.run(*words)
    if isinstance(theirs[0], Error):
        # Which keys a server looked for before it refused a command is its own business.
        ours, theirs = [(reply, without_misses(found)) for reply, found in (ours, theirs)]
    assert ours[1] == theirs[1], (history[-6:], "ours", ours, "theirs", theirs)
    # Chance may pop other members, in which case both go on without any.
    if ours[0] != theirs[0] and words[0] in ("SPOP",):
        both("DEL " + words[1])


STEPS = """
SET a 1; SET a 2; SET b 1 EX 100; SET b 2 KEEPTTL; SET b 1 NX; SET c 1 NX GET; SET c 2 PX 100000 GET
SET gone 1 EXAT 1; GET gone; SETEX a 100 1; PSETEX new 100 1; SETNX a 1; SETNX fresh 1; GETSET a 3
GETSET unknown 1; GETEX a; GETEX a EX 100; GETEX a PERSIST; GETEX a PERSIST; GETEX a PXAT 1; GETEX none
GETDEL b; GETDEL b; GETDEL none; MSET a 1 b 2 a 3; MSETNX a 1 z 1; MSETNX y 1 z 1; INCR n; INCR n
DECR n; INCRBY n 3; DECRBY n 1; INCRBYFLOAT n 1.5; APPEND a x; APPEND a2 x; APPEND s1 1
SETRANGE a 2 abc; SETRANGE none2 0 x; SETBIT bits 3 1; SETBIT bits 3 1; BITFIELD bits SET u8 0 3
BITFIELD bits GET u8 0; BITFIELD bits INCRBY u8 0 1; BITOP AND d bits a; BITOP OR d none1 none2x
BITOP NOT d nothing; PFADD p a b; PFADD p a; PFMERGE q p; PFCOUNT p; PFCOUNT none; LPUSH l 1 2 3
RPUSH l 4; LPUSHX l 0; LPUSHX none 0; RPUSHX l 5; LINSERT l BEFORE 3 x; LINSERT l BEFORE nope x
LSET l 0 y; LREM l 0 y; LREM l 0 y; LTRIM l 0 2; LTRIM none 0 1; LTRIM l 9 8; RPUSH l 1 2 3 4 5
LPOP l; RPOP l 2; LPOP none; LMOVE l m LEFT RIGHT; RPOPLPUSH l m; RPOPLPUSH m m; LMOVE m m LEFT RIGHT
LMPOP 2 none m LEFT; LMPOP 1 m RIGHT COUNT 5; BLPOP none l 1; BRPOP l 1; BLPOP none 0.01; RPUSH l 1 2
BLMOVE l m LEFT LEFT 1; BRPOPLPUSH l m 1; BLMPOP 1 1 m LEFT COUNT 9; SADD s a b c; SADD s a; SADD t c
SREM s z; SREM s a; SMOVE s t b; SMOVE s t c; SMOVE s t x; SMOVE t t c; SPOP t; SPOP t 9; SPOP t
SADD s a b; SADD t b c; SINTERSTORE i s t; SUNIONSTORE i s t; SDIFFSTORE i s s; SDIFFSTORE i none1 t
SINTERSTORE ss none t; SREM s a b; SMEMBERS s; HSET h f 1 g 2; HSET h f 2; HMSET h f 3; HSETNX h f 1
HSETNX h x 1; HINCRBY h f 2; HINCRBYFLOAT h f 1.5; HDEL h nope; HDEL h f g x; HGET h f; HINCRBY h2 f 1
ZADD z 1 a 2 b; ZADD z 1 a; ZADD z 2 a; ZADD z XX 5 q; ZADD z INCR 1 a; ZADD z CH 1 a; ZINCRBY z 0 a
ZINCRBY z 1 a; ZADD z GT 0 a; ZADD z NX 9 a; ZREM z q; ZREM z a; ZADD z 1 a 2 b 3 c 4 d
ZREMRANGEBYSCORE z 9 10; ZREMRANGEBYSCORE z 1 1; ZREMRANGEBYRANK z 0 0; ZREMRANGEBYLEX z [c [c
ZPOPMIN z; ZPOPMAX z; ZPOPMIN z; ZADD z 1 a 2 b 3 c; ZADD z2 1 a; ZUNIONSTORE u 2 z z2
ZINTERSTORE u 2 z z2; ZDIFFSTORE u 2 z z; ZDIFFSTORE u 2 z z2; ZUNIONSTORE u 1 none; ZRANGESTORE r z 0 -1
ZRANGESTORE r z 9 10; ZMPOP 1 z MIN; ZMPOP 1 z MAX COUNT 9; ZADD z 1 a 2 b; BZPOPMIN z 1; BZPOPMAX z 1
ZADD z 1 a; BZMPOP 1 1 z MIN; GEOADD g 13 38 a 15 37 b; GEOADD g 13 38 a
GEOSEARCHSTORE gd g FROMMEMBER a BYRADIUS 1000 km; GEOSEARCHSTORE gd g FROMLONLAT 0 0 BYRADIUS 1 m
GEORADIUS g 15 37 200 km STORE gs; GEORADIUSBYMEMBER g a 1 m STOREDIST gs; GEORADIUS g 15 37 200 km
XADD x 1-1 f v; XADD x MAXLEN 1 2-1 f v; XADD x NOMKSTREAM 3-1 f v; XADD nox NOMKSTREAM 1-1 f v
XTRIM x MAXLEN 1; XTRIM x MAXLEN 5; XDEL x 9-9; XDEL x 3-1; XSETID x 9-9; XGROUP CREATE x gr $
XGROUP CREATE mk gr $ MKSTREAM; XGROUP SETID x gr 0; XGROUP CREATECONSUMER x gr c1
XGROUP CREATECONSUMER x gr c1; XGROUP DELCONSUMER x gr c1; XGROUP DELCONSUMER x gr c1; XADD x 10-1 f v
XREADGROUP GROUP gr c2 STREAMS x >; XREADGROUP GROUP gr c2 STREAMS x >; XREADGROUP GROUP gr c3 STREAMS x >
XCLAIM x gr c4 0 10-1; XAUTOCLAIM x gr c5 0 0; XACK x gr 10-1; XACK x gr 10-1; XGROUP DESTROY x gr
XGROUP DESTROY x gr; XADD x * f v; EXPIRE a 100; EXPIRE none 100; PEXPIRE a 100000 XX; EXPIRE a 1 GT
PERSIST a; PERSIST a; EXPIREAT a 1; EXISTS a; SET a 1; EXPIRE a -1; SET a 1; RENAME a b; RENAME b b
SET c 1; RENAME b c; RENAMENX c d9; SET e 1; RENAMENX d9 e; RENAMENX e e; COPY e f9; COPY e f9; COPY e f9 REPLACE
COPY e f9 DB 3; COPY none f9; MOVE e 4; MOVE e 4; MOVE none 4; SORT l; RPUSH l 3 1 2; SORT l STORE sl
SORT none STORE sl; SORT none STORE sl; DEL f9 f9 none; UNLINK d9; SET a 1; DEL a; TOUCH none
EVAL return(redis.call('set',KEYS[1],'1','ex','100')) 1 sc; EVAL return(redis.call('del','sc')) 0
MULTI; SET a 1; DEL a; LPUSH a 1; EXEC; GET none; TTL none; TYPE none; STRLEN none; MGET none a none2
SMEMBERS none; SINTER none s; ZRANGE none 0 -1; OBJECT ENCODING none; DUMP none; XRANGE none - +
XLEN none; HMGET none a; LRANGE none 0 1; SRANDMEMBER none; EXISTS none none
SORT none; GEOPOS none a; LCS none none; ZUNION 2 none none; BITCOUNT none; SISMEMBER none a
SELECT 2; SET k v; INCR k; INCR i2; LPUSH k 1; DEL k; SELECT 0; SET v 1; FLUSHDB; SET v 1; FLUSHALL
SET v 1; SWAPDB 0 1; RENAME nope x; XADD v 1-1; LPUSH v 1; SELECT 1; LPUSH v 1; SELECT 0
"""

for line in STEPS.strip().splitlines():
    for step in line.split(";"):
        both(step.strip())

# A value from the form of snapshots.
real.client.command("SET", "source", "value")
real.client.send("DUMP", "source")
real.client.file.readline()
DUMP = real.client.file.read(len("value") + 14)[:-2]
for side in (served, real):
    side.client.command("FLUSHALL")
    side.messages()
for options in ([], ["REPLACE"], ["REPLACE", "ABSTTL"]):
    ttl = "1" if "ABSTTL" in options else "0"
    replies = [side.run("RESTORE", "copy", ttl, DUMP, *options) for side in (served, real)]
    assert replies[0] == replies[1], (options, replies)

# A time that passes while nobody looks, and while somebody does.
for side in (served, real):
    side.client.command("FLUSHALL")
    side.client.command("SET", "brief", "1", "PX", "30")
    side.messages()
time.sleep(0.5)
expired = [("__keyspace@0__:brief", "expired"), ("__keyevent@0__:expired", "brief")]
assert served.messages() == real.messages() == expired

# A client that waits is served by a push: the push first, then the pop.
for side, place in ((served, sys.argv[1]), (real, sys.argv[2])):
    side.waiting = Wire(place)
    side.waiting.send("BLPOP", "queue", "0")
time.sleep(0.2)
both("RPUSH queue 1")
for side in (served, real):
    assert side.waiting.read() == ["queue", "1"]

# Commands at random: short lives of few keys.
chance = random.Random(7)
KEYS = ["a", "b", "c", "d"]
FORMS = """
SET K 1;SET K 1 EX 100;INCR K;APPEND K x;SETRANGE K 1 x;GETSET K 1;SETNX K 1;MSET K 1 K 2;DEL K K;GETDEL K
LPUSH K 1;RPUSH K 1 2;LPOP K;RPOP K 2;LMOVE K K LEFT RIGHT;RPOPLPUSH K K;LREM K 1 1;LTRIM K 0 0;LPUSHX K 1
SADD K a b;SREM K a;SMOVE K K a;SUNIONSTORE K K K;SINTERSTORE K K K;SDIFFSTORE K K K;SREM K b
HSET K f 1;HDEL K f;HINCRBY K f 1;HSETNX K g 1;HDEL K g;ZADD K 1 a 2 b;ZINCRBY K 1 a;ZREM K a;ZPOPMIN K
ZUNIONSTORE K 2 K K;ZINTERSTORE K 2 K K;ZRANGESTORE K K 0 0;ZREMRANGEBYRANK K 0 0;EXPIRE K 100;PERSIST K
EXPIRE K -1;RENAME K K;RENAMENX K K;COPY K K;COPY K K REPLACE;SORT K STORE K;XADD K * f v;XTRIM K MAXLEN 0
XGROUP CREATE K g 0 MKSTREAM;XREADGROUP GROUP g c STREAMS K >;XGROUP DESTROY K g;PFADD K a;PFMERGE K K
BITOP OR K K K;SETBIT K 1 1;GETEX K PX 100000;GETEX K PERSIST;DEL K;DEL K;UNLINK K;GET K;MGET K K;TYPE K
SINTER K K;ZUNION 2 K K;SMEMBERS K;HGETALL K;LRANGE K 0 -1;EXISTS K K
""".replace("\n", ";").split(";")
FORMS = [form for form in FORMS if form.strip()]
for _ in range(6000):
    form = chance.choice(FORMS).split()
    both(" ".join(chance.choice(KEYS) if word == "K" else word for word in form))

# Nothing is told of what nobody asked for.
for side in (served, real):
    side.client.command("CONFIG", "SET", "notify-keyspace-events", "Kl")
both("SET quiet 1")
both("LPUSH loud 1")
for letters in ["", "A", "AKE", "Kg", "Elm", "mnKE", "g$lshzxetdKE", "g$lshzxetdmnKE", "q", "KK"]:
    ours, theirs = [
        (
            side.client.command("CONFIG", "SET", "notify-keyspace-events", letters),
            side.client.command("CONFIG", "GET", "notify-keyspace-events"),
        )
        for side in (served, real)
    ]
    assert ours == theirs, (ours, theirs)
    both("SET quiet 1")

print("done")
