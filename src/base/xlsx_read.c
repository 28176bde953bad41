/* xlsx_read.c -- what stands around the cells of a workbook: parts, sheets, shared strings, styles.
 *
 * A workbook is a ZIP file of XML parts; .rels parts say which part is what (ECMA-376 part 2, 9.3).  Only
 * relations inside the file are followed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xlsx_book.h"

#define PIECE_BYTES        ((size_t)32768)
#define COLUMNS_DEFAULT    ((size_t)1000)
#define CELLS_DEFAULT      ((size_t)50000000)
#define CELL_BYTES_DEFAULT ((size_t)131072)
#define FORMATS_MOST       5000
#define STYLES_MOST        65536
#define SHEETS_MOST        1000
#define RELATIONS_MOST     5000

static ak_code feed_part(xml_reader *xml, zipfile_stream *file, char *piece, ak_err *err)
{
    for (size_t n = 1; n;) {
        AK_TRY(zipfile_stream_next(file, piece, PIECE_BYTES, &n, err));
        AK_TRY(xml_feed(xml, (str){piece, n}, n == 0, err));
    }
    return AK_OK;
}

static ak_code open_and_feed(xlsx_book *book, arena *tmp, size_t entry, const xml_handler *handler,
                             ak_err *err)
{
    zipfile_stream *file = NULL;
    xml_reader *xml = NULL;
    AK_TRY(zipfile_stream_open(&file, tmp, book->zip, entry, err));
    AK_TRY(xml_open(&xml, tmp, handler, NULL, err));
    return feed_part(xml, file, arena_alloc(tmp, PIECE_BYTES), err);
}

ak_code xlsx_part_read(xlsx_book *book, size_t entry, const xml_handler *handler, ak_err *err)
{
    arena tmp = {0};
    ak_code code = open_and_feed(book, &tmp, entry, handler, err);
    arena_free(&tmp);
    return code;
}

/* --- relations --- */

typedef struct relation {
    const char *id;
    const char *type;
    const char *target; /* path in the zip */
} relation;

typedef struct relations {
    arena *a;
    const char *folder; /* of the part that they belong to: "xl/" or "" */
    relation *rows;
    size_t n;
} relations;

/* The path of a target: absolute in the package, or seen from the part's folder; NULL where it leaves it. */
static const char *target_path(arena *a, const char *folder, const char *target)
{
    if (*target == '/')
        return arena_text(a, target + 1);
    str base = str_of(folder);
    while (strncmp(target, "../", 3) == 0) {
        if (base.n == 0)
            return NULL;
        for (base.n--; base.n && base.p[base.n - 1] != '/'; base.n--)
            ;
        target += 3;
    }
    return arena_printf(a, "%.*s%s", (int)base.n, base.p, target);
}

static ak_code on_relation(void *payload, const char *name, const char **attributes, ak_err *err)
{
    relations *all = payload;
    const char *id = xml_attribute(attributes, "Id");
    const char *type = xml_attribute(attributes, "Type");
    const char *target = xml_attribute(attributes, "Target");
    const char *mode = xml_attribute(attributes, "TargetMode");
    if (strcmp(xml_local(name), "Relationship") != 0 || !id || !type || !target)
        return AK_OK;
    if (mode && strcmp(mode, "External") == 0)
        return AK_OK;
    if (all->n == RELATIONS_MOST)
        return ak_fail(err, &XLSX_003);
    const char *path = target_path(all->a, all->folder, target);
    if (path)
        all->rows[all->n++] = (relation){arena_text(all->a, id), arena_text(all->a, type), path};
    return AK_OK;
}

/* Relations of the part "xl/workbook.xml" stand in "xl/_rels/workbook.xml.rels". */
static ak_code read_relations(relations *out, xlsx_book *book, const char *part, ak_err *err)
{
    const char *slash = strrchr(part, '/');
    size_t folder_n = slash ? (size_t)(slash + 1 - part) : 0;
    *out = (relations){.a = book->a,
                       .folder = arena_copy(book->a, part, folder_n),
                       .rows = ARENA_NEWS(book->a, relation, RELATIONS_MOST)};
    size_t entry;
    if (!zipfile_find(book->zip, &entry,
                      arena_printf(book->a, "%s_rels/%s.rels", out->folder, part + folder_n)))
        return ak_fail(err, &XLSX_001);
    xml_handler handler = {.start = on_relation, .payload = out};
    return xlsx_part_read(book, entry, &handler, err);
}

