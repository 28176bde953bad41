/* export_form.c -- empty forms: a sheet a family, choices offered, every column explained. */
#include <string.h>

#include "base/xlsx.h"
#include "exchange/export_columns.h"

static const char *how_to_write(const field *f)
{
    static const char *const texts[] = {
        [FIELD_TEXT] = N_("text, one line"),
        [FIELD_PROSE] = N_("text, several lines"),
        [FIELD_CODE] = N_("a code of the list"),
        [FIELD_ENUM] = N_("a word of the list"),
        [FIELD_DATE] = N_("a date: 2026-11-21; 2026-11 or 2026 where no more is known"),
        [FIELD_MOMENT] = N_("a moment: 2026-11-21T21:19:00Z"),
        [FIELD_YEAR] = N_("a year: 2026"),
        [FIELD_INTEGER] = N_("a whole number"),
        [FIELD_DECIMAL] = N_("a number; its unit in the header, a column behind it, or the cell: 250 kg"),
        [FIELD_SHARE] = N_("a share: 0.25 or 25 %"),
        [FIELD_MONEY] = N_("an amount and its currency: 1234.50 NOK"),
        [FIELD_TRI] = N_("yes, no or unknown; empty where nothing is said"),
        [FIELD_REF] = N_("the name, number or id of a thing in the record or in this import"),
        [FIELD_DOCUMENT] = N_("the name of a file in this import, or a SHA-256"),
        [FIELD_DIGEST] = N_("a SHA-256: 64 hexadecimal digits"),
        [FIELD_POINT] = N_("latitude and longitude: 59.9139 10.7522"),
        [FIELD_COUNTRY] = N_("a country, by name or code"),
        [FIELD_REGION] = N_("a region by its code: NO-03"),
        [FIELD_LANGUAGE] = N_("a language by its code: nb"),
        [FIELD_UNIT] = N_("a unit: kg"),
        [FIELD_URL] = N_("a web address"),
        [FIELD_EMAIL] = N_("an e-mail address"),
        [FIELD_ID] = N_("a number with its check digit"),
        [FIELD_LINES] = "",
    };
    return texts[f->type];
}

/* The words of a list in the language, ended by NULL; NULL = anything may stand there. */
static const char *const *choices_of(arena *a, const field *f, language lang)
{
    const char *name = f->type == FIELD_TRI ? "tri" : f->type == FIELD_ENUM ? f->of : "";
    const enumeration *e = *name && !f->list ? enum_find(name) : NULL;
    if (!e)
        return NULL;
    const char **words = ARENA_NEWS(a, const char *, e->n + 1);
    for (size_t i = 0; i < e->n; i++)
        words[i] = *e->values[i].words[lang] ? e->values[i].words[lang] : e->values[i].code;
    return words;
}

/* Common columns that a person fills in; the rest is the program's, or for those who know its name. */
static bool in_form(const field *f)
{
    static const char *const left_out[] = {"type", "act", "in_refs", "audience_names", "src.document"};
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
        if (strcmp(f->name, left_out[i]) == 0)
            return false;
    return f->type != FIELD_LINES;
}

static bool is_id(int index)
{
    return index >= PLAN_COMMON && strcmp(family_common.fields[index - PLAN_COMMON].name, "id") == 0;
}

typedef struct form {
    xlsx_writer *w;
    arena *a;
    const heads *h;
    const export_wish *wish;
    int64_t help_row;
} form;

