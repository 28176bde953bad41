/* entry.c -- one entry: payload and disclosures, built and strictly read.
 *
 * Payload, canonical JSON (RFC 8785), of what is said in parts:
 *
 *     {"_sd":["<digest>",...],"_sd_alg":"sha-256","seq":<n>,"v":1}
 *
 * and of the ledger's own plain types:
 *
 *     {"body":{...},"seq":<n>,"type":"<word>","v":1}
 *
 * _sd    digests, base64url of 32 bytes without padding, ascending as ASCII, none twice
 * seq    counter of this signer in this log, from 0: a gap shows a withheld statement, two equal a fraud
 *
 * Disclosure, canonical JSON, kept without its base64url (which is a quarter longer):
 *
 *     ["<salt>","<name>",<value>]
 *
 * salt   16 random bytes, base64url without padding (22 signs)
 * name   1 .. 200 of A-Z a-z 0-9 _ . : - and / between them
 * digest = SHA-256(ASCII(base64url(disclosure))), RFC 9901 section 4.2.3
 *
 * Around the payload: cose.c.
 */
#include "ledger/entry.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/cose.h"
#include "ledger/rules.h"

#define SALT_BYTES             16
#define SALT_SIGNS             22
#define DIGEST_SIGNS           43
#define NAME_BYTES_MAX         200
#define DISCLOSURE_FRAME_BYTES (4 + 2 + SALT_SIGNS + 3 + 2 + 1) /* length, [" salt "," name ", value ] */
#define TYPE_BYTES_MAX         32
#define SEQ_MAX                ((uint64_t)9007199254740991) /* 2^53 - 1: JSON numbers are doubles */

typedef struct digest_text {
    char p[DIGEST_SIGNS];
} digest_text;

/* Leaves nothing in the arena. */
static void digest_with(ledger_hash *out, arena *tmp, str disclosure)
{
    arena_mark mark = arena_save(tmp);
    str text = base64url_write(tmp, disclosure.p, disclosure.n);
    sha256_of(out->b, text.p, text.n);
    arena_rewind(tmp, mark);
}

void entry_digest(ledger_hash *out, str disclosure)
{
    arena tmp = {0};
    digest_with(out, &tmp, disclosure);
    arena_free(&tmp);
}

static digest_text digest_of(arena *a, str disclosure)
{
    arena_mark mark = arena_save(a);
    ledger_hash h;
    digest_with(&h, a, disclosure);
    str signs = base64url_write(a, h.b, sizeof h.b);
    digest_text out;
    memcpy(out.p, signs.p, sizeof out.p);
    arena_rewind(a, mark);
    return out;
}

static int digest_cmp(const void *a, const void *b)
{
    return memcmp(a, b, DIGEST_SIGNS);
}

static bool word_sign(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == ':' || c == '-';
}

static bool name_ok(str name)
{
    if (name.n == 0 || name.n > NAME_BYTES_MAX || name.p[0] == '/' || name.p[name.n - 1] == '/')
        return false;
    for (size_t i = 0; i < name.n; i++)
        if (!word_sign(name.p[i]) && !(name.p[i] == '/' && name.p[i - 1] != '/'))
            return false;
    return true;
}

static bool type_ok(str type)
{
    if (type.n == 0 || type.n > TYPE_BYTES_MAX)
        return false;
    for (size_t i = 0; i < type.n; i++)
        if (!(type.p[i] >= 'a' && type.p[i] <= 'z') && type.p[i] != '-')
            return false;
    return true;
}

/* ---- building ---- */

