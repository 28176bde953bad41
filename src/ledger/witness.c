/* witness.c -- a head is signed when it continues the last one signed; that one is kept first.
 *
 * private/witness/logs/<SHA-256 of the origin, hex>, UTF-8, lines ended by a line feed:
 *
 *     aktsom-witness-1
 *     vkey <verifier key of the log>      one or more
 *     note <base64 of the last head signed, our cosignature included>      absent: none was
 */
#include "ledger/witness.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/fs.h"
#include "ledger/fraud.h"
#include "ledger/rules.h"

#define STATE_HEAD      "aktsom-witness-1"
#define STATE_BYTES_MAX (2 * NOTE_BYTES_MAX)
#define VKEYS_MAX       16

/* ---- the request ---- */

static bool number_read(uint64_t *out, str s)
{
    if (s.n == 0 || s.n > 20 || (s.n > 1 && s.p[0] == '0'))
        return false;
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9' || __builtin_mul_overflow(v, 10, &v) ||
            __builtin_add_overflow(v, (uint64_t)(s.p[i] - '0'), &v))
            return false;
    *out = v;
    return true;
}

bool witness_request_read(witness_request *out, arena *a, str body)
{
    *out = (witness_request){0};
    if (body.n > WITNESS_REQUEST_BYTES_MAX)
        return false;
    str rest = body, line = str_cut(&rest, '\n'), hash;
    if (!str_starts(line, "old ") || !number_read(&out->old_size, (str){line.p + 4, line.n - 4}))
        return false;
    for (;;) {
        if (rest.n == 0)
            return false;
        line = str_cut(&rest, '\n');
        if (line.n == 0)
            break;
        if (out->n == WITNESS_PROOF_MAX || !base64_read(a, &hash, line) || hash.n != SHA256_BYTES)
            return false;
        memcpy(out->proof[out->n++].b, hash.p, SHA256_BYTES);
    }
    return checkpoint_note_read(&out->note, &out->head, a, rest, NULL) == AK_OK;
}

str witness_request_write(arena *a, uint64_t old_size, const ledger_hash *proof, size_t n, str head)
{
    buf b = buf_new(a, 2 * NOTE_BYTES_MAX);
    buf_printf(&b, "old %llu\n", (unsigned long long)old_size);
    for (size_t i = 0; i < n; i++) {
        buf_add_str(&b, base64_write(a, proof[i].b, sizeof proof[i].b));
        buf_add_char(&b, '\n');
    }
    buf_add_char(&b, '\n');
    buf_add_str(&b, head);
    return buf_str(&b);
}

/* ---- the folder ---- */

ak_code witness_make(arena *a, const char *dir, const char *name, ak_err *err)
{
    const char *path = arena_printf(a, "%s/key", dir);
    ledger_key key;
    if (fs_exists(path))
        return ak_fail(err, &LED_105, path);
    if (!key_origin_ok(str_of(name)))
        return ak_fail(err, &LED_009, name);
    AK_TRY(fs_mkdirs(dir, 0700, err));
    AK_TRY(fs_mkdirs(arena_printf(a, "%s/logs", dir), 0700, err));
    AK_TRY(fs_mkdirs(arena_printf(a, "%s/fraud", dir), 0700, err));
    AK_TRY(key_new(&key, a, name, err));
    ak_code code = key_write(&key, path, true, err);
    key_wipe(&key);
    return code;
}

static void wipe(void *key)
{
    key_wipe(key);
}

ak_code witness_open(witness *out, arena *a, const char *dir, ak_err *err)
{
    *out = (witness){.dir = arena_text(a, dir)};
    const char *path = arena_printf(a, "%s/key", dir);
    if (!fs_exists(path))
        return ak_fail(err, &LED_104);
    AK_TRY(key_read(&out->key, a, path, err));
    arena_own(a, wipe, &out->key);
    return AK_OK;
}

str witness_vkey(arena *a, const witness *w)
{
    return note_vkey_text(a, w->key.origin, NOTE_COSIGNATURE, &w->key.pub);
}

static const char *log_path(arena *a, const witness *w, str origin)
{
    char hex[SHA256_HEX + 1];
    sha256_hex(hex, origin.p, origin.n);
    return arena_printf(a, "%s/logs/%s", w->dir, hex);
}

