/* format.c -- the one table of file formats. */
#include "exchange/format.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/fs.h"
#include "exchange/rules.h"

const format formats[] = {
  /* keep sorted by name */
    {"csv",        csv_sniff,        csv_read,        csv_tables,  "text/csv", N_("Table as text (CSV)")         },
    {"document",   document_sniff,   document_read,   NULL,        NULL,       N_("Document, kept as it is")     },
    {"epcis-json", epcis_json_sniff, epcis_json_read, NULL,        NULL,       N_("Events (GS1 EPCIS 2.0, JSON)")},
    {"xlsx",       xlsx_sniff,       xlsx_read,       xlsx_tables,
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",      N_("Workbook (XLSX)")             },
};
const size_t formats_n = sizeof formats / sizeof *formats;

const format *format_sniff(str head, const char *name)
{
    const format *best = format_find("document");
    int sure = 0;
    for (size_t i = 0; i < formats_n; i++) {
        int confidence = formats[i].sniff(head, name);
        if (confidence > sure) {
            best = &formats[i];
            sure = confidence;
        }
    }
    return best;
}

const format *format_find(const char *name)
{
    for (size_t i = 0; i < formats_n; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

bool name_ends(const char *name, const char *ending)
{
    size_t n = strlen(name);
    size_t end_n = strlen(ending);
    return n > end_n && strcasecmp(name + n - end_n, ending) == 0;
}

ak_code intake_open(intake *in, ak_err *err)
{
    unsigned char digest[SHA256_BYTES];
    AK_TRY(fs_sha256(digest, &in->bytes, in->path, err));
    hex_write(in->sha256, digest, sizeof digest);
    const char *slash = strrchr(in->file, '/');
    in->name = slash ? slash + 1 : in->file;
    return AK_OK;
}

str intake_stem(const intake *in)
{
    const char *point = strrchr(in->name, '.');
    return (str){in->name, point && point != in->name ? (size_t)(point - in->name) : strlen(in->name)};
}

ak_code intake_head(str *out, const intake *in, ak_err *err)
{
    *out = STR("");
    FILE *f = fopen(in->path, "rb");
    if (!f)
        return ak_fail_errno(err, "open", in->file);
    char *head = arena_alloc(in->p->a, FORMAT_HEAD_BYTES);
    size_t n = fread(head, 1, FORMAT_HEAD_BYTES, f);
    bool failed = ferror(f) != 0;
    fclose(f);
    if (failed)
        return ak_fail_errno(err, "read", in->file);
    *out = (str){head, n};
    return AK_OK;
}

ak_code intake_bytes(str *out, arena *a, intake *in, ak_err *err)
{
    *out = STR("");
    const fault at = {.file = in->file};
    if (in->bytes == 0) {
        fault_add(&in->p->faults, &IMP_013, &at);
        return AK_OK;
    }
    if ((uint64_t)in->bytes > FORMAT_FILE_BYTES_MOST) {
        fault_add(&in->p->faults, &IMP_024, &at, ak_arg_int((int64_t)(FORMAT_FILE_BYTES_MOST >> 20)));
        return AK_OK;
    }
    if (in->content.n) {
        *out = in->content;
        return AK_OK;
    }
    return fs_read(out, a, in->path, FORMAT_FILE_BYTES_MOST, err);
}

ak_code format_tables_of(size_t *faults, arena *a, str bytes, table_visit visit, ak_err *err)
{
    bool zip = bytes.n >= 2 && memcmp(bytes.p, "PK", 2) == 0;
    const char *name = zip ? "table.xlsx" : "table.csv"; /* a kept document has no name */
    str head = {bytes.p, bytes.n < FORMAT_HEAD_BYTES ? bytes.n : FORMAT_HEAD_BYTES};
    const format *f = format_sniff(head, name);
    plan *p = plan_new(a);
    intake in = {.p = p, .file = "", .path = "", .name = name, .content = bytes, .bytes = (int64_t)bytes.n};
    ak_code code = f->tables ? f->tables(&in, visit, err) : AK_OK;
    *faults = p->faults.total;
    return code;
}

/* Counts rows for whoever waits, on their way into the plan. */
typedef struct counted_sink {
    row_sink to;
    intake *in;
    uint64_t rows;
} counted_sink;

#define STEP_ROWS 4096

static ak_code count_and_take(void *payload, const read_row *row, ak_err *err)
{
    counted_sink *s = payload;
    const progress *steps = s->in->steps;
    if (++s->rows % STEP_ROWS == 0 && steps && !steps->step(steps->payload, N_("Reading rows"), s->rows, 0))
        return ak_fail(err, &IMP_025);
    return s->to.take(s->to.payload, row, err);
}

ak_code intake_table(table_told *out, intake *in, const table *t, ak_err *err)
{
    counted_sink sink = {row_sink_plan(in->p), in, 0};
    return table_read(out, in->p->a, in->words, t, &in->p->faults, (row_sink){count_and_take, &sink}, err);
}
