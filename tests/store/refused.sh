#!/bin/sh
# refused.sh -- what sqlgen refuses: every tests/store/refused/NAME.sql must fail with exactly NAME.err.
# usage: refused.sh SQLGEN SCHEMA KEYWORDS FOLDER
set -u
sqlgen=$(realpath "$1") schema=$(realpath "$2") keywords=$(realpath "$3")
cd "$4" || exit 1
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
set -- *.sql
echo "1..$#"
n=0 failed=0
for file in "$@"; do
    n=$((n + 1))
    name=${file%.sql}
    if "$sqlgen" "$schema" "$keywords" "$file" "$out/h" "$out/c" "$out/pg" 2>"$out/err"; then
        echo "not ok $n - $name: was not refused"
        failed=1
    elif cmp -s "$out/err" "$name.err"; then
        echo "ok $n - $name"
    else
        echo "not ok $n - $name"
        diff "$name.err" "$out/err" | sed 's/^/# /'
        failed=1
    fi
done
exit $failed
