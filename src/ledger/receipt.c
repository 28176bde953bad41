/* receipt.c -- COSE receipts of RFC 9942, byte by byte.
 *
 *     D2 84                            tag 18, array of 4
 *       bstr                           protected header, map of 4:
 *                                        1: -8 (EdDSA) or -7 (ES256)
 *                                        4: kid, 32 bytes: SHA-256 of the public key
 *                                        15: {1: origin of the log}
 *                                        395: 1 (RFC9162_SHA256)
 *       A1 19 018C                     unprotected header, map of 1: 396, verifiable proofs
 *         A1 20 81 bstr                  {-1: [inclusion proof]}, which holds
 *                                          [size, index, [hash, ...]]
 *       F6                             payload: left out, it is the root
 *       58 40 ...                      signature over ["Signature1", protected header, h'', root]
 *
 * Deterministic CBOR (RFC 8949 section 4.2.1), one encoding only.
 */
#include "ledger/receipt.h"

#include <string.h>

#include "base/cbor.h"
#include "ledger/cose.h"
#include "ledger/rules.h"

/* Labels of RFC 9942 and RFC 9597. */
enum {
    LABEL_ALG = 1,
    LABEL_KID = 4,
    LABEL_CLAIMS = 15,
    LABEL_RECEIPTS = 394,
    LABEL_VDS = 395,
    LABEL_VDP = 396
};
enum { CLAIM_ISS = 1, VDS_RFC9162_SHA256 = 1, PROOF_INCLUSION = -1 };
#define TAG_SIGN1 18

static str hash_str(const ledger_hash *h)
{
    return (str){(const char *)h->b, sizeof h->b};
}

/* ---- making ---- */

static str protected_of(arena *a, receipt_alg alg, const ledger_hash *kid, str iss)
{
    buf b = buf_new(a, RECEIPT_BYTES_MAX);
    cbor_put_map(&b, 4);
    cbor_put_int(&b, LABEL_ALG);
    cbor_put_int(&b, alg);
    cbor_put_int(&b, LABEL_KID);
    cbor_put_bytes(&b, hash_str(kid));
    cbor_put_int(&b, LABEL_CLAIMS);
    cbor_put_map(&b, 1);
    cbor_put_int(&b, CLAIM_ISS);
    cbor_put_text(&b, iss);
    cbor_put_int(&b, LABEL_VDS);
    cbor_put_int(&b, VDS_RFC9162_SHA256);
    return buf_str(&b);
}

ak_code receipt_make(str *out, arena *a, const receipt_signer *signer, str iss, uint64_t index, uint64_t size,
                     const ledger_hash *path, size_t path_n, const ledger_hash *root, ak_err *err)
{
    uint8_t sig[LEDGER_SIG_BYTES];
    ledger_hash kid;
    if (signer->es256)
        sha256_of(kid.b, signer->es256->pub.b, sizeof signer->es256->pub.b);
    else
        kid = signer->ed25519->kid;
    str head = protected_of(a, signer->es256 ? RECEIPT_ES256 : RECEIPT_EDDSA, &kid, iss);
    str bytes = cose_signed_bytes(a, head, hash_str(root));
    if (signer->es256)
        AK_TRY(es256_sign(sig, signer->es256, bytes, err));
    else
        AK_TRY(key_sign(sig, signer->ed25519, bytes.p, bytes.n, err));
    buf proof = buf_new(a, RECEIPT_BYTES_MAX);
    cbor_put_array(&proof, 3);
    cbor_put_uint(&proof, size);
    cbor_put_uint(&proof, index);
    cbor_put_array(&proof, path_n);
    for (size_t i = 0; i < path_n; i++)
        cbor_put_bytes(&proof, hash_str(&path[i]));
    buf b = buf_new(a, RECEIPT_BYTES_MAX);
    cbor_put_tag(&b, TAG_SIGN1);
    cbor_put_array(&b, 4);
    cbor_put_bytes(&b, head);
    cbor_put_map(&b, 1);
    cbor_put_int(&b, LABEL_VDP);
    cbor_put_map(&b, 1);
    cbor_put_int(&b, PROOF_INCLUSION);
    cbor_put_array(&b, 1);
    cbor_put_bytes(&b, buf_str(&proof));
    cbor_put_null(&b);
    cbor_put_bytes(&b, (str){(const char *)sig, sizeof sig});
    AK_TRY(buf_done(&b, err));
    *out = buf_str(&b);
    return AK_OK;
}

