/* canonical_filter.c -- JSON texts, one a line, in canonical form (RFC 8785); an empty line where one is refused. */
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"

int main(void)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    while ((n = getline(&line, &room, stdin)) > 0) {
        arena a = {0};
        json *v;
        str text = {line, (size_t)n - (line[n - 1] == '\n')};
        buf out = buf_new(&a, 0);
        if (json_read(&v, &a, text, &(json_limits){.depth_max = 64}, NULL) == AK_OK &&
            json_canonical(&out, v, NULL) == AK_OK) {
            str s = buf_str(&out);
            fwrite(s.p, 1, s.n, stdout);
        }
        putchar('\n');
        arena_free(&a);
    }
    free(line);
    return 0;
}
