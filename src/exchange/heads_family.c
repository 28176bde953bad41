/* heads_family.c -- which family a table is of: by its name, or by its columns. */
#include "exchange/heads_private.h"

static bool is_part(str key, size_t at)
{
    char c = key.p[at];
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* The words of a name, one space between. */
static str name_words(arena *a, str name)
{
    str key = heads_key(a, name);
    char *out = arena_alloc(a, key.n + 1);
    size_t k = 0;
    for (size_t i = 0; i < key.n; i++) {
        if (is_part(key, i))
            out[k++] = key.p[i];
        else if (k && out[k - 1] != ' ')
            out[k++] = ' ';
    }
    while (k && out[k - 1] == ' ')
        k--;
    return (str){out, k};
}

/* The family of exactly these words; -2 = several. */
static int family_named(const heads *h, str key)
{
    int found = -1;
    for (size_t i = heads_find_key(h, key); i < h->n && str_eq(h->words[i].key, key); i++) {
        if (h->words[i].field >= 0)
            continue;
        found = found < 0 ? h->words[i].family : -2;
    }
    return found;
}

int heads_family_exact(const heads *h, arena *scratch, str text)
{
    int found = family_named(h, heads_key(scratch, text));
    return found < 0 ? -1 : found;
}

int heads_family_of_name(const heads *h, arena *scratch, str name)
{
    int whole = heads_family_exact(h, scratch, name);
    if (whole >= 0)
        return whole;
    str words = name_words(scratch, name);
    int best = -1;
    size_t best_n = 0;
    for (size_t from = 0; from < words.n; from++) {
        if (from && words.p[from - 1] != ' ')
            continue;
        for (size_t to = from + 1; to <= words.n; to++) {
            if (to < words.n && words.p[to] != ' ')
                continue;
            int f = family_named(h, (str){words.p + from, to - from});
            if (f == -1 || to - from < best_n)
                continue;
            best = to - from == best_n && f != best ? -2 : f;
            best_n = to - from;
        }
    }
    return best < 0 ? -1 : best;
}

/* x fits better than y: > 0. */
static int fit_order(const column_map *x, const column_map *y)
{
    if (x->complete != y->complete)
        return x->complete ? 1 : -1;
    if (x->fields != y->fields)
        return x->fields > y->fields ? 1 : -1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

int heads_family_of_columns(const heads *h, arena *a, const str *cells, size_t n, const char **among)
{
    *among = "";
    int best = -1;
    column_map best_map = {0};
    buf names = buf_new(a, 4096);
    head_row row = heads_read_row(a, cells, n);
    for (size_t f = 0; f < families_n; f++) {
        if (families[f].plain)
            continue;
        column_map map = heads_map_row(h, a, (int)f, &row);
        if (map.fields == 0)
            continue;
        int order = best == -1 ? 1 : fit_order(&map, &best_map);
        if (order < 0)
            continue;
        if (order > 0)
            names.n = 0;
        buf_printf(&names, "%s%s", names.n ? ", " : "", families[f].name);
        best = order > 0 ? (int)f : -2;
        best_map = map;
    }
    if (best == -1)
        return -1;
    /* One column, or less than half of them, may fit anything: better ask than guess. */
    size_t known = best_map.fields + best_map.commons;
    if (best >= 0 && (best_map.complete || (best_map.fields >= 2 && 2 * known >= n)))
        return best;
    *among = buf_str(&names).p;
    return -1;
}