/* ---- reading ---- */

static bool bytes_of(const cbor *v, size_t n)
{
    return v && v->kind == CBOR_BYTES && v->text.n == n;
}

static bool read_protected(receipt *out, arena *a)
{
    const cbor *map;
    if (cbor_read(&map, a, out->protected_bytes, NULL, NULL) != AK_OK || map->kind != CBOR_MAP || map->n != 4)
        return false;
    const cbor *kid = cbor_get(map, LABEL_KID), *claims = cbor_get(map, LABEL_CLAIMS);
    const cbor *iss = cbor_get(claims, CLAIM_ISS);
    int64_t alg, vds;
    if (!cbor_i64(&alg, cbor_get(map, LABEL_ALG)) || (alg != RECEIPT_EDDSA && alg != RECEIPT_ES256) ||
        !bytes_of(kid, sizeof out->kid.b) || !iss || claims->n != 1 || iss->kind != CBOR_TEXT ||
        !key_origin_ok(iss->text) || !cbor_i64(&vds, cbor_get(map, LABEL_VDS)) || vds != VDS_RFC9162_SHA256)
        return false;
    out->alg = alg == RECEIPT_ES256 ? RECEIPT_ES256 : RECEIPT_EDDSA;
    memcpy(out->kid.b, kid->text.p, sizeof out->kid.b);
    out->iss = iss->text;
    return true;
}

static bool read_path(receipt *out, arena *a, str bytes)
{
    const cbor *three;
    if (cbor_read(&three, a, bytes, NULL, NULL) != AK_OK || three->kind != CBOR_ARRAY || three->n != 3)
        return false;
    const cbor *size = cbor_item(three, 0), *index = cbor_item(three, 1), *path = cbor_item(three, 2);
    if (size->kind != CBOR_UINT || index->kind != CBOR_UINT || path->kind != CBOR_ARRAY ||
        path->n > MERKLE_PROOF_MAX)
        return false;
    out->claimed_size = size->number;
    out->claimed_index = index->number;
    for (const cbor *h = path->first; h; h = h->next) {
        if (!bytes_of(h, SHA256_BYTES))
            return false;
        memcpy(out->hashes[out->n++].b, h->text.p, SHA256_BYTES);
    }
    return true;
}

ak_code receipt_read(receipt *out, arena *a, str bytes, ak_err *err)
{
    const cbor *top;
    *out = (receipt){0};
    bool ok = bytes.n <= RECEIPT_BYTES_MAX && cbor_read(&top, a, bytes, NULL, NULL) == AK_OK &&
              top->kind == CBOR_TAG && top->number == TAG_SIGN1;
    const cbor *four = ok ? top->first : NULL;
    const cbor *head = cbor_item(four, 0), *open = cbor_item(four, 1);
    const cbor *payload = cbor_item(four, 2), *sig = cbor_item(four, 3);
    if (!ok || !sig || four->n != 4 || head->kind != CBOR_BYTES || open->kind != CBOR_MAP || open->n != 1 ||
        payload->kind != CBOR_NULL || !bytes_of(sig, LEDGER_SIG_BYTES))
        return ak_fail(err, &LED_113, N_("its frame is not the one allowed form"));
    const cbor *proofs = cbor_get(open, LABEL_VDP), *list = cbor_get(proofs, PROOF_INCLUSION);
    out->protected_bytes = head->text;
    out->sig = (const uint8_t *)sig->text.p;
    if (!read_protected(out, a))
        return ak_fail(err, &LED_113, N_("its protected header is not the one allowed form"));
    if (!list || proofs->n != 1 || list->kind != CBOR_ARRAY || list->n != 1 ||
        list->first->kind != CBOR_BYTES || !read_path(out, a, list->first->text))
        return ak_fail(err, &LED_113, N_("it holds no inclusion proof in its one allowed form"));
    return AK_OK;
}

