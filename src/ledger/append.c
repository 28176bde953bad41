/* append.c -- signing drafts, and committing them: one frame, one fdatasync. */
#include "base/pool.h"
#include "ledger/handle.h"
#include "ledger/ledger.h"
#include "ledger/rules.h"

#define BUILD_CHUNK 64 /* drafts a thread signs at a time: about a millisecond */

typedef struct build_job {
    const ledger *l;
    entry_draft *drafts;
    size_t n;
    uint64_t seq_first;
    int64_t iat_s;
} build_job;

static ak_code build_chunk(void *payload, size_t i, arena *own, ak_err *err)
{
    const build_job *job = payload;
    size_t to = (i + 1) * BUILD_CHUNK < job->n ? (i + 1) * BUILD_CHUNK : job->n;
    for (size_t k = i * BUILD_CHUNK; k < to; k++)
        AK_TRY(entry_build(&job->drafts[k], own, &job->l->key, job->seq_first + k, job->iat_s, err));
    return AK_OK;
}

ak_code ledger_build(const ledger *l, arena *a, entry_draft *drafts, size_t n, uint64_t seq_first,
                     int64_t iat_s, ak_err *err)
{
    if (l->mode != LEDGER_WRITE)
        return ak_fail(err, &LED_030);
    build_job job = {l, drafts, n, seq_first, iat_s};
    return pool_map(a, (n + BUILD_CHUNK - 1) / BUILD_CHUNK, build_chunk, &job, err);
}

ak_code ledger_append_begin(ledger *l, ak_err *err)
{
    if (!l->locked || l->frame)
        return ak_fail(err, &LED_030);
    ledger_hash root;
    merkle_edge_root(&root, &l->edge);
    l->frame_edge = l->edge;
    l->pending.added = 0;
    ak_code code = wal_begin(&l->frame, l->wal_fd, l->wal_end, l->edge.size, &root, err);
    if (code != AK_OK)
        ledger_append_drop(l);
    return code;
}

static ak_code add_one(ledger *l, const entry_draft *d, ak_err *err)
{
    uint64_t due = ledger_seq_next(l);
    if (d->entry.n == 0 || d->seq != due)
        return ak_fail(err, &LED_031, ak_arg_int((int64_t)d->seq), ak_arg_int((int64_t)due));
    wal_spot spot;
    AK_TRY(wal_add(&spot, l->frame, d->entry, d->said, d->type ? 0 : d->parts_n, err));
    merkle_edge_add(&l->frame_edge, &d->leaf);
    ledger_pending_push(&l->pending, &spot, &d->leaf);
    return AK_OK;
}

ak_code ledger_append_add(ledger *l, const entry_draft *drafts, size_t n, ak_err *err)
{
    if (!l->frame)
        return ak_fail(err, &LED_030);
    for (size_t i = 0; i < n; i++) {
        ak_code code = add_one(l, &drafts[i], err);
        if (code != AK_OK) {
            ledger_append_drop(l);
            return code;
        }
    }
    return AK_OK;
}

/* Documents first: no entry may be durable whose document is not. */
static ak_code link_staged(ledger *l, ak_err *err)
{
    for (; l->staged; l->staged = l->staged->next)
        AK_TRY(disk_link_staged(&l->disk, l->staged->name, l->staged->path, DISK_PRIVATE, err));
    arena_free(&l->stage_a);
    return AK_OK;
}

ak_code ledger_append_end(uint64_t *first_out, ledger *l, ak_err *err)
{
    if (!l->frame)
        return ak_fail(err, &LED_030);
    ak_code code = link_staged(l, err);
    if (code != AK_OK) {
        ledger_append_drop(l);
        return code;
    }
    if (l->pending.added == 0) { /* nothing was said: no frame */
        ledger_append_drop(l);
        *first_out = l->edge.size;
        return AK_OK;
    }
    ledger_hash root;
    merkle_edge_root(&root, &l->frame_edge);
    wal_writer *w = l->frame;
    l->frame = NULL;
    code = wal_end(&l->wal_end, w, l->pending.added, &root, &l->disk, l->wal_path, err);
    if (code != AK_OK) {
        l->pending.added = 0;
        return code;
    }
    *first_out = l->edge.size;
    l->edge = l->frame_edge;
    l->seq_next += l->pending.added;
    l->pending.n += l->pending.added;
    l->pending.added = 0;
    return AK_OK;
}

void ledger_append_drop(ledger *l)
{
    if (l->frame)
        wal_drop(l->frame);
    l->frame = NULL;
    l->pending.added = 0;
}

ak_code ledger_append(uint64_t *first_out, ledger *l, const entry_draft *drafts, size_t n, ak_err *err)
{
    AK_TRY(ledger_append_begin(l, err));
    AK_TRY(ledger_append_add(l, drafts, n, err));
    return ledger_append_end(first_out, l, err);
}
