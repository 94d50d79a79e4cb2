"""One process, measured: time, processor time and peak memory."""

import dataclasses
import pathlib
import statistics
import subprocess


class Failure(Exception):
    """A command failed, or a result is not what it has to be."""


@dataclasses.dataclass
class Sample:
    """What one run took."""

    wall: float
    """Seconds from start to end."""
    cpu: float
    """Seconds of processor time, user and system, over all threads."""
    peak_kib: int
    """The most memory that was resident."""


@dataclasses.dataclass
class Series:
    """The runs of one contestant."""

    samples: list[Sample] = dataclasses.field(default_factory=list)

    @property
    def median(self):
        return statistics.median(sample.wall for sample in self.samples)

    @property
    def fastest(self):
        return min(sample.wall for sample in self.samples)

    @property
    def slowest(self):
        return max(sample.wall for sample in self.samples)

    @property
    def cpu(self):
        return statistics.median(sample.cpu for sample in self.samples)

    @property
    def peak_mib(self):
        return max(sample.peak_kib for sample in self.samples) / 1024


class Launcher:
    """Runs commands through the small program `bench-measure`.

    A script can't ask the kernel itself: a process counts the memory of the one that started it
    towards its peak, and Python is larger than what is measured.
    """

    def __init__(self, program, folder):
        self.program = str(program)
        self.folder = pathlib.Path(folder)

    def run(self, command, cores=None):
        """The sample, and what the command printed; an exit code other than 0 is a failure."""
        if cores:
            command = ["taskset", "-c", f"0-{cores - 1}"] + command
        result = self.folder / "result"
        output = self.folder / "stdout"
        with open(output, "wb") as stdout:
            subprocess.run(
                [self.program, str(result)] + [str(word) for word in command],
                stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.STDOUT, check=True,
            )
        wall, cpu, peak, code = result.read_text().split()
        # The checks of the servers print their progress: the end is enough.
        with open(output, "rb") as stdout:
            stdout.seek(max(0, output.stat().st_size - 4096))
            text = stdout.read().decode(errors="replace")
        if code != "0":
            raise Failure(f"exit code {code}: {' '.join(map(str, command))}\n{text}")
        return Sample(float(wall), float(cpu), int(peak)), text