ak_code receipt_check(arena *a, const receipt *r, const ledger_hash *leaf, const receipt_trust *t,
                      ak_err *err)
{
    ledger_hash root, kid = {{0}};
    if (r->alg == RECEIPT_ES256 && t->es256)
        sha256_of(kid.b, t->es256->b, sizeof t->es256->b);
    if (r->alg == RECEIPT_EDDSA && t->ed25519)
        key_id(&kid, t->ed25519);
    if (!ledger_hash_eq(&kid, &r->kid))
        return ak_fail(err, &LED_114);
    if (t->iss.n && !str_eq(t->iss, r->iss))
        return ak_fail(err, &LED_056, str_c(a, r->iss), str_c(a, t->iss));
    if (!merkle_inclusion_root(&root, r->claimed_index, r->claimed_size, leaf, r->hashes, r->n))
        return ak_fail(err, &LED_115);
    str bytes = cose_signed_bytes(a, r->protected_bytes, hash_str(&root));
    bool ok = r->alg == RECEIPT_ES256 ? es256_check(t->es256, r->sig, bytes)
                                      : key_check(t->ed25519, r->sig, bytes.p, bytes.n);
    return ok ? AK_OK : ak_fail(err, &LED_115);
}

/* ---- with the statement ---- */

static str frame(arena *a, const cbor *four, const str *receipts, size_t n)
{
    buf b = buf_new(a, RECEIPT_STATEMENT_MAX);
    cbor_put_tag(&b, TAG_SIGN1);
    cbor_put_array(&b, 4);
    cbor_put_bytes(&b, cbor_item(four, 0)->text);
    cbor_put_map(&b, n ? 1 : 0);
    if (n) {
        cbor_put_int(&b, LABEL_RECEIPTS);
        cbor_put_array(&b, n);
        for (size_t i = 0; i < n; i++)
            cbor_put_bytes(&b, receipts[i]);
    }
    cbor_put_bytes(&b, cbor_item(four, 2)->text);
    cbor_put_bytes(&b, cbor_item(four, 3)->text);
    return buf_str(&b);
}

static const cbor *frame_read(arena *a, str bytes)
{
    const cbor *top;
    if (bytes.n > RECEIPT_STATEMENT_MAX || cbor_read(&top, a, bytes, NULL, NULL) != AK_OK ||
        top->kind != CBOR_TAG || top->number != TAG_SIGN1 || top->first->n != 4)
        return NULL;
    const cbor *four = top->first;
    bool ok = cbor_item(four, 0) && cbor_item(four, 0)->kind == CBOR_BYTES &&
              cbor_item(four, 1)->kind == CBOR_MAP && cbor_item(four, 2)->kind == CBOR_BYTES &&
              cbor_item(four, 3)->kind == CBOR_BYTES;
    return ok ? four : NULL;
}

str receipt_attach(arena *a, str entry, const str *receipts, size_t n)
{
    const cbor *four = frame_read(a, entry);
    return four ? frame(a, four, receipts, n) : STR("");
}

bool receipt_detach(str *entry_out, str *receipts_out, size_t *n_out, arena *a, str bytes)
{
    const cbor *four = frame_read(a, bytes),
               *list = four ? cbor_get(cbor_item(four, 1), LABEL_RECEIPTS) : NULL;
    *n_out = 0;
    if (!list || cbor_item(four, 1)->n != 1 || list->kind != CBOR_ARRAY || list->n == 0 ||
        list->n > RECEIPTS_MAX)
        return false;
    for (const cbor *r = list->first; r; r = r->next) {
        if (r->kind != CBOR_BYTES)
            return false;
        receipts_out[(*n_out)++] = r->text;
    }
    *entry_out = frame(a, four, NULL, 0);
    return true;
}
