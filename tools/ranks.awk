# ranks.awk -- a room includes only rooms of a lower rank (and itself).
# usage: awk -f tools/ranks.awk src/*/*.c src/*/*.h src/*/*.def
# Prints file:line: what is wrong; ends with status 1 if something was.
BEGIN {
    n = split("base:0 ledger:1 store:2 record:3 exchange:4 trace:4 risk:5 footprint:5 energy:5 " \
              "tender:6 contract:6 circular:6 report:7 web:8 app:9", rooms, " ")
    for (i = 1; i <= n; i++) {
        split(rooms[i], pair, ":")
        rank[pair[1]] = pair[2]
    }
}
FNR == 1 {
    m = split(FILENAME, path, "/")
    room = path[m - 1]
    if (!(room in rank)) {
        printf "%s:1: room '%s' has no rank; add it to tools/ranks.awk\n", FILENAME, room
        bad = 1
    }
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\"")
    if (quoted[2] ~ /^[a-z]+_sql\.h$/)
        next # written at build from sql/ROOM.sql, for the room that asks
    if (split(quoted[2], part, "/") < 2) {
        printf "%s:%d: include \"%s\" by its room: \"%s/%s\"\n", FILENAME, FNR, quoted[2], room, quoted[2]
        bad = 1
        next
    }
    other = part[1]
    if (!(other in rank)) {
        printf "%s:%d: include of unknown room '%s'\n", FILENAME, FNR, other
        bad = 1
    } else if (other != room && rank[other] >= rank[room]) {
        printf "%s:%d: %s (rank %d) may not include %s (rank %d); move what both need down\n", \
            FILENAME, FNR, room, rank[room], other, rank[other]
        bad = 1
    }
}
END { exit bad }
