/* proof.c -- proof files (C2SP tlog-proof v1), checked; proof_make.c makes them.
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
    if (!word_take(&line, "index ") || !str_whole(&out->index, line, INT64_MAX))
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

static note_vkey log_key(str name, const ledger_public *pub)
{
    return (note_vkey){
        .name = name, .type = NOTE_ED25519, .pub = *pub, .id = note_key_id(name, NOTE_ED25519, pub)};
}

/* Logs and witnesses of a policy. */
static ak_code policy_check(proof_result *out, arena *a, const proof_file *f, const policy *p)
{
    policy_judge(&out->judged, a, p, &f->note, f->head.origin);
    const policy_log *log = out->judged.log;
    out->verdict = PROOF_BROKEN;
    if (out->judged.broken)
        return ak_fail(&out->why, &LED_102);
    if (!log)
        return ak_fail(&out->why, &LED_101);
    out->verdict = out->judged.quorum ? PROOF_TRUSTED : PROOF_FEW;
    out->vkey = note_vkey_text(a, log->key.name, log->key.type, &log->key.pub);
    out->signer_is_log = memcmp(log->key.pub.b, f->key.b, sizeof f->key.b) == 0;
    return AK_OK;
}

/* The key that the own log had when it was of that size, if it has signed; else key stays.  LED_177: it is
 * in wrong hands, and whoever has it can write a head of that size today. */
static ak_code earlier_own(note_vkey *key, ak_err *why, arena *a, const proof_file *f, const proof_trust *t)
{
    const keyring_key *then = t->own_keys ? keyring_at(t->own_keys, f->head.size) : NULL;
    if (!then)
        return AK_OK;
    note_vkey of_then = log_key(f->head.origin, &then->pub);
    if (note_verify(&f->note, &of_then, NULL) != NOTE_GOOD)
        return AK_OK;
    *key = of_then;
    if (keyring_is_log(t->own_keys, &then->pub))
        return AK_OK;
    return ak_fail(why, &LED_177, str_c(a, note_vkey_text(a, key->name, key->type, &key->pub)));
}

/* Whose signature the head carries: the key asked for, else the own, else the statement's. */
static ak_code signer_check(proof_result *out, arena *a, const proof_file *f, const proof_trust *t,
                            ak_err *err)
{
    note_vkey key;
    if (t->policy)
        return policy_check(out, a, f, t->policy);
    out->verdict = PROOF_TRUSTED;
    if (t->vkey.n) {
        AK_TRY(note_vkey_read(&key, a, t->vkey, err));
    } else {
        bool is_own = t->own && str_eq(t->own_origin, f->head.origin);
        out->verdict = is_own ? PROOF_OWN : PROOF_UNKNOWN;
        key = log_key(f->head.origin, is_own ? t->own : &f->key);
    }
    note_check found = str_eq(key.name, f->head.origin) ? note_verify(&f->note, &key, NULL) : NOTE_UNSIGNED;
    if (found == NOTE_UNSIGNED && out->verdict == PROOF_OWN) {
        ak_code code = earlier_own(&key, &out->why, a, f, t);
        if (code != AK_OK)
            out->verdict = PROOF_BROKEN;
        AK_TRY(code);
        found = note_verify(&f->note, &key, NULL);
    }
    if (found == NOTE_UNSIGNED && out->verdict == PROOF_OWN) { /* another log that claims our name */
        key = log_key(f->head.origin, &f->key);
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

ak_code proof_verify(proof_result *out, arena *a, str file, const proof_trust *trust, ak_err *err)
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
    ak_code code = signer_check(out, a, f, trust, err);
    if (code != AK_OK)
        return out->verdict == PROOF_BROKEN ? AK_OK : code;
    if (content_check(out, a, f) != AK_OK)
        out->verdict = PROOF_BROKEN;
    return AK_OK;
}
