/* heads_test.c -- header words: families and fields by the words of three languages. */
#include "../cmocka_all.h"

#include <string.h>

#include "exchange/heads.h"

static arena keep;
static heads *words;

static int named(const char *name)
{
    return heads_family_of_name(words, &keep, str_of(name));
}

static void is_family(const char *name, const char *expected)
{
    int f = named(name);
    if (f < 0 || strcmp(families[f].name, expected) != 0)
        fail_msg("%s: %s, not %s", name, f < 0 ? "nothing" : families[f].name, expected);
}

/* The columns of a header line as "field/line(unit) ..." with ? ! 2 # for what is no field. */
static const char *columns(const char *family_name, const char *line)
{
    str cells[64];
    size_t n = 0;
    str rest = str_of(line);
    while (rest.n)
        cells[n++] = str_cut(&rest, ';');
    int f = family_find(str_of(family_name));
    column_map map = heads_map(words, &keep, f, cells, n);
    buf out = buf_new(&keep, 0);
    for (size_t i = 0; i < n; i++) {
        const head_column *c = &map.columns[i];
        buf_add_c(&out, i ? " " : "");
        if (c->use == COLUMN_FIELD) {
            buf_add_c(&out, heads_field(f, c->field)->name);
            if (c->line)
                buf_printf(&out, "/%d", c->line);
        } else {
            static const char *const uses[] = {
                [COLUMN_UNIT] = "unit", [COLUMN_LATITUDE] = "lat", [COLUMN_LONGITUDE] = "lon",
                [COLUMN_IGNORED] = "#", [COLUMN_UNKNOWN] = "?",    [COLUMN_AMBIGUOUS] = "!",
                [COLUMN_TWICE] = "2"};
            buf_add_c(&out, uses[c->use]);
            if (c->use == COLUMN_UNIT)
                buf_printf(&out, ":%zu", c->of);
        }
        if (c->unit.n)
            buf_printf(&out, "(%.*s)", (int)c->unit.n, c->unit.p);
    }
    return out.n ? buf_str(&out).p : "";
}

static void a_sheet_or_file_name_tells_the_family_in_three_languages(void **state)
{
    (void)state;
    is_family("Leverandører", "party");
    is_family("leverandorer", "party");
    is_family("LEVERANDØRER 2026", "party");
    is_family("03_suppliers_final", "party");
    is_family("party", "party");
    is_family("Sammensetning", "composition");
    is_family("sammensætning", "composition");
    is_family("Bill of materials", "composition");
    is_family("bom", "composition");
    is_family("opphav-celle", "supply");
    assert_int_equal(named("Sheet1"), -1);
    assert_int_equal(named("Ark1"), -1);
    assert_int_equal(named(""), -1);
    assert_int_equal(named("produkter og leverandører"),
                     named("leverandører og produkter")); /* whatever it is */
}

static void columns_are_found_by_word_name_and_language(void **state)
{
    (void)state;
    assert_string_equal(columns("composition", "helhet;del;masse (kg);andel %;av;den;bevis;kilde;kildeår"),
                        "whole part mass(kg) share(%) said_by said_on evidence src.citation src.year");
    assert_string_equal(columns("composition", "helhet;del;andel;prosent"), "whole part share 2(%)");
    /* "case, diacritics ... make no difference" */
    assert_string_equal(columns("site", "navn;kilde;kildear"), "name src.citation src.year");
    assert_string_equal(columns("composition", "Whole;PART:;mass [g];share;said by;valid_from;audience"),
                        "whole part mass(g) share said_by valid_from audience");
    assert_string_equal(columns("composition", "helhed*;del;masse fra;masse til"),
                        "whole part mass_low mass_high");
}

static void by_is_the_town_in_norwegian_and_the_voice_in_english(void **state)
{
    (void)state;
    assert_string_equal(columns("party", "navn;by;land;av"), "name locality country said_by");
    assert_string_equal(columns("party", "name;by;country;town"), "name said_by country locality");
    /* Nothing tells the language: refused, not guessed. */
    assert_string_equal(columns("party", "gln;lei;by"), "gln lei !");
}

static void unit_columns_belong_to_the_number_before_them(void **state)
{
    (void)state;
    assert_string_equal(columns("lot", "id;produkt;mengde;enhet"), "id product quantity unit:2");
    assert_string_equal(columns("quantity", "gjelder;mengde;enhet"), "about value unit");
    assert_string_equal(columns("lot", "id;enhet"), "id ?"); /* no number before it */
}

static void groups_of_lines_repeat_or_are_numbered(void **state)
{
    (void)state;
    assert_string_equal(columns("site", "navn;kilde;kildeår;kilde;kildeår"),
                        "name src.citation src.year src.citation/1 src.year/1");
    assert_string_equal(columns("site", "navn;kilde 1;kilde 2;src[3].citation;src.citation[4]"),
                        "name src.citation src.citation/1 src.citation/2 src.citation/3");
    assert_string_equal(columns("site", "navn;navn;navn 2"), "name 2 ?");
}

