"""redis-py keeps what it has read, and asks again once the server says that it changed.

Usage: caching.py PORT
"""

import sys
import time

import redis
from redis.cache import CacheConfig

port = int(sys.argv[1])
cached = redis.Redis(port=port, protocol=3, cache_config=CacheConfig(max_size=100))
other = redis.Redis(port=port)
other.flushall()


def calls():
    stats = other.info("commandstats")
    return stats.get("cmdstat_get", {}).get("calls", 0)


def expect(wanted, key="k"):
    """What is read in the end: a message of the server may still be on its way."""
    deadline = time.time() + 20
    while (found := cached.get(key)) != wanted:
        assert time.time() < deadline, (found, wanted)
        time.sleep(0.01)


other.set("k", "1")
expect(b"1")
before = calls()
for _ in range(100):
    assert cached.get("k") == b"1"
assert calls() == before, "what is known is asked for again"
other.set("k", "2")
expect(b"2")
before = calls()
assert cached.get("k") == b"2"
assert calls() == before
cached.set("k", "3")
expect(b"3")
other.set("k", "4", px=30)
expect(b"4")
expect(None)
other.hset("h", mapping={"f": "1"})
assert cached.hgetall("h") == {b"f": b"1"}
other.hset("h", "f", "2")
deadline = time.time() + 20
while cached.hgetall("h") != {b"f": b"2"}:
    assert time.time() < deadline
other.set("k", "5")
expect(b"5")
other.flushall()
expect(None)
for number in range(1000):
    other.set(f"k{number % 7}", number)
    expect(str(number).encode(), f"k{number % 7}")
print("done")
