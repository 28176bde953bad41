#!/usr/bin/env bash
# api.sh -- libaktsom through its example: every form of proof, good and changed.
# usage: api.sh MAKE_LOG EXAMPLE
set -u
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
"$1" "$top/w" more >"$top/log" 2>&1 || { sed 's/^/# /' "$top/log"; echo 'Bail out! no log'; exit 1; }
example=$(realpath "$2")
cd "$top/w" || exit 1
number=0
failed=0
check() { # NAME WANTED-STATUS ARGS...
    number=$((number + 1))
    name=$1 want=$2 got=0
    shift 2
    "$example" "$@" >"$top/out" 2>&1 || got=$?
    [ "$got" = "$want" ] && { echo "ok $number - $name"; return; }
    failed=1
    echo "not ok $number - $name: $got, not $want"
    sed 's/^/# /' "$top/out"
}
sed 's/^index 261/index 260/' 261.tlog-proof >moved
{ grep -v '^quorum' policy; printf 'witness v %s\nquorum none\n' "$(cat witness-vkey)"; } >twice
grep '^log' policy >none && echo 'quorum none' >>none
sed 's/ w.*//;/^$/d' policy | grep -v '^quorum' >cut
cat vkey >key-line && echo >>key-line
printf 'other.example+00000000+AAAA' >nonsense
sed '$d' 261.tlog-proof >unsealed
head -c 100 261.receipt.cose >short
check 'a proof under a policy with its witness' 0 261.tlog-proof policy
check 'a proof under the key of the log' 0 261.tlog-proof key-line
check 'a proof with its entry beside it' 0 261.tlog-proof policy 261.entry.cose
check 'a proof with another entry' 1 261.tlog-proof policy key.entry.cose
check 'another place' 1 moved policy
check 'the witness has not signed' 3 unsealed policy
check 'that is enough where no quorum is asked for' 0 unsealed none
check 'a policy that is none' 5 261.tlog-proof cut
check 'a key that is none' 5 261.tlog-proof nonsense
check 'a policy with a key twice' 5 261.tlog-proof twice
check 'a receipt with its entry' 0 261.receipt.cose vkey 261.entry.cose
check 'a receipt with another entry' 1 261.receipt.cose vkey key.entry.cose
check 'a receipt alone' 4 261.receipt.cose vkey
check 'a receipt that is cut' 4 short vkey 261.entry.cose
check 'an ES256 receipt under its key' 0 261.es256.cose receipt.pem 261.entry.cose
check 'an ES256 receipt under the key of the log' 2 261.es256.cose vkey 261.entry.cose
check 'a statement with its receipt' 0 261.statement.cose vkey
check 'no witness stands under a receipt' 3 261.statement.cose policy
echo "1..$number"
exit $failed
