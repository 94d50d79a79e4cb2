#!/usr/bin/env bash
# Runs the fuzz targets one after the other: each for a number of inputs from a fixed seed, or for a
# number of seconds.
#
#   fuzz.sh runs 2000
#   fuzz.sh seconds 60
#
# What fails is left in .build-fuzz/failures; put it into Fuzz/Corpus/TARGET once it is mended.
set -euo pipefail
cd "$(dirname "$0")/.."

limit=$1
number=$2
build=.build-fuzz
# A trap ends the process at once, and the fuzzer keeps the input.
export SWIFT_BACKTRACE=enable=no

# Both words in one option: of two options the compiler takes the last one alone, and without coverage
# the fuzzer would not know what it finds.
swift build -c release --package-path Fuzz --scratch-path "$build" --product fuzz \
    -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=address -Xswiftc -use-ld=lld

# Small fixtures are what the fuzzer begins with.
seed() {
    local target=$1 folder=$build/seeds/$1
    shift
    rm -rf "$folder"
    mkdir -p "$folder" "$build/found/$target" "$build/failures" "Fuzz/Corpus/$target"
    find Fixtures -type f -size -8k "$@" -print0 | while IFS= read -r -d '' file; do
        cp "$file" "$folder/$(echo "$file" | tr / -)"
    done
}

seed rdb -name '*.rdb'
seed salvage -name '*.rdb'
seed aof -name '*.aof'
seed repair -name '*.aof'
seed manifest -name '*.manifest'

# A client's requests begin with the server that is followed and the size of the pieces.
seed serve -name '*.aof' -size -4k
for file in "$build"/seeds/serve/*; do
    { printf '\0\0'; cat "$file"; } >"$file.request"
    rm "$file"
done
{
    sed -nE 's/^ +([A-Z]+) [0-9.]+ \|.*/"\1"/p' Sources/Serving/Descriptions/Texts/*.swift
    printf '"%s"\n' string number list set integers sorted hash stream group estimate places bits \
        MULTI EXEC WATCH HELLO 3 2 '\x0d\x0a' '*3\x0d\x0a$' 'COUNT' 'BLOCK' 'MATCH' 'LIMIT' 'GET' \
        'FIELDS' 'STREAMS' 'GROUP' '9223372036854775807' '-9223372036854775808' '-1' '1e309'
} >"$build/serve.dict"

for target in rdb aof manifest salvage repair serve; do
    if [ "$limit" = runs ]; then
        bound=(-runs="$number" -seed=1)
        # Nothing of earlier runs: the inputs are to be the same each time.
        folders=("$(mktemp -d)" "$build/seeds/$target" "Fuzz/Corpus/$target")
    else
        bound=(-max_total_time="$number")
        folders=("$build/found/$target" "$build/seeds/$target" "Fuzz/Corpus/$target")
    fi
    [ ! -e "$build/$target.dict" ] || bound+=(-dict="$build/$target.dict")
    echo "fuzz: $target"
    # Looking for leaks behind each input would take most of the time.
    if ! "$build/release/fuzz" "$target" "${bound[@]}" -max_len=8192 -timeout=20 -detect_leaks=0 \
        -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$build/failures/$target-" \
        "${folders[@]}" >"$build/$target.log" 2>&1 </dev/null; then
        tail -n 40 "$build/$target.log" >&2
        echo "fuzz: $target failed; the input is in $build/failures" >&2
        exit 1
    fi
    grep -E '^stat::(number_of_executed_units|peak_rss_mb)|^Done' "$build/$target.log"
done
