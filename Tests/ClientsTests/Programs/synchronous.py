"""What applications do with a server, by a client library, one request after the other.

Usage: synchronous.py MODULE PORT PROTOCOL [CA-FILE]
"""

import importlib
import sys
import threading
import time

module = importlib.import_module(sys.argv[1])
port = int(sys.argv[2])
protocol = int(sys.argv[3])
secure = {"ssl": True, "ssl_ca_certs": sys.argv[4]} if len(sys.argv) > 4 else {}


def connect(**options):
    maker = getattr(module, "Redis", None) or module.Valkey
    return maker(host="127.0.0.1", port=port, protocol=protocol, socket_timeout=120, **secure, **options)


client = connect()
client.flushall()


def expect(found, wanted):
    assert found == wanted, f"{found!r} is not {wanted!r}"


def strings():
    expect(client.set("session", "abc", ex=60 * 60 * 6), True)
    expect(client.get("session"), b"abc")
    assert 21590 < client.ttl("session") <= 21600
    expect(client.set("session", "x", nx=True), None)
    expect(client.set("session", "x", get=True), b"abc")
    expect(client.ttl("session"), -1)
    expect(client.incrbyfloat("float", "10.5"), 10.5)
    expect(client.mset({"a": 1, "b": 2}), True)
    expect(client.mget("a", "b", "none"), [b"1", b"2", None])
    expect(client.getex("a", px=50), b"1")
    time.sleep(0.1)
    expect(client.exists("a"), 0)
    expect(client.getdel("b"), b"2")
    expect(client.setrange("range", 5, "end"), 8)
    expect(client.bitcount("range"), 12)


def collections():
    expect(client.hset("hash", mapping={"f": "1", "g": "2"}), 2)
    expect(client.hgetall("hash"), {b"f": b"1", b"g": b"2"})
    expect(client.sadd("set", "m", "n"), 2)
    expect(set(client.smembers("set")), {b"m", b"n"})
    expect(client.zadd("zset", {"one": 1, "two": 2.5}), 2)
    wanted = [(b"one", 1.0), (b"two", 2.5)]
    found = client.zrange("zset", 0, -1, withscores=True)
    expect([tuple(pair) for pair in found], wanted)
    expect(client.zscore("zset", "two"), 2.5)
    expect(client.rpush("list", "x", "y", "z"), 3)
    expect(client.lrange("list", 0, -1), [b"x", b"y", b"z"])
    expect(client.lpos("list", "z"), 2)


def pipelines():
    pipeline = client.pipeline(transaction=False)
    for index in range(1000):
        pipeline.incr("counter")
    expect(pipeline.execute(), list(range(1, 1001)))
    pipeline = client.pipeline(transaction=True)
    pipeline.set("tx", 1).incr("tx").lpush("tx", 1).get("tx")
    replies = pipeline.execute(raise_on_error=False)
    expect(replies[0:2] + replies[3:], [True, 2, b"2"])
    assert isinstance(replies[2], module.ResponseError), replies[2]


def watching():
    other = connect()
    with client.pipeline() as pipeline:
        pipeline.watch("balance")
        other.set("balance", 10)
        pipeline.multi()
        pipeline.set("balance", 0)
        try:
            pipeline.execute()
            raise AssertionError("a watched key changed, and the transaction ran")
        except module.WatchError:
            pass
    expect(client.get("balance"), b"10")
    client.transaction(lambda tx: (tx.get("balance"), tx.multi(), tx.incr("balance")), "balance")
    expect(client.get("balance"), b"11")


def publishing():
    listener = connect().pubsub()
    listener.subscribe("news")
    listener.psubscribe("n?ws")
    for _ in range(2):
        assert listener.get_message(timeout=60) is not None
    expect(client.publish("news", "hello"), 2)
    kinds = sorted(listener.get_message(timeout=60)["type"] for _ in range(2))
    expect(kinds, ["message", "pmessage"])
    listener.unsubscribe()
    listener.punsubscribe()
    listener.close()
    deadline = time.time() + 60
    while client.pubsub_channels() and time.time() < deadline:
        time.sleep(0.01)
    expect(client.pubsub_channels(), [])


