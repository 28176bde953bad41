/* commit.c -- a checked plan becomes part of the record: all of it or nothing. */
#include "record/commit.h"

#include <string.h>

#include "base/date.h"
#include "base/pool.h"
#include "record/batch_private.h"
#include "record/rules.h"
#include "record/workspace.h"

#define BLOCK       2048        /* statements signed and appended at a time in a large commit: 12 MiB */
#define SIGN_BEFORE (8 * BLOCK) /* up to this size all lie in memory until they are written: 100 MiB */
#define DRAFT_CHUNK 512

typedef struct committing {
    ctx *c;
    plan *p;
    workspace *ws;
    ledger *l;
    const progress *steps;
    const said **said; /* [n] what is new, in the order of the plan */
    size_t n;
    int64_t now_s;
    uint64_t seq;    /* of the first statement */
    ledger_hash act; /* its leaf */
} committing;

static ak_code step(const committing *k, const char *stage, uint64_t done, ak_err *err)
{
    if (!k->steps || !k->steps->step || k->steps->step(k->steps->payload, stage, done, k->n))
        return AK_OK;
    return ak_fail(err, &REC_090);
}

/* Once it is durable nothing stops it: whoever waits is told, but cannot say no. */
static bool only_tell(void *payload, const char *stage, uint64_t done, uint64_t total)
{
    const progress *steps = payload;
    if (steps && steps->step)
        steps->step(steps->payload, stage, done, total);
    return true;
}

static void gather(committing *k)
{
    k->n = 0;
    k->said = ARENA_NEWS(&k->p->rows_mem, const said *, k->p->rows_n);
    for (size_t i = 0; i < k->p->rows_n; i++)
        if (k->p->rows[i]->said && !k->p->rows[i]->unchanged)
            k->said[k->n++] = k->p->rows[i]->said;
}

/* ---- Signing ---- */

typedef struct drafting {
    const committing *k;
    entry_draft *drafts;
    arena *mem; /* one a chunk; lives until the block is appended */
    size_t first, n;
} drafting;

static ak_code draft_chunk(void *payload, size_t chunk, arena *own, ak_err *err)
{
    (void)own;
    drafting *d = payload;
    size_t end = (chunk + 1) * DRAFT_CHUNK < d->n ? (chunk + 1) * DRAFT_CHUNK : d->n;
    for (size_t i = chunk * DRAFT_CHUNK; i < end; i++)
        AK_TRY(said_draft(&d->drafts[i], &d->mem[chunk], d->k->said[d->first + i], d->k->seq, err));
    return AK_OK;
}

/* Drafts of statements first .. first + n - 1, signed; they live in mem. */
static ak_code build(entry_draft **out, committing *k, arena *mem, size_t first, size_t n, ak_err *err)
{
    size_t chunks = (n + DRAFT_CHUNK - 1) / DRAFT_CHUNK;
    drafting d = {.k = k,
                  .drafts = ARENA_NEWS(mem, entry_draft, n),
                  .mem = ARENA_NEWS(mem, arena, chunks),
                  .first = first,
                  .n = n};
    for (size_t i = 0; i < chunks; i++)
        arena_own(mem, (void (*)(void *))arena_free, &d.mem[i]);
    AK_TRY(pool_map(mem, chunks, draft_chunk, &d, err));
    AK_TRY(ledger_build(k->l, mem, d.drafts, n, k->seq + first, k->now_s, err));
    if (first == 0)
        k->act = d.drafts[0].leaf;
    *out = d.drafts;
    return AK_OK;
}

/* ---- Under the lock ---- */

/* Others wrote between the check and the lock: what the state knows may have changed. */
static ak_code check_again(committing *k, ak_err *err)
{
    AK_TRY(workspace_catch_up(k->ws, NULL, err));
    k->c->db = workspace_state(k->ws);
    AK_TRY(plan_check(k->p, k->c, NULL, err));
    if (k->p->faults.total)
        return ak_fail(err, &REC_091, ak_arg_int((int64_t)k->p->faults.total));
    gather(k);
    return AK_OK;
}

static ak_code append_block(committing *k, size_t at, ak_err *err)
{
    arena mem = {0};
    entry_draft *drafts = NULL;
    size_t n = k->n - at < BLOCK ? k->n - at : BLOCK;
    ak_code code = step(k, N_("Signing and writing"), at, err);
    if (code == AK_OK)
        code = build(&drafts, k, &mem, at, n, err);
    if (code == AK_OK)
        code = ledger_append_add(k->l, drafts, n, err);
    arena_free(&mem);
    return code;
}

