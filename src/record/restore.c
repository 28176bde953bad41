/* restore.c -- a workspace out of a backup, and what a younger copy of the log says of it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "ledger/note.h"
#include "ledger/tile.h"
#include "ledger/verify.h"
#include "record/backup_private.h"
#include "record/batch.h"
#include "record/erase.h"
#include "record/mirror.h"
#include "record/rules.h"

typedef struct younger {
    const char *log_dir;
    str head; /* its checkpoint note */
    checkpoint at;
} younger;

/* The checkpoint of a workspace, a backup or a log folder alone, signed by the log's own key. */
static ak_code read_younger(younger *out, arena *a, const char *dir, str vkey, ak_err *err)
{
    note n;
    note_vkey key;
    const char *inside = arena_printf(a, "%s/log", dir);
    out->log_dir = fs_is_dir(inside) ? inside : dir;
    AK_TRY(fs_read(&out->head, a, arena_printf(a, "%s/checkpoint", out->log_dir), NOTE_BYTES_MAX, err));
    AK_TRY(note_read(&n, a, out->head, err));
    AK_TRY(note_vkey_read(&key, a, vkey, err));
    AK_TRY(checkpoint_read(&out->at, n.text, err));
    /* the key may have been replaced behind the backup */
    keyring ring = keyring_new(a);
    keyring_scan(&ring, out->log_dir, 0, out->at.size, NULL, "");
    const keyring_key *now = keyring_at(&ring, out->at.size);
    bool led = now && keyring_is_log(&ring, &key.pub) && str_eq(ring.origin, key.name);
    if (led)
        key.pub = now->pub;
    key.id = note_key_id(key.name, key.type, &key.pub);
    return note_verify(&n, &key, NULL) == NOTE_GOOD && str_eq(out->at.origin, key.name)
               ? AK_OK
               : ak_fail(err, &BAK_004, dir);
}

/* Is the younger log the restored one, gone on? */
static ak_code check_goes_on(const younger *y, arena *a, const ledger *l, ak_err *err)
{
    tile_reader *r = ARENA_NEW(a, tile_reader);
    r->log_dir = y->log_dir;
    r->size = y->at.size;
    ledger_hash here, there;
    ledger_root(&here, l);
    AK_TRY(merkle_root_at(&there, ledger_size(l), tile_fetch, r, err));
    return ledger_hash_eq(&here, &there) ? AK_OK : ak_fail(err, &BAK_004, y->log_dir);
}

/* What one entry of the younger log takes out of the restored one; *n grows by one where it does. */
static ak_code take_tombstone(erase_item *items, size_t *n, arena *a, const ledger *l, str entry, ak_err *err)
{
    entry_info e;
    uint64_t index;
    ak_err unknown;
    AK_TRY(entry_read(&e, a, entry, NULL, 0, NULL, err));
    ledger_hash *leaf = ARENA_NEW(a, ledger_hash);
    if (!str_is(e.type, "tombstone") || !hex_read(leaf->b, sizeof leaf->b, json_str(e.body_tree, "leaf")))
        return AK_OK; /* of another kind */
    erase_item *item = &items[(*n)++];
    bool own = ledger_find(&index, l, json_str(e.body_tree, "leaf"), &unknown) == AK_OK;
    *item =
        (erase_item){.index = own ? index : 0, .leaf = own ? NULL : leaf}; /* else of another log, or none */
    const json *names = json_get(e.body_tree, "disclosures");
    if (!names || names->kind != JSON_ARRAY)
        return AK_OK;
    item->names = ARENA_NEWS(a, const char *, names->n);
    for (const json *v = names->first; v; v = v->next)
        item->names[item->names_n++] = str_c(a, v->text);
    return AK_OK;
}

/* Entries behind the restored ones are read block by block. */
static ak_code apply_younger(size_t *erased, const younger *y, arena *a, const char *to, const ledger *l,
                             ak_err *err)
{
    for (uint64_t at = ledger_size(l); at < y->at.size;) {
        uint64_t block = at / TILE_WIDTH;
        unsigned width;
        str bundle, entries[TILE_WIDTH];
        erase_item items[TILE_WIDTH];
        size_t n = 0, gone = 0;
        AK_TRY(tile_bundle_read(&bundle, &width, a, y->log_dir, y->at.size, block, err));
        if (!tile_bundle_split(entries, width, bundle))
            return ak_fail(err, &BAK_004, y->log_dir);
        for (; at < y->at.size && at / TILE_WIDTH == block; at++)
            AK_TRY(take_tombstone(items, &n, a, l, entries[at % TILE_WIDTH], err));
        for (size_t i = 0; i < n; i++)
            AK_TRY(batch_erase(&gone, l, items[i].index, items[i].names, items[i].names_n, err));
        *erased += gone;
        AK_TRY(erase_in_folder(&gone, to, items, n, err));
        *erased += gone;
    }
    return AK_OK;
}

/* Others may have seen the longer log: its head stands as the last signed one, so that none is signed behind
 * it. */
static ak_code follow(restore_report *out, arena *a, const char *to, const char *newest, str vkey,
                      ak_err *err)
{
    ledger *l;
    younger y;
    AK_TRY(ledger_open(&l, a, to, LEDGER_READ, err));
    AK_TRY(read_younger(&y, a, newest, vkey, err));
    out->newest = y.at.size;
    if (y.at.size <= ledger_size(l))
        return AK_OK;
    AK_TRY(check_goes_on(&y, a, l, err));
    AK_TRY(apply_younger(&out->erased, &y, a, to, l, err));
    return fs_write(arena_printf(a, "%s/private/signed", to), y.head, 0600, err);
}

static bool is_in_backup(const char *path)
{
    return strcmp(path, BACKUP_MARK) != 0;
}

/* A half-made or faulty workspace is worse than none. */
static ak_code make(restore_report *out, arena *a, const char *from, const char *to, const char *newest,
                    str vkey, ak_err *err)
{
    mirror_report r;
    verify_report checked;
    AK_TRY(mirror(&r, from, to, is_in_backup, err));
    const char *wal = arena_printf(a, "%s/private/wal", to);
    if (!fs_exists(wal)) /* nothing waited for witnesses, in a backup of an older program */
        AK_TRY(fs_write(wal, STR(""), 0600, err));
    AK_TRY(ledger_verify(&checked, a, to, &(verify_options){.vkey = vkey}, err));
    if (!checked.ok)
        return ak_fail(err, &BAK_006, from, ak_arg_int((int64_t)checked.faults.total));
    out->size = out->newest = checked.size;
    return newest ? follow(out, a, to, newest, vkey, err) : AK_OK;
}

ak_code backup_restore(restore_report *out, arena *a, const char *from, const char *to, const char *newest,
                       ak_err *err)
{
    *out = (restore_report){0};
    str vkey = backup_vkey(a, from);
    if (vkey.n == 0)
        return ak_fail(err, &BAK_002, from);
    if (!backup_is_free(a, to))
        return ak_fail(err, &BAK_007, to);
    bool finished = backup_is_finished(a, from);
    ak_code code = make(out, a, from, to, newest, vkey, err);
    out->unfinished = !finished;
    ak_err none;
    if (code != AK_OK && fs_remove_tree(to, &none) != AK_OK)
        return code;
    return code;
}
