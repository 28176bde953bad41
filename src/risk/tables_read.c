/* tables_read.c -- reading a table of facts cell by cell; materials, constants and issues. */
#include "risk/tables_read.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "base/sha256.h"
#include "base/sorted.h"
#include "risk/rules.h"

ak_code reader_open(risk_reader *r, const char *path, ak_err *err)
{
    r->file = path;
    r->row = 0;
    r->last_column = 0;
    assert(r->files_n < READER_FILES_MAX);
    r->files[r->files_n++] = path;
    return rows_asset(&r->table, r->a, path, err);
}

bool reader_more(const risk_reader *r)
{
    return r->row < r->table.n;
}

/* Cells are asked for in the order of the columns, so the search begins behind the last one found. */
const char *reader_text(risk_reader *r, const char *column)
{
    size_t n = r->table.columns;
    for (size_t step = 0; step < n; step++) {
        size_t i = (r->last_column + step) % n;
        if (strcmp(r->table.names[i], column) == 0) {
            r->last_column = i;
            return rows_cell(&r->table, r->row, i);
        }
    }
    fprintf(stderr, "%s lacks the column %s\n", r->file, column); /* a table that is built in: ours to mend */
    abort();
}

ak_code reader_fail(risk_reader *r, const char *column, ak_err *err)
{
    const char *text = reader_text(r, column);
    return ak_at(err, ak_fail(err, &RISK_001, text, column), r->file, (int64_t)r->row + 2, column, text);
}

ak_code reader_number(double *out, risk_reader *r, const char *column, ak_err *err)
{
    const char *text = reader_text(r, column);
    char *end = NULL;
    double x = strtod(text, &end);
    if (end != text && *end == '/') {
        const char *divisor = end + 1;
        x /= strtod(divisor, &end);
        if (end == divisor)
            return reader_fail(r, column, err);
    }
    if (end == text || *end || !isfinite(x))
        return reader_fail(r, column, err);
    *out = x;
    return AK_OK;
}

ak_code reader_int(int *out, risk_reader *r, const char *column, ak_err *err)
{
    double x = 0;
    AK_TRY(reader_number(&x, r, column, err));
    if (x != floor(x) || fabs(x) > 1e9)
        return reader_fail(r, column, err);
    *out = (int)x;
    return AK_OK;
}

ak_code reader_country(char out[static 8], risk_reader *r, const char *column, ak_err *err)
{
    const char *text = reader_text(r, column);
    size_t n = strlen(text);
    bool group = strcmp(text, "other") == 0 || strcmp(text, "world") == 0;
    if (!group && (n != 3 || strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3))
        return reader_fail(r, column, err);
    memcpy(out, text, n + 1);
    return AK_OK;
}

ak_code reader_material(int *out, risk_reader *r, const char *column, ak_err *err)
{
    const char *name = reader_text(r, column);
    *out = risk_material_named(r->tables, name);
    if (*out < 0)
        return ak_at(err, ak_fail(err, &RISK_003, name), r->file, (int64_t)r->row + 2, column, name);
    return AK_OK;
}

ak_code reader_stage(risk_stage *out, risk_reader *r, const char *column, ak_err *err)
{
    return risk_stage_find(out, reader_text(r, column)) ? AK_OK : reader_fail(r, column, err);
}

bool risk_issue_find(risk_issue *out, const risk_tables *t, str word)
{
    for (int i = 0; i < RISK_ISSUES; i++) {
        if (str_is(word, t->issues[i].name) || str_is(word, t->issues[i].code)) {
            *out = (risk_issue)i;
            return true;
        }
    }
    return false;
}

ak_code reader_issue(risk_issue *out, risk_reader *r, const risk_tables *t, const char *column, ak_err *err)
{
    return risk_issue_find(out, t, str_of(reader_text(r, column))) ? AK_OK : reader_fail(r, column, err);
}

/* The last four digits of "2016-2020", "latest to 2026", "2025". */
static int last_year(const char *text)
{
    size_t n = strlen(text);
    return n >= 4 ? (int)strtol(text + n - 4, NULL, 10) : 0;
}

