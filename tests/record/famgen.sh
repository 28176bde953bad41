#!/bin/sh
# famgen.sh -- famgen builds every family of the table, and refuses what would go wrong later.
# usage: famgen.sh FAMGEN ROOT   (ROOT: the source tree)
set -u
famgen=$(realpath "$1")
cd "$2" || exit 1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0 failed=0

# $1: issues; tables from $tmp
build() {
    "$famgen" "$1" "$tmp/f" "$tmp/e" sql/state.sql tools/sql_keywords.txt "$tmp/c" "$tmp/s" "$tmp/p" "$tmp/d" "$tmp/q" \
        2>"$tmp/said"
}
fresh() {
    cp data/families.tsv "$tmp/f" && cp data/enums.tsv "$tmp/e" && chmod u+w "$tmp/f" "$tmp/e"
}
result() {
    n=$((n + 1))
    if [ "$1" = 0 ]; then
        echo "ok $n - $2"
    else
        echo "not ok $n - $2"
        sed 's/^/# /' "$tmp/said"
        failed=1
    fi
}
# $1: name, $2: file f or e, $3: sed script (t stands for a tab), $4: part of the message
refuses() {
    fresh
    sed -i "$(printf '%s' "$3" | sed 's/<t>/\t/g')" "$tmp/$2"
    if build house; then
        echo "was not refused" >"$tmp/said"
        result 1 "$1"
    else
        grep -qF "$4" "$tmp/said"
        result $? "$1"
    fi
}

echo "1..10"
fresh
build "$(cut -f8 data/families.tsv | sort -u | paste -sd,)"
result $? "every family of every issue builds, and SQLite takes its schema"
refuses "a keyword as a name" f 's/^product<t>brand<t>/product<t>order<t>/' \
    'product.order: order: is a keyword of SQLite or PostgreSQL'
refuses "a header word of two fields" f 's/^\(product<t>brand.*\)<t>brand|trademark<t>/\1<t>model<t>/' \
    'product.brand: model: this header word stands for another one too'
refuses "a header word that is a common column" f 's/^\(product<t>brand.*\)<t>brand|trademark<t>/\1<t>evidence<t>/' \
    'product.brand: evidence: this header word stands for another one too'
refuses "a reference to no family" f 's/^product<t>manufacturer<t>ref<t>party/product<t>manufacturer<t>ref<t>maker/' \
    'product.manufacturer: maker: no such family'
refuses "a row with a column too few" f 's/^product<t>brand<t>text<t>-<t>/product<t>brand<t>text<t>/' \
    'a row has 13 columns'
refuses "an enum that is nowhere" f 's/^product<t>product_kind<t>enum<t>product_kind/product<t>product_kind<t>enum<t>kinds/' \
    'product.product_kind: kinds: no such enum'
refuses "an enum that no field uses" f 's/^product<t>product_kind<t>enum<t>product_kind/product<t>product_kind<t>enum<t>stage/' \
    'product_kind: no field uses this enum'
refuses "an enum value without a word in one language" e 's/^site_status<t>planned<t>planlagt/site_status<t>planned<t>/' \
    'site_status.planned: a word is missing'
refuses "an audience of a field that is not apart" f 's/^site<t>name<t>text<t>-<t>yes<t>-<t>organisation/site<t>name<t>text<t>-<t>yes<t>-<t>public/' \
    'site.name: public: only an apart field has an audience of its own'
exit $failed