static ak_code parts_check(const entry_draft *d, ak_err *err)
{
    if (d->parts_n > ENTRY_PARTS_MAX)
        return ak_fail(err, &LED_018, ak_arg_int((int64_t)d->parts_n), ak_arg_int(ENTRY_PARTS_MAX));
    size_t bytes = sizeof(uint32_t); /* as they will lie in a said file */
    for (size_t i = 0; i < d->parts_n; i++) {
        arena tmp = {0};
        str name = d->parts[i].name;
        ak_code code = AK_OK;
        if (!name_ok(name))
            code = ak_fail(err, &LED_019, str_c(&tmp, name));
        for (size_t k = 0; k < i && code == AK_OK; k++)
            if (str_eq(d->parts[k].name, name))
                code = ak_fail(err, &LED_015, str_c(&tmp, name));
        arena_free(&tmp);
        AK_TRY(code);
        bytes += name.n + d->parts[i].value.n + DISCLOSURE_FRAME_BYTES;
    }
    if (bytes > ENTRY_SAID_BYTES_MAX)
        return ak_fail(err, &LED_017, ak_arg_int((int64_t)bytes), ak_arg_int((int64_t)ENTRY_SAID_BYTES_MAX));
    return AK_OK;
}

static str disclosure_new(arena *a, const uint8_t salt[static SALT_BYTES], const entry_part *part)
{
    buf b = buf_new(a, ENTRY_SAID_BYTES_MAX);
    str signs = base64url_write(a, salt, SALT_BYTES);
    buf_add_c(&b, "[\"");
    buf_add_str(&b, signs);
    buf_add_c(&b, "\",\"");
    buf_add_str(&b, part->name);
    buf_add_c(&b, "\",");
    buf_add_str(&b, part->value);
    buf_add_char(&b, ']');
    return buf_str(&b);
}

static str payload_said(entry_draft *d, arena *a)
{
    size_t n = d->parts_n;
    d->said = ARENA_NEWS(a, str, n);
    digest_text *digests = ARENA_NEWS(a, digest_text, n);
    uint8_t *salts = arena_alloc(a, n * SALT_BYTES);
    randombytes_buf(salts, n * SALT_BYTES);
    for (size_t i = 0; i < n; i++) {
        d->said[i] = disclosure_new(a, salts + i * SALT_BYTES, &d->parts[i]);
        digests[i] = digest_of(a, d->said[i]);
    }
    qsort(digests, n, sizeof *digests, digest_cmp);
    buf b = buf_new(a, 0);
    buf_add_c(&b, "{\"_sd\":[");
    for (size_t i = 0; i < n; i++) {
        buf_add_c(&b, i ? ",\"" : "\"");
        buf_add(&b, digests[i].p, DIGEST_SIGNS);
        buf_add_char(&b, '"');
    }
    buf_printf(&b, "],\"_sd_alg\":\"sha-256\",\"seq\":%llu,\"v\":1}", (unsigned long long)d->seq);
    return buf_str(&b);
}

static str payload_plain(const entry_draft *d, arena *a)
{
    buf b = buf_new(a, 0);
    buf_add_c(&b, "{\"body\":");
    buf_add_str(&b, d->body);
    buf_printf(&b, ",\"seq\":%llu,\"type\":\"%s\",\"v\":1}", (unsigned long long)d->seq, d->type);
    return buf_str(&b);
}

ak_code entry_build(entry_draft *d, arena *a, const ledger_key *key, uint64_t seq, int64_t iat_s, ak_err *err)
{
    if (d->type && !type_ok(str_of(d->type)))
        return ak_fail(err, &LED_019, d->type);
    AK_TRY(parts_check(d, err));
    d->seq = seq;
    str payload = d->type ? payload_plain(d, a) : payload_said(d, a);
    str protected_bytes = cose_protected(a, &key->kid, key->origin, iat_s < 0 ? 0 : iat_s);
    if (payload.n > ENTRY_BYTES_MAX)
        return ak_fail(err, &LED_017, ak_arg_int((int64_t)payload.n), ak_arg_int(ENTRY_BYTES_MAX));
    str to_sign = cose_signed_bytes(a, protected_bytes, payload);
    uint8_t sig[LEDGER_SIG_BYTES];
    AK_TRY(key_sign(sig, key, to_sign.p, to_sign.n, err));
    d->kid = key->kid;
    d->iat_s = iat_s;
    d->entry = cose_write(a, protected_bytes, payload, sig);
    if (d->entry.n > ENTRY_BYTES_MAX)
        return ak_fail(err, &LED_017, ak_arg_int((int64_t)d->entry.n), ak_arg_int(ENTRY_BYTES_MAX));
    merkle_leaf(&d->leaf, d->entry.p, d->entry.n);
    return AK_OK;
}

