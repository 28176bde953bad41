/* verify_block.c -- one block of 256 entries: bundle, tile, signatures, counters, disclosures. */
#include <string.h>

#include "base/fs.h"
#include "ledger/rules.h"
#include "ledger/said.h"
#include "ledger/verify_inside.h"

void verify_fault(fault_list *list, const ak_rule *rule, const char *file, uint64_t row, const char *arg0,
                  const char *arg1)
{
    fault place = {.file = file, .row = (int64_t)row};
    fault_add(list, rule, &place, arg0 ? arg0 : "", arg1 ? arg1 : "");
}

typedef struct checker {
    verify_block *b;
    arena *a; /* of results */
    const verifier *v;
    const char *bundle_path, *tile_path, *said_path;
} checker;

/* The reason of an error in words, for LED-064. */
static const char *reason(arena *a, const ak_err *err)
{
    const char *text = err->rule ? err->rule->text : "";
    const char *at = strstr(text, "{1}");
    if (!at)
        return text;
    return arena_printf(a, "%.*s%s%s", (int)(at - text), text, err->arg[0], at + 3);
}

static void entry_fault(checker *c, const char *file, uint64_t index, const ak_err *err)
{
    verify_fault(&c->b->faults, &LED_064, file, index + 1, ak_arg_int((int64_t)index), reason(c->a, err));
}

static void seq_check(checker *c, const entry_info *e, uint64_t index)
{
    verify_block *b = c->b;
    verify_seq *s = b->seqs;
    while (s < b->seqs + b->seqs_n && !ledger_hash_eq(&s->kid, &e->kid))
        s++;
    if (s == b->seqs + b->seqs_n) {
        *s = (verify_seq){e->kid, e->seq, e->seq, index};
        b->seqs_n++;
        return;
    }
    if (e->seq <= s->last)
        verify_fault(&b->faults, &LED_066, c->bundle_path, index + 1, ak_arg_int((int64_t)e->seq), NULL);
    else if (e->seq != s->last + 1)
        verify_fault(&b->faults, &LED_065, c->bundle_path, index + 1, ak_arg_int((int64_t)s->last),
                     ak_arg_int((int64_t)e->seq));
    s->last = e->seq;
}

static void tombstone_note(checker *c, const entry_info *e)
{
    ledger_hash leaf = {0};
    if (str_is(e->type, "tombstone") && hex_read(leaf.b, sizeof leaf.b, json_str(e->body_tree, "leaf")))
        c->b->tombstones[c->b->tombstones_n++] = leaf;
}

/* Reads an entry with the key that it names, if that may sign it: the log's key at that place as a rule. */
static ak_code signed_read(entry_info *out, checker *c, arena *tmp, uint64_t index, str entry,
                           const said_entry *said, ak_err *err)
{
    const keyring *ring = &c->v->ring;
    const keyring_key *k = keyring_at(ring, index);
    ak_code code = entry_read(out, tmp, entry, said->said, said->n, k ? &k->pub : NULL, err);
    if (!k || code == AK_OK || !err || err->rule != &LED_013)
        return code;
    AK_TRY(entry_read(out, tmp, entry, NULL, 0, NULL, err));
    const ak_rule *wrong = keyring_may(ring, &out->kid, index);
    if (wrong) {
        char hex[SHA256_HEX + 1];
        hex_write(hex, out->kid.b, sizeof out->kid.b);
        return ak_fail(err, wrong == &LED_123 ? &LED_067 : wrong, ak_arg_int((int64_t)index), hex);
    }
    return entry_read(out, tmp, entry, said->said, said->n, &keyring_find(ring, &out->kid)->pub, err);
}

static void signer_fault(checker *c, uint64_t index, const ak_err *err)
{
    if (err->rule == &LED_067 || err->rule == &LED_183)
        verify_fault(&c->b->faults, err->rule, c->bundle_path, index + 1, err->arg[0], err->arg[1]);
    else
        entry_fault(c, c->bundle_path, index, err);
}

