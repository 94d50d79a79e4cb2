#!/bin/sh
# Checks a log, rebuilds it to a snapshot, and keeps the last ones. Meant for cron:
#
#   15 3 * * *  valkey  /usr/local/bin/redoubt-nightly.sh /var/lib/valkey/appendonlydir /backup/valkey
#
# A copy of the log is what should be given to it while a server writes: a link to each file is
# enough on the same file system, since servers replace files and do not change them but for the
# last, whose end may then be cut off (exit code 3).
#
# Nothing is printed when all is well, so that cron sends no mail.
set -u

log=${1:?usage: redoubt-nightly.sh LOG DIRECTORY [KEEP]}
target=${2:?usage: redoubt-nightly.sh LOG DIRECTORY [KEEP]}
keep=${3:-7}
redoubt=${REDOUBT:-redoubt}
snapshot=$target/dump-$(date -u +%Y%m%dT%H%M%SZ).rdb

report=$("$redoubt" rebuild --log "$log" --output "$snapshot" --json 2>"$target/last.err")
status=$?
case $status in
0) ;;
3) # Done, and a person should know something.
    cat "$target/last.err" >&2 ;;
20)
    cat "$target/last.err" >&2
    echo "the log is damaged: see redoubt check and redoubt repair" >&2
    exit $status ;;
*) # No output was left.
    cat "$target/last.err" >&2
    exit $status ;;
esac

# What was written is read again before an older one is given up.
"$redoubt" check "$snapshot" >/dev/null || exit
printf '%s\n' "$report" >"$target/last.json"

# The newest stay.
ls -1 "$target"/dump-*.rdb | sort -r | tail -n "+$((keep + 1))" | while IFS= read -r old; do
    rm -f -- "$old"
done
exit $status
