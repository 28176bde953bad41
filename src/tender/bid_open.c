/* bid_open.c -- a bid after opening: its answers, its file, its time of receipt. */
#include <string.h>

#include "base/fs.h"
#include "exchange/format.h"
#include "exchange/import.h"
#include "exchange/values_json.h"
#include "record/find.h"
#include "tender/bid.h"

static const plan_dialect point = {.decimal_comma = false, .date_order = 'y'};

typedef struct opening {
    ctx *c;
    const tender *t;
    plan *p;
    const import_file *files; /* the answers first, then the attachments */
    size_t files_n;
    const char *number, *tenderer, *received;
} opening;

static int field_at(const char *family_name, const char *field_name)
{
    return field_find(&families[family_find(str_of(family_name))], str_of(field_name));
}

static void put(plan_row *r, const char *field_name, const char *text)
{
    int at = field_find(&families[r->family], str_of(field_name));
    if (at >= 0 && text && text[0])
        plan_add_cell(r, (plan_cell){.field = at, .text = str_of(text), .head = field_name});
}

/* Answers in JSON. */
static ak_code read_json(opening *o, ak_err *err)
{
    str text = {0};
    bool is_list = false;
    const char *file = o->files[0].file;
    AK_TRY(fs_read(&text, o->p->a, o->files[0].path, VALUES_JSON_BYTES_MOST, err));
    plan_file *told = plan_add_file(o->p);
    *told = (plan_file){.file = file, .format = "json", .note = ""};
    AK_TRY(values_json_rows(&is_list, o->p, text, file, family_find(STR("offer_value")), 1, err));
    if (!is_list)
        fault_add(&o->p->faults, &TEND_020, &(fault){.file = file});
    return AK_OK;
}

/* ---- What came, as rows ---- */

static bool is_answer(const plan_cell *cell)
{
    static const char *const answers[] = {"value",      "amount",    "value_text",
                                          "value_date", "fulfilled", "documents"};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (cell->field == field_at("offer_value", answers[i]) && str_trim(cell->text).n)
            return true;
    return false;
}

static bool is_empty(const plan_row *r)
{
    for (size_t i = 0; i < r->n; i++) {
        plan_cell cell = plan_cell_at(r, i);
        if (is_answer(&cell))
            return false;
    }
    return true;
}

static bool cell_of(plan_cell *out, const plan_row *r, const char *field_name)
{
    int at = field_at("offer_value", field_name);
    for (size_t i = 0; i < r->n; i++) {
        *out = plan_cell_at(r, i);
        if (out->field == at && str_trim(out->text).n)
            return true;
    }
    return false;
}

static void tell(opening *o, const ak_rule *rule, const plan_row *r, const plan_cell *cell, const char *arg,
                 const char *arg2)
{
    fault at = {.file = r->file,
                .sheet = r->sheet,
                .row = r->row,
                .column = cell->column,
                .field = cell->head,
                .value = str_c(o->p->a, cell->text)};
    fault_add(&o->p->faults, rule, &at, arg, arg2);
}

/* The price is in the currency of the tender. */
static void check_currency(opening *o, const plan_row *r)
{
    plan_cell cell;
    const currency *wanted = bid_currency(o->t);
    money m = {0};
    if (!cell_of(&cell, r, "amount") || !wanted)
        return;
    const currency *in_head = cell.unit.n ? currency_find(cell.unit) : wanted;
    decimal_dialect how = {.comma = r->dialect && r->dialect->decimal_comma};
    if (money_read(&m, cell.text, how, in_head, NULL) == AK_OK && m.currency != wanted)
        tell(o, &TEND_022, r, &cell, m.currency->code, wanted->code);
}

/* ---- Answers in a table, and attachments as they are ---- */

/* Whatever the file or sheet is called: it holds answers. */
static ak_code take_table(void *payload, const table *t, ak_err *err)
{
    table named = *t;
    table_told told;
    named.names[0] = STR("offer_value");
    return intake_table(&told, payload, &named, err);
}

static ak_code open_intake(intake *in, opening *o, const import_file *f, ak_err *err)
{
    const char *slash = strrchr(f->file, '/');
    *in = (intake){.p = o->p,
                   .words = heads_new(o->p->a),
                   .lang = o->c->lang,
                   .steps = o->c->steps,
                   .file = f->file,
                   .path = f->path,
                   .name = slash ? slash + 1 : f->file,
                   .told = plan_add_file(o->p)};
    *in->told = (plan_file){.file = f->file, .path = f->path, .format = "document", .note = ""};
    return intake_open(in, err);
}

