"""Writes what was measured as a document."""

import dataclasses
import json
import os
import pathlib
import platform
import shutil
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def document(bench, is_quick, rounds, measured, table, limited, start):
    parts = [
        "# Performance",
        introduction(is_quick, rounds),
        "## Against the servers' own tools", works_table(measured), TARGETS,
        "## Growth", growth_table(table),
        "## Within a limit of memory", limited_text(limited),
        "## The peers", PEERS,
        "## That the results are right", verified_text(bench),
        "## The machine", machine_text(bench, start),
        "## How to repeat it", REPEAT,
    ]
    return "\n\n".join(parts) + "\n"


def introduction(is_quick, rounds):
    quick = (
        "**A quick run over little data: an indication, no more.**\n\n" if is_quick else ""
    )
    return (
        f"{quick}`make bench` wrote this page. Each figure is the median of {rounds} runs, with "
        "the fastest and\nthe slowest in brackets. The contestants of a work ran one after the "
        "other, round by round, so that\nwhat else the machine did fell on all of them. The "
        "inputs were in the page cache, what was written\nwas synced, checksums were on. Ratios "
        "hold on other machines; seconds do not."
    )


def raw(samples):
    """Every sample, for whoever wants to look closer."""
    return json.dumps(
        {title: {str(name): [dataclasses.asdict(sample) for sample in runs.samples]
                 for name, runs in series.items()} for title, series in samples.items()},
        indent=1,
    )


# The table of works.