/* One entry.  The bundle is blamed first; what is left over is the disclosures' fault. */
static void entry_check(checker *c, arena *tmp, uint64_t index, str entry, const said_entry *said)
{
    static const said_entry none;
    const verifier *v = c->v;
    entry_info e;
    ak_err err = {0};
    if (signed_read(&e, c, tmp, index, entry, said, &err) != AK_OK) {
        ak_err without = {0};
        if (signed_read(&e, c, tmp, index, entry, &none, &without) != AK_OK) {
            signer_fault(c, index, &without);
            return;
        }
        entry_fault(c, c->said_path, index, &err);
        e.withheld_n = 0; /* told already */
    }
    c->b->signatures += v->ring.n > 0;
    c->b->disclosures += said->n;
    c->b->withheld += e.withheld_n;
    if (e.withheld_n && v->r->workspace)
        c->b->missing[c->b->missing_n++] = (verify_missing){index, e.withheld_n, e.leaf};
    if (!str_eq(e.iss, v->head.origin))
        verify_fault(&c->b->faults, &LED_072, c->bundle_path, index + 1, ak_arg_int((int64_t)index),
                     str_c(tmp, e.iss));
    if (v->ring.closed && index > v->ring.close_index)
        verify_fault(&c->b->faults, &LED_127, c->bundle_path, index + 1, ak_arg_int((int64_t)index), NULL);
    seq_check(c, &e, index);
    tombstone_note(c, &e);
}

static void results_new(verify_block *b, arena *a)
{
    b->faults = fault_list_new(a);
    b->seqs = ARENA_NEWS(a, verify_seq, TILE_WIDTH);
    b->missing = ARENA_NEWS(a, verify_missing, TILE_WIDTH);
    b->tombstones = ARENA_NEWS(a, ledger_hash, TILE_WIDTH);
}

/* Entries of the block that are settled: their disclosures are in the said file, and nowhere else. */
static unsigned settled_in(const verifier *v, uint64_t block, unsigned width)
{
    uint64_t first = block * TILE_WIDTH, settled = v->l->settled;
    if (settled <= first)
        return 0;
    return settled - first < width ? (unsigned)(settled - first) : width;
}

/* Of the rest the WAL has them.  The said file may already hold some of these too, when settling was cut
 * short: they must then be the same. */
static bool said_read(said_entry *said, arena *tmp, const verifier *v, str file, uint64_t block,
                      unsigned width)
{
    str rest = file;
    unsigned n = 0, settled = settled_in(v, block, width);
    for (; n < TILE_WIDTH && rest.n; n++)
        if (!said_take(&said[n], tmp, &rest))
            return false;
    if (rest.n || n < settled)
        return false;
    if (n == settled && settled == width)
        return true;
    ledger_item *items;
    size_t items_n;
    uint64_t from = block * TILE_WIDTH + settled;
    if (ledger_read(&items, &items_n, tmp, v->l, from, NULL) != AK_OK ||
        (n > width ? n : width) - settled > items_n)
        return false;
    for (unsigned i = n; i < width; i++)
        said[i] = (said_entry){items[i - settled].said, items[i - settled].said_n};
    for (unsigned i = settled; i < n; i++) {
        const ledger_item *item = &items[i - settled];
        if (item->said_n != said[i].n)
            return false;
        for (size_t k = 0; k < said[i].n; k++)
            if (!str_eq(item->said[k], said[i].said[k]))
                return false;
    }
    return true;
}

static bool file_read(str *out, checker *c, arena *tmp, const char *path, size_t bytes_max)
{
    ak_err err = {0};
    if (fs_read(out, tmp, arena_printf(tmp, "%s/%s", c->v->dir, path), bytes_max, &err) == AK_OK)
        return true;
    verify_fault(&c->b->faults, fs_exists(arena_printf(tmp, "%s/%s", c->v->dir, path)) ? &LED_062 : &LED_060,
                 path, 0, NULL, NULL);
    return false;
}

