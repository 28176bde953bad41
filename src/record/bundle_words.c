/* bundle_words.c -- the words of a statement of another log. */
#include "record/bundle_words.h"

#include "record/workspace.h"
#include "record_sql.h"

static bool has(const bundle_found *f, str part)
{
    for (size_t i = 0; i < f->said_n; i++)
        if (str_eq(f->said[i], part))
            return true;
    return false;
}

static void look(bundle_found *out, arena *a, const bundle *b, const ledger_hash *leaf)
{
    for (size_t i = 0; i < b->logs_n; i++) {
        for (size_t k = 0; k < b->logs[i].entries_n; k++) {
            const bundle_entry *e = &b->logs[i].entries[k];
            ledger_hash have;
            merkle_leaf(&have, e->entry.p, e->entry.n);
            if (!ledger_hash_eq(&have, leaf))
                continue;
            str *all = ARENA_NEWS(a, str, out->said_n + e->said_n + 1);
            for (size_t s = 0; s < out->said_n; s++)
                all[s] = out->said[s];
            out->said = all;
            for (size_t s = 0; s < e->said_n; s++)
                if (e->said[s].p && !has(out, e->said[s]))
                    out->said[out->said_n++] = e->said[s];
            out->log = &b->logs[i];
            out->entry = e;
        }
    }
}

ak_code bundle_find(bundle_found *out, arena *a, const char *dir, const bundle_place *places, size_t n,
                    const ledger_hash *leaf, ak_err *err)
{
    *out = (bundle_found){0};
    (void)err;
    for (size_t i = 0; i < n; i++) {
        bundle *b = ARENA_NEW(a, bundle);
        ledger_hash digest;
        if (hex_read(digest.b, sizeof digest.b, places[i].digest) &&
            bundle_kept_read(b, a, dir, places[i].origin, &digest, NULL) == AK_OK)
            look(out, a, b, leaf);
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
    AK_TRY(bundle_find(found, c->a, workspace_dir(c->ws), places, n, &leaf, err));
    if (!found->entry)
        return AK_OK;
    AK_TRY(entry_read(&info, c->a, found->entry->entry, found->said, found->said_n, NULL, err));
    return said_read(out, c->a, &info, NULL, err);
}
