/* batch_event.c -- one event of a batch: proved without the others, or erased so that they still prove. */
#include <string.h>

#include "base/fs.h"
#include "ledger/erase.h"
#include "ledger/proof.h"
#include "record/batch_private.h"
#include "record/rules.h"

#define SALT_BYTES      16
#define PROOF_TEXT_MAX  ((size_t)32 << 20)
#define STATEMENT_PARTS 2

/* Hash n of a level over the leaves. */
static ak_code leaf_fetch(ledger_hash *out, void *payload, int level, uint64_t n, ak_err *err)
{
    (void)err;
    const batch *b = payload;
    merkle_root_of(out, b->leaves + (n << level), (size_t)1 << level);
    return AK_OK;
}

ak_code batch_prove(str *out, arena *a, const ledger *l, uint64_t index, uint64_t at, ak_err *err)
{
    static const char *const shown[STATEMENT_PARTS] = {"head", "body"};
    batch b;
    str statement;
    ledger_hash hashes[MERKLE_PROOF_MAX];
    size_t n = 0;
    AK_TRY(batch_at(&b, a, l, index, err));
    if (at >= b.n)
        return ak_fail(err, &REC_053, ak_arg_int((int64_t)at), ak_arg_int((int64_t)b.n - 1));
    if (!b.events[at].p)
        return ak_fail(err, &REC_054, ak_arg_int((int64_t)at));
    AK_TRY(merkle_inclusion(hashes, &n, at, b.n, leaf_fetch, &b, err));
    AK_TRY(proof_make(&statement, a, l, index, shown, STATEMENT_PARTS, err));
    buf f = buf_new(a, PROOF_TEXT_MAX);
    buf_add_c(&f, BATCH_PROOF_HEAD "\nevent ");
    buf_add_str(&f, base64_write(a, b.events[at].p, b.events[at].n));
    buf_add_c(&f, "\nsalt ");
    buf_add_str(&f, base64_write(a, b.salts[at].p, b.salts[at].n));
    buf_printf(&f, "\nindex %llu\ncount %llu\n", (unsigned long long)at, (unsigned long long)b.n);
    for (size_t i = 0; i < n; i++) {
        buf_add_str(&f, base64_write(a, hashes[i].b, sizeof hashes[i].b));
        buf_add_char(&f, '\n');
    }
    buf_add_char(&f, '\n');
    buf_add_str(&f, statement);
    AK_TRY(buf_done(&f, err));
    *out = buf_str(&f);
    return AK_OK;
}

static bool word_take(str *value, str *rest, const char *word)
{
    *value = str_cut(rest, '\n');
    return str_is(str_cut(value, ' '), word);
}

static bool number_take(uint64_t *out, str *rest, const char *word)
{
    str digits;
    *out = 0;
    return word_take(&digits, rest, word) && str_whole(out, digits, 999999999);
}

static bool proof_parse(batch_proof *out, arena *a, str rest)
{
    str value;
    if (!str_is(str_cut(&rest, '\n'), BATCH_PROOF_HEAD) || !word_take(&value, &rest, "event") ||
        !base64_read(a, &out->event, value) || !word_take(&value, &rest, "salt") ||
        !base64_read(a, &out->salt, value) || out->salt.n != SALT_BYTES ||
        !number_take(&out->at, &rest, "index") || !number_take(&out->n, &rest, "count"))
        return false;
    for (;;) {
        str hash, line;
        if (rest.n == 0)
            return false;
        line = str_cut(&rest, '\n');
        if (line.n == 0)
            break;
        if (out->hashes_n == MERKLE_PROOF_MAX || !base64_read(a, &hash, line) ||
            hash.n != sizeof(ledger_hash))
            return false;
        memcpy(out->hashes[out->hashes_n++].b, hash.p, hash.n);
    }
    out->statement = rest;
    return rest.n > 0;
}

ak_code batch_proof_read(batch_proof *out, arena *a, str file, ak_err *err)
{
    *out = (batch_proof){0};
    return proof_parse(out, a, file) ? AK_OK : ak_fail(err, &REC_055);
}

bool batch_proof_fits(const batch_proof *p, const entry_info *statement)
{
    arena tmp = {0};
    ledger_hash leaf, root;
    int64_t count;
    const entry_shown *body = entry_part_get(statement, "body");
    batch_leaf(&leaf, &tmp, p->salt, p->event);
    bool ok = body && hex_read(root.b, sizeof root.b, json_str(body->tree, "root")) &&
              json_i64(&count, json_get(body->tree, "event_count")) && count >= 0 &&
              (uint64_t)count == p->n &&
              merkle_inclusion_ok(p->at, p->n, &leaf, p->hashes, p->hashes_n, &root);
    arena_free(&tmp);
    return ok;
}

/* ---- Erasing ---- */

static bool event_named(uint64_t *at, const char *name)
{
    return strncmp(name, "event/", 6) == 0 && str_whole(at, str_of(name + 6), BATCH_EVENTS_MAX);
}

static ak_code erase_events(size_t *gone, arena *a, const ledger *l, uint64_t index, const char *const *names,
                            size_t n, ak_err *err)
{
    batch b;
    str file;
    ledger_hash root;
    size_t now = 0;
    ak_code code = batch_at(&b, a, l, index, err);
    if (code == AK_E_NOTFOUND) /* all of it is gone */
        return AK_OK;
    AK_TRY(code);
    for (size_t i = 0; i < n; i++) {
        uint64_t at;
        if (!event_named(&at, names[i]) || at >= b.n || !b.events[at].p)
            continue;
        b.events[at] = b.salts[at] = (str){0};
        now++;
    }
    if (now == 0 || !hex_read(root.b, sizeof root.b, str_of(b.root)))
        return AK_OK;
    AK_TRY(batch_pack_less(&file, a, &b, err));
    AK_TRY(erase_replace(ledger_batch_path(a, l, &root), a, file, err));
    *gone += now;
    return AK_OK;
}

/* The file of a batch whose statement goes as a whole. */
static ak_code erase_whole(size_t *gone, arena *a, const ledger *l, uint64_t index, ak_err *err)
{
    ledger_item item;
    entry_info e;
    ledger_hash root;
    AK_TRY(ledger_entry(&item, a, l, index, err));
    AK_TRY(entry_read(&e, a, item.entry, item.said, item.said_n, NULL, err));
    const entry_shown *head = entry_part_get(&e, "head"), *body = entry_part_get(&e, "body");
    if (!head || !body || !str_is(json_str(head->tree, "type"), "event_batch") ||
        !hex_read(root.b, sizeof root.b, json_str(body->tree, "root")))
        return AK_OK;
    const char *path = ledger_batch_path(a, l, &root);
    *gone += fs_is_file(path);
    return erase_file(path, err);
}

ak_code batch_erase(size_t *gone, const ledger *l, uint64_t index, const char *const *names, size_t n,
                    ak_err *err)
{
    arena tmp = {0};
    uint64_t at;
    bool any = false;
    for (size_t i = 0; i < n; i++)
        any |= event_named(&at, names[i]);
    ak_code code = n == 0 ? erase_whole(gone, &tmp, l, index, err)
                   : any  ? erase_events(gone, &tmp, l, index, names, n, err)
                          : AK_OK;
    arena_free(&tmp);
    return code;
}
