# sizes.awk -- no file over 800 lines, no function over 70, no line over 110 columns (texts for people may be).
# usage: awk -f tools/sizes.awk src/*/*.c
FNR == 1 { if (file) check_file(); file = FILENAME; start = 0 }
{ lines = FNR }
length($0) > 110 && !/"/ { printf "%s:%d: %d columns; break the line\n", FILENAME, FNR, length($0); bad = 1 }
/^\{/ { start = FNR }
/^\}/ {
    if (start && FNR - start > 70) {
        printf "%s:%d: a function of %d lines; take a part out\n", FILENAME, start, FNR - start
        bad = 1
    }
    start = 0
}
function check_file() {
    if (lines > 800) {
        printf "%s: %d lines; two rooms in one file?\n", file, lines
        bad = 1
    }
}
END { check_file(); exit bad }