def works_table(measured):
    lines = [
        "| Work | redoubt | Peer | | Ratio | Target | Met | Processor time | Peak memory |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for work, series in measured:
        for comparison in work.comparisons:
            lines.append(row(work, comparison, series))
    return "\n".join(lines)


def row(work, comparison, series):
    ours, peer = series[comparison.contestant], series[comparison.peer]
    ratio = peer.median / ours.median
    targets, met = [], []
    if comparison.faster:
        targets.append(f"{comparison.faster}x faster")
        met.append(ratio >= comparison.faster)
    if comparison.slower:
        targets.append(f"{comparison.slower}x its time")
        met.append(1 / ratio <= comparison.slower)
    if comparison.mib:
        targets.append(f"{comparison.mib} MiB")
        met.append(ours.peak_mib <= comparison.mib)
    cores = comparison.contestant.partition(", ")[2]
    title = comparison.title or work.title
    cells = [
        title + (f", on {cores}" if cores else ""), spread(ours), comparison.peer, spread(peer),
        f"{1 / ratio:.2f}x its time" if comparison.slower else f"{ratio:.1f}x",
        ", ".join(targets), verdict(met),
        f"{seconds(ours.cpu)} s, peer {seconds(peer.cpu)} s",
        f"{ours.peak_mib:,.0f} MiB, peer {peer.peak_mib:,.0f} MiB",
    ]
    return "| " + " | ".join(cells) + " |"


def spread(runs):
    return f"{seconds(runs.median)} s ({seconds(runs.fastest)} to {seconds(runs.slowest)})"


def seconds(value):
    return f"{value:.3f}" if value < 1 else f"{value:.2f}"


def verdict(met):
    return "" if not met else "yes" if all(met) else "**no**"


TARGETS = (
    "Rows without a target are there for comparison. Where fewer cores are named, redoubt was "
    "held to\nthem; the peers work on one core at a time, and had all of them."
)


# Growth.

def growth_table(table):
    sizes = list(table[0].series)
    lines = [
        "| Work | " + " | ".join(f"{size / 1e6:g} million" for size in sizes)
        + " | Time per key grows | Met | Memory flat |",
        "|---" * (len(sizes) + 4) + "|",
    ]
    for grown in table:
        first, last = sizes[0], sizes[-1]
        factor = grown.microseconds(last) / grown.microseconds(first)
        cells = [grown.title]
        for size in sizes:
            runs = grown.series[size]
            cells.append(
                f"{seconds(runs.median)} s, {grown.microseconds(size):.3f} µs a key, "
                f"{runs.peak_mib:,.0f} MiB"
            )
        cells += [f"{factor:.2f}x of at most {grown.per_key}x", verdict([factor <= grown.per_key])]
        cells.append(flatness(grown, first, last) if grown.is_flat else "")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def flatness(grown, first, last):
    """A quarter more is taken for flat: buffers fill up with the first megabytes."""
    more = grown.series[last].peak_mib / grown.series[first].peak_mib
    return f"{verdict([more <= 1.25])}, {more:.2f}x"


def limited_text(limited):
    if not limited:
        return "This binary has no `--max-memory`."
    met = limited.series.peak_mib <= limited.mib
    return (
        f"`rebuild --max-memory {limited.mib}mb` from a log of {limited.size / 1e6:g} million "
        f"SETs took {spread(limited.series)}\nand at most {limited.series.peak_mib:,.0f} MiB; "
        f"the result has the server's digest. Met: {verdict([met])}."
    )


# What was run, on what.

PEERS = """\
- `redis-check-rdb` and `redis-check-aof` of the same Redis, on the same file.
- `redis-server`: from its start until `PING` no longer answers `LOADING`, then `BGSAVE` until it is
  done. Its input is the same log directory: the snapshot as base, the log as increment. For the
  digest: its start with the snapshot, then `DEBUG DIGEST`. Settings are the defaults; it saves only
  when asked, and listens on a socket file. Memory is what was resident at most in the server; the
  child that saves shares its pages and is not added.
- `cp and sync`: `cp --reflink=never` of the snapshot, then `sync` of the copy."""

REPEAT = """\
    make bench          # 1, 4 and 16 million keys; 15 GB of disk in .build-bench, 8 GB of memory
    make bench-quick    # up to 1 million keys, a few minutes

The data is made once, from fixed seeds, and used again. `Benchmarks/README.md` tells what is in it,
and how the inner loops are watched."""


def verified_text(bench):
    lines = [
        "Every command ended with exit code 0. `redis-server` gave the same digest for each of "
        "these, and for\nwhat it loaded again:", "",
    ]
    lines += [f"- `{digest}`: {what}" for what, digest in bench.verified]
    return "\n".join(lines)


def machine_text(bench, start):
    model = next(
        (line.partition(":")[2].strip() for line in open("/proc/cpuinfo")
         if line.startswith("model name")), platform.machine(),
    )
    memory = next(
        int(line.split()[1]) / 2**20 for line in open("/proc/meminfo")
        if line.startswith("MemTotal")
    )
    facts = [
        ("Date", time.strftime("%Y-%m-%d", time.gmtime(start))),
        ("Processor", f"{model}, {bench.cores} cores"),
        ("Memory", f"{memory:.0f} GiB"),
        ("Disk", file_system(bench.data.folder)),
        ("Kernel", f"{platform.system()} {platform.release()}"),
        ("Load when it ended", "{:.1f} {:.1f} {:.1f}".format(*os.getloadavg())),
        ("redoubt", commit()),
        ("Swift", first_line(["swift", "--version"])),
        ("Peer", first_line([str(bench.server_program), "--version"])),
    ]
    return "\n".join(["| | |", "|---|---|"] + [f"| {name} | {fact} |" for name, fact in facts])


def file_system(folder):
    if not shutil.which("df"):
        return "unknown"
    line = subprocess.run(
        ["df", "--output=fstype", str(folder)], capture_output=True, text=True
    ).stdout.split()
    return line[-1] if line else "unknown"


def commit():
    described = subprocess.run(
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty"], capture_output=True, text=True
    )
    return described.stdout.strip() or "unknown"


def first_line(command):
    try:
        text = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return "unknown"
    return (text.stdout.splitlines() or ["unknown"])[0]
