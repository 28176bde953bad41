/* roundtrip_test.c -- what comes out can be read in again and says nothing new, for every family, in every form. */
#include "../record/workshop.h"

#include "exchange/export.h"
#include "exchange/format.h"
#include "exchange/import.h"
#include "exchange/marked.h"

static void no_faults(const plan *p, const char *what)
{
    arena a = {0};
    for (size_t i = 0; i < p->faults.n && i < 10; i++)
        print_error("%s: %s\n", what, message_fault(&a, LANG_EN, &p->faults.rows[i]));
    arena_free(&a);
    assert_int_equal(p->faults.total, 0);
}

static void commit_files(workshop *s, const char *folder)
{
    ak_err err = {0};
    import_file *files;
    size_t n;
    shop_ok(import_find(&files, &n, &s->a, folder, &err), &err);
    plan *p = plan_new(&s->a);
    shop_ok(import_read(p, files, n, LANG_EN, NULL, &err), &err);
    shop_ok(plan_check(p, &s->c, NULL, &err), &err);
    no_faults(p, folder);
    commit_result done;
    shop_ok(plan_commit(&done, &s->c, p, NULL, &err), &err);
    assert_true(done.count > 0);
}

/* Reads a file that was exported; all of its rows must be known. */
static size_t says_nothing_new(workshop *s, const char *path, const char *name)
{
    ak_err err = {0};
    plan *p = plan_new(&s->a);
    shop_ok(import_read(p, &(import_file){name, path}, 1, LANG_EN, NULL, &err), &err);
    no_faults(p, name);
    shop_ok(plan_check(p, &s->c, NULL, &err), &err);
    no_faults(p, name);
    for (size_t i = 0; i < p->rows_n; i++) {
        const plan_row *r = p->rows[i];
        if (r->unchanged)
            continue;
        print_error("%s!%s row %lld (%s) is taken for new:", name, r->sheet, (long long)r->row,
                    families[r->family].name);
        for (size_t k = 0; k < r->n; k++)
            print_error(" %s=%.*s", heads_field(r->family, plan_column_at(r, k)->field)->name,
                        (int)r->kept[k].bytes, r->kept[k].text);
        print_error("\n");
    }
    assert_int_equal(plan_new_count(p), 0);
    return p->rows_n;
}

static const char *path_in(workshop *s, const char *name)
{
    return arena_printf(&s->a, "%s/%s", s->dir, name);
}

static void every_export_is_known(workshop *s, size_t rows_least)
{
    heads *h = heads_new(&s->a);
    ak_err err = {0};
    for (int form = 0; form < 4; form++) {
        const export_wish wish = {.family = -1, .lang = (language)(form % 3), .by_name = form == 3};
        str book;
        shop_ok(export_xlsx(&book, &s->a, &s->c, h, &wish, &err), &err);
        const char *path = path_in(s, "out.xlsx");
        shop_ok(fs_write(path, book, 0600, &err), &err);
        size_t in_book = says_nothing_new(s, path, "out.xlsx");
        assert_true(in_book >= rows_least);
        size_t in_texts = 0;
        for (int f = 0; f < (int)families_n; f++) {
            if (!export_is_table(f))
                continue;
            path = path_in(s, "out.csv");
            FILE *out = fopen(path, "wb");
            shop_ok(export_csv(out, &s->c, h, f, &wish, &err), &err);
            bool empty = ftell(out) == 0;
            fclose(out);
            if (!empty)
                in_texts += says_nothing_new(s, path, arena_printf(&s->a, "%s.csv", families[f].name));
        }
        assert_int_equal(in_texts, in_book);
    }
}

static void the_case_elbuss_comes_out_as_it_went_in(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    commit_files(&s, "cases/elbuss");
    every_export_is_known(&s, 90);
    shop_close(&s);
}

/* ---- Generated rows: every field of every family ---- */

/* The document that the rows name: the text "aktsom". */
#define DOCUMENT_TEXT   "aktsom"
#define DOCUMENT_SHA256 "0fdc5c313702dae892e706a31e8feedc04349b20b106f349c9bd1119d52f63f8"

