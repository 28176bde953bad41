/* cosign.c -- asking the witnesses of the own log to sign its head. */
#include "ledger/cosign.h"

#include <string.h>

#include "base/fetch.h"
#include "base/fs.h"
#include "base/pool.h"
#include "ledger/handle.h"
#include "ledger/rules.h"
#include "ledger/witness.h"

#define SETTING_HEAD      "aktsom-cosign-1"
#define SETTING_PATH      "private/cosign"
#define SETTING_BYTES_MAX (4 * POLICY_BYTES_MAX)
#define ALLOW_MAX         64

/* ---- the setting ---- */

ak_code cosign_setting_read(cosign_setting *out, arena *a, const char *dir, ak_err *err)
{
    str text, rest, value;
    const char *path = arena_printf(a, "%s/%s", dir, SETTING_PATH);
    *out = (cosign_setting){.allow = ARENA_NEWS(a, const char *, ALLOW_MAX)};
    ak_code code = fs_read(&text, a, path, SETTING_BYTES_MAX, err);
    if (code == AK_E_NOTFOUND)
        return AK_OK;
    AK_TRY(code);
    rest = text;
    bool ok = str_is(str_cut(&rest, '\n'), SETTING_HEAD);
    while (ok && rest.n && !out->there) {
        value = str_cut(&rest, '\n');
        str kind = str_cut(&value, ' ');
        if (str_is(kind, "wait"))
            out->wait = str_is(value, "yes");
        else if (str_is(kind, "allow") && out->allow_n < ALLOW_MAX)
            out->allow[out->allow_n++] = str_c(a, value);
        else
            ok = out->there = str_is(kind, "policy") && base64_read(a, &out->text, value);
    }
    if (!ok || !out->there || rest.n)
        return ak_fail(err, &LED_008, path, N_("it is not as it was written"));
    return policy_read(&out->policy, a, out->text, err);
}

ak_code cosign_setting_write(arena *a, const ledger *l, str policy_text, bool wait, const char *const *allow,
                             size_t allow_n, ak_err *err)
{
    policy p;
    bool own = false;
    AK_TRY(policy_read(&p, a, policy_text, err));
    for (unsigned i = 0; i < p.logs_n; i++)
        own =
            own || (str_eq(p.logs[i].key.name, ledger_origin(l)) && ledger_signs_with(l, &p.logs[i].key.pub));
    if (!own)
        return ak_fail(err, &LED_109, str_c(a, ledger_vkey(a, l)));
    buf b = buf_new(a, SETTING_BYTES_MAX);
    buf_printf(&b, SETTING_HEAD "\nwait %s\n", wait ? "yes" : "no");
    for (size_t i = 0; i < allow_n && i < ALLOW_MAX; i++)
        buf_printf(&b, "allow %s\n", allow[i]);
    buf_add_c(&b, "policy ");
    buf_add_str(&b, base64_write(a, policy_text.p, policy_text.n));
    buf_add_char(&b, '\n');
    AK_TRY(buf_done(&b, err));
    return fs_write(arena_printf(a, "%s/%s", ledger_dir(l), SETTING_PATH), buf_str(&b), 0600, err);
}

/* ---- one witness ---- */

ak_code cosign_request(str *out, arena *a, const char *log_dir, str head, uint64_t old_size, ak_err *err)
{
    note n;
    checkpoint c;
    ledger_hash proof[MERKLE_PROOF_MAX + 1];
    size_t proof_n = 0;
    AK_TRY(checkpoint_note_read(&n, &c, a, head, err));
    tile_reader *r = ARENA_NEW(a, tile_reader);
    r->log_dir = log_dir;
    r->size = c.size;
    if (old_size && old_size < c.size)
        AK_TRY(merkle_consistency(proof, &proof_n, old_size, c.size, tile_fetch, r, err));
    *out = witness_request_write(a, old_size, proof, proof_n, head);
    return AK_OK;
}

/* The line of an answer that is this witness's signature on this text; empty: there is none. */
static str fitting(arena *a, const policy_witness *w, str text, str lines)
{
    while (lines.n) {
        note n;
        str line = str_cut(&lines, '\n');
        buf alone = buf_new(a, 2 * NOTE_BYTES_MAX);
        buf_add_str(&alone, text);
        buf_add_char(&alone, '\n');
        buf_add_str(&alone, line);
        buf_add_char(&alone, '\n');
        if (note_read(&n, a, buf_str(&alone), NULL) == AK_OK && note_verify(&n, &w->key, NULL) == NOTE_GOOD)
            return str_of(arena_printf(a, "%.*s\n", (int)line.n, line.p));
    }
    return STR("");
}

typedef struct asking {
    const cosign_setting *s;
    const char *log_dir;
    str head;
    note now, before;
    checkpoint at, last;
    cosign_outcome *outcomes;
} asking;

