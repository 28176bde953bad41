/* bundle_read.c -- a bundle from its bytes: limits first, one form only. */
#include <string.h>

#include "base/cbor.h"
#include "base/fs.h"
#include "ledger/bundle.h"
#include "ledger/peer.h"
#include "ledger/rules.h"

#define VALUES_MAX ((size_t)400000) /* some for each entry and disclosure, 100 bytes of memory each */

typedef struct reading {
    arena *a;
    bundle *out;
    bool kept;
    const char *wrong; /* what is not of the form; NULL = nothing yet */
    const char *many;  /* what there is too much of */
    size_t entries_n, said_n, files_n;
} reading;

static bool no(reading *r, const char *what)
{
    if (!r->wrong)
        r->wrong = what;
    return false;
}

static bool too_many(reading *r, const char *what)
{
    r->many = what;
    return no(r, what);
}

static bool bytes_of(str *out, const cbor *v)
{
    if (!v || v->kind != CBOR_BYTES)
        return false;
    *out = v->text;
    return true;
}

static bool text_of(str *out, const cbor *v, size_t most)
{
    if (!v || v->kind != CBOR_TEXT || v->text.n == 0 || v->text.n > most)
        return false;
    *out = v->text;
    return true;
}

static bool hashes_of(const ledger_hash **out, size_t *n, const cbor *v, size_t most)
{
    str bytes;
    if (!bytes_of(&bytes, v) || bytes.n % sizeof(ledger_hash) || bytes.n / sizeof(ledger_hash) > most)
        return false;
    *out = (const ledger_hash *)bytes.p;
    *n = bytes.n / sizeof(ledger_hash);
    return true;
}

static bool is_array(const cbor *v, size_t n)
{
    return v && v->kind == CBOR_ARRAY && v->n == n;
}

static bool vkey_of(str *out, note_vkey *key, arena *a, const cbor *v)
{
    return text_of(out, v, 2 * LEDGER_ORIGIN_BYTES_MAX) && note_vkey_read(key, a, *out, NULL) == AK_OK &&
           key->type == NOTE_ED25519 && str_eq(note_vkey_text(a, key->name, key->type, &key->pub), *out);
}

static bool entry_of(reading *r, bundle_entry *e, const cbor *v)
{
    bool with_file = is_array(v, 5);
    const ledger_hash *file = NULL;
    size_t files = 0;
    if ((!is_array(v, 4) && !with_file) || cbor_item(v, 0)->kind != CBOR_UINT ||
        !bytes_of(&e->entry, cbor_item(v, 1)) ||
        !hashes_of(&e->path, &e->path_n, cbor_item(v, 2), MERKLE_PROOF_MAX) ||
        !hashes_of(&e->digests, &e->said_n, cbor_item(v, 3), ENTRY_PARTS_MAX) ||
        (with_file && (!hashes_of(&file, &files, cbor_item(v, 4), 1) || files != 1)))
        return no(r, N_("an entry in it is not of the form"));
    e->has_file = with_file;
    if (with_file)
        e->file_digest = *file;
    r->files_n += files;
    if (r->files_n > BUNDLE_FILES_MAX)
        return too_many(r, N_("batches of events"));
    e->index = cbor_item(v, 0)->number;
    r->said_n += e->said_n;
    return r->said_n <= BUNDLE_SAID_MAX || too_many(r, N_("disclosures"));
}

static bool entries_of(reading *r, bundle_log *log, const cbor *list)
{
    if (!list || list->kind != CBOR_ARRAY || list->n == 0)
        return no(r, N_("a log in it has no entries"));
    r->entries_n += list->n;
    if (r->entries_n > BUNDLE_ENTRIES_MAX)
        return too_many(r, N_("statements"));
    log->entries = ARENA_NEWS(r->a, bundle_entry, list->n);
    for (const cbor *v = list->first; v; v = v->next) {
        bundle_entry *e = &log->entries[log->entries_n];
        if (!entry_of(r, e, v))
            return false;
        if (e->index >= log->check.size || (log->entries_n && e[-1].index >= e->index))
            return no(r, N_("the entries of a log are not in their order"));
        log->entries_n++;
    }
    return log->entries[0].index == 0 || no(r, N_("the first entry of a log is missing"));
}

