"""A client without a library: what the server sent, in both protocols, and nothing hidden."""

import socket


class Error(str):
    pass


class Status(str):
    pass


class Push(list):
    pass


class Wire:
    def __init__(self, place, protocol=2):
        """Connects to a port of this machine, or to the path of a socket."""
        if place.isdigit():
            self.socket = socket.create_connection(("127.0.0.1", int(place)))
        else:
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.connect(place)
        self.socket.settimeout(60)
        self.file = self.socket.makefile("rb")
        if protocol == 3:
            self.command("HELLO", "3")

    def send(self, *words):
        parts = [word if isinstance(word, bytes) else str(word).encode() for word in words]
        text = b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)
        self.socket.sendall(b"*%d\r\n%s" % (len(parts), text))

    def command(self, *words):
        self.send(*words)
        return self.read()

    def read(self):
        line = self.file.readline()
        if not line:
            raise EOFError("the server has closed the connection")
        mark, rest = line[:1], line[1:-2]
        if mark in b"$=":
            count = int(rest)
            return None if count < 0 else self.file.read(count + 2)[:-2].decode("latin1")
        if mark == b"+":
            return Status(rest.decode())
        if mark == b"-":
            return Error(rest.decode())
        if mark == b":":
            return int(rest)
        if mark == b",":
            return float(rest)
        if mark == b"_":
            return None
        if mark == b"%":
            return {self.read(): self.read() for _ in range(int(rest))}
        count = int(rest)
        if count < 0:
            return None
        elements = [self.read() for _ in range(count)]
        if mark == b"~":
            return frozenset(map(freeze, elements))
        return Push(elements) if mark == b">" else elements


def freeze(value):
    """The value in a form that can be a member of a set."""
    if isinstance(value, dict):
        return tuple(sorted((name, freeze(part)) for name, part in value.items()))
    if isinstance(value, list):
        return tuple(freeze(part) for part in value)
    return value
