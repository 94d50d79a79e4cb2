#!/usr/bin/env python3
"""Counts what one pass of each inner loop takes, and compares it with what is committed.

Instructions are counted by callgrind, allocations by the loop's own program: both are the same
from run to run, on a busy machine as well, which times are not. `--update` writes the counts.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

BENCHMARKS = pathlib.Path(__file__).resolve().parents[1]
PROGRAM = BENCHMARKS / ".build" / "release" / "inner-loop"
THRESHOLDS = BENCHMARKS / "Thresholds" / f"inner-loops.{platform.machine()}.json"

# How much more may be used before it counts as worse, and how much less before the thresholds
# should follow.
INSTRUCTIONS_TOLERANCE = 0.03
ALLOCATIONS_TOLERANCE = 0.0


def count(program, loop):
    """Instructions and allocations of one pass."""
    # Swift seeds its hash tables anew in each process; that would move the counts.
    environment = dict(os.environ, SWIFT_DETERMINISTIC_HASHING="1")
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
         "--toggle-collect=*measuredPassyyF", str(program), loop],
        capture_output=True, text=True, env=environment,
    )
    collected = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or not collected or collected[1] == "0":
        sys.exit(f"inner: nothing was counted for '{loop}':\n{run.stdout}{run.stderr}")
    return {"instructions": int(collected[1]), "allocations": int(run.stdout)}


def count_all():
    with tempfile.TemporaryDirectory() as folder:
        # Callgrind gives up on debug information that is newer than itself.
        program = pathlib.Path(folder) / "inner-loop"
        subprocess.run(["strip", "-g", "-o", program, PROGRAM], check=True)
        loops = subprocess.run(
            [program, "list"], capture_output=True, text=True, check=True
        ).stdout.splitlines()
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            return dict(zip(loops, pool.map(lambda loop: count(program, loop), loops)))


def judge(found, committed, tolerance):
    """The change in words, and whether it is for the worse."""
    if found > committed * (1 + tolerance):
        return f"WORSE, {committed:,} committed", True
    if found < committed * (1 - tolerance):
        return f"better, {committed:,} committed", False
    return "", False


def compare(counts, thresholds):
    is_worse = False
    for loop, found in counts.items():
        committed = thresholds.get(loop)
        if not committed:
            sys.exit(f"inner: there is no threshold for '{loop}'; run with --update")
        for what, tolerance in [
            ("instructions", INSTRUCTIONS_TOLERANCE), ("allocations", ALLOCATIONS_TOLERANCE),
        ]:
            text, worse = judge(found[what], committed[what], tolerance)
            is_worse |= worse
            print(f"{loop:34} {found[what]:14,} {what:13} {text}")
    return is_worse


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="commit to what is counted now")
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        sys.exit("inner: valgrind is not installed")
    counts = count_all()
    if options.update:
        THRESHOLDS.write_text(json.dumps(counts, indent=2) + "\n")
        print(f"written to {THRESHOLDS}")
    elif not THRESHOLDS.exists():
        sys.exit(f"inner: there is no {THRESHOLDS}; run with --update")
    elif compare(counts, json.loads(THRESHOLDS.read_text())):
        sys.exit("inner: some loops take more than they did")


if __name__ == "__main__":
    main()