/* A code of the list that is one; lists without an entry take any. */
static const char *code_of(const char *list)
{
    static const char *const codes[][2] = {
        {"nace",         "24.45"         },
        {"cpv",          "34144910"      },
        {"hs",           "870240"        },
        {"cas",          "7440-48-4"     },
        {"attribute",    "mass"          },
        {"municipality", "0301"          },
        {"families",     "product"       },
        {"catalogue",    "ruter/12.4.1.1"},
        {"question",     "q1"            }
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(list, codes[i][0]) == 0)
            return codes[i][1];
    return "x1";
}

static const char *ident_of(const char *scheme, int n)
{
    static const char *const idents[][3] = {
        {"orgnr-no", "923609016",            "974760673"           },
        {"cvr-dk",   "10150817",             "24256790"            },
        {"vat",      "NO923609016MVA",       "NO974760673MVA"      },
        {"lei",      "5493006MHB84DD0ZWV18", "529900T8BM49AURSDO55"},
        {"gln",      "9521321000018",        "7080000000005"       },
        {"gtin",     "9521321001015",        "7038010000010"       },
        {"rmi-cid",  "CID001234",            "CID004321"           },
        {"os-id",    "NO2019098XDQTMH",      "CN2020250D1DTN7"     }
    };
    for (size_t i = 0; i < sizeof idents / sizeof *idents; i++)
        if (strcmp(scheme, idents[i][0]) == 0)
            return idents[i][1 + n];
    return "";
}

static bool is_generated(int f)
{
    static const char *const not_by_hand[] = {"document", "withdraw", "factor_table", "setting", "same",
                                              "not_same", "received", "seen",         "sent"};
    for (size_t i = 0; i < sizeof not_by_hand / sizeof *not_by_hand; i++)
        if (strcmp(families[f].name, not_by_hand[i]) == 0)
            return false;
    return export_is_table(f);
}

static const char *text_of(arena *a, const family *fam, const field *f, int n);

/* The id of the generated row n: a slug, or made from the values of its key. */
static const char *generated_id(arena *a, const family *fam, int n)
{
    if (fam->id_key)
        return arena_printf(a, "local:%s/gen-%d", fam->name, n);
    json *values = json_object_new(a);
    for (size_t k = 0; k < fam->key_n; k++) {
        const field *key = &fam->fields[fam->key[k]];
        const char *text = text_of(a, fam, key, n);
        if (*text)
            json_put(a, values, key->name, json_string_new(a, str_of(text)));
    }
    return said_key_id(a, a, fam, values);
}

/* The first family that a reference may name, as the id of its generated row. */
static const char *ref_of(arena *a, const char *of, int n)
{
    str rest = str_of(of);
    while (rest.n) {
        str one = str_cut(&rest, '|');
        if (str_is(one, "any"))
            return arena_printf(a, "local:product/gen-%d", n);
        if (str_is(one, "country"))
            return n ? "country:COD" : "country:NOR";
        int f = family_find(one);
        if (f >= 0 && is_generated(f))
            return generated_id(a, &families[f], n);
    }
    return "";
}

static const char *text_of(arena *a, const family *fam, const field *f, int n)
{
    static const char *const texts[] = {"'-", "Blåbær; \"q\", =1+1 & <b>", "+47 22", "'quoted", "012"};
    const enumeration *e;
    switch (f->type) {
    case FIELD_TEXT:
        return f->list  ? (n ? "ett|to" : "én")
               : f->key ? arena_printf(a, "k%d", n)
               : n      ? texts[f->name[0] % 5]
                        : "Tekst";
    case FIELD_PROSE:
        return n ? "første linje\nannen linje; \"sitat\"" : "=SUM(A1)";
    case FIELD_CODE:
        return code_of(f->of);
    case FIELD_ENUM:
        e = enum_find(f->of);
        return e->values[(size_t)n % e->n].code;
    case FIELD_DATE:
        return n ? "2025-03" : "2024-02-29";
    case FIELD_MOMENT:
        return "2025-11-03T09:00:00Z";
    case FIELD_YEAR:
        return n ? "2024" : "2018";
    case FIELD_INTEGER:
        return n ? "0" : "1234567";
    case FIELD_DECIMAL:
        return strstr(f->of, "mass")                                            ? (n ? "1.250 kg" : "0.10 t")
               : strcmp(f->of, "any") == 0 && field_find(fam, STR("unit")) >= 0 ? (n ? "0.50" : "12345.678")
               : strcmp(f->of, "ratio") == 0                                    ? (n ? "0.5" : "0.25")
               : n                                                              ? "0.125"
                                                                                : "7";
    case FIELD_SHARE:
        return n ? "0.125" : "0.875"; /* weights of two rows add up to the whole */
    case FIELD_MONEY:
        return n ? "1234.50 NOK" : "99 DKK";
    case FIELD_TRI:
        return n ? "unknown" : "yes";
    case FIELD_REF:
        return ref_of(a, f->of, n);
    case FIELD_POINT:
        return n ? "-10.72 25.47" : "59.9139 10.7522";
    case FIELD_COUNTRY:
        return n ? "COD" : "NOR";
    case FIELD_REGION:
        return n ? "CN-XJ" : "NO-03";
    case FIELD_LANGUAGE:
        return n ? "da" : "nb";
    case FIELD_UNIT:
        return "KGM";
    case FIELD_URL:
        return "https://example.org/a?b=c&d=e";
    case FIELD_EMAIL:
        return "noen@example.org";
    case FIELD_ID:
        return ident_of(f->of, n);
    case FIELD_DOCUMENT:
    case FIELD_DIGEST:
        return DOCUMENT_SHA256;
    default:
        return "";
    }
}

