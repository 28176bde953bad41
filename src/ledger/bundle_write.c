/* bundle_write.c -- a bundle as bytes, and the part of it that comes from the own log. */
#include <stdlib.h>
#include <string.h>

#include "base/cbor.h"
#include "ledger/bundle.h"
#include "ledger/proof.h"
#include "ledger/rules.h"

static void put_hashes(buf *out, const ledger_hash *hashes, size_t n)
{
    cbor_put_bytes(out, (str){(const char *)hashes, n * sizeof *hashes});
}

static void put_log(buf *out, const bundle_log *log)
{
    cbor_put_map(out, 4);
    cbor_put_uint(out, 0);
    cbor_put_text(out, log->vkey);
    cbor_put_uint(out, 1);
    cbor_put_bytes(out, log->head);
    cbor_put_uint(out, 2);
    cbor_put_array(out, log->joins_n);
    for (size_t i = 0; i < log->joins_n; i++) {
        cbor_put_array(out, 2);
        cbor_put_uint(out, log->joins[i].size);
        put_hashes(out, log->joins[i].nodes, log->joins[i].n);
    }
    cbor_put_uint(out, 3);
    cbor_put_array(out, log->entries_n);
    for (size_t i = 0; i < log->entries_n; i++) {
        const bundle_entry *e = &log->entries[i];
        cbor_put_array(out, e->has_file ? 5 : 4);
        cbor_put_uint(out, e->index);
        cbor_put_bytes(out, e->entry);
        put_hashes(out, e->path, e->path_n);
        put_hashes(out, e->digests, e->said_n);
        if (e->has_file)
            put_hashes(out, &e->file_digest, 1);
    }
}

static void put_manifest(buf *out, const bundle *b)
{
    cbor_put_map(out, 5);
    cbor_put_uint(out, 0);
    cbor_put_text(out, b->to);
    cbor_put_uint(out, 1);
    cbor_put_array(out, b->logs_n);
    for (size_t i = 0; i < b->logs_n; i++)
        put_log(out, &b->logs[i]);
    cbor_put_uint(out, 2);
    cbor_put_array(out, b->heads_n);
    for (size_t i = 0; i < b->heads_n; i++) {
        cbor_put_array(out, 2);
        cbor_put_text(out, b->heads[i].vkey);
        cbor_put_bytes(out, b->heads[i].note);
    }
    cbor_put_uint(out, 3);
    put_hashes(out, b->documents, b->documents_n);
    cbor_put_uint(out, 4);
    cbor_put_text(out, b->about);
}

static void put_or_null(buf *out, str bytes)
{
    if (bytes.p)
        cbor_put_bytes(out, bytes);
    else
        cbor_put_null(out);
}

static void put_said(buf *out, const bundle *b)
{
    cbor_put_array(out, b->logs_n);
    for (size_t i = 0; i < b->logs_n; i++) {
        const bundle_log *log = &b->logs[i];
        cbor_put_array(out, log->entries_n);
        for (size_t k = 0; k < log->entries_n; k++) {
            const bundle_entry *e = &log->entries[k];
            cbor_put_array(out, e->said_n + e->has_file);
            for (size_t s = 0; s < e->said_n; s++)
                put_or_null(out, e->said[s]);
            if (e->has_file)
                put_or_null(out, e->file);
        }
    }
}

ak_code bundle_write(str *out, arena *a, bundle *b, ak_err *err)
{
    buf manifest = buf_new(a, BUNDLE_FILE_BYTES_MAX), file = buf_new(a, BUNDLE_FILE_BYTES_MAX);
    put_manifest(&manifest, b);
    AK_TRY(buf_done(&manifest, err));
    b->manifest = buf_str(&manifest);
    sha256_of(b->digest.b, b->manifest.p, b->manifest.n);
    cbor_put_array(&file, 4);
    cbor_put_text(&file, STR(BUNDLE_WORD));
    cbor_put_bytes(&file, b->manifest);
    put_said(&file, b);
    size_t documents_n = b->document_bytes ? b->documents_n : 0;
    cbor_put_array(&file, documents_n);
    for (size_t i = 0; i < documents_n; i++)
        cbor_put_bytes(&file, b->document_bytes[i]);
    AK_TRY(buf_done(&file, err));
    *out = buf_str(&file);
    return AK_OK;
}

/* ---- from the own log ---- */

static int by_index(const void *x, const void *y)
{
    const bundle_wish *a = x, *b = y;
    return a->index < b->index ? -1 : a->index > b->index;
}

