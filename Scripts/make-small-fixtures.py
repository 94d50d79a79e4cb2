#!/usr/bin/env python3
"""Writes Fixtures/small with the three real servers that `make setup` installs.

Every dataset is a few dozen keys chosen to make the server use each type and each encoding of it
at least once: the thresholds between encodings are lowered, so that a few elements are enough.
Files differ from run to run in their times and in what the server makes random; the digests
beside them are what the server that wrote them answered to DEBUG DIGEST.
"""

import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "Fixtures" / "small"
FAR = 4102444800000  # the year 2100 in milliseconds

SMALL_LIMITS = {
    "redis62": {
        "hash-max-ziplist-entries": 3, "zset-max-ziplist-entries": 3,
        "set-max-intset-entries": 4, "list-max-ziplist-size": 3, "stream-node-max-entries": 3,
    },
    "redis70": {
        "hash-max-listpack-entries": 3, "zset-max-listpack-entries": 3,
        "set-max-intset-entries": 4, "list-max-listpack-size": 3, "stream-node-max-entries": 3,
    },
    "valkey91": {
        "hash-max-listpack-entries": 3, "zset-max-listpack-entries": 3,
        "set-max-intset-entries": 4, "set-max-listpack-entries": 3,
        "list-max-listpack-size": 3, "stream-node-max-entries": 3,
    },
}
NAMES = {"redis62": "redis-6.2", "redis70": "redis-7.0", "valkey91": "valkey-9.1"}


def server_paths():
    lines = (ROOT / ".venv" / "servers.env").read_text().split()
    pairs = dict(line.split("=", 1) for line in lines)
    return {kind: pairs["REDOUBT_" + kind.upper()] for kind in NAMES}


class Server:
    """A server in a temporary folder, reached over a socket file."""

    def __init__(self, kind, path, **settings):
        self.kind = kind
        self.folder = tempfile.mkdtemp(prefix="redoubt-small-")
        arguments = {"port": 0, "unixsocket": self.folder + "/s", "dir": self.folder, "save": ""}
        arguments.update({"logfile": self.folder + "/log"}, **SMALL_LIMITS[kind])
        if kind != "redis62":
            arguments["enable-debug-command"] = "yes"
        arguments.update({name.replace("_", "-"): value for name, value in settings.items()})
        command = [path]
        for name, value in arguments.items():
            command += ["--" + name, str(value)]
        self.process = subprocess.Popen(command)
        self.reader = self.connect()

    def connect(self):
        for _ in range(400):
            connection = socket.socket(socket.AF_UNIX)
            try:
                connection.connect(self.folder + "/s")
                self.connection = connection
                return connection.makefile("rb")
            except OSError:
                connection.close()
                time.sleep(0.01)
        raise SystemExit(f"{self.kind} does not start")

    def __call__(self, *words):
        words = [w if isinstance(w, bytes) else str(w).encode() for w in words]
        request = b"*%d\r\n" % len(words)
        request += b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words)
        self.connection.sendall(request)
        return self.reply(words)

    def reply(self, words):
        line = self.reader.readline().rstrip(b"\r\n")
        kind, rest = line[:1], line[1:]
        if kind == b"-":
            raise SystemExit(f"{self.kind}: {words[:6]}: {rest.decode()}")
        if kind == b"$":
            return None if rest == b"-1" else self.reader.read(int(rest) + 2)[:-2]
        if kind == b"*":
            return [self.reply(words) for _ in range(max(0, int(rest)))]
        return rest.decode()

    def rewrite(self):
        self("BGREWRITEAOF")
        while b"aof_rewrite_in_progress:1" in self("INFO", "persistence") \
                or b"aof_rewrite_scheduled:1" in self("INFO", "persistence"):
            time.sleep(0.02)

    def stop(self):
        digest = self("DEBUG", "DIGEST")
        self.process.kill()
        self.process.wait()
        return digest

    def remove(self):
        shutil.rmtree(self.folder)


