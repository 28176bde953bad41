/* proof_make.c -- what a log gives to those who check it: paths, and proof files (proof.c has their form). */
#include "base/fs.h"
#include "base/json.h"
#include "ledger/handle.h"
#include "ledger/proof.h"
#include "ledger/rules.h"
#include "ledger/tile.h"

static tile_reader *reader_of(arena *a, const ledger *l, uint64_t size)
{
    tile_reader *r = ARENA_NEW(a, tile_reader);
    r->log_dir = arena_printf(a, "%s/log", ledger_dir(l));
    r->size = size;
    return r;
}

static ak_code published_check(const ledger *l, uint64_t size, ak_err *err)
{
    uint64_t have = ledger_published_size(l);
    if (size > have)
        return ak_fail(err, &LED_050, ak_arg_int((int64_t)(size - 1)), ak_arg_int((int64_t)have));
    return AK_OK;
}

ak_code proof_inclusion(proof_path *out, arena *a, const ledger *l, uint64_t index, uint64_t size,
                        ak_err *err)
{
    AK_TRY(published_check(l, size, err));
    if (index >= size)
        return ak_fail(err, &LED_040, ak_arg_int((int64_t)index), ak_arg_int((int64_t)size));
    tile_reader *r = reader_of(a, l, ledger_published_size(l));
    out->index = index;
    out->size = size;
    AK_TRY(tile_fetch(&out->leaf, r, 0, index, err));
    AK_TRY(merkle_root_at(&out->root, size, tile_fetch, r, err));
    return merkle_inclusion(out->hashes, &out->n, index, size, tile_fetch, r, err);
}

ak_code proof_consistency(ledger_hash proof[static MERKLE_PROOF_MAX + 1], size_t *proof_n, arena *a,
                          const ledger *l, uint64_t size1, uint64_t size2, ak_err *err)
{
    AK_TRY(published_check(l, size2, err));
    if (size1 == 0 || size1 > size2)
        return ak_fail(err, &LED_040, ak_arg_int((int64_t)size1), ak_arg_int((int64_t)size2));
    tile_reader *r = reader_of(a, l, ledger_published_size(l));
    return merkle_consistency(proof, proof_n, size1, size2, tile_fetch, r, err);
}

ak_code proof_root_at(ledger_hash *out, arena *a, const ledger *l, uint64_t size, ak_err *err)
{
    AK_TRY(published_check(l, size, err));
    return merkle_root_at(out, size, tile_fetch, reader_of(a, l, ledger_published_size(l)), err);
}

/* The public key of whoever signed it: as a rule the one in use, else one of those that the log names. */
static ak_code signer_of(ledger_public *out, const ledger *l, const entry_info *e, ak_err *err)
{
    const keyring *ring;
    *out = *ledger_public_key(l);
    if (ledger_hash_eq(&l->key.kid, &e->kid))
        return AK_OK;
    AK_TRY(ledger_ring(&ring, l, err));
    const keyring_key *k = keyring_find(ring, &e->kid);
    if (!k)
        return ak_fail(err, &LED_059);
    *out = k->pub;
    return AK_OK;
}

static ak_code extra_make(str *out, arena *a, const proof_parts *p, ak_err *err)
{
    json *extra = json_object_new(a);
    json *said = json_array_new(a);
    for (size_t i = 0; i < p->said_n; i++)
        json_push(said, json_string_new(a, base64url_write(a, p->said[i].p, p->said[i].n)));
    json_put(a, extra, "entry", json_string_new(a, base64_write(a, p->entry.p, p->entry.n)));
    json_put(a, extra, "key", json_string_new(a, base64_write(a, p->key.b, sizeof p->key.b)));
    json_put(a, extra, "said", said);
    json_put(a, extra, "v", json_int_new(a, 1));
    buf b = buf_new(a, PROOF_BYTES_MAX);
    AK_TRY(json_canonical(&b, extra, err));
    AK_TRY(buf_done(&b, err));
    *out = buf_str(&b);
    return AK_OK;
}

ak_code proof_write(str *out, arena *a, const proof_parts *p, ak_err *err)
{
    str extra = {0};
    AK_TRY(extra_make(&extra, a, p, err));
    buf b = buf_new(a, PROOF_BYTES_MAX);
    buf_add_c(&b, PROOF_HEAD "\nextra ");
    buf_add_str(&b, base64_write(a, extra.p, extra.n));
    buf_printf(&b, "\nindex %llu\n", (unsigned long long)p->index);
    for (size_t i = 0; i < p->path_n; i++) {
        buf_add_str(&b, base64_write(a, p->path[i].b, sizeof p->path[i].b));
        buf_add_char(&b, '\n');
    }
    buf_add_char(&b, '\n');
    buf_add_str(&b, p->head);
    AK_TRY(buf_done(&b, err));
    *out = buf_str(&b);
    return AK_OK;
}

static bool wanted(str name, const char *const *names, size_t names_n)
{
    for (size_t i = 0; i < names_n; i++)
        if (str_is(name, names[i]))
            return true;
    return names == NULL;
}