static void a_point_may_stand_in_two_columns(void **state)
{
    (void)state;
    assert_string_equal(columns("site", "navn;breddegrad;lengdegrad"), "name lat lon");
    assert_string_equal(columns("site", "name;Lat;Lon"), "name lat lon");
    assert_string_equal(columns("party", "name;lat"), "name ?");
}

static void unknown_columns_are_told_with_what_is_near(void **state)
{
    (void)state;
    assert_string_equal(columns("composition", "helhet;dell;# min merknad"), "whole ? #");
    int f = family_find(STR("composition"));
    assert_non_null(strstr(heads_near(words, &keep, f, STR("Masse frå")), "masse fra"));
    assert_non_null(strstr(heads_near(words, &keep, f, STR("helhett (kg)")), "helhet"));
    assert_string_equal(heads_near(words, &keep, f, STR("zzzzzzzzzz")), "");
    assert_string_equal(heads_near(words, &keep, f, STR("")), "");
}

static int of_columns(const char *line, const char **among)
{
    str cells[64];
    size_t n = 0;
    str rest = str_of(line);
    while (rest.n)
        cells[n++] = str_cut(&rest, ';');
    return heads_family_of_columns(words, &keep, cells, n, among);
}

static void the_family_of_columns_is_the_most_specific_or_none(void **state)
{
    (void)state;
    const char *among;
    assert_int_equal(of_columns("helhet;del;masse (kg)", &among), family_find(STR("composition")));
    assert_int_equal(of_columns("smelter identification number;name;country;role", &among),
                     family_find(STR("site")));
    assert_int_equal(of_columns("navn", &among), -1);
    assert_true(*among);
    assert_int_equal(of_columns("Rapport for 2026", &among), -1);
    assert_string_equal(among, "");
}

/* What an export writes is read back as the same column, for every field of every family in each language. */
static void every_header_that_is_written_reads_back(void **state)
{
    (void)state;
    for (size_t f = 0; f < families_n; f++) {
        for (int lang = 0; lang < LANGUAGES + 1; lang++) {
            str cells[256];
            int fields[256];
            size_t n = 0;
            for (size_t i = 0; i < families[f].n + family_common.n && n < 250; i++) {
                bool common = i >= families[f].n;
                int index = common ? PLAN_COMMON + (int)(i - families[f].n) : (int)i;
                const field *of = heads_field((int)f, index);
                if (of->type == FIELD_LINES)
                    continue;
                int lines = of->parent >= 0 ? 2 : 1;
                for (int line = 0; line < lines; line++) {
                    str unit = of->type == FIELD_DECIMAL && strcmp(of->of, "mass") == 0 ? STR("kg") : STR("");
                    cells[n] = str_of(heads_write(words, &keep, (int)f, index, line, unit,
                                                  (language)(lang % 3), lang == 3));
                    fields[n++] = index;
                }
            }
            column_map map = heads_map(words, &keep, (int)f, cells, n);
            for (size_t i = 0; i < n; i++)
                if (map.columns[i].use != COLUMN_FIELD || map.columns[i].field != fields[i] ||
                    str_is(map.columns[i].unit, "%"))
                    fail_msg("%s, language %d: %.*s", families[f].name, lang, (int)cells[i].n, cells[i].p);
        }
    }
}

/* Folding makes words equal that were not: never two fields of one family. */
static void no_folded_word_stands_for_two_fields(void **state)
{
    (void)state;
    for (size_t f = 0; f < families_n; f++)
        for (size_t i = 0; i < families[f].n; i++)
            for (int lang = 0; lang < LANGUAGES; lang++) {
                str rest = str_of(families[f].fields[i].heads[lang]);
                while (rest.n) {
                    str word = str_cut(&rest, '|');
                    if (families[f].fields[i].type == FIELD_LINES || str_is(word, "-") || str_is(word, "by"))
                        continue;
                    column_map map = heads_map(words, &keep, (int)f, &word, 1);
                    if (map.columns[0].use != COLUMN_FIELD || map.columns[0].field != (int)i)
                        fail_msg("%s.%s: %.*s", families[f].name, families[f].fields[i].name, (int)word.n,
                                 word.p);
                }
            }
}

int main(void)
{
    words = heads_new(&keep);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_or_file_name_tells_the_family_in_three_languages),
        cmocka_unit_test(columns_are_found_by_word_name_and_language),
        cmocka_unit_test(by_is_the_town_in_norwegian_and_the_voice_in_english),
        cmocka_unit_test(unit_columns_belong_to_the_number_before_them),
        cmocka_unit_test(groups_of_lines_repeat_or_are_numbered),
        cmocka_unit_test(a_point_may_stand_in_two_columns),
        cmocka_unit_test(unknown_columns_are_told_with_what_is_near),
        cmocka_unit_test(the_family_of_columns_is_the_most_specific_or_none),
        cmocka_unit_test(every_header_that_is_written_reads_back),
        cmocka_unit_test(no_folded_word_stands_for_two_fields),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&keep);
    return failed;
}
