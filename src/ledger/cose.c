/* cose.c -- the one shape of COSE_Sign1 (RFC 9052) that entries have, byte by byte.
 *
 *     D2                            tag 18
 *     84                            array of 4
 *       58 LL | 59 LLLL             byte string: the protected header, which is
 *         A4                        map of 4, keys ascending
 *           01 27                   1 alg: -8 (EdDSA)
 *           03 78 25 "application/vnd.aktsom.statement+json"
 *           04 58 20 <32 bytes>     4 kid: SHA-256 of the public key
 *           0F A2                   15 CWT claims (RFC 9597), map of 2:
 *             01 <text>             1 iss: origin of the log
 *             06 <unsigned>         6 iat: seconds since 1970
 *       A0                          unprotected header: empty map
 *       4x | 58 LL | 59 LLLL        byte string: the payload (entry.c)
 *       58 40 <64 bytes>            the Ed25519 signature
 *
 * Lengths and numbers are in their shortest form (RFC 8949 section 4.2.1), so a statement has one encoding
 * only.  No `sub` (D4): an entry says nothing to those who were shown nothing.
 * The signature is over the array ["Signature1", protected, h'', payload].
 */
#include "ledger/cose.h"

#include <string.h>

#include "base/cbor.h"
#include "ledger/rules.h"

/* Labels of RFC 9052 section 3.1 and RFC 9597; claims of RFC 8392. */
enum { LABEL_ALG = 1, LABEL_TYPE = 3, LABEL_KID = 4, LABEL_CLAIMS = 15, CLAIM_ISS = 1, CLAIM_IAT = 6 };
#define ALG_EDDSA (-8)
#define TAG_SIGN1 18

str cose_protected(arena *a, const ledger_hash *kid, str iss, int64_t iat_s)
{
    buf b = buf_new(a, ENTRY_BYTES_MAX);
    cbor_put_map(&b, 4);
    cbor_put_int(&b, LABEL_ALG);
    cbor_put_int(&b, ALG_EDDSA);
    cbor_put_int(&b, LABEL_TYPE);
    cbor_put_text(&b, STR(ENTRY_CONTENT_TYPE));
    cbor_put_int(&b, LABEL_KID);
    cbor_put_bytes(&b, (str){(const char *)kid->b, sizeof kid->b});
    cbor_put_int(&b, LABEL_CLAIMS);
    cbor_put_map(&b, 2);
    cbor_put_int(&b, CLAIM_ISS);
    cbor_put_text(&b, iss);
    cbor_put_int(&b, CLAIM_IAT);
    cbor_put_int(&b, iat_s);
    return buf_str(&b);
}

str cose_signed_bytes(arena *a, str protected_bytes, str payload)
{
    buf b = buf_new(a, 2 * ENTRY_BYTES_MAX);
    cbor_put_array(&b, 4);
    cbor_put_text(&b, STR("Signature1"));
    cbor_put_bytes(&b, protected_bytes);
    cbor_put_bytes(&b, STR(""));
    cbor_put_bytes(&b, payload);
    return buf_str(&b);
}

str cose_write(arena *a, str protected_bytes, str payload, const uint8_t sig[static LEDGER_SIG_BYTES])
{
    buf b = buf_new(a, 2 * ENTRY_BYTES_MAX);
    cbor_put_tag(&b, TAG_SIGN1);
    cbor_put_array(&b, 4);
    cbor_put_bytes(&b, protected_bytes);
    cbor_put_map(&b, 0);
    cbor_put_bytes(&b, payload);
    cbor_put_bytes(&b, (str){(const char *)sig, LEDGER_SIG_BYTES});
    return buf_str(&b);
}

/* ---- reading: cbor_read leaves one encoding for each value, so only the shape is looked at here ---- */

static bool bytes_of(const cbor *v, size_t n)
{
    return v && v->kind == CBOR_BYTES && v->text.n == n;
}

static bool read_protected(cose_sign1 *out, arena *a)
{
    const cbor *map;
    if (cbor_read(&map, a, out->protected_bytes, NULL, NULL) != AK_OK || map->kind != CBOR_MAP || map->n != 4)
        return false;
    const cbor *type = cbor_get(map, LABEL_TYPE), *kid = cbor_get(map, LABEL_KID);
    const cbor *claims = cbor_get(map, LABEL_CLAIMS);
    const cbor *iss = cbor_get(claims, CLAIM_ISS), *iat = cbor_get(claims, CLAIM_IAT);
    int64_t alg;
    bool ok = cbor_i64(&alg, cbor_get(map, LABEL_ALG)) && alg == ALG_EDDSA && type &&
              type->kind == CBOR_TEXT && str_is(type->text, ENTRY_CONTENT_TYPE) &&
              bytes_of(kid, sizeof out->kid.b) && iss && claims->n == 2 && iss->kind == CBOR_TEXT &&
              key_origin_ok(iss->text) && cbor_i64(&out->iat_s, iat) && out->iat_s >= 0;
    if (!ok)
        return false;
    memcpy(out->kid.b, kid->text.p, sizeof out->kid.b);
    out->iss = iss->text;
    return true;
}

ak_code cose_read(cose_sign1 *out, arena *a, str bytes, ak_err *err)
{
    *out = (cose_sign1){0};
    if (bytes.n > ENTRY_BYTES_MAX)
        return ak_fail(err, &LED_017, ak_arg_int((int64_t)bytes.n), ak_arg_int(ENTRY_BYTES_MAX));
    const cbor *top;
    bool ok =
        cbor_read(&top, a, bytes, NULL, NULL) == AK_OK && top->kind == CBOR_TAG && top->number == TAG_SIGN1;
    const cbor *four = ok ? top->first : NULL;
    const cbor *head = cbor_item(four, 0), *open = cbor_item(four, 1);
    const cbor *payload = cbor_item(four, 2), *sig = cbor_item(four, 3);
    if (!ok || !sig || four->n != 4 || head->kind != CBOR_BYTES || open->kind != CBOR_MAP || open->n != 0 ||
        payload->kind != CBOR_BYTES || !bytes_of(sig, LEDGER_SIG_BYTES))
        return ak_fail(err, &LED_010, N_("its frame is not the one allowed form of COSE_Sign1"));
    out->protected_bytes = head->text;
    if (!read_protected(out, a))
        return ak_fail(err, &LED_010, N_("its protected header is not in its one allowed form"));
    out->payload = payload->text;
    out->sig = (const uint8_t *)sig->text.p;
    return AK_OK;
}
