/* proof.c -- proof files (C2SP tlog-proof v1), made and checked.
 *
 *     c2sp.org/tlog-proof@v1
 *     extra <base64>             of canonical JSON, see below
 *     index <decimal>
 *     <base64 of 32 bytes>       a line for each hash of the inclusion path, from the leaf up
 *     (empty line)
 *     <the checkpoint note>      note.c
 *
 * extra: {"entry":"<base64 of the COSE_Sign1>","key":"<base64 of the signer's public key>",
 *         "said":["<base64url of a disclosure>",...],"v":1}
 *
 * extra is not signed, and need not be: the leaf is the hash of entry, key must have the entry's kid as its
 * SHA-256, and a disclosure must have its digest in the entry.
 */
#include "ledger/proof.h"

#include <string.h>

#include "base/json.h"
#include "ledger/note.h"
#include "ledger/rules.h"
#include "ledger/tile.h"

#define PROOF_HEAD "c2sp.org/tlog-proof@v1"

/* ---- from the log ---- */

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

static bool wanted(str name, const char *const *names, size_t names_n)
{
    for (size_t i = 0; i < names_n; i++)
        if (str_is(name, names[i]))
            return true;
    return names == NULL;
}

static ak_code extra_make(str *out, arena *a, const ledger *l, const ledger_item *item,
                          const char *const *names, size_t names_n, ak_err *err)
{
    entry_info e;
    AK_TRY(entry_read(&e, a, item->entry, item->said, item->said_n, NULL, err));
    ledger_hash kid;
    key_id(&kid, ledger_public_key(l));
    if (!ledger_hash_eq(&kid, &e.kid))
        return ak_fail(err, &LED_059);
    json *extra = json_object_new(a);
    json *said = json_array_new(a);
    for (size_t i = 0; i < item->said_n; i++)
        if (wanted(e.shown[i].name, names, names_n))
            json_push(said, json_string_new(a, base64url_write(a, item->said[i].p, item->said[i].n)));
    const ledger_public *pub = ledger_public_key(l);
    json_put(a, extra, "entry", json_string_new(a, base64_write(a, item->entry.p, item->entry.n)));
    json_put(a, extra, "key", json_string_new(a, base64_write(a, pub->b, sizeof pub->b)));
    json_put(a, extra, "said", said);
    json_put(a, extra, "v", json_int_new(a, 1));
    buf b = buf_new(a, PROOF_BYTES_MAX);
    AK_TRY(json_canonical(&b, extra, err));
    AK_TRY(buf_done(&b, err));
    *out = buf_str(&b);
    return AK_OK;
}

ak_code proof_make(str *out, arena *a, const ledger *l, uint64_t index, const char *const *names,
                   size_t names_n, ak_err *err)
{
    AK_TRY(published_check(l, index + 1, err));
    ledger_item item = {0};
    proof_path path = {0};
    str extra = {0}, head = {0};
    AK_TRY(ledger_entry(&item, a, l, index, err));
    AK_TRY(extra_make(&extra, a, l, &item, names, names_n, err));
    AK_TRY(proof_inclusion(&path, a, l, index, ledger_published_size(l), err));
    AK_TRY(ledger_checkpoint(&head, a, l, err));
    buf b = buf_new(a, PROOF_BYTES_MAX);
    buf_add_c(&b, PROOF_HEAD "\nextra ");
    buf_add_str(&b, base64_write(a, extra.p, extra.n));
    buf_printf(&b, "\nindex %llu\n", (unsigned long long)index);
    for (size_t i = 0; i < path.n; i++) {
        buf_add_str(&b, base64_write(a, path.hashes[i].b, sizeof path.hashes[i].b));
        buf_add_char(&b, '\n');
    }
    buf_add_char(&b, '\n');
    buf_add_str(&b, head);
    AK_TRY(buf_done(&b, err));
    *out = buf_str(&b);
    return AK_OK;
}

/* ---- from the file ---- */

typedef struct proof_file {
    uint64_t index;
    ledger_hash hashes[MERKLE_PROOF_MAX];
    size_t n;
    note note;
    checkpoint head;
    str entry;
    ledger_public key;
    str *said;
    size_t said_n;
} proof_file;

static bool number_read(uint64_t *out, str s)
{
    if (s.n == 0 || s.n > 19 || (s.n > 1 && s.p[0] == '0'))
        return false;
    *out = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        *out = *out * 10 + (uint64_t)(s.p[i] - '0');
    }
    return true;
}

static bool word_take(str *line, const char *word)
{
    size_t n = strlen(word);
    if (!str_starts(*line, word))
        return false;
    *line = (str){line->p + n, line->n - n};
    return true;
}