def keep(server, source, name):
    """Stops the server and takes its file or folder over, with its digest."""
    digest = server.stop()
    target = TARGET / name
    if target.is_dir():
        shutil.rmtree(target)
    source = pathlib.Path(server.folder) / source
    (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    (TARGET / (name + ".digest")).write_text(digest + "\n")
    server.remove()
    files = target.rglob("*") if target.is_dir() else [target]
    print(f"{sum(f.stat().st_size for f in files if f.is_file()):7} {name}")


# What goes into a dataset


def strings(do):
    do("SET", "string:raw", b"plain \x00\xff bytes\r\n")
    do("SET", "string:empty", "")
    for value in (0, -1, 127, -128, 128, 32767, -32768, 65536, 2**31 - 1, -(2**31), 2**31):
        do("SET", f"int:{value}", value)
    do("SET", "string:int64", -(2**63))
    do("SET", "string:not-an-int", "007")
    do("SET", "string:lzf", "abc" * 60)
    do("SET", "string:run", "z" * 300)
    do("SETRANGE", "string:bits", 70, b"\x80")
    do("PFADD", "hll", *[f"e{n}" for n in range(20)])


def lists(do, kind):
    if kind != "redis62":
        # Longer elements get a node of their own, which is not a listpack.
        do("DEBUG", "QUICKLIST-PACKED-THRESHOLD", "100b")
    do("RPUSH", "list:one", "only")
    do("RPUSH", "list:mixed", "a", 1, -5000, 70000, 2**40, "", "x" * 70)
    do("RPUSH", "list:nodes", *range(10))
    do("RPUSH", "list:long", "y" * 90, "z" * 130, "end", "more")


def sets(do):
    do("SADD", "set:int16", 1, -2, 300)
    do("SADD", "set:int32", 1, 70000)
    do("SADD", "set:int64", 1, 2**40)
    do("SADD", "set:small", "a", "b", 3)
    do("SADD", "set:table", "a", "b", "c", "d", "e", 6)


def sorted_sets(do):
    do("ZADD", "zset:small", 1, "one", 2.5, "two-and-a-half", -1e300, "low")
    do("ZADD", "zset:infinite", "inf", "top", "-inf", "bottom")
    do("ZADD", "zset:table", 1, "a", 0.1, "b", 1e17, "c", 3.14159265358979, "d", "-inf", "e")
    do("GEOADD", "geo", 13.361389, 38.115556, "Palermo")


def hashes(do):
    do("HSET", "hash:small", "f", "v", "n", 12, "empty", "")
    do("HSET", "hash:table", "f1", "v1", "f2", 2, "f3", "v" * 40, "f4", "", "5", 5)
    do("HSET", "hash:long", "f", "w" * 80)


def streams(do, kind):
    for n in range(1, 6):
        do("XADD", "stream", f"{n}-1", "temp", n, "hum", n * 10)
    do("XADD", "stream", "6-0", "other", "fields", "than", "before", "n", -1)
    do("XDEL", "stream", "2-1")
    do("XGROUP", "CREATE", "stream", "group", "0-0")
    do("XGROUP", "CREATE", "stream", "idle", "$")
    do("XGROUP", "CREATECONSUMER", "stream", "group", "nobody")
    do("XREADGROUP", "GROUP", "group", "alice", "COUNT", 2, "STREAMS", "stream", ">")
    do("XREADGROUP", "GROUP", "group", "bob", "COUNT", 1, "STREAMS", "stream", ">")
    do("XACK", "stream", "group", "1-1")
    do("XGROUP", "CREATE", "stream:empty", "group", "$", "MKSTREAM")
    do("XADD", "stream:gone", "9-9", "f", "v")
    do("XDEL", "stream:gone", "9-9")


def expiries(do, kind):
    do("SET", "expiring", "soon", "PX", 1000)
    do("PEXPIREAT", "expiring", FAR)
    do("SADD", "expiring:set", 1)
    do("PEXPIREAT", "expiring:set", FAR + 1)
    if kind == "valkey91":
        do("HSET", "hash:expiring", "a", 1, "b", "two", "c", 3)
        do("HPEXPIREAT", "hash:expiring", FAR, "FIELDS", 1, "a")
        do("HPEXPIREAT", "hash:expiring", FAR + 5, "FIELDS", 1, "c")


def functions(do, kind):
    if kind != "redis62":
        code = "#!lua name=lib\nredis.register_function('f', function() return 1 end)\n"
        do("FUNCTION", "LOAD", code)


def everything(do, kind):
    functions(do, kind)
    strings(do)
    lists(do, kind)
    sets(do)
    sorted_sets(do)
    hashes(do)
    streams(do, kind)
    expiries(do, kind)
    for number in (1, 9, 15):
        do("SELECT", number)
        do("SET", "db", number)
        do("RPUSH", "list", number, "x")
    do("SELECT", 0)


def edits(do, kind):
    """A log's tail: commands of every type, a transaction, and a change of database."""
    do("APPEND", "string:raw", "!")
    do("INCRBY", "int:127", 5)
    do("INCRBYFLOAT", "float", "0.1")
    do("LPUSH", "list:nodes", "head")
    do("LREM", "list:mixed", 1, "a")
    do("SADD", "set:int16", "text")
    do("SREM", "set:table", "a")
    do("ZINCRBY", "zset:small", "0.5", "one")
    do("HINCRBY", "hash:small", "n", 3)
    do("HDEL", "hash:table", "f1")
    do("XADD", "stream", "7-0", "temp", 7)
    do("XREADGROUP", "GROUP", "group", "bob", "COUNT", 1, "STREAMS", "stream", ">")
    do("XTRIM", "stream", "MAXLEN", 4)
    do("RENAME", "list:one", "list:renamed")
    do("COPY", "hash:long", "hash:copied")
    do("DEL", "string:run", "absent")
    do("PERSIST", "expiring")
    do("MULTI")
    do("INCR", "counter")
    do("SELECT", 9)
    do("LPUSH", "list", "in a transaction")
    do("EXEC")
    do("MOVE", "db", 10)
    do("SELECT", 0)
    if kind == "valkey91":
        do("HPERSIST", "hash:expiring", "FIELDS", 1, "a")
    if kind != "redis62":
        do("FUNCTION", "DELETE", "lib")


def show_encodings(do):
    encodings = {}
    for key in sorted(do("KEYS", "*")):
        kind = (do("TYPE", key), do("OBJECT", "ENCODING", key).decode())
        encodings.setdefault(kind, []).append(key.decode())
    for kind, keys in sorted(encodings.items()):
        print("       ", *kind, *keys)


# The files


def snapshot(kind, path, suffix, fill, **settings):
    server = Server(kind, path, **settings)
    fill(server)
    if os.environ.get("SHOW_ENCODINGS"):
        show_encodings(server)
    server("SAVE")
    keep(server, "dump.rdb", f"{NAMES[kind]}-{suffix}.rdb")


def log(kind, path, suffix, **settings):
    server = Server(kind, path, appendonly="yes", **settings)
    everything(server, kind)
    server.rewrite()
    edits(server, kind)
    if kind == "redis62":
        keep(server, "appendonly.aof", f"{NAMES[kind]}-{suffix}.aof")
    else:
        keep(server, "appendonlydir", f"{NAMES[kind]}-{suffix}")


def families(kind):
    """One small file per family of types, so that each byte of it can be damaged in turn."""
    yield "strings", strings
    yield "lists", lambda do: lists(do, kind)
    yield "sets", sets
    yield "zsets", sorted_sets
    yield "hashes", lambda do: (hashes(do), expiries(do, kind))
    yield "streams", lambda do: streams(do, kind)


def main():
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    for kind, path in server_paths().items():
        snapshot(kind, path, "types", lambda do, kind=kind: everything(do, kind))
        for name, fill in families(kind):
            snapshot(kind, path, name, fill)
        snapshot(kind, path, "empty", lambda do: None)
        snapshot(
            kind, path, "plain", lambda do, kind=kind: everything(do, kind),
            rdbcompression="no", rdbchecksum="no", maxmemory_policy="allkeys-lfu",
        )
        snapshot(kind, path, "lru", strings, maxmemory_policy="allkeys-lru")
        log(kind, path, "log-rdb-base", aof_use_rdb_preamble="yes")
        log(kind, path, "log-plain-base", aof_use_rdb_preamble="no")
        if kind != "redis62":
            log(kind, path, "log-timestamps", aof_timestamp_enabled="yes",
                aof_use_rdb_preamble="no")


if __name__ == "__main__":
    main()