def scripts():
    add = client.register_script("return redis.call('incrby', KEYS[1], ARGV[1])")
    expect(add(keys=["scripted"], args=[5]), 5)
    expect(add(keys=["scripted"], args=[6]), 11)
    client.script_flush()
    expect(add(keys=["scripted"], args=[1]), 12)
    lock = client.lock("lock", timeout=300, blocking_timeout=60)
    assert lock.acquire()
    assert not connect().lock("lock", timeout=300, blocking_timeout=0.2).acquire()
    lock.extend(300)
    lock.release()
    expect(client.get("lock"), None)


def streams():
    first = client.xadd("stream", {"f": "1"})
    client.xadd("stream", {"f": "2"})
    client.xgroup_create("stream", "group", id="0")
    found = client.xreadgroup("group", "worker", {"stream": ">"}, count=10)
    entries = found[b"stream"][0] if isinstance(found, dict) else found[0][1]
    expect([fields for _, fields in entries], [{b"f": b"1"}, {b"f": b"2"}])
    expect(client.xack("stream", "group", first), 1)
    expect(client.xpending("stream", "group")["pending"], 1)
    expect(client.xlen("stream"), 2)
    expect(len(client.xrange("stream")), 2)
    expect(client.xinfo_groups("stream")[0]["pending"], 1)


def blocking():
    def push_later(key):
        time.sleep(0.2)
        connect().rpush(key, "pushed")

    helper = threading.Thread(target=push_later, args=("queue",))
    helper.start()
    expect(list(client.blpop(["queue"], timeout=60)), [b"queue", b"pushed"])
    helper.join()
    started = time.time()
    expect(client.blpop(["nothing"], timeout=0.3), None)
    assert 0.2 < time.time() - started < 30

    def add_later():
        time.sleep(0.2)
        connect().xadd("tail", {"n": "1"})

    helper = threading.Thread(target=add_later)
    helper.start()
    found = client.xread({"tail": "$"}, block=60000)
    helper.join()
    assert found, found


def scanning():
    names = {f"scan:{index}".encode() for index in range(3000)}
    client.mset({name: "1" for name in names})
    seen = set()
    for index, name in enumerate(client.scan_iter(match="scan:*", count=100)):
        seen.add(name)
        client.set(f"other:{index}", "1")
        client.delete(f"other:{index - 5}")
    assert names <= seen, len(names - seen)
    client.hset("big", mapping={f"field{index}": index for index in range(2000)})
    expect(len(dict(client.hscan_iter("big"))), 2000)


def administration():
    assert client.info()["redis_mode"] == "standalone"
    assert client.client_id() > 0
    client.client_setname("tester")
    expect(client.client_getname(), "tester" if isinstance(client.client_getname(), str)
           else b"tester")
    assert len(client.client_list()) >= 1
    assert "maxclients" in client.config_get("max*")
    assert client.command_count() > 150
    assert client.dbsize() > 0
    expect(client.object("encoding", "hash"), b"listpack")
    payload = client.dump("hash")
    client.restore("restored", 0, payload)
    expect(client.hgetall("restored"), client.hgetall("hash"))
    expect(client.sort("numbers") if client.rpush("numbers", 3, 1, 2) else None,
           [b"1", b"2", b"3"])
    assert client.memory_usage("hash") > 0
    try:
        client.execute_command("NOSUCH", "x")
        raise AssertionError("an unknown command was taken")
    except module.ResponseError as error:
        assert "unknown command" in str(error), error


for step in [strings, collections, pipelines, watching, publishing, scripts, streams, blocking,
             scanning, administration]:
    step()
print("done")