static ak_code read_answers(opening *o, ak_err *err)
{
    intake in;
    str head = {0};
    AK_TRY(open_intake(&in, o, &o->files[0], err));
    AK_TRY(intake_head(&head, &in, err));
    const format *f = format_sniff(head, in.name);
    in.told->format = f->name;
    if (f->tables)
        return f->tables(&in, (table_visit){take_table, &in}, err);
    fault_add(&o->p->faults, &TEND_020, &(fault){.file = o->files[0].file});
    return AK_OK;
}

static ak_code attach(opening *o, ak_err *err)
{
    for (size_t i = 1; i < o->files_n; i++) {
        intake in;
        AK_TRY(open_intake(&in, o, &o->files[i], err));
        AK_TRY(document_read(&in, err));
    }
    return AK_OK;
}

/* Whether it could hold answers: JSON, or a format with tables. */
static ak_code is_table(bool *out, arena *a, const import_file *f, ak_err *err)
{
    str head = {0};
    intake in = {.file = f->file, .path = f->path, .p = plan_new(a)};
    *out = name_ends(f->file, ".json");
    if (*out)
        return AK_OK;
    AK_TRY(intake_head(&head, &in, err));
    *out = format_sniff(head, f->file)->tables != NULL;
    return AK_OK;
}

/* On the command line the answers are named first.  What a browser sends has no order: there it is the
 * one file that is a table. */
static ak_code find_answers(opening *o, import_file *files, size_t n, ak_err *err)
{
    size_t tables = 0;
    for (size_t i = 0; i < n && o->c->upload; i++) {
        bool has_table = false;
        AK_TRY(is_table(&has_table, o->c->a, &files[i], err));
        if (!has_table)
            continue;
        import_file answers = files[i];
        files[i] = files[0];
        files[0] = answers;
        tables++;
    }
    o->files = files;
    o->files_n = n;
    return tables > 1 ? ak_fail(err, &TEND_151, ak_arg_int((int64_t)tables)) : AK_OK;
}

/* Rows that answer become the bid's. */
static void take_rows(opening *o)
{
    int offers = family_find(STR("offer_value"));
    size_t kept = 0;
    for (size_t i = 0; i < o->p->rows_n; i++) {
        plan_row *r = o->p->rows[i];
        if (r->family == offers && is_empty(r))
            continue;
        o->p->rows[kept++] = r;
        if (r->family != offers)
            continue;
        check_currency(o, r);
        plan_row_widen(r, 1);
        put(r, "bid", o->number);
    }
    o->p->rows_n = kept;
}

static ak_code add_bid(opening *o, ak_err *err)
{
    arena *a = o->p->a;
    intake in;
    size_t files_n = o->p->files_n;
    AK_TRY(open_intake(&in, o, &o->files[0], err));
    o->p->files_n = files_n;         /* told already */
    AK_TRY(document_read(&in, err)); /* the very file that came is kept */
    plan_row *r = plan_add_row(o->p, family_find(STR("bid")), 8);
    r->dialect = &point;
    r->file = "";
    r->sheet = "";
    put(r, "tender", o->t->subject.canon_id);
    put(r, "number", o->number);
    put(r, "tenderers", o->tenderer);
    put(r, "received_at", o->received);
    put(r, "file", arena_text(a, in.sha256));
    put(r, "status", "pending");
    if (o->t->bids_until[0] && strcmp(o->received, o->t->bids_until) > 0)
        put(r, "late", "yes");
    return AK_OK;
}

/* "2025-05-05 10:00 +02:00" and its kin as UTC; the bid is late by this. */
static ak_code read_received(opening *o, ctx *c, const args *g, ak_err *err)
{
    int64_t s = 0;
    char text[MOMENT_TEXT_BYTES];
    AK_TRY(moment_read(&s, str_of(args_get(g, "received")), err));
    o->received = arena_text(c->a, moment_text(text, s));
    return AK_OK;
}

ak_code bid_open_plan(plan **out, ctx *c, const args *g, ak_err *err)
{
    tender *t = NULL;
    AK_TRY(tender_of_args(&t, c, g, err));
    opening o = {.c = c,
                 .t = t,
                 .p = plan_new(c->a),
                 .number = args_get(g, "number"),
                 .tenderer = args_get(g, "tenderer")};
    const char *const needed[] = {"file", "number", "tenderer", "received"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!args_get(g, needed[i]) || !args_get(g, needed[i])[0])
            return ak_fail(err, &TEND_024, needed[i]);
    AK_TRY(read_received(&o, c, g, err));
    import_file *files = NULL;
    size_t n = 0;
    AK_TRY(import_files(&files, &n, c, g, err));
    AK_TRY(find_answers(&o, files, n, err));
    AK_TRY(name_ends(files[0].file, ".json") ? read_json(&o, err) : read_answers(&o, err));
    AK_TRY(attach(&o, err));
    take_rows(&o);
    AK_TRY(add_bid(&o, err));
    *out = o.p;
    return AK_OK;
}