static ak_code put_form(form *m, int family_index, ak_err *err)
{
    const family *f = &families[family_index];
    language lang = m->wish->lang;
    xlsx_column *columns = ARENA_NEWS(m->a, xlsx_column, f->n + family_common.n);
    size_t n = 0;
    for (size_t i = 0; i < f->n + family_common.n; i++) {
        int index = i < f->n ? (int)i : PLAN_COMMON + (int)(i - f->n);
        const field *of = heads_field(family_index, index);
        if (!in_form(of) || (is_id(index) && !f->id_key))
            continue;
        const char *head = heads_write(m->h, m->a, family_index, index, 0, STR(""), lang, m->wish->by_name);
        const char *how = tr(lang, how_to_write(of));
        columns[n++] = (xlsx_column){
            .head = of->required && index < PLAN_COMMON ? arena_printf(m->a, "%s *", head) : head,
            .choices = choices_of(m->a, of, lang),
            .note = arena_printf(m->a, "%s. %s", tr(lang, of->doc), how)};
    }
    AK_TRY(xlsx_put_sheet(m->w, export_sheet_name(m->a, family_index, m->wish), err));
    return xlsx_put_columns(m->w, columns, n, err);
}

static ak_code put_help_row(form *m, const char *const *texts, size_t n, ak_err *err)
{
    m->help_row++;
    for (size_t i = 0; i < n; i++)
        AK_TRY(xlsx_put_text(m->w, m->help_row, i + 1, str_of(texts[i]), XLSX_PLAIN, err));
    return AK_OK;
}

static const char *listed(arena *a, const field *f, language lang)
{
    const enumeration *e = f->type == FIELD_ENUM ? enum_find(f->of) : NULL;
    buf out = buf_new(a, 0);
    for (size_t i = 0; e && i < e->n; i++)
        buf_printf(&out, "%s%s", i ? "; " : "",
                   *e->values[i].words[lang] ? e->values[i].words[lang] : e->values[i].code);
    return out.n ? buf_str(&out).p : "";
}

static ak_code put_help(form *m, int family_index, ak_err *err)
{
    const family *f = &families[family_index];
    language lang = m->wish->lang;
    for (size_t i = 0; i < f->n + family_common.n; i++) {
        int index = i < f->n ? (int)i : PLAN_COMMON + (int)(i - f->n);
        const field *of = heads_field(family_index, index);
        if (!in_form(of) || (is_id(index) && !f->id_key))
            continue;
        const char *texts[] = {
            export_sheet_name(m->a, family_index, m->wish),
            heads_write(m->h, m->a, family_index, index, 0, STR(""), lang, m->wish->by_name),
            of->required && index < PLAN_COMMON ? tr(lang, N_("yes")) : "",
            tr(lang, of->doc),
            tr(lang, how_to_write(of)),
            listed(m->a, of, lang)};
        AK_TRY(put_help_row(m, texts, sizeof texts / sizeof *texts, err));
    }
    return AK_OK;
}

ak_code export_form(str *bytes, arena *a, const heads *h, const export_wish *wish, int64_t created_s,
                    ak_err *err)
{
    form m = {.a = a, .h = h, .wish = wish, .help_row = 1};
    language lang = wish->lang;
    AK_TRY(xlsx_writer_open(&m.w, a, created_s, err));
    for (int f = 0; f < (int)families_n; f++)
        if (wish->family == f || (wish->family < 0 && export_is_table(f)))
            AK_TRY(put_form(&m, f, err));
    const xlsx_column columns[] = {
        {tr(lang, N_("Sheet")),           18, NULL, NULL},
        {tr(lang, N_("Column")),          24, NULL, NULL},
        {tr(lang, N_("Required")),        10, NULL, NULL},
        {tr(lang, N_("What it says")),    50, NULL, NULL},
        {tr(lang, N_("How to write it")), 50, NULL, NULL},
        {tr(lang, N_("Words")),           60, NULL, NULL},
    };
    AK_TRY(xlsx_put_sheet(m.w, arena_printf(a, "# %s", tr(lang, N_("explanations"))), err));
    AK_TRY(xlsx_put_columns(m.w, columns, sizeof columns / sizeof *columns, err));
    for (int f = 0; f < (int)families_n; f++)
        if (wish->family == f || (wish->family < 0 && export_is_table(f)))
            AK_TRY(put_help(&m, f, err));
    return xlsx_writer_done(m.w, bytes, err);
}
