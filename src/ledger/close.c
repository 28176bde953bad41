/* close.c -- the end of a log, and the one that goes on. */
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "ledger/handle.h"
#include "ledger/keys.h"
#include "ledger/rules.h"
#include "ledger/verify.h"

static ak_code say_plain(ledger *l, arena *a, const char *type, const json *body, int64_t now_s, ak_err *err)
{
    uint64_t first;
    buf b = buf_new(a, ENTRY_BYTES_MAX);
    AK_TRY(json_canonical(&b, body, err));
    AK_TRY(buf_done(&b, err));
    entry_draft d = {.type = type, .body = buf_str(&b)};
    AK_TRY(ledger_build(l, a, &d, 1, ledger_seq_next(l), now_s, err));
    AK_TRY(ledger_append(&first, l, &d, 1, err));
    return ledger_publish(l, err);
}

static ak_code close_locked(ledger *l, arena *a, const char *successor, const char *reason, int64_t now_s,
                            ak_err *err)
{
    const keyring *ring;
    AK_TRY(ledger_ring(&ring, l, err));
    if (ring->closed)
        return str_is(ring->successor, successor ? successor : "") ? ledger_publish(l, err)
                                                                   : ledger_fail_closed(l, err);
    json *body = json_object_new(a);
    json_put(a, body, "origin_name", json_string_new(a, l->key.origin));
    if (successor)
        json_put(a, body, "successor", json_string_new(a, str_of(successor)));
    if (reason && *reason)
        json_put(a, body, "reason", json_string_new(a, str_of(reason)));
    return say_plain(l, a, "close", body, now_s, err);
}

ak_code ledger_close_log(ledger *l, const char *successor, const char *reason, int64_t now_s, ak_err *err)
{
    arena tmp = {0};
    AK_TRY(ledger_lock(l, LEDGER_WAIT_MS, err));
    ak_code code = close_locked(l, &tmp, successor, reason, now_s, err);
    ledger_unlock(l);
    arena_free(&tmp);
    return code;
}

ak_code ledger_before_of(ledger_before *out, arena *a, const ledger *l, ak_err *err)
{
    if (l->published == 0)
        return ak_fail(err, &LED_002, l->dir);
    *out = (ledger_before){.origin = str_copy(a, l->key.origin),
                           .vkey = ledger_vkey(a, l),
                           .size = l->published,
                           .root = l->published_root};
    return AK_OK;
}

static ak_code follow_locked(ledger *l, arena *a, const ledger_before *before, const char *reason,
                             int64_t now_s, ak_err *err)
{
    const keyring *ring;
    AK_TRY(ledger_ring(&ring, l, err));
    if (ring->before.n && str_eq(ring->before, before->origin) && ring->before_size == before->size &&
        ledger_hash_eq(&ring->before_root, &before->root))
        return ledger_publish(l, err);
    if (ring->before.n || l->edge.size != 1)
        return ak_fail(err, &LED_198, l->dir);
    char hex[SHA256_HEX + 1];
    hex_write(hex, before->root.b, sizeof before->root.b);
    json *body = json_object_new(a);
    json_put(a, body, "origin_name", json_string_new(a, before->origin));
    json_put(a, body, "size", json_int_new(a, (int64_t)before->size));
    json_put(a, body, "root", json_string_new(a, str_of(hex)));
    json_put(a, body, "vkey", json_string_new(a, before->vkey));
    if (reason && *reason)
        json_put(a, body, "reason", json_string_new(a, str_of(reason)));
    return say_plain(l, a, "predecessor", body, now_s, err);
}

ak_code ledger_follow(ledger *l, const ledger_before *before, const char *reason, int64_t now_s, ak_err *err)
{
    arena tmp = {0};
    AK_TRY(ledger_lock(l, LEDGER_WAIT_MS, err));
    ak_code code = follow_locked(l, &tmp, before, reason, now_s, err);
    ledger_unlock(l);
    arena_free(&tmp);
    return code;
}

/* ---- the link, from outside ---- */

/* What a log says of itself, and where it lies. */
typedef struct linked {
    const char *log_dir;
    checkpoint head;
    keyring ring;
} linked;

static ak_code linked_read(linked *out, arena *a, const char *dir, ak_err *err)
{
    str text;
    note n;
    const char *inside = arena_printf(a, "%s/log", dir);
    out->log_dir = fs_is_dir(inside) ? inside : dir;
    out->ring = keyring_new(a);
    AK_TRY(fs_read(&text, a, arena_printf(a, "%s/checkpoint", out->log_dir), NOTE_BYTES_MAX, err));
    AK_TRY(checkpoint_note_read(&n, &out->head, a, text, err));
    keyring_scan(&out->ring, out->log_dir, 0, out->head.size, NULL, "");
    return AK_OK;
}

static void link_judge(fault_list *faults, arena *a, const linked *now, const linked *before,
                       const char *place)
{
    const keyring *ring = &now->ring;
    fault at = {.file = place};
    ledger_hash root;
    if (!ring->before.n || !str_eq(ring->before, before->head.origin)) {
        fault_add(faults, &LED_195, &at, str_c(a, before->head.origin));
        return;
    }
    if (before->ring.closed && before->ring.successor.n && !str_eq(before->ring.successor, now->head.origin))
        fault_add(faults, &LED_196, &at, str_c(a, before->head.origin), str_c(a, before->ring.successor));
    if (ring->before_size != before->head.size)
        fault_add(faults, &LED_197, &at, ak_arg_int((int64_t)before->head.size),
                  ak_arg_int((int64_t)ring->before_size));
    if (ring->before_size > before->head.size)
        return; /* of that size it shows nothing */
    tile_reader *r = ARENA_NEW(a, tile_reader);
    r->log_dir = before->log_dir;
    r->size = before->head.size;
    if (merkle_root_at(&root, ring->before_size, tile_fetch, r, NULL) != AK_OK ||
        !ledger_hash_eq(&root, &ring->before_root))
        fault_add(faults, &LED_194, &at, str_c(a, before->head.origin),
                  ak_arg_int((int64_t)ring->before_size));
}

ak_code ledger_link_check(fault_list *faults, arena *a, const char *dir, const char *before_dir, ak_err *err)
{
    linked now, before;
    verify_report r;
    const char *inside = arena_printf(a, "%s/log", before_dir);
    if (fs_is_dir(inside)) /* what lies beside the log is another question */
        before_dir = inside;
    AK_TRY(ledger_verify(&r, a, before_dir, NULL, err));
    for (size_t i = 0; i < r.faults.n; i++) {
        fault at = r.faults.rows[i];
        at.file = arena_printf(a, "%s/%s", before_dir, at.file);
        fault_add(faults, at.rule, &at, at.arg[0] ? at.arg[0] : "", at.arg[1] ? at.arg[1] : "");
    }
    if (linked_read(&now, a, dir, NULL) != AK_OK)
        return AK_OK; /* the head cannot be read: that was found */
    AK_TRY(linked_read(&before, a, before_dir, err));
    link_judge(faults, a, &now, &before, before_dir);
    return AK_OK;
}
