/* heads_near.c -- the words that an unknown header may have meant. */
#include <string.h>

#include "exchange/heads_private.h"

#define NEAR_BYTES_MOST 60

/* Edits between two short texts (Levenshtein 1966), counted in bytes. */
static size_t distance(str x, str y)
{
    size_t row[NEAR_BYTES_MOST + 1];
    for (size_t j = 0; j <= y.n; j++)
        row[j] = j;
    for (size_t i = 0; i < x.n; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < y.n; j++) {
            size_t cost = diagonal + (x.p[i] != y.p[j]);
            diagonal = row[j + 1];
            size_t shorter = row[j] < row[j + 1] ? row[j] + 1 : row[j + 1] + 1;
            row[j + 1] = cost < shorter ? cost : shorter;
        }
    }
    return row[y.n];
}

typedef struct near_word {
    str text;
    size_t edits;
} near_word;

static void keep_near(near_word *best, size_t most, str text, size_t edits)
{
    for (size_t i = 0; i < most; i++)
        if (str_eq(best[i].text, text))
            return;
    for (size_t i = 0; i < most; i++)
        if (!best[i].text.n || edits < best[i].edits) {
            memmove(&best[i + 1], &best[i], (most - i - 1) * sizeof *best);
            best[i] = (near_word){text, edits};
            return;
        }
}

static void near_fields(near_word *best, arena *a, const family *f, str key)
{
    for (size_t i = 0; i < f->n; i++) {
        for (int lang = 0; lang <= HEADS_NAMES; lang++) {
            str rest = str_of(lang < LANGUAGES ? f->fields[i].heads[lang] : f->fields[i].name);
            while (rest.n) {
                str one = str_trim(str_cut(&rest, '|'));
                str other = heads_key(a, one);
                if (!other.n || other.n > NEAR_BYTES_MOST || str_is(one, "-"))
                    continue;
                size_t edits = distance(key, other);
                bool begins = key.n >= 3 && other.n >= key.n && memcmp(other.p, key.p, key.n) == 0;
                if (edits * 3 <= other.n || begins)
                    keep_near(best, 3, one, edits);
            }
        }
    }
}

const char *heads_near(const heads *h, arena *a, int family_index, str text)
{
    (void)h;
    const head_row row = heads_read_row(a, &text, 1);
    str key = row.rows[0].as[row.rows[0].n - 1].key; /* without its unit and number */
    if (!key.n || key.n > NEAR_BYTES_MOST)
        return "";
    near_word best[4] = {{.text = STR("")}, {.text = STR("")}, {.text = STR("")}, {.text = STR("")}};
    near_fields(best, a, &families[family_index], key);
    near_fields(best, a, &family_common, key);
    buf out = buf_new(a, 1024);
    for (size_t i = 0; i < 3 && best[i].text.n; i++)
        buf_printf(&out, "%s%.*s", i ? ", " : "", (int)best[i].text.n, best[i].text.p);
    return out.n ? buf_str(&out).p : "";
}
