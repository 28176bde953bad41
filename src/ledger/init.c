/* init.c -- a new log: folders, key, first entry. */
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "ledger/handle.h"
#include "ledger/ledger.h"
#include "ledger/rules.h"

/* {"key_id","key_role","key_state","party","public_key"}: family signing_key, plain. */
static ak_code key_statement(entry_draft *out, arena *a, const ledger *l, const ledger_party *party,
                             ak_err *err)
{
    char kid[2 * SHA256_BYTES + 1];
    hex_write(kid, l->key.kid.b, sizeof l->key.kid.b);
    json *body = json_object_new(a);
    json_put(a, body, "key_id", json_string_new(a, str_of(kid)));
    json_put(a, body, "public_key", json_string_new(a, base64_write(a, l->key.pub.b, sizeof l->key.pub.b)));
    json_put(a, body, "party", json_string_new(a, str_of(party && party->id ? party->id : "")));
    json_put(a, body, "key_role", json_string_new(a, str_of(party && party->role ? party->role : "log")));
    json_put(a, body, "key_state", json_string_new(a, STR("active")));
    buf b = buf_new(a, ENTRY_BYTES_MAX);
    AK_TRY(json_canonical(&b, body, err));
    *out = (entry_draft){.type = "key", .body = buf_str(&b)};
    return AK_OK;
}

static ak_code make_folders(disk *d, arena *a, ak_err *err)
{
    static const char *const closed[] = {"said",    "doc",          "batch",        "peers",
                                         "private", "private/keys", "private/stage"};
    AK_TRY(fs_mkdirs(d->root, 0755, err));
    AK_TRY(disk_mkdirs(d, "log", DISK_PUBLIC, err));
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        AK_TRY(disk_mkdirs(d, closed[i], DISK_PRIVATE, err));
    const char *wal = arena_printf(a, "%s/%s", d->root, LEDGER_WAL_PATH);
    if (!fs_exists(wal))
        AK_TRY(disk_put(d, LEDGER_WAL_PATH, STR(""), DISK_REPLACE, DISK_PRIVATE, err));
    return AK_OK;
}

static ak_code first_entry(arena *a, const char *dir, const ledger_party *party, int64_t now_s, ak_err *err)
{
    ledger *l;
    AK_TRY(ledger_open_any(&l, a, dir, LEDGER_WRITE, true, err));
    AK_TRY(ledger_lock(l, LEDGER_WAIT_MS, err));
    if (ledger_size(l) == 0) {
        entry_draft d;
        uint64_t first;
        AK_TRY(key_statement(&d, a, l, party, err));
        AK_TRY(ledger_build(l, a, &d, 1, 0, now_s, err));
        AK_TRY(ledger_append(&first, l, &d, 1, err));
    }
    return ledger_publish(l, err);
}

static ak_code init(arena *a, const char *dir, const char *origin, const ledger_party *party, int64_t now_s,
                    ak_err *err)
{
    disk d = {.root = dir, .stage = arena_printf(a, "%s/private/stage", dir)};
    if (fs_exists(arena_printf(a, "%s/%s", dir, LEDGER_CHECKPOINT_PATH)))
        return ak_fail(err, &LED_001, dir);
    if (origin && *origin && !key_origin_ok(str_of(origin)))
        return ak_fail(err, &LED_009, origin);
    AK_TRY(key_start(err));
    ak_code made = make_folders(&d, a, err);
    disk_close(&d);
    AK_TRY(made);
    const char *key_path = arena_printf(a, "%s/%s", dir, LEDGER_KEY_PATH);
    if (!fs_exists(key_path)) { /* else an earlier init was cut short */
        ledger_key key;
        AK_TRY(key_new(&key, a, origin, err));
        ak_code code = key_write(&key, key_path, true, err);
        key_wipe(&key);
        AK_TRY(code);
    }
    return first_entry(a, dir, party, now_s, err);
}

ak_code ledger_init(const char *dir, const char *origin, const ledger_party *party, int64_t now_s,
                    ak_err *err)
{
    arena a = {0};
    ak_code code = init(&a, dir, origin, party, now_s, err);
    arena_free(&a);
    return code;
}