static bool wished(str name, const bundle_wish *w)
{
    for (size_t i = 0; i < w->names_n; i++)
        if (str_is(name, w->names[i]))
            return true;
    return false;
}

static ak_code own_entry(bundle_entry *e, arena *a, const ledger *l, const bundle_wish *w, ak_err *err)
{
    ledger_item item;
    entry_info info;
    proof_path path;
    AK_TRY(ledger_entry(&item, a, l, w->index, err));
    AK_TRY(entry_read(&info, a, item.entry, item.said, item.said_n, NULL, err));
    AK_TRY(proof_inclusion(&path, a, l, w->index, ledger_published_size(l), err));
    ledger_hash *digests = ARENA_NEWS(a, ledger_hash, item.said_n + 1);
    *e = (bundle_entry){.index = w->index,
                        .entry = item.entry,
                        .path = arena_alloc(a, sizeof path.hashes),
                        .path_n = path.n,
                        .digests = digests,
                        .said = ARENA_NEWS(a, str, item.said_n + 1)};
    memcpy((void *)(uintptr_t)e->path, path.hashes, sizeof path.hashes);
    for (size_t i = 0; i < item.said_n; i++) {
        if (!wished(info.shown[i].name, w))
            continue;
        entry_digest(&digests[e->said_n], item.said[i]);
        e->said[e->said_n++] = item.said[i];
    }
    e->has_file = w->file.p != NULL;
    e->file = w->file;
    if (e->has_file)
        sha256_of(e->file_digest.b, e->file.p, e->file.n);
    return AK_OK;
}

static ak_code own_join(bundle_join *j, arena *a, const ledger *l, uint64_t size, ak_err *err)
{
    ledger_hash *nodes = ARENA_NEWS(a, ledger_hash, MERKLE_PROOF_MAX + 2);
    bool whole = (size & (size - 1)) == 0; /* then the proof leaves its first node out */
    size_t n;
    if (whole)
        AK_TRY(proof_root_at(&nodes[0], a, l, size, err));
    AK_TRY(proof_consistency(nodes + whole, &n, a, l, size, ledger_published_size(l), err));
    *j = (bundle_join){.size = size, .nodes = nodes, .n = n + whole};
    return AK_OK;
}

static int by_size(const void *x, const void *y)
{
    const uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

static ak_code own_joins(bundle_log *out, arena *a, const ledger *l, const uint64_t *from, size_t n,
                         ak_err *err)
{
    uint64_t *sizes = ARENA_NEWS(a, uint64_t, n + 1);
    if (n)
        memcpy(sizes, from, n * sizeof *sizes);
    qsort(sizes, n, sizeof *sizes, by_size);
    out->joins = ARENA_NEWS(a, bundle_join, n + 1);
    for (size_t i = 0; i < n; i++)
        if (sizes[i] > 0 && sizes[i] < out->check.size && (i == 0 || sizes[i] != sizes[i - 1]))
            AK_TRY(own_join(&out->joins[out->joins_n++], a, l, sizes[i], err));
    return AK_OK;
}

ak_code bundle_own_log(bundle_log *out, arena *a, const ledger *l, bundle_wish *wishes, size_t n,
                       const uint64_t *from, size_t from_n, ak_err *err)
{
    note head;
    const keyring *ring;
    *out = (bundle_log){0};
    AK_TRY(ledger_checkpoint(&out->head, a, l, err));
    AK_TRY(checkpoint_note_read(&head, &out->check, a, out->head, err));
    AK_TRY(ledger_ring(&ring, l, err));
    const keyring_key *now = keyring_at(ring, out->check.size); /* a newer one may wait for its first head */
    out->vkey = now ? note_vkey_text(a, ledger_origin(l), NOTE_ED25519, &now->pub) : ledger_vkey(a, l);
    if (n)
        qsort(wishes, n, sizeof *wishes, by_index);
    out->entries = ARENA_NEWS(a, bundle_entry, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && wishes[i].index == wishes[i - 1].index)
            continue;
        if (wishes[i].index >= out->check.size)
            return ak_fail(err, &LED_050, ak_arg_int((int64_t)wishes[i].index),
                           ak_arg_int((int64_t)out->check.size));
        AK_TRY(own_entry(&out->entries[out->entries_n++], a, l, &wishes[i], err));
    }
    return own_joins(out, a, l, from, from_n, err);
}
