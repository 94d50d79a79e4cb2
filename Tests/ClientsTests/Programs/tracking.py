"""Keys that clients are told to forget, beside those that a real server tells.

Usage: tracking.py PORT SOCKET
"""

import random
import sys

from wire import Push, Wire


class Client:
    """A client that keeps what it is told apart from the answers."""

    def __init__(self, place, protocol):
        self.wire = Wire(place, protocol)
        self.protocol = protocol
        self.id = self.wire.command("CLIENT", "ID")
        self.told = []
        self.is_queueing = False

    def command(self, *words):
        self.wire.send(*words)
        if words[0] in ("MULTI", "EXEC"):
            self.is_queueing = words[0] == "MULTI"
        return self.answer()

    def answer(self):
        while True:
            reply = self.wire.read()
            is_message = isinstance(reply, list) and reply[:1] == ["message"]
            if not isinstance(reply, Push) and not is_message:
                return reply
            self.told.append([part if part != self.id else "own id" for part in reply])

    def hear(self):
        """Everything it was told so far; between MULTI and EXEC nobody can ask."""
        if self.is_queueing:
            return []
        self.wire.send("PING", "heard")
        while self.answer() not in ("heard", ["pong", "heard"]):
            pass
        told, self.told = self.told, []
        return told


class Side:
    def __init__(self, place):
        self.clients = {name: Client(place, 3) for name in "abc"}
        self.clients["old"] = Client(place, 2)
        self.clients["sub"] = Client(place, 2)
        self.clients["sub"].wire.command("SUBSCRIBE", "__redis__:invalidate")

    def named(self, reply):
        """An answer with the names of clients in place of their numbers."""
        names = {client.id: name for name, client in self.clients.items()}
        if isinstance(reply, dict):
            return {name: self.named(part) for name, part in reply.items()}
        if isinstance(reply, list):
            return [self.named(part) for part in reply]
        return names.get(reply, reply) if isinstance(reply, int) else reply

    def run(self, name, words):
        words = [str(self.clients[word[1:]].id) if word[:1] == "@" else word for word in words]
        reply = self.clients[name].command(*words)
        if words[0] == "HELLO":
            reply = "greeting"
        told = {name: client.hear() for name, client in self.clients.items()}
        return reply, told


served, real = Side(sys.argv[1]), Side(sys.argv[2])
history = []


def both(line):
    name, *words = line.split()
    history.append(line)
    ours, theirs = served.run(name, words), real.run(name, words)
    if words[-1] in ("GETREDIR", "TRACKINGINFO"):
        ours, theirs = [(side.named(found), told) for side, (found, told) in
                        ((served, ours), (real, theirs))]
    assert ours == theirs, (history[-8:], "ours", ours, "theirs", theirs)


