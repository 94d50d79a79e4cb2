"""A server that listens on a free port of loopback, and one connection to it."""

import os
import pathlib
import socket
import subprocess
import tempfile
import time

from measure import Failure


def request(words):
    """A command in the form of the protocol."""
    parts = [b"*%d\r\n" % len(words)]
    for word in words:
        word = word if isinstance(word, bytes) else str(word).encode()
        parts.append(b"$%d\r\n%s\r\n" % (len(word), word))
    return b"".join(parts)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Endpoint:
    """A process that serves; it is started when the `with` begins."""

    name = ""
    patience = 120

    def __init__(self, command):
        self.port = free_port()
        self.command = [str(word).replace("PORT", str(self.port)) for word in command]

    def __enter__(self):
        self.start = time.monotonic()
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.connection = None
        return self

    def __exit__(self, *_):
        if self.connection:
            self.connection.close()
        self.process.kill()
        self.process.wait()

    @property
    def seconds(self):
        """Since the start of the process."""
        return time.monotonic() - self.start

    def connect(self):
        while True:
            try:
                connection = socket.create_connection(("127.0.0.1", self.port))
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return connection
            except OSError:
                if self.seconds > self.patience or self.process.poll() is not None:
                    raise Failure(f"{self.name} does not listen")
                time.sleep(0.0005)

    def answer(self, *words):
        """The answer, asked for again as long as the server loads."""
        if not self.connection:
            self.connection = self.connect()
            self.reader = self.connection.makefile("rb")
        while True:
            self.connection.sendall(request(words))
            answer = self.read()
            if not isinstance(answer, Failure):
                return answer
            if not str(answer).startswith("LOADING"):
                raise answer
            time.sleep(0.0005)

    def read(self):
        line = self.reader.readline()
        mark, rest = line[:1], line[1:-2]
        if mark == b"$":
            return self.reader.read(int(rest) + 2)[:-2] if rest != b"-1" else None
        if mark == b"-":
            return Failure(rest.decode())
        if mark == b":":
            return int(rest)
        if mark == b"*":
            return [self.read() for _ in range(int(rest))]
        if not mark:
            raise Failure(f"{self.name} has closed the connection")
        return rest

    def fill(self, count):
        """Sets so many keys of 40 bytes each."""
        self.answer("PING")
        for first in range(0, count, 1000):
            self.connection.sendall(b"".join(
                request(("SET", b"key:%012d" % number, b"x" * 40))
                for number in range(first, first + 1000)
            ))
            for _ in range(1000):
                self.read()

    def wait_for(self, condition):
        while not condition():
            if self.seconds > self.patience:
                raise Failure(f"{self.name} takes too long")
            time.sleep(0.01)

    def memory(self):
        """What was resident at most, and what of it is not a mapped file now, in MiB."""
        facts = dict(
            line.split(":", 1) for line in open(f"/proc/{self.process.pid}/status") if ":" in line
        )
        return tuple(int(facts[name].split()[0]) / 1024 for name in ["VmHWM", "RssAnon"])

    def processor_seconds(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Redoubt(Endpoint):
    name = "redoubt"

    def __init__(self, program, folder, *arguments):
        super().__init__([program, "serve", "--port", "PORT", *arguments])


class Redis(Endpoint):
    name = "redis-server"

    def __init__(self, program, parent, *arguments, snapshot=None):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="redis-", dir=parent))
        if snapshot:
            os.link(snapshot, folder / "dump.rdb")
        super().__init__([program, "--port", "PORT", "--dir", folder, "--save", "", *arguments])
