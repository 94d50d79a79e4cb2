"""What is measured against what, and how fast it has to be."""

import dataclasses
import typing

from measure import Sample


@dataclasses.dataclass
class Contestant:
    """One way to do the work."""

    name: str
    run: typing.Callable[[], Sample]


@dataclasses.dataclass
class Comparison:
    """A contestant against a peer."""

    contestant: str
    peer: str
    faster: float | None = None
    """At least so many times as fast as the peer."""
    slower: float | None = None
    """At most so many times the peer's time."""
    mib: float | None = None
    """At most so much memory."""
    title: str | None = None
    """What stands in the table, where the title of the work does not say it."""


@dataclasses.dataclass
class Work:
    """Something to do, with those that do it in turn, round by round."""

    title: str
    inputs: list
    contestants: list[Contestant]
    comparisons: list[Comparison]
    verify: typing.Callable[[], None] | None = None
    """Runs once, behind the first round, and fails if a result is wrong."""


def on_cores(cores, all_cores):
    return "redoubt" if cores == all_cores else f"redoubt, {cores} core{'s'[:cores - 1]}"


class Works:
    """Builds the works over one size of data."""

    def __init__(self, bench, count, giant_bytes, is_quick):
        self.bench = bench
        self.is_quick = is_quick
        self.count = count
        self.giant_bytes = giant_bytes
        self.keys = f"{count / 1e6:g} million"

    def all(self):
        yield self.check_snapshot()
        yield self.rebuild_tail()
        yield self.rebuild_log("sets", f"{self.keys} SETs of distinct keys", 4, 2)
        yield self.rebuild_log("mixed", f"{self.keys} commands on all types", 4, 2)
        yield self.rebuild_log(
            "overwritten", f"{self.count // 40:,} keys overwritten 40 times", 8, None
        )
        yield self.check_log("sets", f"{self.keys} SETs")
        yield self.check_log("mixed", f"{self.keys} mixed commands")
        yield self.digest()
        yield from self.giants()

    # Parts.

    def path(self, kind, count=None):
        return self.bench.data.path(kind, count or self.count)

    def ours(self, arguments, fewer):
        """redoubt with all cores and with fewer; a quick run leaves two cores out."""
        fewer = [number for number in fewer if number == 1 or not self.is_quick]
        cores = [number for number in fewer if number <= self.bench.cores]
        return [
            Contestant(
                on_cores(number, self.bench.cores),
                lambda number=number: self.bench.redoubt(arguments, number),
            )
            for number in dict.fromkeys([self.bench.cores] + cores)
        ]

    def peer_command(self, name, path):
        return Contestant(name, lambda: self.bench.command([name, path]))

    # Works.

    def check_snapshot(self):
        path = self.path("snapshot")
        contestants = self.ours(["check", path], [2])
        deep = "redoubt"
        if self.bench.has_option("check", "--deep"):
            deep = "redoubt --deep"
            contestants.append(
                Contestant(deep, lambda: self.bench.redoubt(["check", "--deep", path]))
            )
        contestants.append(self.peer_command("redis-check-rdb", path))
        comparisons = [
            Comparison(c.name, "redis-check-rdb", faster=20 if c.name == "redoubt" else None)
            for c in contestants[:-1] if c.name != "redoubt --deep"
        ]
        comparisons.append(
            Comparison(deep, "redis-check-rdb", faster=5, title="check of every value in it")
        )
        return Work(f"check of {self.keys} mixed keys", [path], contestants, comparisons)

    def rebuild_tail(self):
        snapshot, tail = self.path("snapshot"), self.path("tail")
        contestants = self.rebuilding(snapshot, tail, [2])
        contestants.append(Contestant("cp and sync", lambda: self.bench.copy(snapshot)))
        comparisons = [
            Comparison("redoubt", "redis-server", faster=20, mib=64),
            Comparison("redoubt", "cp and sync", slower=2.5),
        ]
        comparisons += [
            Comparison(c.name, "redis-server") for c in contestants[1:-2]
        ]
        return Work(
            f"rebuild of {self.keys} mixed keys with a log that touches 1 % of them",
            [snapshot, tail], contestants, comparisons,
            lambda: self.bench.verify_rebuild(snapshot, tail),
        )

    def rebuild_log(self, kind, what, faster, faster_on_one):
        log = self.path(kind)
        contestants = self.rebuilding(None, log, [2, 1])
        targets = {"redoubt": faster, on_cores(1, self.bench.cores): faster_on_one}
        comparisons = [
            Comparison(c.name, "redis-server", faster=targets.get(c.name))
            for c in contestants[:-1]
        ]
        return Work(
            f"rebuild from a log of {what}", [log], contestants, comparisons,
            lambda: self.bench.verify_rebuild(None, log),
        )

    def rebuilding(self, snapshot, log, fewer):
        arguments = self.bench.rebuild_arguments(snapshot, log)
        return self.ours(arguments, fewer) + [
            Contestant("redis-server", lambda: self.bench.load_and_save(snapshot, log))
        ]

    def check_log(self, kind, what):
        log = self.path(kind)
        contestants = self.ours(["check", log], [2])
        contestants.append(self.peer_command("redis-check-aof", log))
        comparisons = [
            Comparison(c.name, "redis-check-aof", faster=12 if c.name == "redoubt" else None)
            for c in contestants[:-1]
        ]
        return Work(f"check of a log of {what}", [log], contestants, comparisons)

    def digest(self):
        path = self.path("snapshot")
        contestants = self.ours(["digest", path], [2])
        contestants.append(
            Contestant("redis-server", lambda: self.bench.load_and_digest(path))
        )
        comparisons = [
            Comparison(c.name, "redis-server", faster=5 if c.name == "redoubt" else None)
            for c in contestants[:-1]
        ]
        return Work(
            f"digest of {self.keys} mixed keys", [path], contestants, comparisons,
            lambda: self.bench.verify_digest(path),
        )

    def giants(self):
        size = f"{self.giant_bytes / 2**20:,.0f} MiB"
        snapshot = self.path("giant-snapshot", self.giant_bytes)
        log = self.path("giant-log", self.giant_bytes)
        for path, peer, what in [
            (snapshot, "redis-check-rdb", "snapshot"), (log, "redis-check-aof", "log"),
        ]:
            yield Work(
                f"check of a {what} with one value of {size}", [path],
                self.ours(["check", path], []) + [self.peer_command(peer, path)],
                [Comparison("redoubt", peer)],
            )
        yield Work(
            f"rebuild from a log with one value of {size}", [log],
            self.rebuilding(None, log, []), [Comparison("redoubt", "redis-server")],
            lambda: self.bench.verify_rebuild(None, log),
        )