static bool is_range_low(const field *f)
{
    return strstr(f->name, "_low") || strstr(f->name, "_high");
}

static void say(plan_row *r, int field_index, int line, const char *text)
{
    if (*text)
        plan_add_cell(r,
                      (plan_cell){.field = field_index, .line = line, .text = str_of(text), .unit = STR("")});
}

static void generate(plan *p, arena *a, int f, int n)
{
    const family *fam = &families[f];
    plan_row *r = plan_add_row(p, f, fam->n * 2 + 16);
    r->row = f * 10 + n;
    r->file = fam->name;
    if (fam->id_key)
        say(r, PLAN_COMMON + field_find(&family_common, STR("id")), 0,
            arena_printf(a, "local:%s/gen-%d", fam->name, n));
    for (size_t i = 0; i < fam->n; i++) {
        const field *of = &fam->fields[i];
        if (of->type == FIELD_LINES || is_range_low(of))
            continue;
        for (int line = 0; line < (of->parent >= 0 ? n + 1 : 1); line++)
            say(r, (int)i, line, text_of(a, fam, of, n));
    }
    say(r, PLAN_COMMON + field_find(&family_common, STR("said_on")), 0, n ? "2025-01" : "");
    say(r, PLAN_COMMON + field_find(&family_common, STR("valid_from")), 0, n ? "2024" : "2020-05-01");
    say(r, PLAN_COMMON + field_find(&family_common, STR("evidence")), 0, n ? "measured" : "");
    say(r, PLAN_COMMON + field_find(&family_common, STR("audience")), 0, n ? "partners" : "");
    for (int line = 0; line <= n; line++) {
        say(r, PLAN_COMMON + field_find(&family_common, STR("src.citation")), line,
            arena_printf(a, "Kilde %d", line));
        say(r, PLAN_COMMON + field_find(&family_common, STR("src.year")), line, "2024");
    }
}

static void every_field_of_every_family_comes_back(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    plan *p = plan_new(&s.a);
    plan_document *d = plan_add_document(p);
    *d = (plan_document){.file = "generated",
                         .sha256 = DOCUMENT_SHA256,
                         .bytes = sizeof DOCUMENT_TEXT - 1,
                         .media_type = "text/plain",
                         .content = STR(DOCUMENT_TEXT)};
    size_t rows = 0;
    for (int f = 0; f < (int)families_n; f++)
        for (int n = 0; n < 2 && is_generated(f); n++, rows++)
            generate(p, &s.a, f, n);
    ak_err err = {0};
    shop_ok(plan_check(p, &s.c, NULL, &err), &err);
    no_faults(p, "generated");
    commit_result done;
    shop_ok(plan_commit(&done, &s.c, p, NULL, &err), &err);
    every_export_is_known(&s, rows);
    shop_close(&s);
}

/* ---- The actions ---- */

static plan *planned(workshop *s, const args *a)
{
    ak_err err = {0};
    plan *p;
    shop_ok(import_plan(&p, &s->c, a, &err), &err);
    shop_ok(plan_check(p, &s->c, NULL, &err), &err);
    return p;
}