static ak_code state_read(witness_log *out, bool *there, arena *a, const char *path, ak_err *err)
{
    str text, rest;
    *out = (witness_log){.vkeys = ARENA_NEWS(a, str, VKEYS_MAX)};
    ak_code code = fs_read(&text, a, path, STATE_BYTES_MAX, err);
    *there = code != AK_E_NOTFOUND;
    if (code == AK_E_NOTFOUND)
        return AK_OK;
    AK_TRY(code);
    rest = text;
    bool ok = str_ends(text, "\n") && str_is(str_cut(&rest, '\n'), STATE_HEAD);
    while (ok && rest.n) {
        str line = str_cut(&rest, '\n'), kind = str_cut(&line, ' ');
        note_vkey key;
        note n;
        if (str_is(kind, "vkey") && out->vkeys_n < VKEYS_MAX && !out->note.n) {
            ok = note_vkey_read(&key, a, line, NULL) == AK_OK;
            out->vkeys[out->vkeys_n++] = line;
            out->origin = key.name;
        } else {
            ok = str_is(kind, "note") && rest.n == 0 && base64_read(a, &out->note, line) &&
                 checkpoint_note_read(&n, &out->head, a, out->note, NULL) == AK_OK;
        }
    }
    if (!ok || out->vkeys_n == 0)
        return ak_fail(err, &LED_008, path, N_("it is not as a witness writes it"));
    return AK_OK;
}

static ak_code state_write(const witness *w, arena *a, const witness_log *log, ak_err *err)
{
    buf b = buf_new(a, STATE_BYTES_MAX);
    buf_add_c(&b, STATE_HEAD "\n");
    for (size_t i = 0; i < log->vkeys_n; i++) {
        buf_add_c(&b, "vkey ");
        buf_add_str(&b, log->vkeys[i]);
        buf_add_char(&b, '\n');
    }
    if (log->note.n) {
        buf_add_c(&b, "note ");
        buf_add_str(&b, base64_write(a, log->note.p, log->note.n));
        buf_add_char(&b, '\n');
    }
    AK_TRY(buf_done(&b, err));
    return fs_write(log_path(a, w, log->origin), buf_str(&b), 0600, err);
}

static void unlock(void *fd)
{
    close(*(int *)fd);
}

/* Held until the arena goes. */
static ak_code lock(const witness *w, arena *a, ak_err *err)
{
    const char *path = arena_printf(a, "%s/lock", w->dir);
    int *fd = ARENA_NEW(a, int);
    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*fd < 0)
        return ak_fail_errno(err, "open", path);
    arena_own(a, unlock, fd);
    while (flock(*fd, LOCK_EX) != 0)
        if (errno != EINTR)
            return ak_fail_errno(err, "lock", path);
    return AK_OK;
}

static ak_code follow(const witness *w, arena *a, str vkey, ak_err *err)
{
    note_vkey key;
    witness_log log;
    bool there;
    AK_TRY(note_vkey_read(&key, a, vkey, err));
    if (key.type != NOTE_ED25519)
        return ak_fail(err, &LED_052, str_c(a, vkey));
    AK_TRY(lock(w, a, err));
    AK_TRY(state_read(&log, &there, a, log_path(a, w, key.name), err));
    for (size_t i = 0; i < log.vkeys_n; i++)
        if (str_eq(log.vkeys[i], vkey))
            return AK_OK;
    if (log.vkeys_n == VKEYS_MAX)
        return ak_fail(err, &LED_106, ak_arg_int(VKEYS_MAX));
    log.origin = key.name;
    log.vkeys[log.vkeys_n++] = vkey;
    return state_write(w, a, &log, err);
}

ak_code witness_follow(const witness *w, arena *a, str vkey, ak_err *err)
{
    (void)a;
    arena tmp = {0};
    ak_code code = follow(w, &tmp, vkey, err);
    arena_free(&tmp);
    return code;
}

static int by_origin(const void *a, const void *b)
{
    return str_cmp(((const witness_log *)a)->origin, ((const witness_log *)b)->origin);
}

ak_code witness_logs(witness_log **out, size_t *n_out, arena *a, const witness *w, ak_err *err)
{
    fs_list files;
    const char *dir = arena_printf(a, "%s/logs", w->dir);
    AK_TRY(fs_walk(&files, a, dir, WITNESS_LOGS_MAX, err));
    *out = ARENA_NEWS(a, witness_log, files.n + 1);
    *n_out = 0;
    note_vkey own;
    AK_TRY(note_vkey_read(&own, a, witness_vkey(a, w), err));
    for (size_t i = 0; i < files.n; i++) {
        witness_log *log = &(*out)[*n_out];
        bool there;
        note n;
        if (files.rows[i].kind != FS_FILE || strlen(files.rows[i].path) != SHA256_HEX)
            continue; /* what a write that was cut short left beside it */
        AK_TRY(state_read(log, &there, a, arena_printf(a, "%s/%s", dir, files.rows[i].path), err));
        if (log->note.n && note_read(&n, a, log->note, NULL) == AK_OK)
            (void)note_verify(&n, &own, &log->time_s);
        (*n_out)++;
    }
    qsort(*out, *n_out, sizeof **out, by_origin);
    return AK_OK;
}

