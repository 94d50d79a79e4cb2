#!/usr/bin/env python3
"""Measures redoubt and its peers on the same data, in turn, and writes what came out.

`make bench` and `make bench-quick` build what it needs and start it. Every command runs alone;
in each round all contestants of a work run once, one after the other. Before each run the inputs
are in the page cache and nothing waits to be written. A result that is wrong ends the run.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import time

import growth
import report
from dataset import DataFile, DataFolder, warm
from measure import Failure, Launcher, Series
from server import Server, lay_out_log
from works import Works

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = ROOT / "Benchmarks" / ".build" / "release"


class Bench:
    """The programs, the data, and the ways to run the one on the other."""

    def __init__(self, options):
        self.program = options.redoubt
        self.server_program = options.redis_server
        self.data = DataFolder(options.data, TOOLS / "bench-data")
        self.folder = self.data.folder / f"run-{os.getpid()}"
        self.folder.mkdir()
        self.launcher = Launcher(TOOLS / "bench-measure", self.folder)
        self.cores = len(os.sched_getaffinity(0))
        self.output = self.folder / "rebuilt.rdb"
        self.directories = {}
        self.verified = []
        # What ran on all cores, by its arguments: a quick run measures nothing twice.
        self.known = {}
        self.server_digests = {}

    # What contestants do.

    def settle(self):
        """Leaves nothing behind that the next run would pay for."""
        for name in [self.output, self.folder / "copy.rdb"]:
            name.unlink(missing_ok=True)
        os.sync()

    def redoubt(self, arguments, cores=None):
        self.settle()
        fewer = cores if cores != self.cores else None
        sample = self.launcher.run([self.program] + arguments, fewer)[0]
        if not fewer:
            self.known.setdefault(str(arguments), Series()).samples.append(sample)
        return sample

    def command(self, words):
        self.settle()
        return self.launcher.run(words)[0]

    def copy(self, source):
        self.settle()
        script = 'cp --reflink=never "$1" "$2" && sync "$2"'
        return self.launcher.run(["sh", "-c", script, "copy", source, self.folder / "copy.rdb"])[0]

    def load_and_save(self, snapshot, log):
        self.settle()
        with Server(self.server_program, self.folder, snapshot, log) as server:
            server.wait_until_loaded()
            server.save()
            sample = server.sample()
            self.ask_once(server, (snapshot, log))
            return sample

    def load_and_digest(self, snapshot):
        self.settle()
        with Server(self.server_program, self.folder, snapshot) as server:
            server.wait_until_loaded()
            self.server_digests[(snapshot, None)] = server.digest()
            return server.sample()

    def log_directory(self, snapshot, log):
        """A log directory that holds the snapshot as its base and the log as its increment."""
        if (snapshot, log) not in self.directories:
            folder = self.folder / f"log-{len(self.directories)}"
            folder.mkdir()
            self.directories[snapshot, log] = lay_out_log(folder, snapshot, log)
        return self.directories[snapshot, log]

    def rebuild_arguments(self, snapshot, log):
        """For the peer's version: without it, a log alone gives the one that its form points to."""
        source = self.log_directory(snapshot, log)
        return ["rebuild", "--log", source, "--target", "redis-7.0", "--output", self.output]

    def has_option(self, command, option):
        text = subprocess.run(
            [self.program, command, "--help"], capture_output=True, text=True
        ).stdout
        return option in text

    # What has to be right.

    def ask_once(self, server, inputs):
        if inputs not in self.server_digests:
            self.server_digests[inputs] = server.digest()

    def server_digest(self, snapshot, log=None):
        """What a server says of a dataset, asked of it once."""
        inputs = (snapshot, log)
        if inputs not in self.server_digests:
            with Server(self.server_program, self.folder, snapshot, log) as server:
                server.wait_until_loaded()
                self.server_digests[inputs] = server.digest()
        return self.server_digests[inputs]

    def our_digest(self, path):
        return self.launcher.run([self.program, "digest", path])[1].split()[0]

    def verify_digest(self, snapshot):
        self.compare(snapshot.name, self.our_digest(snapshot), self.server_digest(snapshot))

    def verify_rebuild(self, snapshot, log):
        """A server that loads our snapshot must say the same as one that loads the sources."""
        self.launcher.run([self.program] + self.rebuild_arguments(snapshot, log))
        self.verify_output(snapshot, log)

    def verify_output(self, snapshot, log):
        name = log.name if not snapshot else f"{snapshot.name} with {log.name}"
        expected = self.server_digest(snapshot, log)
        self.compare(f"rebuilt from {name}", self.our_digest(self.output), expected)
        with Server(self.server_program, self.folder, self.output) as server:
            server.wait_until_loaded()
            self.compare(f"{name}, loaded again", server.digest(), expected, is_listed=False)
        self.output.unlink()

    def compare(self, what, found, expected, is_listed=True):
        if found != expected:
            raise Failure(f"{what}: the digest is {found}, and the server's is {expected}")
        if is_listed:
            self.verified.append((what, found))

    def close(self):
        shutil.rmtree(self.folder)


