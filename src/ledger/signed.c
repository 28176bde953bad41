/* signed.c -- the last head signed: what keeps a log from ever signing two roots of one size.
 *
 * private/signed and private/signed.2 are written in turns, the older one over, with one fdatasync and
 * before the head is given to anybody.  One that cannot be read is one whose writing never ended, so its
 * head was never given out, as long as the other is not behind the head that is out.
 */
#include "base/fs.h"
#include "ledger/handle.h"
#include "ledger/rules.h"

typedef struct twin {
    bool there, readable;
    checkpoint head;
} twin;

static const char *const paths[2] = {LEDGER_SIGNED_PATH, LEDGER_SIGNED_2_PATH};

static ak_code read_twins(twin out[static 2], arena *a, const ledger *l, ak_err *err)
{
    bool any = false, behind = true;
    const char *broken = NULL;
    for (int i = 0; i < 2; i++) {
        str text;
        const char *path = arena_printf(a, "%s/%s", l->dir, paths[i]);
        ak_err why = {0};
        ak_code code = ledger_head_read(&text, &out[i].head, &out[i].there, a, path, &why);
        if (code == AK_E_SYSTEM) { /* it may be whole, and the newer one */
            if (err)
                *err = why;
            return code;
        }
        out[i].readable = code == AK_OK && out[i].there;
        any |= out[i].there;
        behind &= !out[i].readable || out[i].head.size < l->published;
        if (out[i].there && !out[i].readable)
            broken = path;
    }
    return any && broken && behind ? ak_fail(err, &LED_008, broken, N_("it is no signed head")) : AK_OK;
}

static ak_code judge(const ledger *l, const checkpoint *head, ak_err *err)
{
    if (head->size < l->published)
        return AK_OK;
    if (head->size > l->edge.size)
        return ak_fail(err, &LED_004, ak_arg_int((int64_t)head->size), ak_arg_int((int64_t)l->edge.size));
    ledger_hash root = l->published_root;
    if (head->size > l->published) { /* signed, then crashed before the checkpoint was out */
        merkle_edge edge;
        AK_TRY(ledger_edge_at(&edge, l, head->size, err));
        merkle_edge_root(&root, &edge);
    }
    return ledger_hash_eq(&root, &head->root) ? AK_OK
                                              : ak_fail(err, &LED_005, ak_arg_int((int64_t)head->size));
}

ak_code ledger_guard(const ledger *l, ak_err *err)
{
    arena tmp = {0};
    twin twins[2];
    ak_code code = read_twins(twins, &tmp, l, err);
    for (int i = 0; i < 2 && code == AK_OK; i++)
        if (twins[i].readable)
            code = judge(l, &twins[i].head, err);
    arena_free(&tmp);
    return code;
}

static int older(const twin twins[static 2])
{
    if (!twins[0].readable || !twins[1].readable)
        return twins[0].readable;
    return twins[1].head.size < twins[0].head.size;
}

ak_code ledger_signed_put(ledger *l, str head, ak_err *err)
{
    arena tmp = {0};
    twin twins[2];
    ak_code code = read_twins(twins, &tmp, l, err);
    int i = older(twins);
    if (code == AK_OK)
        code = twins[i].there ? disk_write_over(&l->disk, paths[i], head, err)
                              : disk_put(&l->disk, paths[i], head, DISK_REPLACE, DISK_PRIVATE, err);
    arena_free(&tmp);
    return code;
}

ak_code ledger_signed_mend(ledger *l, ak_err *err)
{
    arena tmp = {0};
    twin twins[2];
    str text;
    ak_code code = read_twins(twins, &tmp, l, err);
    int i = older(twins);
    if (code == AK_OK && twins[i].there && !twins[i].readable && twins[!i].readable) {
        code = fs_read(&text, &tmp, arena_printf(&tmp, "%s/%s", l->dir, paths[!i]), NOTE_BYTES_MAX, err);
        if (code == AK_OK)
            code = disk_write_over(&l->disk, paths[i], text, err);
    }
    arena_free(&tmp);
    return code;
}