/* A commit that does not fit into memory: begun under the lock it is in the WAL, else it waits aside. */
static ak_code append_blocks(committing *k, ak_err *err)
{
    AK_TRY(ledger_append_begin(k->l, err));
    for (size_t at = 0; at < k->n; at += BLOCK) {
        ak_code code = append_block(k, at, err);
        if (code != AK_OK) {
            ledger_append_drop(k->l);
            return code;
        }
    }
    return AK_OK;
}

/* Signs all of it before the lock is taken (D11), so that a long import does not hold up a form. */
static ak_code prepare(entry_draft **drafts, committing *k, arena *mem, ak_err *err)
{
    k->seq = ledger_seq_next(k->l);
    if (k->n <= SIGN_BEFORE)
        return build(drafts, k, mem, 0, k->n, err);
    AK_TRY(append_blocks(k, err));
    return ledger_append_ready(k->l, err);
}

/* What was signed no longer fits, or nothing was. */
static ak_code prepare_again(entry_draft **drafts, committing *k, arena *mem, ak_err *err)
{
    k->seq = ledger_seq_next(k->l);
    return k->n <= SIGN_BEFORE ? build(drafts, k, mem, 0, k->n, err) : append_blocks(k, err);
}

static ak_code locked(commit_result *out, committing *k, entry_draft *drafts, arena *mem, bool publish,
                      ak_err *err)
{
    bool fits = k->p->checked_size == ledger_size(k->l) &&
                (k->n > SIGN_BEFORE ? ledger_append_open(k->l) : ledger_seq_next(k->l) == k->seq);
    if (!fits)
        ledger_append_drop(k->l);
    if (k->p->checked_size != ledger_size(k->l))
        AK_TRY(check_again(k, err));
    if (k->n == 0)
        return AK_OK;
    if (!fits)
        AK_TRY(prepare_again(&drafts, k, mem, err));
    AK_TRY(k->n <= SIGN_BEFORE ? ledger_append(&out->first, k->l, drafts, k->n, err)
                               : ledger_append_end(&out->first, k->l, err));
    out->count = k->n;
    plan_forget_rows(k->p); /* room for the state */
    progress tell = {only_tell, (void *)k->steps};
    AK_TRY(workspace_catch_up(k->ws, &tell, err));
    return publish ? ledger_publish(k->l, err) : AK_OK;
}

static void say_result(commit_result *out, committing *k)
{
    char hex[65];
    ledger_hash root;
    ledger_root(&root, k->l);
    hex_write(hex, root.b, sizeof root.b);
    out->root = arena_text(k->c->a, hex);
    out->size = ledger_size(k->l);
    hex_write(hex, k->act.b, sizeof k->act.b);
    out->act = out->count ? arena_text(k->c->a, hex) : "";
    k->c->db = workspace_state(k->ws);
    k->c->size = out->size;
    k->c->root = out->root;
}

static ak_code commit(commit_result *out, committing *k, arena *mem, bool publish, ak_err *err)
{
    entry_draft *drafts = NULL;
    AK_TRY(step(k, N_("Signing and writing"), 0, err));
    AK_TRY(batch_stage(k->p, k->l, err));
    AK_TRY(document_stage(k->p, k->l, err));
    AK_TRY(prepare(&drafts, k, mem, err));
    AK_TRY(ledger_lock(k->l, LEDGER_WAIT_MS, err));
    ak_code code = locked(out, k, drafts, mem, publish, err);
    ledger_unlock(k->l);
    return code;
}

ak_code plan_commit(commit_result *out, ctx *c, plan *p, const commit_options *o, ak_err *err)
{
    *out = (commit_result){.act = "", .root = ""};
    if (p->faults.total)
        return ak_fail(err, &REC_091, ak_arg_int((int64_t)p->faults.total));
    committing k = {.c = c, .p = p, .ws = c->ws, .l = workspace_ledger(c->ws), .steps = o ? o->steps : NULL};
    AK_TRY(moment_read(&k.now_s, str_of(c->now), err));
    gather(&k);
    arena mem = {0};
    ak_code code = AK_OK;
    if (k.n > 0)
        code = commit(out, &k, &mem, !o || !o->keep_unpublished, err);
    ledger_append_drop(k.l); /* of a commit that failed, or that turned out to say nothing new */
    if (code != AK_OK)
        ledger_stage_drop(k.l);
    else
        say_result(out, &k);
    arena_free(&mem);
    return code;
}
