"""COMMAND DOCS and COMMAND INFO, beside those of a real server: all but the sentences are equal.

Usage: descriptions.py PORT SOCKET
"""

import sys

from wire import Wire, freeze

served, real = Wire(sys.argv[1], 3), Wire(sys.argv[2], 3)

# Sentences are each project's own, and so is the history of a command.
SENTENCES = {"summary", "complexity", "history", "replaced_by"}
# Refused as a whole, tested inside, drawn.
LEFT_OUT = {"cluster", "migrate", "pfselftest", "lolwut"}
# What later servers brought.
LATER = {"client|no-touch", "client|setinfo"}


def facts(document):
    found = {name: part for name, part in document.items() if name not in SENTENCES}
    found["arguments"] = [argument_facts(part) for part in document.get("arguments", [])]
    subcommands = document.get("subcommands", {})
    found["subcommands"] = {
        name: facts(part) for name, part in subcommands.items() if name not in LATER
    }
    return found


def argument_facts(argument):
    left_out = {"since", "deprecated_since", "summary"}
    found = {name: part for name, part in argument.items() if name not in left_out}
    found["arguments"] = [argument_facts(part) for part in argument.get("arguments", [])]
    return found


def info_facts(info):
    found = list(info)
    found[8] = frozenset(
        tuple(part for part in one if part[0] != "notes") for one in map(freeze, info[8])
    )
    return found[:9] + [
        {part[0]: info_facts(list(part)) for part in info[9] if part[0] not in LATER}
    ]


wanted = real.command("COMMAND", "DOCS")
found = served.command("COMMAND", "DOCS")
assert set(wanted) - set(found) <= LEFT_OUT, set(wanted) - set(found)
for name in set(wanted) - LEFT_OUT:
    assert facts(found[name]) == facts(wanted[name]), (
        name,
        facts(found[name]),
        facts(wanted[name]),
    )
    parts = [found[name], *found[name].get("subcommands", {}).values()]
    sentences = {part["summary"] for part in parts}
    assert all(sentence.endswith(".") for sentence in sentences), sentences

wanted = {info[0]: info for info in real.command("COMMAND")}
found = {info[0]: info for info in served.command("COMMAND")}
for name in set(wanted) - LEFT_OUT:
    assert info_facts(found[name]) == info_facts(wanted[name]), (
        name,
        info_facts(found[name]),
        info_facts(wanted[name]),
    )

for words in [
    "SET a b GET", "SET a b NX", "BITFIELD a GET u8 0", "BITFIELD a SET u8 0 1", "GET", "LMOVE a b LEFT RIGHT", "XREADGROUP GROUP a b STREAMS k1 k2 0 0",
    "EVAL x 1 a", "EVAL x 0", "PING", "NOTHING a", "SORT a STORE b", "OBJECT ENCODING a",
    "ZINTERSTORE d 2 a b WEIGHTS 1 1", "COPY a b", "BITOP AND d a b", "MSET a 1 b 2",
    "BLPOP a b 0", "LCS a b", "PFMERGE d a b", "XADD s * f v", "GEORADIUS k 1 1 1 m STORE d",
]:
    for subcommand in ["GETKEYS", "GETKEYSANDFLAGS"]:
        replies = [wire.command("COMMAND", subcommand, *words.split()) for wire in (served, real)]
        assert replies[0] == replies[1], (words, replies)

print("done")