ak_code reader_source(risk_source *out, risk_reader *r, ak_err *err)
{
    out->year_text = reader_text(r, "year");
    out->year = last_year(out->year_text);
    out->published = reader_text(r, "published");
    out->published_year = (int)strtol(out->published, NULL, 10);
    out->source = reader_text(r, "source");
    out->evidence = reader_text(r, "evidence");
    if (out->year < 1900)
        return reader_fail(r, "year", err);
    if (out->published_year < 1900)
        return reader_fail(r, "published", err);
    if (!out->source[0])
        return reader_fail(r, "source", err);
    return AK_OK;
}

void reader_digest(char out[static 65], const risk_reader *r)
{
    buf b = buf_new(r->a, 0);
    for (size_t i = 0; i < r->files_n; i++)
        buf_printf(&b, "%s %s\n", r->files[i], asset_find(r->files[i])->sha256);
    sha256_hex(out, b.p, b.n);
}

static int word_order(const void *a, const void *b)
{
    const risk_material_word *x = a;
    const risk_material_word *y = b;
    int order = str_cmp(x->folded, y->folded);
    return order ? order : x->material - y->material;
}

static int material_order(const void *a, const void *b)
{
    const risk_material *x = a;
    const risk_material *y = b;
    return strcmp(x->name, y->name);
}

static void material_words(risk_tables *t, risk_reader *r)
{
    size_t most = t->materials_n * 3;
    for (size_t i = 0; i < t->materials_n; i++) {
        for (const char *p = t->materials[i].aliases; *p; p++)
            most += *p == ';';
        most++;
    }
    t->words = ARENA_NEWS(r->a, risk_material_word, most);
    for (size_t i = 0; i < t->materials_n; i++) {
        const risk_material *m = &t->materials[i];
        const char *const names[] = {m->name, m->nb, m->da};
        for (int k = 0; k < 3; k++)
            t->words[t->words_n++] = (risk_material_word){str_fold(r->a, str_of(names[k])), (int)i};
        str rest = str_of(m->aliases);
        while (rest.n)
            t->words[t->words_n++] = (risk_material_word){str_fold(r->a, str_cut(&rest, ';')), (int)i};
    }
    qsort(t->words, t->words_n, sizeof *t->words, word_order);
}

ak_code materials_read(risk_tables *t, risk_reader *r, ak_err *err)
{
    AK_TRY(reader_open(r, "data/materials.csv", err));
    t->materials = ARENA_NEWS(r->a, risk_material, r->table.n);
    for (; reader_more(r); r->row++) {
        t->materials[t->materials_n++] = (risk_material){
            .name = reader_text(r, "name"),
            .nb = reader_text(r, "nb"),
            .da = reader_text(r, "da"),
            .aliases = reader_text(r, "aliases"),
            .note = reader_text(r, "note"),
        };
    }
    qsort(t->materials, t->materials_n, sizeof *t->materials, material_order);
    for (r->row = 0; reader_more(r); r->row++) {
        risk_material *m = &t->materials[risk_material_named(t, reader_text(r, "name"))];
        m->mix_of = -1;
        m->supply_risk_of = -1;
        if (reader_text(r, "mix_of")[0])
            AK_TRY(reader_material(&m->mix_of, r, "mix_of", err));
        if (reader_text(r, "supply_risk_of")[0])
            AK_TRY(reader_material(&m->supply_risk_of, r, "supply_risk_of", err));
    }
    material_words(t, r);
    return AK_OK;
}

int risk_material_named(const risk_tables *t, const char *name)
{
    risk_material key = {.name = name};
    const risk_material *m =
        bsearch(&key, t->materials, t->materials_n, sizeof *t->materials, material_order);
    return m ? (int)(m - t->materials) : -1;
}

static int word_against(const void *row, const void *folded)
{
    return str_cmp(((const risk_material_word *)row)->folded, *(const str *)folded);
}

int risk_material_find(const risk_tables *t, arena *scratch, str name)
{
    arena_mark mark = arena_save(scratch);
    str folded = str_fold(scratch, name);
    size_t low = sorted_first_by(t->words, t->words_n, sizeof *t->words, &folded, word_against);
    int found = low < t->words_n && str_eq(t->words[low].folded, folded) ? t->words[low].material : -1;
    arena_rewind(scratch, mark);
    return found;
}

