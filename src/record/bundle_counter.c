/* bundle_counter.c -- two statements of one number, shown at different times. */
#include "record/bundle_counter.h"

#include <string.h>

#include "ledger/rules.h"
#include "record/bundle_words.h"
#include "record_sql.h"

static ak_code twice(bundle_twice *out, ctx *c, const bundle_log *log, const bundle_entry *e, str leaf,
                     ak_err *err)
{
    char hex[SHA256_HEX + 1];
    bundle_found before;
    said *words;
    const keyring_key *key = keyring_find(&log->ring, &e->info.kid);
    hex_write(hex, leaf.p, leaf.n);
    AK_TRY(bundle_said(&words, &before, c, hex, err));
    if (before.entry && key)
        *out = (bundle_twice){
            .entries = {before.entry->entry, e->entry},
              .key = key->pub
        };
    return ak_fail(err, &LED_149, ak_arg_int((int64_t)e->info.seq));
}

static ak_code one(bundle_twice *out, ctx *c, const bundle_log *log, const bundle_entry *e, ak_err *err)
{
    record_counter_before_row before = {0};
    record_counter_after_row after = {0};
    bool has_before = false, has_after = false;
    str kid = {(const char *)e->info.kid.b, sizeof e->info.kid.b};
    int64_t seq = (int64_t)e->info.seq, idx = (int64_t)e->index;
    record_counter_before_params bp = {.origin = log->check.origin, .kid = kid, .seq = seq};
    record_counter_after_params ap = {.origin = log->check.origin, .kid = kid, .seq = seq};
    AK_TRY(record_counter_before_one(&before, &has_before, c->a, c->db, &bp, err));
    AK_TRY(record_counter_after_one(&after, &has_after, c->a, c->db, &ap, err));
    if (has_before && before.seq == seq) {
        bool same = before.leaf.n == sizeof e->info.leaf &&
                    memcmp(before.leaf.p, e->info.leaf.b, sizeof e->info.leaf) == 0;
        return same ? AK_OK : twice(out, c, log, e, before.leaf, err);
    }
    if ((has_before && before.idx >= idx) || (has_after && after.idx <= idx))
        return ak_fail(err, &LED_154, ak_arg_int(idx));
    return AK_OK;
}

ak_code bundle_counters(bundle_twice *twice_out, ctx *c, const bundle_log *log, ak_err *err)
{
    *twice_out = (bundle_twice){0};
    for (size_t i = 0; i < log->entries_n; i++)
        AK_TRY(one(twice_out, c, log, &log->entries[i], err));
    return AK_OK;
}