static bool joins_of(reading *r, bundle_log *log, const cbor *list)
{
    if (!list || list->kind != CBOR_ARRAY)
        return no(r, N_("the consistency proofs are not of the form"));
    if (list->n > BUNDLE_JOINS_MAX)
        return too_many(r, N_("consistency proofs"));
    log->joins = ARENA_NEWS(r->a, bundle_join, list->n + 1);
    for (const cbor *v = list->first; v; v = v->next) {
        bundle_join *j = &log->joins[log->joins_n];
        if (!is_array(v, 2) || cbor_item(v, 0)->kind != CBOR_UINT ||
            !hashes_of(&j->nodes, &j->n, cbor_item(v, 1), MERKLE_PROOF_MAX + 1))
            return no(r, N_("the consistency proofs are not of the form"));
        j->size = cbor_item(v, 0)->number;
        if (j->size == 0 || j->size >= log->check.size || (log->joins_n && j[-1].size >= j->size))
            return no(r, N_("the consistency proofs are not in their order"));
        log->joins_n++;
    }
    return true;
}

static bool log_of(reading *r, bundle_log *log, const cbor *v)
{
    note_vkey key;
    note n;
    if (!v || v->kind != CBOR_MAP || v->n != 4 || !vkey_of(&log->vkey, &key, r->a, cbor_get(v, 0)))
        return no(r, N_("a log in it is not of the form"));
    if (!bytes_of(&log->head, cbor_get(v, 1)) ||
        checkpoint_note_read(&n, &log->check, r->a, log->head, NULL) != AK_OK ||
        !str_eq(log->check.origin, key.name))
        return no(r, N_("a head in it cannot be read"));
    return joins_of(r, log, cbor_get(v, 2)) && entries_of(r, log, cbor_get(v, 3));
}

static bool logs_of(reading *r, const cbor *list)
{
    bundle *b = r->out;
    if (!list || list->kind != CBOR_ARRAY || list->n == 0)
        return no(r, N_("it names no log"));
    if (list->n > BUNDLE_LOGS_MAX)
        return too_many(r, N_("logs"));
    b->logs = ARENA_NEWS(r->a, bundle_log, list->n);
    for (const cbor *v = list->first; v; v = v->next)
        if (!log_of(r, &b->logs[b->logs_n++], v))
            return false;
    return true;
}

static bool heads_of(reading *r, const cbor *list)
{
    bundle *b = r->out;
    note_vkey key;
    note n;
    checkpoint head;
    if (!list || list->kind != CBOR_ARRAY)
        return no(r, N_("the heads of others are not of the form"));
    if (list->n > BUNDLE_HEADS_MAX)
        return too_many(r, N_("heads of others"));
    b->heads = ARENA_NEWS(r->a, bundle_head, list->n + 1);
    for (const cbor *v = list->first; v; v = v->next) {
        bundle_head *h = &b->heads[b->heads_n++];
        if (!is_array(v, 2) || !vkey_of(&h->vkey, &key, r->a, cbor_item(v, 0)) ||
            !bytes_of(&h->note, cbor_item(v, 1)) ||
            checkpoint_note_read(&n, &head, r->a, h->note, NULL) != AK_OK || !str_eq(head.origin, key.name))
            return no(r, N_("the heads of others are not of the form"));
    }
    return true;
}

static bool manifest_of(reading *r, const cbor *v)
{
    bundle *b = r->out;
    if (v->kind != CBOR_MAP || v->n != 5 || !text_of(&b->to, cbor_get(v, 0), BUNDLE_PARTY_MAX) ||
        !text_of(&b->about, cbor_get(v, 4), BUNDLE_PARTY_MAX))
        return no(r, N_("its manifest is not of the form"));
    if (!logs_of(r, cbor_get(v, 1)) || !heads_of(r, cbor_get(v, 2)))
        return false;
    if (!hashes_of(&b->documents, &b->documents_n, cbor_get(v, 3), BUNDLE_DOCUMENTS_MAX))
        return no(r, N_("the digests of documents are not of the form"));
    for (size_t i = 1; i < b->documents_n; i++)
        if (memcmp(&b->documents[i - 1], &b->documents[i], sizeof *b->documents) >= 0)
            return no(r, N_("the digests of documents are not of the form"));
    return true;
}

/* ---- what is shown ---- */

static bool said_of(reading *r, bundle_entry *e, const cbor *list)
{
    if (!is_array(list, e->said_n + e->has_file))
        return no(r, N_("there are more or fewer disclosures than it lists"));
    e->said = ARENA_NEWS(r->a, str, e->said_n + 1);
    size_t i = 0;
    for (const cbor *v = list->first; v; v = v->next, i++)
        if (!bytes_of(i < e->said_n ? &e->said[i] : &e->file, v) && !(r->kept && v->kind == CBOR_NULL))
            return no(r, N_("a disclosure in it cannot be read"));
    return e->file.n <= BUNDLE_FILE_MAX || too_many(r, N_("bytes of events"));
}

