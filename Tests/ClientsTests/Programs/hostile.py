"""Clients that mean no good, and one that means well and is served throughout.

Usage: hostile.py SCENARIO PORT PROCESS-ID
"""

import random
import resource
import socket
import sys
import threading
import time

scenario, port, process = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def connect(timeout=30.0):
    made = socket.create_connection(("127.0.0.1", port), timeout=timeout)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def request(*words):
    parts = [b"*%d\r\n" % len(words)]
    for word in words:
        parts += [b"$%d\r\n" % len(word), word, b"\r\n"]
    return b"".join(parts)


def receive(connection, count):
    found = b""
    while len(found) < count:
        part = connection.recv(min(count - len(found), 1 << 20))
        assert part, f"the server closed the connection behind {found[:100]!r}"
        found += part
    return found


def memory(field):
    with open(f"/proc/{process}/status") as status:
        for line in status:
            if line.startswith(field + ":"):
                return int(line.split()[1]) * 1024
    raise AssertionError(f"no {field}")


class GoodClient(threading.Thread):
    """Sets and gets in turn, and keeps the longest time that an answer took."""

    def __init__(self):
        super().__init__(daemon=True)
        self.connection = connect()
        self.longest = 0.0
        self.count = 0
        self.fault = None
        self.isDone = False

    def run(self):
        try:
            while not self.isDone:
                value = b"%d" % self.count
                start = time.monotonic()
                self.connection.sendall(request(b"SET", b"good", value) + request(b"GET", b"good"))
                wanted = b"+OK\r\n$%d\r\n%s\r\n" % (len(value), value)
                found = receive(self.connection, len(wanted))
                assert found == wanted, f"{found!r} is not {wanted!r}"
                self.longest = max(self.longest, time.monotonic() - start)
                self.count += 1
                time.sleep(0.002)
        except Exception as fault:
            self.fault = fault

    def finish(self, longest):
        self.isDone = True
        self.join(60)
        assert not self.is_alive(), "the good client still waits"
        assert self.fault is None, f"the good client: {self.fault!r}"
        assert self.count > 10, f"only {self.count} rounds"
        assert self.longest < longest, f"an answer took {self.longest:.1f} s"


def closes(connection):
    """Reads to the end; everything that came."""
    found = b""
    try:
        while part := connection.recv(1 << 16):
            found += part
    except ConnectionError:
        pass
    return found


def crowd():
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit[1], limit[1]))
    before = memory("VmRSS")
    held = [connect() for _ in range(5000)]
    for number, connection in enumerate(held):
        connection.sendall(request(b"SET", b"key:%d" % number, b"x" * 10))
    for connection in held:
        assert receive(connection, 5) == b"+OK\r\n"
    grown = memory("VmRSS") - before
    assert grown < 200 << 20, f"5000 connections take {grown} bytes"
    for number, connection in enumerate(held):
        connection.sendall(request(b"GET", b"key:%d" % number))
    for connection in held:
        assert receive(connection, 17) == b"$10\r\nxxxxxxxxxx\r\n"
    for connection in held:
        connection.close()


def slow_reader():
    """Asks for far more than it takes, and goes on asking."""
    setter = connect()
    setter.sendall(request(b"SET", b"large", b"v" * (1 << 20)))
    assert receive(setter, 5) == b"+OK\r\n"
    greedy = [connect(timeout=1.0) for _ in range(4)]
    asked = request(b"GET", b"large") * 2000
    for connection in greedy:
        try:
            for _ in range(40):
                connection.sendall(asked)
        except (TimeoutError, ConnectionError):
            pass
    time.sleep(1)
    assert memory("VmHWM") < 700 << 20, f"{memory('VmHWM')} bytes"
    for connection in greedy:
        connection.close()


def ragged_readers():
    """Many connections that ask at the same time, read late, in pieces, or never: each gets its
    own answers, whole and in order, whoever sends them."""
    chance = random.Random(20261124)
    values = [b"%d:" % size + bytes([97 + place]) * size
              for place, size in enumerate([3, 500, 9_000, 30_000, 150_000])]
    setter = connect()
    for place, value in enumerate(values):
        setter.sendall(request(b"SET", b"value:%d" % place, value))
        assert receive(setter, 5) == b"+OK\r\n"

    def enter():
        made = socket.socket()
        if chance.random() < 0.5:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        made.settimeout(30)
        made.connect(("127.0.0.1", port))
        return [made, []]

    def ask(number, client):
        """Sends a few requests together; what they are answered stands in the list."""
        sent = []
        for place in [chance.choice([0, 0, 0, 1, 1, 2, 2, 2, 3, 4]) for _ in range(4)]:
            mark = b"%d.%d" % (number, chance.randrange(1_000_000))
            sent += [request(b"ECHO", mark), request(b"GET", b"value:%d" % place)]
            for text in (mark, values[place]):
                client[1].append(b"$%d\r\n%s\r\n" % (len(text), text))
        client[0].sendall(b"".join(sent))

    clients = [enter() for _ in range(60)]
    for _ in range(60):
        # Requests that pile up are carried out in one turn, and more come while it is answered.
        setter.sendall(request(b"DEBUG", b"SLEEP", b"%.3f" % chance.uniform(0, 0.02)))
        order = list(range(len(clients)))
        for number in order + order[::-1] + order:
            if sum(map(len, clients[number][1])) < 1_000_000:
                ask(number, clients[number])
        assert receive(setter, 5) == b"+OK\r\n"
        for number, client in enumerate(clients):
            chosen = chance.random()
            if chosen < 0.03:
                # Gone with answers on their way; the next one gets the number of the socket.
                client[0].close()
                clients[number] = enter()
            elif chosen < 0.7:
                wanted = b"".join(client[1])
                count = chance.randrange(1, len(wanted)) if wanted and chosen < 0.4 else len(wanted)
                found = receive(client[0], count)
                assert found == wanted[:count], f"client {number} got others' answers"
                client[1] = [wanted[count:]]
    for number, client in enumerate(clients):
        wanted = b"".join(client[1])
        assert receive(client[0], len(wanted)) == wanted, f"client {number} got others' answers"
    # Those that say goodbye get everything before the end.
    for number, client in enumerate(clients):
        client[0].sendall(request(b"GET", b"value:2") + request(b"QUIT"))
    for client in clients:
        wanted = b"$%d\r\n%s\r\n+OK\r\n" % (len(values[2]), values[2])
        assert closes(client[0]) == wanted


