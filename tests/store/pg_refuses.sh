#!/bin/sh
# pg_refuses.sh -- what SQLite takes and PostgreSQL does not is found by pg-prepare.
# usage: pg_refuses.sh PG-PREPARE SCHEMA_PG REFUSED.pg
out=$("$@" 2>&1)
status=$?
case $out in "1..0 # SKIP"*) echo "$out" && exit 0 ;; esac
echo "1..3"
found() { # $1: number, $2: what, $3: text
    case $out in
    *"$3"*) echo "ok $1 - $2" ;;
    *) echo "not ok $1 - $2" && echo "$out" | sed 's/^/# /' ;;
    esac
}
found 1 "a bare column beside GROUP BY" 'column "s.id" must appear in the GROUP BY clause'
found 2 "text compared with a number" 'operator does not exist: text = bigint'
if [ $status != 0 ]; then echo "ok 3 - the check fails"; else echo "not ok 3 - the check fails"; fi