/* ---- reading ---- */

static bool take(str *rest, const char *literal)
{
    if (!str_starts(*rest, literal))
        return false;
    size_t n = strlen(literal);
    *rest = (str){rest->p + n, rest->n - n};
    return true;
}

static bool take_seq(str *rest, uint64_t *out)
{
    size_t n = 0;
    uint64_t v = 0;
    while (n < rest->n && n < 17 && rest->p[n] >= '0' && rest->p[n] <= '9')
        v = v * 10 + (uint64_t)(rest->p[n++] - '0');
    if (n == 0 || v > SEQ_MAX || (n > 1 && rest->p[0] == '0'))
        return false;
    *rest = (str){rest->p + n, rest->n - n};
    *out = v;
    return true;
}

/* Base64url of 32 bytes: signs of the alphabet, and the last carries no more than the 4 bits it may. */
static bool digest_ok(arena *a, str signs)
{
    arena_mark mark = arena_save(a);
    str bytes;
    bool ok = base64url_read(a, &bytes, signs) && bytes.n == SHA256_BYTES;
    arena_rewind(a, mark);
    return ok;
}

static const char *read_said(entry_info *out, arena *a, str payload, const digest_text **digests_out)
{
    str rest = payload;
    if (!take(&rest, "{\"_sd\":["))
        return N_("it is neither said in parts nor plain");
    digest_text *digests = ARENA_NEWS(a, digest_text, rest.n / (DIGEST_SIGNS + 2) + 1);
    size_t n = 0;
    while (take(&rest, n ? ",\"" : "\"")) {
        str signs = {rest.p, rest.n < DIGEST_SIGNS ? rest.n : DIGEST_SIGNS};
        if (signs.n < DIGEST_SIGNS || !digest_ok(a, signs))
            return N_("a digest is none");
        memcpy(digests[n].p, signs.p, DIGEST_SIGNS);
        if (n && digest_cmp(&digests[n - 1], &digests[n]) >= 0)
            return N_("the digests are not in ascending order");
        n++;
        rest = (str){rest.p + DIGEST_SIGNS, rest.n - DIGEST_SIGNS};
        if (!take(&rest, "\""))
            return N_("a digest is none");
    }
    if (n > ENTRY_PARTS_MAX)
        return N_("it has too many parts");
    if (!take(&rest, "],\"_sd_alg\":\"sha-256\",\"seq\":") || !take_seq(&rest, &out->seq) ||
        !take(&rest, ",\"v\":1}") || rest.n)
        return N_("a member is missing or not as it must be");
    out->digests_n = n;
    *digests_out = digests;
    return NULL;
}

static ak_code read_plain(entry_info *out, arena *a, str payload, ak_err *err)
{
    json *top;
    if (json_read(&top, a, payload, &(json_limits){.depth_max = 8}, NULL) != AK_OK)
        return ak_fail(err, &LED_011, N_("it is no JSON"));
    const json *body = json_get(top, "body"), *seq = json_get(top, "seq"), *v = json_get(top, "v");
    int64_t number = 0, version = 0;
    out->type = json_str(top, "type");
    if (!body || body->kind != JSON_OBJECT || !json_i64(&number, seq) || number < 0 ||
        !json_i64(&version, v) || version != 1 || top->n != 4 || !type_ok(out->type))
        return ak_fail(err, &LED_011, N_("a member is missing or not as it must be"));
    buf again = buf_new(a, ENTRY_BYTES_MAX);
    if (json_canonical(&again, top, NULL) != AK_OK || !str_eq(buf_str(&again), payload))
        return ak_fail(err, &LED_011, N_("it is not canonical JSON"));
    out->seq = (uint64_t)number;
    out->body_tree = top->first; /* canonical: body comes first */
    out->body = (str){payload.p + body->at, body->end - body->at};
    return AK_OK;
}