STEPS = """
a CLIENT TRACKING ON; a GET k; b SET k 1; b SET k 2; a GET k; a SET k 3; a GET k; a MGET k l m; b MSET k 1 l 2
b DEL m; b SET m 1; b DEL m; a HGET h f; b HSET h f 1; b HSET h f 1; a EXISTS gone; b EXPIRE gone 10; b SET gone 1
a TTL gone; b EXPIRE gone 100; a TTL gone; b PERSIST gone; a GET gone; b RENAME gone here; a GET here; a GET gone
b RENAME here gone; a MULTI; a SET k 5; a GET k; a EXEC; a SET k 6; a GET k; b EVAL return(redis.call('set',KEYS[1],1)) 1 k
a GET k; b SELECT 1; b SET k 1; b SELECT 0; b FLUSHALL; a GET k; b FLUSHDB; b SET k 1; a FLUSHALL
a CLIENT TRACKINGINFO; a CLIENT GETREDIR; a CLIENT TRACKING ON BCAST; a CLIENT TRACKING ON OPTIN
a CLIENT CACHING YES; a GET k; a CLIENT TRACKINGINFO; b SET k 1; a GET k; b SET k 1; a CLIENT CACHING YES
a CLIENT TRACKINGINFO; a GET k; b SET k 1; a CLIENT CACHING NO; a CLIENT CACHING MAYBE; a CLIENT TRACKING ON OPTOUT
a CLIENT TRACKING OFF; a CLIENT CACHING YES; a CLIENT TRACKING ON OPTOUT; a CLIENT CACHING NO; a GET k; b SET k 2
a GET k; b SET k 3; a CLIENT CACHING YES; a CLIENT TRACKING OFF; a CLIENT TRACKING OFF; a CLIENT GETREDIR
a CLIENT TRACKING ON NOLOOP; a GET k; a SET k 1; b SET k 2; a GET k; b SET k 2; a CLIENT TRACKINGINFO; a RESET
a HELLO 3; a CLIENT TRACKINGINFO; a CLIENT TRACKING ON BCAST PREFIX user: PREFIX item:; b SET user:1 a; b SET x 1
b MSET user:1 a item:2 b; b MULTI; b SET item:1 1; b SET item:2 1; b SET item:1 2; b EXEC; a SET item:9 1
a CLIENT TRACKINGINFO; a CLIENT TRACKING ON BCAST PREFIX user:x; a CLIENT TRACKING ON BCAST PREFIX z; b SET z1 1
a CLIENT TRACKING ON PREFIX a; a CLIENT TRACKING ON BCAST PREFIX q PREFIX qq; a CLIENT TRACKING ON BCAST OPTIN
a CLIENT TRACKING ON; c CLIENT TRACKING ON BCAST NOLOOP; c SET own 1; b SET other 1; c CLIENT TRACKINGINFO
c FLUSHALL; c CLIENT TRACKING OFF; a CLIENT TRACKING OFF; b SET user:1 1
old CLIENT TRACKING ON REDIRECT @sub; old GET k; b SET k 1; old GET k; old SET k 2; old CLIENT GETREDIR
old CLIENT TRACKINGINFO; old GET k; b FLUSHALL; old CLIENT TRACKING ON REDIRECT @c; old GET k; b SET k 1
old CLIENT TRACKING OFF; old CLIENT TRACKING ON REDIRECT 99999; old CLIENT TRACKING ON REDIRECT x
old CLIENT TRACKING ON REDIRECT @a REDIRECT @b; old CLIENT TRACKING MAYBE; old CLIENT TRACKING ON; old GET k; b SET k 3
old CLIENT TRACKING ON BANANA; a CLIENT TRACKING ON OPTIN OPTOUT; a CLIENT TRACKING ON OPTIN; a CLIENT CACHING YES
a MULTI; a GET k; a GET l; a EXEC; b MSET k 1 l 2; a CLIENT TRACKING OFF; old CLIENT TRACKING OFF
a CLIENT TRACKING ON; a SMEMBERS s; b SADD s x; b SADD s x; a ZRANGE z 0 -1; b ZADD z 1 a; a LRANGE q 0 -1
b RPUSH q 1 2; a LLEN q; b LPOP q; a XLEN x; b XADD x 1-1 f v; a SINTER s t; b SADD t a; a STRLEN k; b APPEND k v
b SWAPDB 0 1; a GET k; b SWAPDB 0 1; a CLIENT TRACKING OFF
"""

for line in STEPS.strip().splitlines():
    for step in line.split(";"):
        both(step.strip())

# A client that is told in place of another goes away.
for side, place in ((served, sys.argv[1]), (real, sys.argv[2])):
    other = Client(place, 3)
    side.clients["a"].command("CLIENT", "TRACKING", "ON", "REDIRECT", str(other.id))
    side.clients["a"].command("GET", "k")
    other.wire.file.close()
    other.wire.socket.close()
    while len(side.clients["b"].command("CLIENT", "LIST", "ID", str(other.id))) > 4:
        pass
    side.clients["b"].command("SET", "k", "1")
    told = side.clients["a"].hear()
    assert [message[0] for message in told] == ["tracking-redir-broken"], told
    assert "broken_redirect" in side.clients["a"].command("CLIENT", "TRACKINGINFO")["flags"]
    side.clients["a"].command("CLIENT", "TRACKING", "OFF")

# Reads and writes at random.
chance = random.Random(3)
for line in ("a CLIENT TRACKING ON", "b CLIENT TRACKING ON NOLOOP", "c CLIENT TRACKING ON BCAST PREFIX k"):
    both(line)
FORMS = "GET K;MGET K K;SET K 1;SET K 2;DEL K;INCR n;GET n;MSET K 1 K 2;EXPIRE K 100;STRLEN K;GETSET K 3;APPEND K x"
for _ in range(1500):
    words = [
        "k%d" % chance.randrange(6) if word == "K" else word
        for word in chance.choice(FORMS.split(";")).split()
    ]
    both(chance.choice("abc") + " " + " ".join(words))

print("done")