ak_code proof_make(str *out, arena *a, const ledger *l, uint64_t index, const char *const *names,
                   size_t names_n, ak_err *err)
{
    AK_TRY(published_check(l, index + 1, err));
    ledger_item item = {0};
    proof_path path = {0};
    entry_info e;
    AK_TRY(ledger_entry(&item, a, l, index, err));
    AK_TRY(entry_read(&e, a, item.entry, item.said, item.said_n, NULL, err));
    AK_TRY(proof_inclusion(&path, a, l, index, ledger_published_size(l), err));
    str *said = ARENA_NEWS(a, str, item.said_n + 1);
    proof_parts p = {
        .entry = item.entry, .said = said, .index = index, .path = path.hashes, .path_n = path.n};
    for (size_t i = 0; i < item.said_n; i++)
        if (wanted(e.shown[i].name, names, names_n))
            said[p.said_n++] = item.said[i];
    AK_TRY(signer_of(&p.key, l, &e, err));
    AK_TRY(ledger_checkpoint(&p.head, a, l, err));
    return proof_write(out, a, &p, err);
}

/* ---- receipts ---- */

static ak_code receipt_with(str *out, arena *a, const ledger *l, uint64_t index, const receipt_signer *signer,
                            ak_err *err)
{
    proof_path path = {0};
    AK_TRY(proof_inclusion(&path, a, l, index, ledger_published_size(l), err));
    return receipt_make(out, a, signer, ledger_origin(l), index, path.size, path.hashes, path.n, &path.root,
                        err);
}

ak_code proof_receipt(str *out, arena *a, const ledger *l, uint64_t index, receipt_alg alg, ak_err *err)
{
    AK_TRY(published_check(l, index + 1, err));
    const char *path = arena_printf(a, "%s/%s", ledger_dir(l), PROOF_RECEIPT_KEY_PATH);
    if (alg == RECEIPT_ES256) {
        es256_key second;
        if (!fs_exists(path))
            return ak_fail(err, &LED_117);
        AK_TRY(es256_read(&second, a, path, err));
        return receipt_with(out, a, l, index, &(receipt_signer){.es256 = &second}, err);
    }
    ledger_key key;
    AK_TRY(key_read(&key, a, arena_printf(a, "%s/%s", ledger_dir(l), LEDGER_KEY_PATH), err));
    ak_code code = ledger_key_open(&key, l, err);
    if (code == AK_OK)
        code = receipt_with(out, a, l, index, &(receipt_signer){.ed25519 = &key}, err);
    key_wipe(&key);
    return code;
}

ak_code proof_statement(str *out, arena *a, const ledger *l, uint64_t index, receipt_alg alg, ak_err *err)
{
    ledger_item item;
    str receipt_bytes;
    AK_TRY(proof_receipt(&receipt_bytes, a, l, index, alg, err));
    AK_TRY(ledger_entry(&item, a, l, index, err));
    *out = receipt_attach(a, item.entry, &receipt_bytes, 1);
    return AK_OK;
}

/* The log has a key statement with that id: near the end as a rule, so it is looked for from there. */
static ak_code announced(bool *out, const ledger *l, const char *kid_hex, ak_err *err)
{
    arena tmp = {0};
    ak_code code = AK_OK;
    *out = false;
    for (uint64_t i = ledger_size(l); i-- > 0 && code == AK_OK && !*out;) {
        ledger_item item = {0};
        entry_info e = {0};
        arena_mark mark = arena_save(&tmp);
        code = ledger_entry(&item, &tmp, l, i, err);
        if (code == AK_OK)
            code = entry_read(&e, &tmp, item.entry, NULL, 0, NULL, err);
        *out = code == AK_OK && str_is(e.type, "key") && str_is(json_str(e.body_tree, "key_id"), kid_hex);
        arena_rewind(&tmp, mark);
    }
    arena_free(&tmp);
    return code;
}

static ak_code announce(ledger *l, arena *a, const es256_public *pub, const char *kid_hex, const char *party,
                        int64_t now_s, ak_err *err)
{
    json *body = json_object_new(a);
    uint64_t first;
    json_put(a, body, "key_id", json_string_new(a, str_of(kid_hex)));
    json_put(a, body, "public_key", json_string_new(a, base64_write(a, pub->b, sizeof pub->b)));
    json_put(a, body, "party", json_string_new(a, str_of(party)));
    json_put(a, body, "key_role", json_string_new(a, STR("receipt")));
    json_put(a, body, "key_state", json_string_new(a, STR("active")));
    buf b = buf_new(a, ENTRY_BYTES_MAX);
    AK_TRY(json_canonical(&b, body, err));
    entry_draft d = {.type = "key", .body = buf_str(&b)};
    AK_TRY(ledger_build(l, a, &d, 1, ledger_seq_next(l), now_s, err));
    AK_TRY(ledger_append(&first, l, &d, 1, err));
    return ledger_publish(l, err);
}

ak_code proof_receipt_key(es256_key *out, bool *fresh, arena *a, ledger *l, const char *party, int64_t now_s,
                          ak_err *err)
{
    const char *path = arena_printf(a, "%s/%s", ledger_dir(l), PROOF_RECEIPT_KEY_PATH);
    char kid[SHA256_HEX + 1];
    bool there = false;
    AK_TRY(ledger_lock(l, LEDGER_WAIT_MS, err));
    ak_code code = fs_exists(path) ? es256_read(out, a, path, err) : es256_new(out, a, path, err);
    if (code == AK_OK) {
        sha256_hex(kid, out->pub.b, sizeof out->pub.b);
        code = announced(&there, l, kid, err);
    }
    *fresh = code == AK_OK && !there;
    if (*fresh)
        code = announce(l, a, &out->pub, kid, party, now_s, err);
    ledger_unlock(l);
    return code;
}