def drip():
    """One byte after the other, each time that the good client has been served a few times."""
    slow = connect()
    for byte in request(b"SET", b"drip", b"a value that takes its time"):
        slow.sendall(bytes([byte]))
        time.sleep(0.02)
    assert receive(slow, 5) == b"+OK\r\n"
    # So do many that never come to an end.
    many = [connect() for _ in range(200)]
    for byte in b"*3\r\n$3\r\nSET\r\n$100000\r\n":
        for connection in many:
            connection.sendall(bytes([byte]))


def huge():
    size = 512 << 20
    large = connect(timeout=120)
    large.sendall(b"*3\r\n$3\r\nSET\r\n$4\r\nhuge\r\n$%d\r\n" % size)
    chunk = b"h" * (1 << 20)
    for _ in range(size >> 20):
        large.sendall(chunk)
    large.sendall(b"\r\n" + request(b"STRLEN", b"huge") + request(b"GETRANGE", b"huge", b"-3", b"-1"))
    answers = b"+OK\r\n:536870912\r\n$3\r\nhhh\r\n"
    assert receive(large, len(answers)) == answers
    assert memory("VmHWM") < 2500 << 20, f"{memory('VmHWM')} bytes"
    # One byte more is refused by its header.
    larger = connect()
    larger.sendall(b"*3\r\n$3\r\nSET\r\n$4\r\nhuge\r\n$%d\r\n" % (size + 1))
    assert closes(larger) == b"-ERR Protocol error: invalid bulk length\r\n"


def malformed():
    for sent, answer in [
        (b"*1\r\n:1\r\n", b"-ERR Protocol error: expected '$', got ':'\r\n"),
        (b"*x\r\n", b"-ERR Protocol error: invalid multibulk length\r\n"),
        (b"*9999999999\r\n", b"-ERR Protocol error: invalid multibulk length\r\n"),
        (b"*1\r\n$-5\r\n", b"-ERR Protocol error: invalid bulk length\r\n"),
        (b"*1\r\n$abc\r\n", b"-ERR Protocol error: invalid bulk length\r\n"),
        (b"*1\r\n$99999999999999999999\r\n", b"-ERR Protocol error: invalid bulk length\r\n"),
        (b"SET 'a\r\n", b"-ERR Protocol error: unbalanced quotes in request\r\n"),
        (b"x" * 100_000, b"-ERR Protocol error: too big inline request\r\n"),
        (b"*" + b"1" * 100_000, b"-ERR Protocol error: too big mbulk count string\r\n"),
        (b"*1\r\n$" + b"1" * 100_000, b"-ERR Protocol error: too big bulk count string\r\n"),
    ]:
        connection = connect()
        try:
            connection.sendall(sent)
        except ConnectionError:
            pass
        found = closes(connection)
        assert found in (answer, b""), f"{sent[:30]!r}: {found!r} is not {answer!r}"
        if len(sent) < 1000:
            assert found == answer, f"{sent[:30]!r}: {found!r} is not {answer!r}"
    # What claims to be long takes no room before it has come.
    before = memory("VmRSS")
    claims = [connect() for _ in range(200)]
    for connection in claims:
        connection.sendall(b"*1000000\r\n$500000000\r\nx")
    time.sleep(0.5)
    grown = memory("VmRSS") - before
    assert grown < 300 << 20, f"200 claims take {grown} bytes"


def noise():
    chance = random.Random(20261123)
    words = [b"*", b"$", b"\r\n", b"3", b"-1", b"SET", b"GET", b"MULTI", b"EXEC", b"XADD", b"EVAL"]
    words += [b"SUBSCRIBE", b"HELLO", b"MONITOR", b"BLPOP", b" ", b"0", b"\x00", b"'", b'"']
    end = time.monotonic() + 4
    rounds = 0
    while time.monotonic() < end:
        connection = connect(timeout=0.05)
        try:
            for _ in range(chance.randrange(1, 6)):
                if chance.random() < 0.5:
                    sent = chance.randbytes(chance.randrange(1, 3000))
                else:
                    picked = chance.choices(words, k=chance.randrange(1, 60))
                    sent = b"".join(picked)
                if chance.random() < 0.3:
                    sent = request(*[chance.choice(words) for _ in range(chance.randrange(1, 6))])
                connection.sendall(sent + b"\r\n")
            connection.recv(1 << 16)
        except (TimeoutError, ConnectionError):
            pass
        connection.close()
        rounds += 1
    assert rounds > 50, f"{rounds} rounds"
    assert memory("VmHWM") < 500 << 20, f"{memory('VmHWM')} bytes"


good = GoodClient()
good.start()
time.sleep(0.2)
{
    "crowd": crowd,
    "slow_reader": slow_reader,
    "ragged_readers": ragged_readers,
    "drip": drip,
    "huge": huge,
    "malformed": malformed,
    "noise": noise,
}[scenario]()
time.sleep(0.2)
good.finish(longest=60.0 if scenario == "huge" else 30.0)
print("done")