static bool all_said(reading *r, const cbor *logs)
{
    bundle *b = r->out;
    if (!is_array(logs, b->logs_n))
        return no(r, N_("there are more or fewer disclosures than it lists"));
    const cbor *of_log = logs->first;
    for (size_t i = 0; i < b->logs_n; i++, of_log = of_log->next) {
        bundle_log *log = &b->logs[i];
        if (!is_array(of_log, log->entries_n))
            return no(r, N_("there are more or fewer disclosures than it lists"));
        const cbor *of_entry = of_log->first;
        for (size_t k = 0; k < log->entries_n; k++, of_entry = of_entry->next)
            if (!said_of(r, &log->entries[k], of_entry))
                return false;
    }
    return true;
}

static bool all_documents(reading *r, const cbor *list)
{
    bundle *b = r->out;
    if (is_array(list, 0))
        return true;
    if (!is_array(list, b->documents_n))
        return no(r, N_("there are more or fewer documents than it lists"));
    b->document_bytes = ARENA_NEWS(r->a, str, b->documents_n);
    size_t i = 0;
    for (const cbor *v = list->first; v; v = v->next, i++) {
        ledger_hash have;
        if (!bytes_of(&b->document_bytes[i], v))
            return no(r, N_("there are more or fewer documents than it lists"));
        sha256_of(have.b, v->text.p, v->text.n);
        if (!ledger_hash_eq(&have, &b->documents[i]))
            return no(r, N_("a document in it is not the one that it lists"));
    }
    return true;
}

static ak_code cbor_parts(const cbor **out, arena *a, str bytes, size_t values_max, ak_err *err)
{
    cbor_limits limits = {.bytes_max = BUNDLE_FILE_BYTES_MAX, .values_max = values_max};
    ak_err why = {0};
    ak_code code = cbor_read(out, a, bytes, &limits, &why);
    if (code == AK_OK)
        return AK_OK;
    return code == AK_E_LIMIT ? ak_fail(err, &LED_141, N_("values"))
                              : ak_fail(err, &LED_140, N_("it is cut short, changed, or another file"));
}

ak_code bundle_read(bundle *out, arena *a, str bytes, bool kept, ak_err *err)
{
    const cbor *top, *manifest;
    reading r = {.a = a, .out = out, .kept = kept};
    *out = (bundle){0};
    if (bytes.n > BUNDLE_FILE_BYTES_MAX)
        return ak_fail(err, &LED_141, N_("bytes"));
    AK_TRY(key_start(err));
    AK_TRY(cbor_parts(&top, a, bytes, VALUES_MAX, err));
    bool form = is_array(top, 4) && cbor_item(top, 0)->kind == CBOR_TEXT &&
                str_is(cbor_item(top, 0)->text, BUNDLE_WORD) && bytes_of(&out->manifest, cbor_item(top, 1));
    if (!form)
        return ak_fail(err, &LED_140, N_("it does not begin with " BUNDLE_WORD));
    AK_TRY(cbor_parts(&manifest, a, out->manifest, VALUES_MAX, err));
    if (!manifest_of(&r, manifest) || !all_said(&r, cbor_item(top, 2)) ||
        !all_documents(&r, cbor_item(top, 3)))
        return r.many ? ak_fail(err, &LED_141, r.many) : ak_fail(err, &LED_140, r.wrong);
    sha256_of(out->digest.b, out->manifest.p, out->manifest.n);
    return AK_OK;
}

/* ---- those that are kept ---- */

const char *bundle_kept_path(arena *a, str origin, const ledger_hash *digest)
{
    char hex[SHA256_HEX + 1];
    hex_write(hex, digest->b, sizeof digest->b);
    return arena_printf(a, "peers/%s/bundles/%s.bundle", peer_name_of(a, origin), hex);
}

ak_code bundle_kept_read(bundle *out, arena *a, const char *dir, str origin, const ledger_hash *digest,
                         ak_err *err)
{
    str bytes;
    const char *path = arena_printf(a, "%s/%s", dir, bundle_kept_path(a, origin, digest));
    AK_TRY(fs_read(&bytes, a, path, BUNDLE_FILE_BYTES_MAX, err));
    AK_TRY(bundle_read(out, a, bytes, true, err));
    return ledger_hash_eq(&out->digest, digest)
               ? AK_OK
               : ak_fail(err, &LED_008, path, N_("it is not as it was written"));
}