static const char *read_disclosure(entry_shown *out, arena *a, str disclosure)
{
    str rest = disclosure;
    if (!take(&rest, "[\"") || rest.n < SALT_SIGNS)
        return N_("it has no salt");
    str salt;
    arena_mark mark = arena_save(a);
    bool salted = base64url_read(a, &salt, (str){rest.p, SALT_SIGNS}) && salt.n == SALT_BYTES;
    arena_rewind(a, mark);
    rest = (str){rest.p + SALT_SIGNS, rest.n - SALT_SIGNS};
    if (!salted || !take(&rest, "\",\""))
        return N_("it has no salt");
    str tail = rest;
    out->name = str_cut(&tail, '"');
    if (!name_ok(out->name) || !take(&tail, ",") || !str_ends(tail, "]"))
        return N_("it has no name");
    out->value = (str){tail.p, tail.n - 1};
    if (json_read(&out->tree, a, out->value, NULL, NULL) != AK_OK)
        return N_("its value is no JSON");
    return NULL;
}

static ak_code match_disclosures(entry_info *out, arena *a, const digest_text *digests, const str *said,
                                 size_t said_n, ak_err *err)
{
    out->withheld_n = out->digests_n - said_n;
    if (said_n > out->digests_n)
        return ak_fail(err, &LED_016);
    if (said_n == 0 || !digests)
        return AK_OK;
    bool *used = ARENA_NEWS(a, bool, out->digests_n);
    out->shown = ARENA_NEWS(a, entry_shown, said_n);
    for (size_t i = 0; i < said_n; i++) {
        digest_text digest = digest_of(a, said[i]);
        const digest_text *at = bsearch(&digest, digests, out->digests_n, sizeof digest, digest_cmp);
        if (!at)
            return ak_fail(err, &LED_016);
        entry_shown *shown = &out->shown[i];
        const char *wrong = read_disclosure(shown, a, said[i]);
        if (wrong)
            return ak_fail(err, &LED_014, wrong);
        bool again = used[at - digests];
        for (size_t k = 0; k < i; k++)
            again = again || str_eq(out->shown[k].name, shown->name);
        if (again)
            return ak_fail(err, &LED_015, str_c(a, shown->name));
        used[at - digests] = true;
    }
    out->shown_n = said_n;
    return AK_OK;
}

static ak_code signature_check(const cose_sign1 *c, arena *a, const ledger_public *pub, ak_err *err)
{
    ledger_hash kid;
    key_id(&kid, pub);
    if (!ledger_hash_eq(&kid, &c->kid)) {
        char have[2 * SHA256_BYTES + 1], want[2 * SHA256_BYTES + 1];
        hex_write(have, c->kid.b, sizeof c->kid.b);
        hex_write(want, kid.b, sizeof kid.b);
        return ak_fail(err, &LED_013, have, want);
    }
    str bytes = cose_signed_bytes(a, c->protected_bytes, c->payload);
    if (!key_check(pub, c->sig, bytes.p, bytes.n))
        return ak_fail(err, &LED_012);
    return AK_OK;
}

ak_code entry_read(entry_info *out, arena *a, str entry, const str *said, size_t said_n,
                   const ledger_public *pub, ak_err *err)
{
    cose_sign1 c;
    AK_TRY(cose_read(&c, a, entry, err));
    *out = (entry_info){.kid = c.kid, .iss = c.iss, .iat_s = c.iat_s};
    merkle_leaf(&out->leaf, entry.p, entry.n);
    if (pub)
        AK_TRY(signature_check(&c, a, pub, err));
    const digest_text *digests = NULL;
    if (str_starts(c.payload, "{\"body\":")) {
        AK_TRY(read_plain(out, a, c.payload, err));
    } else {
        const char *wrong = read_said(out, a, c.payload, &digests);
        if (wrong)
            return ak_fail(err, &LED_011, wrong);
    }
    return match_disclosures(out, a, digests, said, said_n, err);
}

const entry_shown *entry_part_get(const entry_info *e, const char *name)
{
    for (size_t i = 0; i < e->shown_n; i++)
        if (str_is(e->shown[i].name, name))
            return &e->shown[i];
    return NULL;
}
