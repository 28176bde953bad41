/* prove.c -- the file that proves a statement of the record. */
#include "record/prove.h"

#include "ledger/rules.h"
#include "record/bundle_words.h"
#include "record/workspace.h"

static ak_code found_in(bundle_found *out, ctx *c, const state_statement *s, ak_err *err)
{
    said *words;
    AK_TRY(bundle_said(&words, out, c, s->leaf, err));
    return out->entry ? AK_OK : ak_fail(err, &LED_160, s->signed_by);
}

static ak_code signer_of(ledger_public *out, arena *a, const bundle_found *in, ak_err *err)
{
    keyring ring = keyring_new(a);
    entry_info e;
    const char *why;
    for (size_t i = 0; i < in->log->entries_n && in->log->entries[i].index <= in->entry->index; i++)
        (void)keyring_take(&ring, in->log->entries[i].entry, in->log->entries[i].index, &why);
    AK_TRY(entry_read(&e, a, in->entry->entry, NULL, 0, NULL, err));
    const keyring_key *k = keyring_find(&ring, &e.kid);
    if (!k)
        return ak_fail(err, &LED_059);
    *out = k->pub;
    return AK_OK;
}

ak_code prove_statement(str *out, str *vkey_out, ctx *c, const state_statement *s, ak_err *err)
{
    bundle_found in;
    const ledger *own = workspace_ledger(c->ws);
    *vkey_out = ledger_vkey(c->a, own);
    if (s->log == 0)
        return proof_make(out, c->a, own, s->index, NULL, 0, err);
    AK_TRY(found_in(&in, c, s, err));
    *vkey_out = in.log->vkey;
    proof_parts p = {.entry = in.entry->entry,
                     .said = in.said,
                     .said_n = in.said_n,
                     .index = in.entry->index,
                     .path = in.entry->path,
                     .path_n = in.entry->path_n,
                     .head = in.log->head};
    AK_TRY(signer_of(&p.key, c->a, &in, err));
    return proof_write(out, c->a, &p, err);
}

ak_code prove_entry(str *out, str *vkey_out, ctx *c, const state_statement *s, ak_err *err)
{
    bundle_found in;
    ledger_item item;
    const ledger *own = workspace_ledger(c->ws);
    *vkey_out = ledger_vkey(c->a, own);
    if (s->log == 0) {
        AK_TRY(ledger_entry(&item, c->a, own, s->index, err));
        *out = item.entry;
        return AK_OK;
    }
    AK_TRY(found_in(&in, c, s, err));
    *vkey_out = in.log->vkey;
    *out = in.entry->entry;
    return AK_OK;
}