def measure(work, rounds, verifies=True):
    """Runs the contestants in turn, round by round."""
    warm(work.inputs)
    series = {contestant.name: Series() for contestant in work.contestants}
    for round_number in range(rounds):
        for contestant in work.contestants:
            series[contestant.name].samples.append(contestant.run())
        if round_number == 0 and verifies and work.verify:
            work.verify()
    print(f"\n{work.title}", flush=True)
    for name, runs in series.items():
        print(f"  {name:20} {runs.median:8.3f} s  {runs.peak_mib:8.1f} MiB", flush=True)
    return series


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less data and fewer rounds")
    parser.add_argument("--data", default=ROOT / ".build-bench", help="where the data is kept")
    parser.add_argument("--redoubt", default=ROOT / ".build-static" / "release" / "redoubt")
    parser.add_argument("--redis-server", default="/usr/bin/redis-server")
    parser.add_argument("--rounds", type=int, help="5, or 3 for the quick run")
    parser.add_argument("--output", help="docs/performance.md, or a file with the data if quick")
    parser.add_argument("--only", help="only works with this in their title, and no document")
    return parser.parse_args()


def files_of(count, giant, sizes, limited):
    files = [DataFile(kind, count) for kind in ["overwritten", "mixed"]]
    files += [DataFile(kind, size) for size in sizes for kind in growth.KINDS]
    files += [DataFile(kind, giant) for kind in ["giant-snapshot", "giant-log"]]
    files += [DataFile(kind, count) for kind in growth.KINDS] + [DataFile("sets", limited)]
    return list(dict.fromkeys(files))


def run(options, bench):
    million = 1_000_000
    count = million if options.quick else 4 * million
    giant = (64 if options.quick else 1024) << 20
    sizes = [million // 4, million] if options.quick else [million, 4 * million, 16 * million]
    rounds = options.rounds or (3 if options.quick else 5)
    files = files_of(count, giant, sizes, sizes[-1])
    bench.data.make(files, room_for_results=2 * sizes[-1] * 150 + 2 * giant)
    before = bench.data.state(files)
    start = time.time()

    works = [
        work for work in Works(bench, count, giant, options.quick).all()
        if not options.only or options.only in work.title
    ]
    measured = [(work, measure(work, rounds)) for work in works]
    if options.only:
        return
    table = growth.measure_sizes(bench, sizes, rounds, bench.known if options.quick else {})
    limited = growth.measure_limited(bench, sizes[-1], rounds)
    if bench.data.state(files) != before:
        raise Failure("the data has changed while it was measured")

    text = report.document(bench, options.quick, rounds, measured, table, limited, start)
    output = options.output or (
        bench.data.folder / "performance-quick.md" if options.quick
        else ROOT / "docs" / "performance.md"
    )
    pathlib.Path(output).write_text(text)
    samples = {work.title: series for work, series in measured}
    samples |= {grown.title: grown.series for grown in table}
    (bench.data.folder / "samples.json").write_text(report.raw(samples))
    print("\n" + text)
    print(f"written to {output} after {time.time() - start:.0f} s")


def main():
    options = parse()
    bench = Bench(options)
    try:
        run(options, bench)
    except Failure as failure:
        sys.exit(f"bench: {failure}")
    finally:
        bench.close()


if __name__ == "__main__":
    main()