/* "A file whose digest is known is reported so"; the same rows say nothing new (D10). */
static void the_same_folder_twice_says_nothing_new(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    commit_files(&s, "cases/elbuss");
    const args a = {(const char *const[]){"file"}, (const char *const[]){"cases/elbuss/"}, 1};
    plan *p = planned(&s, &a);
    no_faults(p, "again");
    assert_int_equal(plan_new_count(p), 0);
    bool events_known = false;
    for (size_t i = 0; i < p->files_n; i++) {
        assert_int_equal(p->files[i]->statements, 0);
        events_known |= strcmp(p->files[i]->format, "epcis-json") == 0 && p->files[i]->known_before;
    }
    assert_true(events_known);
    shop_close(&s);
}

static void an_import_of_nothing_is_told(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    ak_err err = {0};
    plan *p;
    const args a = {(const char *const[]){"file"}, (const char *const[]){"cases/elbuss/README.md"}, 1};
    assert_int_equal(import_plan(&p, &s.c, &a, &err), AK_E_INPUT);
    assert_string_equal(err.rule->code, "IMP-021");
    shop_close(&s);
}

static void a_faulty_import_comes_back_marked(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    ak_err err = {0};
    const char *bad = path_in(&s, "steder.csv");
    const char *marked = path_in(&s, "marked.xlsx");
    shop_ok(fs_write(bad, STR("navn;land;rolle\nGruve;Atlantis;gruve\nGruve to;Norge;gruve\n"), 0600, &err),
            &err);
    const args a = {
        (const char *const[]){"file", "marked"},
          (const char *const[]){bad,    marked  },
          2
    };
    plan *p = planned(&s, &a);
    assert_int_equal(p->faults.total, 1);
    assert_int_equal(p->faults.rows[0].row, 2);
    assert_string_equal(p->faults.rows[0].field, "land");
    assert_string_equal(p->faults.rows[0].value, "Atlantis");
    shop_ok(import_marked_write(&s.c, &a, p, &err), &err);
    /* It is read as the sheet that it was, with the same fault in the same place. */
    const args again = {(const char *const[]){"file"}, (const char *const[]){marked}, 1};
    p = planned(&s, &again);
    assert_int_equal(p->faults.total, 1);
    assert_int_equal(p->faults.rows[0].row, 2);
    assert_string_equal(p->faults.rows[0].sheet, "steder");
    assert_string_equal(p->faults.rows[0].value, "Atlantis");
    shop_close(&s);
}

static ak_code exported(workshop *s, const char *const *names, const char *const *values, size_t n,
                        ak_err *err)
{
    int exit_status = 0;
    *err = (ak_err){0};
    return export_run(&exit_status, &s->c, &(args){names, values, n}, err);
}

static void the_record_comes_out_as_json(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    commit_files(&s, "cases/elbuss");
    ak_err err;
    const char *path = path_in(&s, "out.json");
    const char *const names[] = {"format", "out", "what"};
    shop_ok(exported(&s, names, (const char *const[]){"json", path}, 2, &err), &err);
    str text;
    json *all;
    shop_ok(fs_read(&text, &s.a, path, (size_t)1 << 24, &err), &err);
    shop_ok(json_read(&all, &s.a, text, NULL, &err), &err);
    assert_true(json_get(all, "statements")->n > 90);
    assert_true(str_is(json_str(all, "root"), s.c.root));
    /* What is said about one thing only. */
    shop_ok(exported(&s, names, (const char *const[]){"json", path, "local:product/batteripakke"}, 3, &err),
            &err);
    shop_ok(fs_read(&text, &s.a, path, (size_t)1 << 24, &err), &err);
    shop_ok(json_read(&all, &s.a, text, NULL, &err), &err);
    assert_int_equal(json_get(all, "statements")->n, 1);
    const json *one = json_get(all, "statements")->first;
    assert_true(str_is(json_str(one, "family"), "product"));
    assert_true(str_is(json_str(one, "id"), "local:product/batteripakke"));
    assert_true(str_is(json_str(json_get(json_get(one, "fields"), "mass"), "value"), "250"));
    shop_close(&s);
}