ak_code issues_read(risk_tables *t, risk_reader *r, ak_err *err)
{
    AK_TRY(reader_open(r, "data/risk/issues.csv", err));
    assert(r->table.n == RISK_ISSUES);
    for (; reader_more(r); r->row++) {
        risk_issue_row *i = &t->issues[r->row];
        i->name = reader_text(r, "issue");
        i->code = reader_text(r, "code");
        AK_TRY(reader_int(&i->scale, r, "scale", err));
        AK_TRY(reader_int(&i->extent, r, "extent", err));
        AK_TRY(reader_int(&i->reversal, r, "reversal", err));
        AK_TRY(reader_int(&i->severity, r, "severity", err));
        int worst = i->scale > i->extent ? i->scale : i->extent;
        if (i->severity != (worst > i->reversal ? worst : i->reversal))
            return reader_fail(r, "severity", err);
        i->table = strcmp(reader_text(r, "table"), "yes") == 0;
        if (i->table != ((int)r->row < (int)RISK_WITH_TABLE))
            return reader_fail(r, "table", err);
        i->reason = reader_text(r, "reason");
    }
    return AK_OK;
}

static ak_code constant_of(double *out, const risk_tables *t, const char *key, ak_err *err)
{
    for (size_t i = 0; i < t->constants_n; i++) {
        if (strcmp(t->constants[i].key, key) == 0) {
            *out = t->constants[i].value;
            return AK_OK;
        }
    }
    return ak_fail(err, &RISK_002, key);
}

static ak_code whole_constant_of(int *out, const risk_tables *t, const char *key, ak_err *err)
{
    double x = 0;
    AK_TRY(constant_of(&x, t, key, err));
    *out = (int)x;
    return AK_OK;
}

static ak_code model_fill(risk_model *m, const risk_tables *t, ak_err *err)
{
    const struct {
        const char *key;
        double *to;
    } doubles[] = {
        {"band_1",               &m->band[0]            },
        {"band_2",               &m->band[1]            },
        {"band_3",               &m->band[2]            },
        {"band_slack",           &m->band_slack         },
        {"unknown_limit",        &m->unknown_limit      },
        {"near_share",           &m->near_share         },
        {"near_indicator",       &m->near_indicator     },
        {"near_wgi",             &m->near_wgi           },
        {"forced_labour_severe", &m->forced_severe      },
        {"forced_labour_some",   &m->forced_some        },
        {"child_labour_severe",  &m->child_severe       },
        {"child_labour_some",    &m->child_some         },
        {"silence_rule_of_law",  &m->silence_rule_of_law},
        {"conflict_severe",      &m->conflict_severe    },
        {"conflict_some",        &m->conflict_some      },
        {"corruption_severe",    &m->corruption_severe  },
        {"corruption_some",      &m->corruption_some    },
        {"association_severe",   &m->association_severe },
        {"association_some",     &m->association_some   },
        {"age_full_years",       &m->age_full_years     },
        {"age_one_less_years",   &m->age_one_less_years },
        {"audit_years",          &m->audit_years        },
        {"critical_sr",          &m->critical_sr        },
        {"critical_ei",          &m->critical_ei        },
        {"no_room_share",        &m->no_room_share      },
        {"value_steps",          &m->value_steps        },
    };
    for (size_t i = 0; i < sizeof doubles / sizeof doubles[0]; i++)
        AK_TRY(constant_of(doubles[i].to, t, doubles[i].key, err));
    AK_TRY(whole_constant_of(&m->points_high, t, "points_high", err));
    AK_TRY(whole_constant_of(&m->points_medium, t, "points_medium", err));
    AK_TRY(whole_constant_of(&m->class_high_min, t, "class_high_min", err));
    AK_TRY(whole_constant_of(&m->class_country_max, t, "class_country_max", err));
    AK_TRY(whole_constant_of(&m->incident_class_place, t, "incident_class_place", err));
    return whole_constant_of(&m->incident_class_named, t, "incident_class_named", err);
}

ak_code model_read(risk_tables *t, risk_reader *r, ak_err *err)
{
    AK_TRY(reader_open(r, "data/risk/model.csv", err));
    t->constants = ARENA_NEWS(r->a, risk_constant, r->table.n);
    for (; reader_more(r); r->row++) {
        risk_constant *c = &t->constants[t->constants_n++];
        c->key = reader_text(r, "key");
        AK_TRY(reader_number(&c->value, r, "value", err));
        c->value_text = reader_text(r, "value");
        c->unit = reader_text(r, "unit");
        c->reason = reader_text(r, "reason");
    }
    return model_fill(&t->model, t, err);
}