static const char *extra_read(proof_file *out, arena *a, str base64)
{
    str text, key;
    json *extra;
    int64_t version;
    if (!base64_read(a, &text, base64) ||
        json_read(&extra, a, text, &(json_limits){.bytes_max = PROOF_BYTES_MAX}, NULL) != AK_OK)
        return N_("its extra line cannot be read");
    const json *said = json_get(extra, "said");
    if (!json_i64(&version, json_get(extra, "v")) || version != 1 || extra->n != 4 || !said ||
        said->kind != JSON_ARRAY || said->n > ENTRY_PARTS_MAX ||
        !base64_read(a, &out->entry, json_str(extra, "entry")) ||
        !base64_read(a, &key, json_str(extra, "key")) || key.n != sizeof out->key.b)
        return N_("its extra line carries no statement");
    memcpy(out->key.b, key.p, sizeof out->key.b);
    out->said = ARENA_NEWS(a, str, said->n);
    for (const json *s = said->first; s; s = s->next)
        if (s->kind != JSON_STRING || !base64url_read(a, &out->said[out->said_n++], s->text))
            return N_("a disclosure in it cannot be read");
    return NULL;
}

static const char *file_read(proof_file *out, arena *a, str file)
{
    *out = (proof_file){0};
    str rest = file;
    str line = str_cut(&rest, '\n');
    if (!str_is(line, PROOF_HEAD))
        return N_("it does not begin with " PROOF_HEAD);
    line = str_cut(&rest, '\n');
    if (!word_take(&line, "extra "))
        return N_("it carries no statement");
    const char *wrong = extra_read(out, a, line);
    if (wrong)
        return wrong;
    line = str_cut(&rest, '\n');
    if (!word_take(&line, "index ") || !number_read(&out->index, line))
        return N_("it names no index");
    for (;;) {
        if (rest.n == 0)
            return N_("it carries no head");
        line = str_cut(&rest, '\n');
        if (line.n == 0)
            break;
        str hash;
        if (out->n == MERKLE_PROOF_MAX || !base64_read(a, &hash, line) || hash.n != SHA256_BYTES)
            return N_("a hash in it cannot be read");
        memcpy(out->hashes[out->n++].b, hash.p, SHA256_BYTES);
    }
    if (note_read(&out->note, a, rest, NULL) != AK_OK ||
        checkpoint_read(&out->head, out->note.text, NULL) != AK_OK)
        return N_("its head cannot be read");
    return NULL;
}

/* Whose signature the head carries: the key asked for, else the own, else the statement's. */
static ak_code signer_check(proof_result *out, arena *a, const proof_file *f, str vkey,
                            const ledger_public *own, str own_origin, ak_err *err)
{
    note_vkey key;
    out->verdict = PROOF_TRUSTED;
    if (vkey.n) {
        AK_TRY(note_vkey_read(&key, a, vkey, err));
    } else {
        bool is_own = own && str_eq(own_origin, f->head.origin);
        out->verdict = is_own ? PROOF_OWN : PROOF_UNKNOWN;
        key = (note_vkey){.name = f->head.origin, .type = NOTE_ED25519, .pub = is_own ? *own : f->key};
        key.id = note_key_id(key.name, key.type, &key.pub);
    }
    note_check found = str_eq(key.name, f->head.origin) ? note_verify(&f->note, &key, NULL) : NOTE_UNSIGNED;
    if (found == NOTE_UNSIGNED && out->verdict == PROOF_OWN) { /* another log that claims our name */
        key.pub = f->key;
        key.id = note_key_id(key.name, key.type, &key.pub);
        found = note_verify(&f->note, &key, NULL);
        out->verdict = PROOF_UNKNOWN;
    }
    str text = note_vkey_text(a, key.name, key.type, &key.pub);
    if (found != NOTE_GOOD) {
        out->verdict = PROOF_BROKEN;
        return found == NOTE_BAD ? ak_fail(&out->why, &LED_055)
                                 : ak_fail(&out->why, &LED_054, str_c(a, text));
    }
    out->vkey = text;
    out->signer_is_log = memcmp(key.pub.b, f->key.b, sizeof key.pub.b) == 0;
    return AK_OK;
}

static ak_code content_check(proof_result *out, arena *a, const proof_file *f)
{
    AK_TRY(entry_read(&out->entry, a, f->entry, f->said, f->said_n, &f->key, &out->why));
    out->leaf = out->entry.leaf;
    if (!merkle_inclusion_ok(f->index, f->head.size, &out->leaf, f->hashes, f->n, &f->head.root))
        return ak_fail(&out->why, &LED_053);
    if (!str_eq(out->entry.iss, f->head.origin))
        return ak_fail(&out->why, &LED_056, str_c(a, out->entry.iss), str_c(a, f->head.origin));
    return AK_OK;
}

ak_code proof_verify(proof_result *out, arena *a, str file, str vkey, const ledger_public *own,
                     str own_origin, ak_err *err)
{
    *out = (proof_result){.verdict = PROOF_BROKEN};
    AK_TRY(key_start(err));
    proof_file *f = ARENA_NEW(a, proof_file);
    const char *wrong = file.n > PROOF_BYTES_MAX ? N_("it is too long") : file_read(f, a, file);
    if (wrong)
        return ak_fail(err, &LED_051, wrong);
    out->origin = f->head.origin;
    out->size = f->head.size;
    out->index = f->index;
    out->root = f->head.root;
    ak_code code = signer_check(out, a, f, vkey, own, own_origin, err);
    if (code != AK_OK)
        return out->verdict == PROOF_BROKEN ? AK_OK : code;
    if (content_check(out, a, f) != AK_OK)
        out->verdict = PROOF_BROKEN;
    return AK_OK;
}
