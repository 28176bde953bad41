#!/bin/sh
# same.sh -- two files are equal; prints TAP.
# usage: same.sh MADE KEPT
echo 1..1
if cmp "$1" "$2" >&2; then
    echo "ok 1 - $(basename "$2") is what the build makes"
else
    echo "not ok 1 - $(basename "$2") is what the build makes: copy $1 over it"
    exit 1
fi
