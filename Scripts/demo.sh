#!/usr/bin/env bash
# Rebuilds a dataset from a snapshot and a log tail that Redis 6.2 wrote, and shows the result.
set -euo pipefail
cd "$(dirname "$0")/.."

server=redis-6.2.16
fixtures=Fixtures/$server
redoubt=.build-static/release/redoubt

# The server's digest and the offset of the tail stand at the end of what it said of its dataset.
expected() {
    gzip -dc "$fixtures/log/expected.json.gz" | tail -c 300 |
        sed -n "s/.*\"$1\":\"\{0,1\}\([0-9a-f]*\).*/\1/p"
}

show() {
    printf '\n$ redoubt' && printf ' %s' "$@" && printf '\n'
    "$redoubt" "$@"
}

mkdir -p demo
cp "$fixtures/snapshot/dump.rdb" demo/dump.rdb
gzip -dc "$fixtures/log/appendonly.aof.gz" >demo/appendonly.aof
rm -f demo/rebuilt.rdb

echo "A snapshot of Redis 6.2, and the append-only log that went on after it:"
ls -l demo

show rebuild --snapshot demo/dump.rdb --log demo/appendonly.aof \
    --log-from "$(expected offset)" --output demo/rebuilt.rdb
show inspect demo/rebuilt.rdb
show digest demo/rebuilt.rdb | tee demo/digest.txt

printf '\nDEBUG DIGEST of the server that wrote the files:\n%s\n' "$(expected digest)"
if [ "$(tail -n 1 demo/digest.txt)" != "$(expected digest)" ]; then
    echo "The digests differ." >&2
    exit 1
fi
echo "The same dataset: demo/rebuilt.rdb"
