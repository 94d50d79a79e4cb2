"""How time per key and memory follow the size of the data, and what a limit of memory does."""

import dataclasses

from dataset import warm
from measure import Series

KINDS = ["snapshot", "tail", "sets"]
LIMIT_MIB = 256


@dataclasses.dataclass
class Grown:
    """One command over several sizes."""

    title: str
    per_key: float | None
    """At most this many times the time per key of the smallest size."""
    is_flat: bool
    """Whether memory must not follow the size."""
    series: dict[int, Series]

    def microseconds(self, size):
        return self.series[size].median / size * 1e6


def measure_sizes(bench, sizes, rounds, known):
    """All commands over all sizes, the sizes in turn; `known` holds series by command."""
    table = []
    for title, is_flat, kinds, arguments in commands(bench):
        series = {size: known.get(str(arguments(size))) or Series() for size in sizes}
        open_sizes = [size for size in sizes if not series[size].samples]
        warm([bench.data.path(kind, size) for kind in kinds for size in open_sizes])
        for _ in range(rounds):
            for size in open_sizes:
                series[size].samples.append(bench.redoubt(arguments(size)))
        table.append(Grown(title, 1.3, is_flat, series))
        print(f"\n{title}", flush=True)
        for size, runs in series.items():
            print(f"  {size:12,} {runs.median:8.3f} s  {runs.peak_mib:8.1f} MiB", flush=True)
    return table


def commands(bench):
    path = bench.data.path

    rebuild = bench.rebuild_arguments
    yield "check of mixed keys", True, ["snapshot"], lambda n: ["check", path("snapshot", n)]
    yield (
        "rebuild with a log that touches 1 %", True, ["snapshot", "tail"],
        lambda n: rebuild(path("snapshot", n), path("tail", n)),
    )
    yield (
        "rebuild from a log of SETs", False, ["sets"], lambda n: rebuild(None, path("sets", n))
    )
    yield "digest of mixed keys", False, ["snapshot"], lambda n: ["digest", path("snapshot", n)]


@dataclasses.dataclass
class Limited:
    """The rebuild of a log in less memory than its dataset takes."""

    size: int
    mib: int
    series: Series


def measure_limited(bench, size, rounds):
    """None if the binary can't be limited."""
    if not bench.has_option("rebuild", "--max-memory"):
        return None
    log = bench.data.path("sets", size)
    arguments = bench.rebuild_arguments(None, log) + ["--max-memory", f"{LIMIT_MIB}mb"]
    warm([log])
    series = Series()
    for _ in range(rounds):
        series.samples.append(bench.redoubt(arguments))
    bench.verify_output(None, log)
    print(f"\nrebuild from a log of SETs within {LIMIT_MIB} MiB")
    print(f"  {size:12,} {series.median:8.3f} s  {series.peak_mib:8.1f} MiB", flush=True)
    return Limited(size, LIMIT_MIB, series)
