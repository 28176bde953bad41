#!/usr/bin/env bash
# xmod.sh -- Debian's golang.org/x/mod reads our log folder: all of it, and refuses what was changed.
# usage: xmod.sh MAKE_LOG XMOD.go
set -u
command -v go >/dev/null && [ -d /usr/share/gocode/src/golang.org/x/mod/sumdb ] || {
    echo '1..0 # SKIP no golang-go or golang-golang-x-mod-dev'
    exit 0
}
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
mkdir -p "$top/shim/src/xmod"
cp "$2" "$top/shim/src/xmod/main.go"
export GOCACHE=$top/cache GO111MODULE=off GOPATH=$top/shim:/usr/share/gocode GOFLAGS=
go build -o "$top/xmod" xmod >"$top/log" 2>&1 || { sed 's/^/# /' "$top/log"; echo 'Bail out! it does not build'; exit 1; }
"$1" "$top/w" more >"$top/log" 2>&1 || { sed 's/^/# /' "$top/log"; echo 'Bail out! no log'; exit 1; }
log=$top/w/log
key=$(cat "$top/w/vkey")
seal=$(cat "$top/w/witness-vkey")
read -r old root <"$top/w/old"
number=0
failed=0
check() { # NAME WANTED-STATUS ARGS...
    number=$((number + 1))
    name=$1 want=$2 got=0
    shift 2
    "$top/xmod" "$@" >"$top/out" 2>&1 || got=$?
    [ "$got" = "$want" ] && { echo "ok $number - $name"; return; }
    failed=1
    echo "not ok $number - $name"
    sed 's/^/# /' "$top/out"
}
flip() { # FILE: one bit in its middle
    cp "$1" "$top/saved"
    python3 -c 'import sys
b = bytearray(open(sys.argv[1], "rb").read()); b[len(b) // 2] ^= 1; open(sys.argv[1], "wb").write(b)' "$1"
}
changed() { # NAME FILE
    flip "$2"
    check "$1" 1 "$log" "$key" "$seal" "$old" "$root"
    cp "$top/saved" "$2"
}
check 'another implementation checks every entry, both signatures and the way from an old head' 0 "$log" "$key" "$seal" "$old" "$root"
changed 'a bit in an entry bundle is refused' "$log/tile/entries/000"
changed 'a bit in a tile of leaves is refused' "$log/tile/0/000"
changed 'a bit in a tile of the next level is refused' "$(ls -d "$log"/tile/1/000.p/*)"
changed 'a bit in the checkpoint is refused' "$log/checkpoint"
cp "$log/checkpoint" "$top/kept"
sed -i '2s/.*/200/' "$log/checkpoint"
check 'another size is refused' 1 "$log" "$key"
cp "$top/kept" "$log/checkpoint"
check 'another old root is refused' 1 "$log" "$key" "$seal" "$old" AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
check 'another key is refused' 1 "$log" "${key%?}Q"
echo "1..$number"
exit $failed