static const relation *relation_of_type(const relations *all, const char *ending)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_ends(str_of(all->rows[i].type), ending))
            return &all->rows[i];
    return NULL;
}

static const relation *relation_by_id(const relations *all, const char *id)
{
    for (size_t i = 0; id && i < all->n; i++)
        if (strcmp(all->rows[i].id, id) == 0)
            return &all->rows[i];
    return NULL;
}

/* --- sheets --- */

typedef struct sheet_list {
    xlsx_book *book;
    const relations *parts;
} sheet_list;

/* r:id has a namespace, whichever of the two it is. */
static const char *relation_id(const char **attributes)
{
    for (size_t i = 0; attributes[i]; i += 2)
        if (strchr(attributes[i], ' ') && strcmp(xml_local(attributes[i]), "id") == 0)
            return attributes[i + 1];
    return NULL;
}

static bool is_true(const char *value)
{
    return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0 || strcmp(value, "on") == 0);
}

static ak_code on_workbook(void *payload, const char *name, const char **attributes, ak_err *err)
{
    sheet_list *list = payload;
    xlsx_book *book = list->book;
    const char *since = xml_attribute(attributes, "date1904");
    /* Excel writes a second workbookPr, of its extensions, that says nothing of dates */
    if (since && strcmp(xml_local(name), "workbookPr") == 0)
        book->since_1904 = is_true(since);
    if (strcmp(xml_local(name), "sheet") != 0)
        return AK_OK;
    const char *title = xml_attribute(attributes, "name");
    const char *state = xml_attribute(attributes, "state");
    const relation *part = relation_by_id(list->parts, relation_id(attributes));
    if (!title || !part || book->n == SHEETS_MOST)
        return ak_fail(err, &XLSX_003);
    if (!str_ends(str_of(part->type), "/worksheet"))
        return AK_OK; /* a chart or dialogue on a tab of its own */
    size_t entry;
    if (!zipfile_find(book->zip, &entry, part->target))
        return ak_fail(err, &XLSX_003);
    book->sheets[book->n] = (xlsx_sheet){arena_text(book->a, title), state && strcmp(state, "visible") != 0};
    book->sheet_entries[book->n++] = entry;
    return AK_OK;
}

/* --- shared strings --- */

typedef struct string_list {
    xlsx_book *book;
    buf text;
    size_t cap;
    bool collect;
    bool phonetic; /* rPh: how it is read aloud, not part of the text */
} string_list;

static ak_code on_string_start(void *payload, const char *name, const char **attributes, ak_err *err)
{
    string_list *s = payload;
    (void)attributes, (void)err;
    const char *local = xml_local(name);
    if (strcmp(local, "si") == 0)
        s->text.n = 0;
    else if (strcmp(local, "rPh") == 0)
        s->phonetic = true;
    else if (strcmp(local, "t") == 0)
        s->collect = !s->phonetic;
    return AK_OK;
}

static ak_code on_string_text(void *payload, str text, ak_err *err)
{
    string_list *s = payload;
    if (s->collect)
        buf_add_str(&s->text, text);
    return s->text.over ? ak_fail(err, &XLSX_006, ak_arg_int((int64_t)s->text.limit_bytes)) : AK_OK;
}

static ak_code on_string_end(void *payload, const char *name, ak_err *err)
{
    string_list *s = payload;
    xlsx_book *book = s->book;
    const char *local = xml_local(name);
    if (strcmp(local, "t") == 0)
        s->collect = false;
    else if (strcmp(local, "rPh") == 0)
        s->phonetic = false;
    if (strcmp(local, "si") != 0)
        return AK_OK;
    AK_TRY(arena_check(book->a, err));
    book->strings = arena_room(book->a, book->strings, book->strings_n, &s->cap, sizeof *book->strings);
    book->strings[book->strings_n++] = xlsx_text(book->a, buf_str(&s->text));
    return AK_OK;
}

static ak_code read_strings(xlsx_book *book, size_t entry, ak_err *err)
{
    arena tmp = {0};
    string_list list = {.book = book, .text = buf_new(&tmp, book->limits.cell_bytes_max)};
    xml_handler handler = {on_string_start, on_string_end, on_string_text, &list};
    ak_code code = xlsx_part_read(book, entry, &handler, err);
    arena_free(&tmp);
    return code;
}

/* --- styles --- */

typedef struct style_list {
    xlsx_book *book;
    long ids[FORMATS_MOST]; /* the workbook's own formats */
    xlsx_shown formats[FORMATS_MOST];
    size_t formats_n;
    bool cells; /* inside cellXfs, whose order the cells refer to */
} style_list;

