/* bundle_words.c -- the words of a statement of another log. */
#include "record/bundle_words.h"

#include <stdlib.h>
#include <string.h>

#include "record/workspace.h"
#include "record_sql.h"

typedef struct shelved_entry {
    ledger_hash leaf;
    const bundle_log *log;
    const bundle_entry *entry;
} shelved_entry;

struct bundle_shelved {
    struct bundle_shelved *next;
    str digest;
    bundle b;
    shelved_entry *entries; /* by leaf */
    size_t n;               /* 0 = missing or damaged */
};

static int by_leaf(const void *x, const void *y)
{
    return memcmp(x, y, sizeof(ledger_hash)); /* the leaf is the first member */
}

static void sort_entries(struct bundle_shelved *s, arena *a)
{
    size_t n = 0;
    for (size_t i = 0; i < s->b.logs_n; i++)
        n += s->b.logs[i].entries_n;
    s->entries = ARENA_NEWS(a, shelved_entry, n + 1);
    for (size_t i = 0; i < s->b.logs_n; i++)
        for (size_t k = 0; k < s->b.logs[i].entries_n; k++) {
            const bundle_entry *e = &s->b.logs[i].entries[k];
            shelved_entry *to = &s->entries[s->n++];
            *to = (shelved_entry){.log = &s->b.logs[i], .entry = e};
            merkle_leaf(&to->leaf, e->entry.p, e->entry.n);
        }
    if (s->n)
        qsort(s->entries, s->n, sizeof *s->entries, by_leaf);
}

static ak_code on_shelf(const struct bundle_shelved **out, bundle_shelf *shelf, const bundle_place *place,
                        ak_err *err)
{
    ledger_hash digest;
    ak_err why = {0};
    for (*out = shelf->first; *out; *out = (*out)->next)
        if (str_eq((*out)->digest, place->digest))
            return AK_OK;
    struct bundle_shelved *s = ARENA_NEW(shelf->a, struct bundle_shelved);
    s->digest = str_copy(shelf->a, place->digest);
    ak_code code = hex_read(digest.b, sizeof digest.b, place->digest)
                       ? bundle_kept_read(&s->b, shelf->a, shelf->dir, place->origin, &digest, &why)
                       : AK_E_NOTFOUND;
    if (code == AK_E_SYSTEM) {
        *err = why;
        return code;
    }
    if (code == AK_OK)
        sort_entries(s, shelf->a);
    s->next = shelf->first;
    shelf->first = s;
    *out = s;
    return AK_OK;
}

static bool has(const bundle_found *f, str part)
{
    for (size_t i = 0; i < f->said_n; i++)
        if (str_eq(f->said[i], part))
            return true;
    return false;
}

static void add(bundle_found *out, arena *a, const shelved_entry *at)
{
    const bundle_entry *e = at->entry;
    str *all = ARENA_NEWS(a, str, out->said_n + e->said_n + 1);
    if (out->said_n)
        memcpy(all, out->said, out->said_n * sizeof *all);
    out->said = all;
    for (size_t s = 0; s < e->said_n; s++)
        if (e->said[s].p && !has(out, e->said[s]))
            out->said[out->said_n++] = e->said[s];
    out->log = at->log;
    out->entry = e;
    if (e->file.p) {
        out->file = e->file;
        out->file_digest = e->file_digest;
    }
}

ak_code bundle_find(bundle_found *out, bundle_shelf *shelf, const bundle_place *places, size_t n,
                    const ledger_hash *leaf, ak_err *err)
{
    *out = (bundle_found){0};
    for (size_t i = 0; i < n; i++) {
        const struct bundle_shelved *s;
        AK_TRY(on_shelf(&s, shelf, &places[i], err));
        const shelved_entry *at = s->n ? bsearch(leaf, s->entries, s->n, sizeof *s->entries, by_leaf) : NULL;
        if (at)
            add(out, shelf->a, at);
    }
    return AK_OK;
}

ak_code bundle_said(said **out, bundle_found *found, ctx *c, const char *leaf_hex, ak_err *err)
{
    record_bundles_of_row *rows;
    size_t n;
    ledger_hash leaf;
    entry_info info;
    *out = NULL;
    *found = (bundle_found){0};
    if (!hex_read(leaf.b, sizeof leaf.b, str_of(leaf_hex)))
        return AK_OK;
    record_bundles_of_params p = {
        {(const char *)leaf.b, sizeof leaf.b}
    };
    AK_TRY(record_bundles_of_all(&rows, &n, c->a, c->db, &p, err));
    bundle_place *places = ARENA_NEWS(c->a, bundle_place, n + 1);
    for (size_t i = 0; i < n; i++)
        places[i] = (bundle_place){rows[i].origin_name, rows[i].bundle_digest};
    if (!c->shelf) {
        c->shelf = ARENA_NEW(c->a, bundle_shelf);
        *c->shelf = (bundle_shelf){.a = c->a, .dir = workspace_dir(c->ws)};
    }
    AK_TRY(bundle_find(found, c->shelf, places, n, &leaf, err));
    if (!found->entry)
        return AK_OK;
    AK_TRY(entry_read(&info, c->a, found->entry->entry, found->said, found->said_n, NULL, err));
    return said_read(out, c->a, &info, NULL, err);
}
