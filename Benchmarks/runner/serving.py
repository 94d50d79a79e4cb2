#!/usr/bin/env python3
"""Measures what clients see of `redoubt serve`, beside a redis-server in the same run.

It writes its chapter into docs/performance.md; the rest of the page is `bench.py`'s. Three things are
measured: how long the first answer takes, how many requests are answered at what cost, and how long
single requests take while something else goes on.
"""

import argparse
import os
import pathlib
import shutil
import sys

import serving_report
from dataset import DataFile, DataFolder, warm
from endpoint import Redis, Redoubt
from measure import Failure
from load import TESTS, Percentiles, run_benchmark, walk

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = ROOT / "Benchmarks" / ".build" / "release"


class Serving:
    """The programs and the data."""

    def __init__(self, options):
        self.options = options
        self.data = DataFolder(options.data, TOOLS / "bench-data")
        self.folder = self.data.folder / f"serving-{os.getpid()}"
        self.folder.mkdir()

    def redoubt(self, *arguments, folder=None):
        return Redoubt(self.options.redoubt, folder or self.folder, *arguments)

    def redis(self, *arguments, snapshot=None):
        return Redis(self.options.redis_server, self.folder, *arguments, snapshot=snapshot)

    # The first answer.

    def first_answers(self, sizes, rounds):
        """For each size and contestant: seconds to the first answer and to all keys, memory."""
        return {size: self.first_answers_of(size, rounds) for size in sizes}

    def first_answers_of(self, size, rounds):
        snapshot = self.data.path("snapshot", size)
        warm([snapshot])
        indexed = self.with_index(snapshot)
        found = {"redis-server": [], "redoubt": [], "with an index": []}
        with self.redis(snapshot=snapshot) as server:
            server.answer("PING")
            keys = [server.answer("RANDOMKEY") for _ in range(rounds)]
        for key in keys:
            with self.redis(snapshot=snapshot) as server:
                found["redis-server"].append(self.first_answer(server, key))
            with self.redoubt("--snapshot", snapshot, "--read-only") as server:
                found["redoubt"].append(self.first_answer(server, key))
            with self.redoubt("--snapshot", indexed, "--read-only") as server:
                found["with an index"].append(self.first_answer(server, key))
        for path in indexed.parent.iterdir():
            path.unlink()
        print(f"first answers from {size:,} keys", flush=True)
        return found

    def with_index(self, snapshot):
        """A link to the snapshot that has an index beside it."""
        folder = self.folder / "indexed"
        folder.mkdir(exist_ok=True)
        path = folder / snapshot.name
        os.link(snapshot, path)
        with self.redoubt("--snapshot", path, "--read-only", "--write-index") as server:
            server.answer("DBSIZE")
            server.wait_for(lambda: len(list(folder.iterdir())) == 2)
        warm(list(folder.iterdir()))
        return path

    def first_answer(self, server, key):
        kind = server.answer("TYPE", key)
        first = server.seconds
        memory = server.memory()
        if not isinstance(kind, bytes) or kind == b"none":
            raise Failure(f"{server.name} does not find {key}: {kind}")
        server.answer("DBSIZE")
        return first, server.seconds, memory, server.memory()

    # Requests.

    def requests(self, depth, count, rounds):
        """For each test and contestant the rates, costs and times of each round."""
        found = {test: {"redoubt": [], "redis-server": []} for test in TESTS}
        for _ in range(rounds):
            for name, server in self.pair():
                with server:
                    server.answer("PING")
                    for test in TESTS:
                        server.answer("FLUSHALL")
                        fewer = count // 10 if test == "mset" else count
                        sample = run_benchmark(server, test, depth, fewer)
                        found[test][name].append(sample)
        print(f"requests at depth {depth}", flush=True)
        return found

    def pair(self):
        """Both, empty, without files."""
        return [
            ("redoubt", self.redoubt("--snapshot", self.empty(), "--ephemeral")),
            ("redis-server", self.redis()),
        ]

    def empty(self):
        path = self.data.path("snapshot", 1)
        return path

    # Latency.

    def latencies(self, count, seconds):
        """Times of single requests: at rest, and while a dataset is written or read."""
        found = {}
        for name, server in [
            ("redoubt", self.redoubt("--snapshot", self.empty(), "--dir", self.fresh_folder())),
            ("redis-server", self.redis("--appendonly", "yes")),
        ]:
            with server:
                server.fill(count)
                found[name, "at rest"] = walk(server, count, seconds)
                for word in ["BGSAVE", "BGREWRITEAOF"]:
                    server.answer(word)
                    found[name, f"behind `{word}`"] = walk(server, count, seconds)
        return found

    def latency_while_loading(self, size, seconds):
        """GETs of any keys from the first moment on."""
        snapshot = self.data.path("snapshot", size)
        warm([snapshot])
        with self.redis(snapshot=snapshot) as server:
            server.answer("PING")
            keys = [server.answer("RANDOMKEY") for _ in range(20_000)]
        with self.redoubt("--snapshot", snapshot, "--ephemeral") as server:
            server.answer("PING")
            times = Percentiles.of_requests(server, [("TYPE", key) for key in keys], seconds)
        print("latencies", flush=True)
        return times

    def fresh_folder(self):
        folder = self.folder / "durable"
        shutil.rmtree(folder, ignore_errors=True)
        return folder

    def close(self):
        shutil.rmtree(self.folder)


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less data and fewer rounds")
    parser.add_argument("--data", default=ROOT / ".build-bench", help="where the data is kept")
    parser.add_argument("--redoubt", default=ROOT / ".build-static" / "release" / "redoubt")
    parser.add_argument("--redis-server", default="/usr/bin/redis-server")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", default=ROOT / "docs" / "performance.md")
    return parser.parse_args()


def main():
    options = parse()
    serving = Serving(options)
    sizes = [10_000, 1_000_000] if options.quick else [10_000, 1_000_000, 10_000_000]
    count = 100_000 if options.quick else 500_000
    try:
        files = [DataFile("snapshot", size) for size in [1] + sizes]
        serving.data.make(files, room_for_results=1 << 30)
        first = serving.first_answers(sizes, options.rounds)
        requests = {
            depth: serving.requests(depth, count * (1 if depth == 1 else 4), options.rounds)
            for depth in [1, 16]
        }
        seconds = 2 if options.quick else 5
        latencies = serving.latencies(1_000_000, seconds)
        loading = serving.latency_while_loading(sizes[-1], seconds)
        chapter = serving_report.chapter(first, requests, latencies, loading, options)
        print(chapter)
        if not options.quick:
            serving_report.place(chapter, pathlib.Path(options.output))
    except Failure as failure:
        sys.exit(f"bench: {failure}")
    finally:
        serving.close()


if __name__ == "__main__":
    main()
