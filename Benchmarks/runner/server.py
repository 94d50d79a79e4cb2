"""The peer: a redis-server on data of its own, reached over a socket file in its folder."""

import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

from measure import Failure, Sample

LOG_NAME = "appendonly.aof"


def lay_out_log(folder, base=None, increment=None):
    """Makes a log directory of hard links, and gives its path; no data is copied."""
    directory = pathlib.Path(folder) / "appendonlydir"
    directory.mkdir()
    lines = []
    for source, kind, end in [(base, "base", "rdb"), (increment, "incr", "aof")]:
        if source:
            name = f"{LOG_NAME}.1.{kind}.{end}"
            os.link(source, directory / name)
            lines.append(f"file {name} seq 1 type {kind[0]}\n")
    (directory / f"{LOG_NAME}.manifest").write_text("".join(lines))
    return directory


class Server:
    """A server that has loaded a snapshot, or a log with or without one.

    It listens on no port, saves only when asked, and works on hard links in a folder of its own:
    what it saves goes to a new file, so that the data stays as it is.
    """

    POLL_SECONDS = 0.005

    def __init__(self, program, parent, snapshot=None, increment=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="server-", dir=parent))
        is_log = increment is not None
        if is_log:
            lay_out_log(self.folder, snapshot, increment)
        else:
            os.link(snapshot, self.folder / "dump.rdb")
        # The path of a socket file has a limit of 107 bytes, which the data's may exceed.
        self.socket_folder = tempfile.mkdtemp(prefix="rb-")
        self.path = self.socket_folder + "/s"
        command = [
            str(program), "--port", "0", "--unixsocket", self.path, "--dir", str(self.folder),
            "--save", "", "--appendonly", "yes" if is_log else "no",
            "--auto-aof-rewrite-percentage", "0", "--enable-debug-command", "local",
            "--logfile", str(self.folder / "log"), "--daemonize", "no",
        ]
        self.start = time.monotonic()
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder)
        shutil.rmtree(self.socket_folder)

    def ask(self, *words):
        """The reply to a command, as text."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(self.path)
            request = f"*{len(words)}\r\n" + "".join(f"${len(w)}\r\n{w}\r\n" for w in words)
            connection.sendall(request.encode())
            reply = b""
            while not self.is_complete(reply):
                piece = connection.recv(65536)
                if not piece:
                    raise ConnectionError
                reply += piece
        return reply.decode()

    @staticmethod
    def is_complete(reply):
        head, separator, body = reply.partition(b"\r\n")
        if not separator:
            return False
        return head[:1] != b"$" or len(body) >= int(head[1:]) + 2

    def wait_until_loaded(self):
        """Waits until it no longer says that it is loading."""
        while True:
            if self.process.poll() is not None:
                raise Failure("the server stopped:\n" + (self.folder / "log").read_text()[-2000:])
            try:
                if self.ask("PING").startswith("+PONG"):
                    return
            except OSError:
                pass
            time.sleep(self.POLL_SECONDS)

    def save(self):
        """Has a child write a snapshot, which it syncs, and waits for its end."""
        self.ask("BGSAVE")
        while "rdb_bgsave_in_progress:1" in (facts := self.ask("INFO", "persistence")):
            time.sleep(self.POLL_SECONDS)
        if "rdb_last_bgsave_status:ok" not in facts:
            raise Failure("the server could not save")

    def digest(self):
        return self.ask("DEBUG", "DIGEST").strip("+\r\n")

    def sample(self):
        """What it took from its start until now, children included in the processor time."""
        wall = time.monotonic() - self.start
        process = pathlib.Path(f"/proc/{self.process.pid}")
        times = (process / "stat").read_text().rpartition(")")[2].split()[11:15]
        peak = next(
            int(line.split()[1])
            for line in (process / "status").read_text().splitlines()
            if line.startswith("VmHWM:")
        )
        cpu = sum(map(int, times)) / os.sysconf("SC_CLK_TCK")
        return Sample(wall, cpu, peak)
