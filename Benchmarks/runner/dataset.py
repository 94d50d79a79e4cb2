"""The files that are measured on: made once, and again when the generator changes."""

import dataclasses
import os
import pathlib
import shutil
import subprocess
import time

from measure import Failure

# What one key or command takes, roughly: for the check of the disk before anything is written.
BYTES_PER_ITEM = {"snapshot": 150, "tail": 3, "sets": 125, "overwritten": 125, "mixed": 135,
                  "giant-snapshot": 1, "giant-log": 1}


@dataclasses.dataclass(frozen=True)
class DataFile:
    """One file: its kind, and how many keys, commands or (of a giant one) bytes it has."""

    kind: str
    count: int

    @property
    def name(self):
        end = "rdb" if "snapshot" in self.kind else "aof"
        return f"{self.kind}-{self.count}.{end}"

    @property
    def byte_count(self):
        return BYTES_PER_ITEM[self.kind] * self.count


class DataFolder:
    """A folder of data files, and what servers said of them."""

    def __init__(self, folder, generator):
        self.folder = pathlib.Path(folder).resolve()
        self.generator = str(generator)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.forget_older()

    def path(self, kind, count):
        return self.folder / DataFile(kind, count).name

    def forget_older(self):
        """Removes what another version of the generator made."""
        version = subprocess.run(
            [self.generator, "version"], capture_output=True, text=True, check=True
        ).stdout
        mark = self.folder / "version"
        if mark.exists() and mark.read_text() == version:
            return
        for kind in BYTES_PER_ITEM:
            for old in self.folder.glob(f"{kind}-*"):
                old.unlink()
        mark.write_text(version)

    def make(self, files, room_for_results):
        """Makes what is missing, if the disk has room for that and for the results."""
        missing = [file for file in files if not (self.folder / file.name).exists()]
        needed = sum(file.byte_count for file in missing) + room_for_results
        free = shutil.disk_usage(self.folder).free
        if needed > free * 0.9:
            raise Failure(
                f"{needed / 1e9:.1f} GB are needed in {self.folder}, "
                f"and {free / 1e9:.1f} GB are free"
            )
        start = time.monotonic()
        for file in missing:
            subprocess.run(
                [self.generator, file.kind, str(file.count), str(self.folder / file.name)],
                check=True,
            )
        if missing:
            print(f"made {len(missing)} files in {time.monotonic() - start:.0f} s", flush=True)

    def state(self, files):
        """Sizes and times of change: what must be the same when everything has run."""
        found = [os.stat(self.folder / file.name) for file in files]
        return [(status.st_size, status.st_mtime_ns) for status in found]


def warm(paths):
    """Reads files once, so that every contestant finds them in the page cache."""
    for path in paths:
        with open(path, "rb", buffering=0) as file:
            while file.read(1 << 24):
                pass
