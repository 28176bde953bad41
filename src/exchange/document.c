/* document.c -- any other file: kept as it is, named by its SHA-256.
 *
 * Its media type comes from its first bytes, never from what its name claims; a zip is not opened.
 */
#include <string.h>

#include "base/str.h"
#include "exchange/format.h"
#include "exchange/recipe_rows.h"
#include "exchange/rules.h"

typedef struct magic {
    const char *bytes;
    size_t n;
    size_t at;
    const char *media_type;
} magic;

static const magic magics[] = {
    {"%PDF-",                            5, 0, "application/pdf" },
    {"\x89PNG\r\n\x1a\n",                8, 0, "image/png"       },
    {"\xff\xd8\xff",                     3, 0, "image/jpeg"      },
    {"GIF8",                             4, 0, "image/gif"       },
    {"WEBP",                             4, 8, "image/webp"      },
    {"II*\0",                            4, 0, "image/tiff"      },
    {"MM\0*",                            4, 0, "image/tiff"      },
    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, 0,
     "application/x-ole-storage"                                 }, /* doc, xls, msg of before 2007 */
    {"\x1f\x8b",                         2, 0, "application/gzip"},
    {"\x28\xb5\x2f\xfd",                 4, 0, "application/zstd"},
    {"{\\rtf",                           5, 0, "application/rtf" },
    {"<?xml",                            5, 0, "application/xml" },
    {"\xef\xbb\xbf<?xml",                8, 0, "application/xml" },
};

/* A zip's kind shows in the name of its first members. */
static const char *zip_type(str head)
{
    static const struct {
        const char *part;
        const char *media_type;
    } parts[] = {
        {"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
         "application/vnd.oasis.opendocument.spreadsheet"                                                                                     },
        {"mimetypeapplication/vnd.oasis.opendocument.text",        "application/vnd.oasis.opendocument.text"                                  },
        {"word/",                                                  "application/vnd.openxmlformats-officedocument.wordprocessingml.document"  },
        {"ppt/",                                                   "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
        {"xl/",                                                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"        },
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (memmem(head.p, head.n, parts[i].part, strlen(parts[i].part)))
            return parts[i].media_type;
    return "application/zip";
}

/* The head may end inside a character. */
static bool is_text(str head)
{
    for (size_t cut = 0; cut < 4 && cut <= head.n; cut++)
        if (str_utf8_ok((str){head.p, head.n - cut}))
            return !memchr(head.p, '\0', head.n);
    return false;
}

static const char *media_type_of(str head, const char *name)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const magic *m = &magics[i];
        if (head.n >= m->at + m->n && memcmp(head.p + m->at, m->bytes, m->n) == 0)
            return m->media_type;
    }
    if (head.n >= 4 && memcmp(head.p, "PK\x03\x04", 4) == 0)
        return zip_type(head);
    if (!is_text(head))
        return "application/octet-stream";
    str start = str_trim(head);
    if (start.n && (start.p[0] == '{' || start.p[0] == '['))
        return "application/json";
    if (name_ends(name, ".md"))
        return "text/markdown";
    /* HTML is shown as text and never run: hole 8 of the decisions. */
    return name_ends(name, ".csv") ? "text/csv" : "text/plain";
}

int document_sniff(str head, const char *name)
{
    (void)head;
    (void)name;
    return 1; /* what nobody else knows */
}

static void say(plan_row *row, const char *field_name, str text)
{
    const family *f = &families[row->family];
    plan_add_cell(row, (plan_cell){.field = field_find(f, str_of(field_name)),
                                   .text = text,
                                   .unit = STR(""),
                                   .head = field_name});
}

ak_code document_read(intake *in, ak_err *err)
{
    str head;
    AK_TRY(intake_head(&head, in, err));
    if (!head.n) {
        fault_add(&in->p->faults, &IMP_013, &(fault){.file = in->file});
        return AK_OK;
    }
    plan_document *d = plan_add_document(in->p);
    d->file = in->path;
    memcpy(d->sha256, in->sha256, sizeof d->sha256);
    d->bytes = in->bytes;
    d->media_type = media_type_of(head, in->name);
    d->content = STR(""); /* read again at commit: documents may be larger than memory */

    plan_row *row = plan_add_row(in->p, family_find(STR("document")), 3);
    row->file = in->file;
    row->sheet = "";
    row->dialect = ARENA_NEW(in->p->a, plan_dialect);
    say(row, "digest", str_of(arena_text(in->p->a, in->sha256)));
    say(row, "media_type", str_of(d->media_type));
    say(row, "title", str_of(arena_text(in->p->a, in->name)));
    return AK_OK;
}

ak_code document_keep(const char **digest, plan *p, const char *path, language lang, ak_err *err)
{
    intake in = {.p = p, .lang = lang, .file = path, .path = path, .told = plan_add_file(p)};
    in.told->file = path;
    in.told->format = "document";
    in.told->note = "";
    AK_TRY(intake_open(&in, err));
    AK_TRY(document_read(&in, err));
    *digest = arena_text(p->a, in.sha256);
    return AK_OK;
}

ak_code intake_own_table(intake *in, const table_told *told, ak_err *err)
{
    const recipe_told *r = told->recipe;
    if (!r || !r->of->table)
        return AK_OK;
    for (size_t i = 0; i < in->p->documents_n; i++)
        if (strcmp(in->p->documents[i]->sha256, in->sha256) == 0)
            return AK_OK;
    if (!*r->period) {
        fault_add(&in->p->faults, &IMP_046, &(fault){.file = in->file});
        return AK_OK;
    }
    AK_TRY(document_read(in, err));
    plan_row *row = plan_add_row(in->p, family_find(STR("factor_table")), 3);
    row->file = in->file;
    row->sheet = "";
    row->dialect = ARENA_NEW(in->p->a, plan_dialect);
    say(row, "table_name", str_of(r->of->table));
    say(row, "document", str_of(arena_text(in->p->a, in->sha256)));
    say(row, "edition", str_of(r->period));
    return AK_OK;
}