static void tile_check(checker *c, arena *tmp, uint64_t block)
{
    str file;
    if (!file_read(&file, c, tmp, c->tile_path, sizeof c->b->leaves))
        return;
    size_t want = c->b->width * sizeof *c->b->leaves;
    if (file.n == want && memcmp(file.p, c->b->leaves, want) == 0)
        return;
    uint64_t row = 0;
    for (unsigned i = 0; file.n == want && i < c->b->width && !row; i++)
        if (memcmp(file.p + i * sizeof *c->b->leaves, c->b->leaves[i].b, sizeof *c->b->leaves) != 0)
            row = block * TILE_WIDTH + i + 1;
    verify_fault(&c->b->faults, &LED_062, c->tile_path, row, NULL, NULL);
}

static const char *log_path(arena *a, const verifier *v, int level, uint64_t n, unsigned width)
{
    char name[TILE_PATH_BYTES];
    tile_path(name, level, n, width);
    return arena_printf(a, "%s%s", v->log_prefix, name);
}

static void published_check(checker *c, arena *tmp, uint64_t block)
{
    const verifier *v = c->v;
    verify_block *b = c->b;
    b->width = tile_width(v->head.size, block);
    c->bundle_path = log_path(c->a, v, TILE_ENTRIES, block, b->width);
    c->tile_path = log_path(c->a, v, 0, block, b->width);
    char name[TILE_PATH_BYTES];
    tile_said_path(name, block);
    c->said_path = arena_printf(c->a, "said/%s", name);
    str bundle, said_file = STR("");
    str entries[TILE_WIDTH];
    said_entry said[TILE_WIDTH] = {{0}};
    bool have_said = false;
    /* a file that holds nothing settled will be written anew: what it is like now does not count */
    if (v->r->workspace && (settled_in(v, block, b->width) == 0 ||
                            file_read(&said_file, c, tmp, c->said_path, SAID_BYTES_MAX))) {
        have_said = said_read(said, tmp, v, said_file, block, b->width);
        if (!have_said)
            verify_fault(&b->faults, &LED_068, c->said_path, 0, NULL, NULL);
    }
    if (!file_read(&bundle, c, tmp, c->bundle_path, BUNDLE_BYTES_MAX))
        return;
    if (!tile_bundle_split(entries, b->width, bundle)) {
        verify_fault(&b->faults, &LED_062, c->bundle_path, 0, NULL, NULL);
        return;
    }
    b->readable = true;
    for (unsigned i = 0; i < b->width; i++) {
        static const said_entry none;
        merkle_leaf(&b->leaves[i], entries[i].p, entries[i].n);
        arena_mark mark = arena_save(tmp);
        entry_check(c, tmp, block * TILE_WIDTH + i, entries[i], have_said ? &said[i] : &none);
        arena_rewind(tmp, mark);
    }
    if (!have_said)
        b->missing_n = 0; /* the file as a whole was named */
    tile_check(c, tmp, block);
}

static void pending_check(checker *c, arena *tmp, uint64_t block)
{
    const verifier *v = c->v;
    uint64_t from = block * TILE_WIDTH;
    if (from < v->head.size)
        from = v->head.size;
    c->bundle_path = c->tile_path = c->said_path = LEDGER_WAL_PATH;
    ledger_item *items;
    size_t n;
    ak_err err = {0};
    if (ledger_read(&items, &n, tmp, v->l, from, &err) != AK_OK) {
        verify_fault(&c->b->faults, &LED_073, LEDGER_WAL_PATH, 0, NULL, NULL);
        return;
    }
    c->b->readable = true;
    c->b->width = (unsigned)n;
    for (size_t i = 0; i < n; i++) {
        said_entry said = {items[i].said, items[i].said_n};
        c->b->leaves[i] = items[i].leaf;
        entry_check(c, tmp, items[i].index, items[i].entry, &said);
    }
}

void verify_block_check(verify_block *out, arena *a, const verifier *v, uint64_t n, bool pending)
{
    *out = (verify_block){0};
    results_new(out, a);
    checker c = {.b = out, .a = a, .v = v};
    arena tmp = {0};
    if (pending)
        pending_check(&c, &tmp, n);
    else
        published_check(&c, &tmp, n);
    arena_free(&tmp);
}
