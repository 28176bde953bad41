#!/usr/bin/env bash
# run.sh -- runs each tests/cli/*.test: a script in a folder of its own; prints TAP.
# usage: tests/cli/run.sh AKTSOM [PART PARTS [NAME...]]     every PARTS-th test from the PART-th on; of these names only
#
# A .test file is a bash script. `aktsom` is the program under test, $CASES the cases, the clock stands at
# 2026-11-21 12:00 UTC, the language is English. Helpers:
#     exits N CMD...  runs, keeps the output, and fails when the status is another
#     says 'TEXT'     the last output (stdout and stderr) holds the text
#     field PATH      a member of the last JSON output
# The first line that fails ends the test; its output is shown.
set -u
aktsom_bin=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
export CASES=$here/../../cases
export PATH=/usr/bin:/bin:$PATH # Debian's python3, whatever else stands there first
export AKTSOM_NOW=2026-11-21T12:00:00Z AKTSOM_LANG=en LC_ALL=C.UTF-8
part=${2:-0}
parts=${3:-1}
names=" ${*:4} "
number=0
failed=0

aktsom() { "$aktsom_bin" "$@"; }
exits() {
    local want=$1 got=0
    shift
    "$@" >out 2>err || got=$?
    cat out err >last
    if [ "$got" != "$want" ]; then
        printf '# %s: status %s, not %s\n' "$*" "$got" "$want"
        sed 's/^/# /' last
        exit 1
    fi
}
says() {
    grep -qF -- "$1" last || {
        printf '# not said: %s\n' "$1"
        sed 's/^/# /' last
        exit 1
    }
}
is_silent_about() {
    if grep -qF -- "$1" last; then
        printf '# said: %s\n' "$1"
        exit 1
    fi
}
field() { python3 -c 'import json,sys
v = json.load(open("out"))
for key in sys.argv[1].split(sys.argv[2] if len(sys.argv) > 2 else "."):
    v = v[int(key)] if isinstance(v, list) else v[key]
print(json.dumps(v) if isinstance(v, (dict, list, bool)) else v)' "$@"; }

place=0
for file in "$here"/*.test; do
    place=$((place + 1))
    [ $((place % parts)) = "$part" ] || continue
    [ "$names" = "  " ] || [[ $names == *" $(basename "$file" .test) "* ]] || continue
    number=$((number + 1))
    dir=$(mktemp -d)
    ( set -e; cd "$dir"; . "$file" ) >"$dir.log" 2>&1
    if [ $? = 0 ]; then
        printf 'ok %d - %s\n' "$number" "$(sed -n '1s/^# //p' "$file")"
    else
        failed=1
        printf 'not ok %d - %s\n' "$number" "$(sed -n '1s/^# //p' "$file")"
        sed 's/^/# /' "$dir.log"
    fi
    rm -rf "$dir" "$dir.log"
done
printf '1..%d\n' "$number"
exit $failed