static void wrong_exports_are_told(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    ak_err err;
    const char *const names[] = {"format", "what"};
    assert_int_equal(exported(&s, names, (const char *const[]){"pdf"}, 1, &err), AK_E_USAGE);
    assert_string_equal(err.rule->code, "EXP-001");
    assert_int_equal(exported(&s, names, (const char *const[]){"csv"}, 1, &err), AK_E_USAGE);
    assert_string_equal(err.rule->code, "EXP-003");
    assert_int_equal(exported(&s, names, (const char *const[]){"csv", "no such thing"}, 2, &err), AK_E_USAGE);
    assert_string_equal(err.rule->code, "EXP-002");
    shop_close(&s);
}

/* D25: what the actor may not see does not leave: "CLI, reports, exports, bundles go the same way". */
static void what_may_not_be_seen_does_not_come_out(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s,
             "party id=havre ; name=Havre ; country=NOR ; email=hemmelig@example.org ; audience=public\n"
             "party id=lukket ; name=Lukket ; country=NOR ; audience=case_handlers",
             2);
    shop_ctx(&s, AUDIENCE_PARTNERS);
    ak_err err = {0};
    const char *path = path_in(&s, "out.json");
    const char *const names[] = {"format", "out"};
    shop_ok(exported(&s, names, (const char *const[]){"json", path}, 2, &err), &err);
    str text;
    shop_ok(fs_read(&text, &s.a, path, (size_t)1 << 24, &err), &err);
    assert_non_null(memmem(text.p, text.n, "local:party/havre", 17));
    assert_null(memmem(text.p, text.n, "hemmelig", 8)); /* a field for case handlers */
    assert_null(memmem(text.p, text.n, "lukket", 6));   /* a statement for case handlers */
    shop_close(&s);
}

/* ---- Forms and marked workbooks ---- */

static void an_empty_form_is_read_without_a_fault(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    heads *h = heads_new(&s.a);
    ak_err err = {0};
    for (int lang = 0; lang < LANGUAGES; lang++) {
        const export_wish wish = {.family = -1, .lang = (language)lang};
        str book;
        shop_ok(export_form(&book, &s.a, h, &wish, 0, &err), &err);
        const char *path = path_in(&s, "form.xlsx");
        shop_ok(fs_write(path, book, 0600, &err), &err);
        assert_int_equal(says_nothing_new(&s, path, "form.xlsx"), 0);
    }
    shop_close(&s);
}

static void a_marked_workbook_has_the_same_faults(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    ak_err err = {0};
    const import_file files[] = {
        {"composition.csv", "tests/exchange/csv/composition.csv.in"},
        {"hostile.xlsx",    "tests/exchange/xlsx/hostile.xlsx.in"  }
    };
    plan *p = plan_new(&s.a);
    shop_ok(import_read(p, files, 2, LANG_EN, NULL, &err), &err);
    assert_true(p->faults.total > 8);
    str book;
    shop_ok(import_marked(&book, &s.a, p, files, 2, LANG_EN, 0, &err), &err);
    const char *path = path_in(&s, "marked.xlsx");
    shop_ok(fs_write(path, book, 0600, &err), &err);
    plan *again = plan_new(&s.a);
    shop_ok(import_read(again, &(import_file){"marked.xlsx", path}, 1, LANG_EN, NULL, &err), &err);
    /* Formulas come back as the values they had: their faults are gone, all others stand. */
    size_t formulas = 0;
    for (size_t i = 0; i < p->faults.n; i++)
        formulas += strcmp(p->faults.rows[i].rule->code, "IMP-008") == 0;
    assert_int_equal(again->faults.total, p->faults.total - formulas);
    shop_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_case_elbuss_comes_out_as_it_went_in),
        cmocka_unit_test(every_field_of_every_family_comes_back),
        cmocka_unit_test(the_same_folder_twice_says_nothing_new),
        cmocka_unit_test(an_import_of_nothing_is_told),
        cmocka_unit_test(a_faulty_import_comes_back_marked),
        cmocka_unit_test(the_record_comes_out_as_json),
        cmocka_unit_test(wrong_exports_are_told),
        cmocka_unit_test(what_may_not_be_seen_does_not_come_out),
        cmocka_unit_test(an_empty_form_is_read_without_a_fault),
        cmocka_unit_test(a_marked_workbook_has_the_same_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
