/* check_batch.c -- rows for the documents and batches of a plan, and their bytes on the way in. */
#include <string.h>

#include "record/batch_private.h"
#include "record/check_private.h"
#include "record/rules.h"
#include "record_sql.h"

static void say(plan_row *r, const char *name, const char *text)
{
    plan_add_cell(r,
                  (plan_cell){.field = field_find(&families[r->family], str_of(name)), .text = str_of(text)});
}

static plan_row *program_row(checker *k, const char *fam, const char *file, size_t cells)
{
    plan_row *r = plan_add_row(k->p, family_find(str_of(fam)), cells);
    r->file = file;
    r->by_program = true;
    return r;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

ak_code check_documents(checker *k, ak_err *err)
{
    (void)err;
    int fam = family_find(STR("document"));
    int digest = field_find(&families[fam], STR("digest"));
    strmap had = {.a = &k->tmp};
    for (size_t i = 0; i < k->p->rows_n; i++) {
        plan_cell cell;
        if (k->p->rows[i]->family == fam && row_cell(&cell, k->p->rows[i], digest))
            strmap_put(&had, str_trim(cell.text), 0);
    }
    for (size_t i = 0; i < k->p->documents_n; i++) {
        const plan_document *d = k->p->documents[i];
        if (strmap_get(&had, str_of(d->sha256)))
            continue;
        plan_row *r = program_row(k, "document", d->file, 3);
        say(r, "digest", d->sha256);
        say(r, "media_type", d->media_type);
        say(r, "title", base_name(d->file));
        strmap_put(&had, str_of(d->sha256), 0);
    }
    return AK_OK;
}

/* Whether somebody's standing word speaks of a document with this digest. */
static ak_code digest_known(bool *out, checker *k, const char *digest, ak_err *err)
{
    record_document_said_row row = {0};
    record_document_said_params p = {str_of(digest)};
    return record_document_said_one(&row, out, k->p->a, k->c->db, &k->c->scope, &p, err);
}

ak_code check_sources(checker *k, ak_err *err)
{
    plan *p = k->p;
    for (size_t i = 0; i < p->files_n; i++) {
        plan_file *f = p->files[i];
        if (!f->sha256[0])
            continue;
        bool known = false;
        AK_TRY(digest_known(&known, k, f->sha256, err));
        f->known_before |= known;
        if (known || f->noted || !f->media_type || f->statements == 0 || p->faults.total)
            continue;
        f->noted = true;
        plan_row *r = program_row(k, "document", f->file, 4);
        say(r, "digest", f->sha256);
        say(r, "media_type", f->media_type);
        say(r, "title", base_name(f->file));
        say(r, "document_kind", "spreadsheet");
    }
    return AK_OK;
}

static void told_known(checker *k, const plan_batch *b)
{
    for (size_t i = 0; i < k->p->files_n; i++)
        if (strcmp(k->p->files[i]->file, b->file) == 0)
            k->p->files[i]->known_before = true;
}

static ak_code add_batch(checker *k, plan_batch *b, ak_err *err)
{
    arena *a = k->p->a;
    b->parts = ARENA_NEW(a, batch_parts);
    AK_TRY(batch_known(&b->known, k->c, b, err));
    plan_row *r = program_row(k, "event_batch", b->file, 6);
    r->batch = b;
    if (b->known) {
        told_known(k, b);
        return AK_OK;
    }
    AK_TRY(batch_make(b->parts, a, b, err));
    char hex[65];
    hex_write(hex, b->parts->root.b, sizeof b->parts->root.b);
    say(r, "root", arena_text(a, hex));
    say(r, "content", "epcis");
    say(r, "event_count", arena_text(a, ak_arg_int((int64_t)b->n)));
    say(r, "first_at", b->first_at);
    say(r, "last_at", b->last_at);
    say(r, "media_type", b->media_type);
    return AK_OK;
}

ak_code check_batches(checker *k, ak_err *err)
{
    for (size_t i = 0; i < k->p->batches_n; i++)
        if (!k->p->batches[i]->parts)
            AK_TRY(add_batch(k, k->p->batches[i], err));
    return AK_OK;
}

ak_code batch_stage(const plan *p, ledger *l, ak_err *err)
{
    for (size_t i = 0; i < p->batches_n; i++) {
        const plan_batch *b = p->batches[i];
        if (b->parts && !b->known && b->parts->file.n > 0)
            AK_TRY(ledger_stage_batch(l, &b->parts->root, b->parts->file, err));
    }
    return AK_OK;
}

ak_code document_stage(const plan *p, ledger *l, ak_err *err)
{
    for (size_t i = 0; i < p->documents_n; i++) {
        const plan_document *d = p->documents[i];
        ledger_hash named, found;
        int64_t bytes;
        if (!hex_read(named.b, sizeof named.b, str_of(d->sha256)) || ledger_doc_has(l, &named))
            continue;
        if (d->content.n > 0)
            AK_TRY(ledger_stage_doc(&found, l, d->content, err));
        else
            AK_TRY(ledger_stage_doc_file(&found, &bytes, l, d->file, err));
        if (!ledger_hash_eq(&named, &found))
            return ak_fail(err, &REC_092, d->file);
    }
    return AK_OK;
}
