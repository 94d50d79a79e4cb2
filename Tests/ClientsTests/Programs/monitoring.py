"""Asks what monitoring asks.

Usage: monitoring.py PORT
"""

import sys
import urllib.error
import urllib.request


def get(path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


assert get("/healthz") == (200, "ok\n"), get("/healthz")
assert get("/readyz")[0] == 200, get("/readyz")
assert get("/nothing")[0] == 404
status, text = get("/metrics")
assert status == 200
samples = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
assert samples["redis_up"] == "1", samples
assert int(samples['redis_db_keys{db="db0"}']) > 0, samples
assert float(samples["redis_memory_used_bytes"]) > 0, samples
print("done")