/* ---- answering ---- */

static ak_code say(witness_answer *out, unsigned status, str body)
{
    out->status = status;
    out->mime = "text/plain; charset=utf-8";
    out->body = body;
    return AK_OK;
}

static ak_code say_size(witness_answer *out, arena *a, const witness_log *log)
{
    say(out, 409, str_of(arena_printf(a, "%llu\n", (unsigned long long)log->head.size)));
    out->mime = "text/x.tlog.size";
    return AK_OK;
}

static bool signed_by_log(arena *a, const witness_log *log, const note *n)
{
    bool good = false;
    for (size_t i = 0; i < log->vkeys_n; i++) {
        note_vkey key;
        if (note_vkey_read(&key, a, log->vkeys[i], NULL) != AK_OK)
            continue;
        note_check check = note_verify(n, &key, NULL);
        if (check == NOTE_BAD)
            return false;
        good = good || check == NOTE_GOOD;
    }
    return good;
}

static bool continues(const witness_log *log, const witness_request *q)
{
    ledger_hash empty;
    merkle_empty(&empty);
    if (q->head.size == 0 && !ledger_hash_eq(&q->head.root, &empty))
        return false;
    if (q->old_size == 0)
        return q->n == 0;
    return merkle_consistency_ok(q->old_size, q->head.size, &log->head.root, &q->head.root, q->proof, q->n);
}

/* The log's key stands under both heads: that is kept for everybody to see. */
static ak_code keep_fraud(witness_answer *out, arena *a, const witness *w, const witness_log *log,
                          const witness_request *q, str head, ak_err *err)
{
    fraud f;
    /* Of a size that is a power of two the proof leaves out its first node: it says nothing of the old. */
    bool told = q->old_size & (q->old_size - 1);
    for (size_t i = 0; i < log->vkeys_n; i++)
        if (fraud_of_heads(&f, a, log->vkeys[i], log->note, head, q->proof, told ? q->n : 0))
            return fraud_keep(&out->fraud, a, arena_printf(a, "%s/fraud", w->dir), &f, err);
    return AK_OK;
}

static ak_code answer(witness_answer *out, arena *a, const witness *w, const witness_request *q, str body,
                      int64_t now_s, ak_err *err)
{
    witness_log log;
    bool there;
    AK_TRY(state_read(&log, &there, a, log_path(a, w, q->head.origin), err));
    if (!there)
        return say(out, 404, STR("unknown log\n"));
    if (!signed_by_log(a, &log, &q->note))
        return say(out, 403, STR("invalid signature\n"));
    if (q->old_size > q->head.size)
        return say(out, 400, STR("old size is larger than the size of the checkpoint\n"));
    out->head = q->head;
    str head = {q->note.text.p, (size_t)(body.p + body.n - q->note.text.p)};
    bool fork = log.note.n && q->head.size == log.head.size && !ledger_hash_eq(&q->head.root, &log.head.root);
    if (fork)
        AK_TRY(keep_fraud(out, a, w, &log, q, head, err));
    if (q->old_size != log.head.size || fork)
        return say_size(out, a, &log);
    if (!continues(&log, q)) {
        AK_TRY(keep_fraud(out, a, w, &log, q, head, err));
        return say(out, 422, STR("invalid consistency proof\n"));
    }
    str line;
    AK_TRY(note_cosign(&line, a, &w->key, q->note.text, (uint64_t)now_s, err));
    log.note = note_with(a, head, line);
    AK_TRY(state_write(w, a, &log, err));
    return say(out, 200, line);
}

ak_code witness_answer_to(witness_answer *out, arena *a, const witness *w, str body, int64_t now_s,
                          ak_err *err)
{
    arena tmp = {0};
    witness_request q;
    *out = (witness_answer){0};
    if (!witness_request_read(&q, &tmp, body)) {
        arena_free(&tmp);
        return say(out, 400, STR("malformed request\n"));
    }
    ak_code code = lock(w, &tmp, err);
    if (code == AK_OK)
        code = answer(out, &tmp, w, &q, body, now_s, err);
    out->body = str_copy(a, out->body);
    out->head.origin = str_copy(a, out->head.origin);
    out->head.extension = STR("");
    out->fraud = out->fraud ? arena_text(a, out->fraud) : NULL;
    arena_free(&tmp);
    return code;
}