static ak_code post(fetch_answer *out, arena *a, const asking *k, const policy_witness *w, uint64_t old_size,
                    ak_err *err)
{
    str body;
    AK_TRY(cosign_request(&body, a, k->log_dir, k->head, old_size, err));
    const char *url = arena_printf(a, "%.*s/add-checkpoint", (int)w->url.n, w->url.p);
    return fetch(out, a, url, &body, &(fetch_options){.allow = k->s->allow, .allow_n = k->s->allow_n}, err);
}

static ak_code ask(cosign_outcome *out, arena *a, const asking *k, ak_err *err)
{
    const policy_witness *w = out->witness;
    fetch_answer answer;
    /* It needs a proof from the last head that it signed: the one before, as a rule; else it tells. */
    uint64_t old = k->last.size && note_verify(&k->before, &w->key, NULL) == NOTE_GOOD ? k->last.size : 0;
    for (int i = 0; i < 2; i++) {
        uint64_t seen;
        AK_TRY(post(&answer, a, k, w, old, err));
        out->status = answer.status;
        if (answer.status != 409 || !str_whole(&seen, str_trim(answer.body), INT64_MAX))
            break;
        if (seen > k->at.size) {
            out->state = COSIGN_AHEAD;
            out->size = seen;
            return AK_OK;
        }
        if (seen == old)
            break;
        old = seen;
    }
    if (answer.status == 200)
        out->line = fitting(a, w, k->now.text, answer.body);
    out->state = out->line.n ? COSIGN_GIVEN : COSIGN_REFUSED;
    return AK_OK;
}

static ak_code ask_one(void *payload, size_t i, arena *own, ak_err *err)
{
    (void)err;
    asking *k = payload;
    cosign_outcome *out = &k->outcomes[i];
    if (out->state == COSIGN_UNREACHED && ask(out, own, k, &out->why) != AK_OK)
        out->state = COSIGN_UNREACHED;
    return AK_OK;
}

/* ---- all of them ---- */

ak_code cosign_ask(str *head_out, cosign_outcome **outcomes, arena *a, const cosign_setting *s,
                   const char *log_dir, str head, str last, ak_err *err)
{
    size_t count = s->policy.witnesses_n;
    asking k = {.s = s, .log_dir = log_dir, .head = head};
    AK_TRY(checkpoint_note_read(&k.now, &k.at, a, head, err));
    if (!last.n || checkpoint_note_read(&k.before, &k.last, a, last, NULL) != AK_OK)
        k.last = (checkpoint){0};
    *outcomes = k.outcomes = ARENA_NEWS(a, cosign_outcome, count + 1);
    for (size_t i = 0; i < count; i++) {
        const policy_witness *w = &s->policy.witnesses[i];
        k.outcomes[i] = (cosign_outcome){.witness = w, .state = w->url.n ? COSIGN_UNREACHED : COSIGN_NO_URL};
        if (note_verify(&k.now, &w->key, NULL) == NOTE_GOOD)
            k.outcomes[i].state = COSIGN_HAD;
    }
    AK_TRY(pool_map(a, count, ask_one, &k, err));
    *head_out = head;
    for (size_t i = 0; i < count; i++)
        if (k.outcomes[i].state == COSIGN_GIVEN)
            *head_out = note_with(a, *head_out, k.outcomes[i].line);
    return AK_OK;
}

ak_code cosign_take(str *head_out, arena *a, const policy *p, str head, str lines, ak_err *err)
{
    note n;
    bool any = false;
    *head_out = head;
    AK_TRY(note_read(&n, a, head, err));
    for (unsigned i = 0; i < p->witnesses_n; i++) {
        str line = fitting(a, &p->witnesses[i], n.text, lines);
        any = any || line.n;
        if (line.n)
            *head_out = note_with(a, *head_out, line);
    }
    return any ? AK_OK : ak_fail(err, &LED_110);
}

/* ---- publishing that waits ---- */

static ak_code before_publish(str *head_out, bool *enough, arena *a, void *payload, const ledger *l, str head,
                              ak_err *err)
{
    const cosign_setting *s = payload;
    cosign_outcome *outcomes;
    note n;
    policy_verdict v;
    AK_TRY(cosign_ask(head_out, &outcomes, a, s, l->log_dir, head, l->head_text, err));
    for (unsigned i = 0; i < s->policy.witnesses_n; i++)
        if (outcomes[i].state == COSIGN_AHEAD)
            return ak_fail(err, &LED_111, str_c(a, outcomes[i].witness->name),
                           ak_arg_int((int64_t)outcomes[i].size));
    AK_TRY(note_read(&n, a, *head_out, err));
    policy_judge(&v, a, &s->policy, &n, ledger_origin(l));
    *enough = v.quorum;
    return AK_OK;
}

ak_code cosign_attach(ledger *l, arena *a, ak_err *err)
{
    cosign_setting *s = ARENA_NEW(a, cosign_setting);
    AK_TRY(cosign_setting_read(s, a, ledger_dir(l), err));
    if (s->there && s->wait)
        ledger_cosigner_set(l, before_publish, s);
    return AK_OK;
}
