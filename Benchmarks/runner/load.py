"""Requests by the thousand: how many are answered, at what cost, and how long each takes."""

import dataclasses
import random
import re
import subprocess
import time

from endpoint import request
from measure import Failure

TESTS = ["set", "get", "incr", "lpush", "rpush", "lpop", "sadd", "hset", "zadd", "mset"]
KEYS = 1_000_000
CLIENTS = 50


@dataclasses.dataclass
class Percentiles:
    """Times of requests, in microseconds."""

    half: float
    most: float
    nearly_all: float

    @staticmethod
    def of(times):
        times = sorted(times)
        return Percentiles(*(times[int(len(times) * part)] * 1e6 for part in (0.5, 0.99, 0.999)))

    @staticmethod
    def of_requests(server, commands, seconds):
        """One after the other on one connection, for so long or as many as there are."""
        times = []
        end = time.monotonic() + seconds
        for words in commands:
            text = request(words)
            start = time.perf_counter()
            server.connection.sendall(text)
            server.read()
            times.append(time.perf_counter() - start)
            if time.monotonic() > end:
                break
        return Percentiles.of(times)


@dataclasses.dataclass
class Rate:
    """What one run of redis-benchmark gave."""

    per_second: float
    processor_microseconds: float
    """Of the server, for each request."""
    times: Percentiles


def run_benchmark(server, test, depth, count):
    """One test; those that look for something find it, for it was set before."""
    command = [
        "redis-benchmark", "-p", str(server.port), "-t", test, "-c", str(CLIENTS),
        "-n", str(count), "-r", str(KEYS), "-P", str(depth),
    ]
    before = {"get": "set", "lpop": "lpush"}.get(test)
    if before:
        fill = [before if word == test else word for word in command]
        subprocess.run(fill, stdout=subprocess.DEVNULL, check=True)
    start = server.processor_seconds()
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    cost = (server.processor_seconds() - start) / count * 1e6
    rate = re.search(r"throughput summary: ([0-9.]+)", text)
    points = re.findall(r"([0-9.]+)% <= ([0-9.]+) milliseconds", text)
    if not rate or not points:
        raise Failure(f"redis-benchmark -t {test} told nothing:\n{text[-400:]}")
    found = [
        next(float(value) * 1000 for part, value in points if float(part) >= bound)
        for bound in (50, 99, 99.9)
    ]
    return Rate(float(rate.group(1)), cost, Percentiles(*found))


def walk(server, count, seconds):
    """SETs and GETs of any of the keys in turn."""
    chance = random.Random(1)

    def commands():
        while True:
            key = b"key:%012d" % chance.randrange(count)
            yield ("SET", key, b"y" * 40)
            yield ("GET", key)

    return Percentiles.of_requests(server, commands(), seconds)
