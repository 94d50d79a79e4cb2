"""What applications do with a server, by the asynchronous side of a client library.

Usage: asynchronous.py MODULE PORT PROTOCOL [CA-FILE]
"""

import asyncio
import importlib
import sys

module = importlib.import_module(sys.argv[1] + ".asyncio")
errors = importlib.import_module(sys.argv[1])
port = int(sys.argv[2])
protocol = int(sys.argv[3])
secure = {"ssl": True, "ssl_ca_certs": sys.argv[4]} if len(sys.argv) > 4 else {}


def connect():
    maker = getattr(module, "Redis", None) or module.Valkey
    return maker(host="127.0.0.1", port=port, protocol=protocol, socket_timeout=120, **secure)


def expect(found, wanted):
    assert found == wanted, f"{found!r} is not {wanted!r}"


async def strings(client):
    expect(await client.set("session", "abc", ex=60 * 60 * 6), True)
    expect(await client.get("session"), b"abc")


async def together(client):
    await client.delete("counter")
    found = await asyncio.gather(*(client.incr("counter") for _ in range(80)))
    expect(sorted(found), list(range(1, 81)))
    async with client.pipeline(transaction=True) as pipeline:
        found = await pipeline.set("k", "1").incr("k").get("k").execute()
    expect(found, [True, 2, b"2"])


async def watching(client):
    async with client.pipeline() as pipeline:
        await pipeline.watch("watched")
        await client.set("watched", "other")
        pipeline.multi()
        pipeline.set("watched", "mine")
        try:
            await pipeline.execute()
            raise AssertionError("a watched key changed, and the transaction ran")
        except errors.WatchError:
            pass


async def publishing(client):
    async with client.pubsub() as listener:
        await listener.subscribe("news")
        assert (await listener.get_message(timeout=60))["type"] == "subscribe"
        expect(await client.publish("news", "hello"), 1)
        expect((await listener.get_message(timeout=60))["data"], b"hello")


async def blocking(client):
    await client.delete("queue")

    async def push():
        await asyncio.sleep(0.2)
        await client.rpush("queue", "pushed")

    task = asyncio.create_task(push())
    expect(list(await client.blpop(["queue"], timeout=60)), [b"queue", b"pushed"])
    await task


async def streams(client):
    await client.delete("stream")
    await client.xgroup_create("stream", "group", id="$", mkstream=True)
    await client.xadd("stream", {"f": "1"})
    found = await client.xreadgroup("group", "worker", {"stream": ">"}, block=60000)
    entries = found[b"stream"][0] if isinstance(found, dict) else found[0][1]
    expect(len(entries), 1)


async def locking(client):
    async with client.lock("lock", timeout=60):
        assert await client.exists("lock") == 1
    expect(await client.exists("lock"), 0)


async def main():
    client = connect()
    await client.flushall()
    for step in [strings, together, watching, publishing, blocking, streams, locking]:
        await step(client)
    await client.aclose()
    print("done")


asyncio.run(main())
