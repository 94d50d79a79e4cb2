"""Writes what was measured of serving as a chapter of docs/performance.md."""

import statistics
import subprocess
import time

from report import verdict

HEADING = "## Serving"
NEXT = "## The peers"


def chapter(first, requests, latencies, loading, options):
    parts = [
        HEADING,
        f"`make bench-serving` wrote this chapter ({time.strftime('%Y-%m-%d')}, medians of "
        f"{options.rounds} rounds), beside\n{peer(options)}.",
        "### Until the first answer", FIRST, first_table(first),
        "### Requests", REQUESTS, requests_table(requests),
        "### Single requests while something goes on", LATENCIES,
        latency_table(latencies, loading),
    ]
    return "\n\n".join(parts) + "\n"


def place(chapter, path):
    """Puts the chapter where it was, or in front of the next one."""
    text = path.read_text()
    start = text.index(HEADING) if HEADING in text else text.index(NEXT)
    path.write_text(text[:start] + chapter + "\n" + text[text.index(NEXT):])


def peer(options):
    text = subprocess.run(
        [options.redis_server, "--version"], capture_output=True, text=True
    ).stdout
    return " ".join(text.split()[:3])


FIRST = """\
From the start of the process to the answer to `TYPE` of a key that `RANDOMKEY` named, of snapshots of
mixed keys in the page cache; the server answers once it has loaded. An index is the file that `serve
--write-index` or `check --index` leaves beside a snapshot. Targets: 20 times sooner at 1 million keys,
and 300 ms with an index. Memory is what was resident at most when the first answer came and when all
keys were known, the mapped snapshot included; in brackets without it."""

REQUESTS = """\
`redis-benchmark -c 50 -r 1000000`, on an empty dataset for each test but for what `get` and `lpop`
look for. Processor time is the server's for each request. Targets: as many requests at depth 1, 1.4
times as many at depth 16. redis-benchmark works on one core: where a server is faster than it, both are
measured as equally fast. Times are those of redis-benchmark, in microseconds: half, 99 % and 99.9 % of
the requests took no longer."""

LATENCIES = """\
One connection that waits for each answer, `SET` and `GET` of any of 1 million keys in turn, in
microseconds. While a snapshot is read: `TYPE` of any key, from the first moment on."""


def median(values):
    return statistics.median(values)


def first_table(first):
    lines = [
        "| Keys | redis-server | redoubt | Sooner | Met | With an index | Met | All keys known | "
        "Memory at the first answer | Memory, all known | redis-server |",
        "|---" * 11 + "|",
    ]
    for size, found in first.items():
        peer, ours, indexed = (
            [median(sample[0] for sample in found[name])
             for name in ["redis-server", "redoubt", "with an index"]]
        )
        sooner = verdict([peer / ours >= 20]) if size == 1_000_000 else ""
        cells = [
            f"{size:,}", milliseconds(peer), milliseconds(ours), f"{peer / ours:.1f}x", sooner,
            milliseconds(indexed), verdict([indexed <= 0.3]),
            milliseconds(median(sample[1] for sample in found["redoubt"])),
            memory(found["redoubt"], 2), memory(found["redoubt"], 3),
            memory(found["redis-server"], 3),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def memory(samples, place):
    most, own = (median(sample[place][part] for sample in samples) for part in (0, 1))
    return f"{most:,.0f} MiB ({own:,.0f})"


def milliseconds(value):
    return f"{value * 1000:,.1f} ms"


def requests_table(requests):
    lines = [
        "| Test | Depth | redoubt | redis-server | Ratio | Met | Processor time | Ratio | "
        "Times of redoubt | Times of redis-server |",
        "|---" * 10 + "|",
    ]
    for depth, tests in requests.items():
        for test, found in tests.items():
            lines.append(requests_row(test, depth, found["redoubt"], found["redis-server"]))
    return "\n".join(lines)


def requests_row(test, depth, ours, peers):
    rate, peer_rate = (median(sample.per_second for sample in runs) for runs in (ours, peers))
    cost, peer_cost = (
        median(sample.processor_microseconds for sample in runs) for runs in (ours, peers)
    )
    ratio = rate / peer_rate
    cells = [
        f"`{test}`", str(depth), f"{rate:,.0f}/s", f"{peer_rate:,.0f}/s", f"{ratio:.2f}x",
        verdict([ratio >= (1.4 if depth > 1 else 1)]),
        f"{cost:.2f} µs, peer {peer_cost:.2f} µs", f"{peer_cost / cost:.2f}x",
        times(ours), times(peers),
    ]
    return "| " + " | ".join(cells) + " |"


def times(runs):
    found = [
        median(getattr(sample.times, name) for sample in runs)
        for name in ["half", "most", "nearly_all"]
    ]
    return ", ".join(f"{value:,.0f}" for value in found)


def latency_table(latencies, loading):
    lines = [
        "| | redoubt: half, 99 %, 99.9 % | redis-server |", "|---|---|---|",
    ]
    for what in dict.fromkeys(what for _, what in latencies):
        lines.append(
            f"| {what} | {line(latencies['redoubt', what])} | "
            f"{line(latencies['redis-server', what])} |"
        )
    lines.append(f"| while a snapshot is read | {line(loading)} | does not answer |")
    return "\n".join(lines)


def line(found):
    return ", ".join(f"{value:,.0f}" for value in (found.half, found.most, found.nearly_all))