static xlsx_shown shown_by_id(const style_list *s, long id)
{
    for (size_t i = 0; i < s->formats_n; i++)
        if (s->ids[i] == id)
            return s->formats[i];
    return xlsx_builtin_format(id);
}

static ak_code on_style_start(void *payload, const char *name, const char **attributes, ak_err *err)
{
    style_list *s = payload;
    const char *local = xml_local(name);
    const char *id = xml_attribute(attributes, "numFmtId");
    const char *code = xml_attribute(attributes, "formatCode");
    if (strcmp(local, "cellXfs") == 0)
        s->cells = true;
    if (strcmp(local, "numFmt") == 0 && id && code) {
        if (s->formats_n == FORMATS_MOST)
            return ak_fail(err, &XLSX_003);
        s->ids[s->formats_n] = strtol(id, NULL, 10);
        s->formats[s->formats_n++] = xlsx_format(code);
    }
    if (strcmp(local, "xf") == 0 && s->cells) {
        if (s->book->styles_n == STYLES_MOST)
            return ak_fail(err, &XLSX_003);
        s->book->styles[s->book->styles_n++] = shown_by_id(s, id ? strtol(id, NULL, 10) : 0);
    }
    return AK_OK;
}

static ak_code on_style_end(void *payload, const char *name, ak_err *err)
{
    style_list *s = payload;
    (void)err;
    if (strcmp(xml_local(name), "cellXfs") == 0)
        s->cells = false;
    return AK_OK;
}

static ak_code read_styles(xlsx_book *book, size_t entry, ak_err *err)
{
    arena tmp = {0};
    style_list *list = ARENA_NEW(&tmp, style_list);
    list->book = book;
    book->styles = ARENA_NEWS(book->a, xlsx_shown, STYLES_MOST);
    xml_handler handler = {on_style_start, on_style_end, NULL, list};
    ak_code code = xlsx_part_read(book, entry, &handler, err);
    arena_free(&tmp);
    return code;
}

/* --- the book --- */

static void set_limits(xlsx_book *book, const xlsx_limits *limits)
{
    if (limits)
        book->limits = *limits;
    if (!book->limits.columns_max)
        book->limits.columns_max = COLUMNS_DEFAULT;
    if (!book->limits.cells_max)
        book->limits.cells_max = CELLS_DEFAULT;
    if (!book->limits.cell_bytes_max)
        book->limits.cell_bytes_max = CELL_BYTES_DEFAULT;
}

static ak_code read_book(xlsx_book *book, ak_err *err)
{
    relations package;
    relations parts;
    AK_TRY(read_relations(&package, book, "", err));
    const relation *workbook = relation_of_type(&package, "/officeDocument");
    size_t entry;
    if (!workbook || !zipfile_find(book->zip, &entry, workbook->target))
        return ak_fail(err, &XLSX_001);
    AK_TRY(read_relations(&parts, book, workbook->target, err));
    const relation *strings = relation_of_type(&parts, "/sharedStrings");
    const relation *styles = relation_of_type(&parts, "/styles");
    sheet_list list = {book, &parts};
    xml_handler handler = {.start = on_workbook, .payload = &list};
    book->sheets = ARENA_NEWS(book->a, xlsx_sheet, SHEETS_MOST);
    book->sheet_entries = ARENA_NEWS(book->a, size_t, SHEETS_MOST);
    AK_TRY(xlsx_part_read(book, entry, &handler, err));
    if (styles && zipfile_find(book->zip, &entry, styles->target))
        AK_TRY(read_styles(book, entry, err));
    if (strings && zipfile_find(book->zip, &entry, strings->target))
        AK_TRY(read_strings(book, entry, err));
    return AK_OK;
}

ak_code xlsx_open(xlsx_book **out, arena *a, str input, const xlsx_limits *limits, ak_err *err)
{
    /* a password makes it an OLE file, which the .xls of before 2007 is too */
    if (str_starts(input, "\xD0\xCF\x11\xE0"))
        return ak_fail(err, &XLSX_002);
    xlsx_book *book = ARENA_NEW(a, xlsx_book);
    book->a = a;
    set_limits(book, limits);
    AK_TRY(zipfile_open(&book->zip, a, input, &book->limits.zip, err));
    AK_TRY(read_book(book, err));
    *out = book;
    return AK_OK;
}

const xlsx_sheet *xlsx_sheets(const xlsx_book *book, size_t *n)
{
    *n = book->n;
    return book->sheets;
}
