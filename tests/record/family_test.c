/* family_test.c -- the tables of families, enums and attributes keep their promises. */
#include "../cmocka_all.h"

#include <string.h>

#include "base/unit.h"
#include "record/attribute.h"
#include "record/family_state.h"

static size_t pieces(const char *heads)
{
    size_t n = 0;
    for (str rest = str_of(heads); rest.n; n++)
        (void)str_cut(&rest, '|');
    return n;
}

/* Each header word stands for one field of the family, the common columns included, in each language. */
static void check_heads(arena *tmp, const family *f)
{
    for (int l = 0; l < 3; l++)
        for (size_t i = 0; i < f->n; i++) {
            assert_true(pieces(f->fields[i].heads[l]) >= 1);
            for (str rest = str_of(f->fields[i].heads[l]); rest.n;) {
                str word = str_cut(&rest, '|');
                assert_true(word.n > 0);
                assert_true(str_eq(word, str_fold(tmp, word))); /* as it is looked up */
                assert_int_equal(field_find_head(f, l, word), (int)i);
                if (f != &family_common)
                    assert_int_equal(field_find_head(&family_common, l, word), -1);
            }
        }
}

static void every_header_word_stands_for_one_field_in_each_language(void **state)
{
    (void)state;
    arena tmp = {0};
    check_heads(&tmp, &family_common);
    for (size_t f = 0; f < families_n; f++)
        check_heads(&tmp, &families[f]);
    arena_free(&tmp);
}

static void every_sheet_word_stands_for_one_family(void **state)
{
    (void)state;
    for (int l = 0; l < 3; l++)
        for (size_t f = 0; f < families_n; f++)
            for (str rest = str_of(families[f].heads[l]); rest.n;) {
                str word = str_cut(&rest, '|');
                for (size_t g = 0; g < families_n; g++)
                    assert_true(g == f || !head_words_have(families[g].heads[l], word));
            }
}

static void every_family_and_field_says_what_it_is(void **state)
{
    (void)state;
    assert_true(families_n >= 25);
    for (size_t f = 0; f < families_n; f++) {
        assert_int_equal(family_find(str_of(families[f].name)), (int)f);
        assert_int_equal(family_find(str_of(families[f].type_word)), (int)f);
        assert_true(strlen(families[f].doc) > 5);
        assert_true(families[f].n >= 1);
        for (size_t i = 0; i < families[f].n; i++) {
            const field *d = &families[f].fields[i];
            assert_int_equal(field_find(&families[f], str_of(d->name)), (int)i);
            assert_true(d->doc[0]);
        }
    }
    assert_int_equal(family_find(STR("nothing")), -1);
    assert_int_equal(family_find(STR("not-same")), family_find(STR("not_same")));
}

/* families.md 1.2: "Any other key: local:FAMILY/ + the key values"; "No key field is apart". */
static void a_key_is_made_of_single_plain_fields(void **state)
{
    (void)state;
    for (size_t f = 0; f < families_n; f++) {
        size_t keys = 0;
        for (size_t i = 0; i < families[f].n; i++)
            if (families[f].fields[i].key) {
                assert_int_equal(families[f].fields[i].apart, APART_NO);
                assert_false(families[f].fields[i].list);
                assert_int_equal(families[f].fields[i].parent, -1);
                keys++;
            }
        assert_true(families[f].id_key ? keys == 0 : keys >= 1);
    }
}

static void references_name_families_that_are_built(void **state)
{
    (void)state;
    static const char *const places[] = {"any", "act", "statement", "country", "region", "sector", "flow"};
    for (size_t f = 0; f < families_n; f++)
        for (size_t i = 0; i < families[f].n; i++) {
            if (families[f].fields[i].type != FIELD_REF)
                continue;
            assert_true(families[f].fields[i].of[0]);
            for (str rest = str_of(families[f].fields[i].of); rest.n;) {
                str word = str_cut(&rest, '|');
                bool known = family_find(word) >= 0;
                for (size_t p = 0; p < sizeof places / sizeof places[0]; p++)
                    known |= str_is(word, places[p]);
                assert_true(known);
            }
        }
}

static void lines_have_members_and_only_they_are_parents(void **state)
{
    (void)state;
    for (size_t f = 0; f < families_n; f++)
        for (size_t i = 0; i < families[f].n; i++) {
            const field *d = &families[f].fields[i];
            if (d->parent >= 0)
                assert_int_equal(families[f].fields[d->parent].type, FIELD_LINES);
            bool has_members = i + 1 < families[f].n && families[f].fields[i + 1].parent == (int)i;
            assert_int_equal(d->type == FIELD_LINES, has_members);
        }
}

static void every_enum_is_there_in_three_languages(void **state)
{
    (void)state;
    arena tmp = {0};
    for (size_t e = 0; e < enumerations_n; e++) {
        assert_ptr_equal(enum_find(enumerations[e].name), &enumerations[e]);
        for (size_t i = 0; i < enumerations[e].n; i++) {
            const enum_value *v = &enumerations[e].values[i];
            assert_int_equal(enum_code_find(&enumerations[e], str_of(v->code)), (int)i);
            for (int l = 0; l < 3; l++)
                assert_int_equal(enum_value_find(&enumerations[e], &tmp, str_of(v->words[l])), (int)i);
        }
    }
    for (size_t f = 0; f < families_n; f++)
        for (size_t i = 0; i < families[f].n; i++)
            if (families[f].fields[i].type == FIELD_ENUM)
                assert_non_null(enum_find(families[f].fields[i].of));
    arena_free(&tmp);
}

static void a_word_is_found_whatever_its_case(void **state)
{
    (void)state;
    arena tmp = {0};
    const enumeration *levels = enum_find("evidence");
    assert_non_null(levels);
    assert_int_equal(enum_value_find(levels, &tmp, STR("Egenerklært")), EVIDENCE_SELF_DECLARED - 1);
    assert_int_equal(enum_value_find(levels, &tmp, STR("SELF-DECLARED")), EVIDENCE_SELF_DECLARED - 1);
    assert_int_equal(enum_value_find(levels, &tmp, STR("målt")), EVIDENCE_MEASURED - 1);
    assert_int_equal(enum_value_find(levels, &tmp, STR("sworn")), -1);
    const enumeration *who = enum_find("audience");
    assert_int_equal(enum_code_find(who, STR("public")), AUDIENCE_PUBLIC);
    assert_int_equal(enum_code_find(who, STR("named")), AUDIENCE_NAMED);
    arena_free(&tmp);
}

static void every_field_has_its_columns(void **state)
{
    (void)state;
    for (size_t f = 0; f < families_n; f++) {
        const family_state *t = &family_states[f];
        assert_string_equal(t->table, families[f].name);
        for (size_t i = 0; i < families[f].n; i++) {
            const field *d = &families[f].fields[i];
            size_t found = 0;
            for (size_t c = 0; c < t->n; c++)
                found += t->columns[c].field == (int)i;
            for (size_t k = 0; k < t->children_n; k++)
                for (size_t c = 0; c < t->children[k].n; c++)
                    found += t->children[k].columns[c].field == (int)i;
            assert_true(d->type == FIELD_LINES ? found == 0 : found >= 1);
            for (size_t c = 0; c < t->n && d->type == FIELD_DATE; c++)
                if (t->columns[c].field == (int)i)
                    assert_int_equal(t->columns[c].integer, t->columns[c].part == PART_PREC);
        }
    }
    assert_string_equal(state_tables[0].name, "meta");
    assert_true(state_tables_n > families_n);
}

static size_t count_indexes(store *db)
{
    store_statement *s = NULL;
    bool row = false;
    assert_int_equal(store_prepare(&s, db, "SELECT count(*) FROM sqlite_schema WHERE type = 'index'", NULL),
                     AK_OK);
    assert_int_equal(store_step(s, &row, NULL), AK_OK);
    size_t n = (size_t)store_int(s, 0);
    store_reset(s);
    return n;
}

static void indexes_go_and_come_back(void **state)
{
    (void)state;
    arena a = {0};
    store *db = NULL;
    assert_int_equal(store_open(&db, &a, ":memory:", STORE_CREATE, NULL), AK_OK);
    assert_int_equal(store_script(db, family_schema, NULL), AK_OK);
    size_t all = count_indexes(db);
    assert_int_equal(state_indexes_drop(db, NULL), AK_OK);
    assert_true(state_indexes_n > 20);
    assert_int_equal(count_indexes(db), all - state_indexes_n);
    assert_int_equal(state_indexes_make(db, NULL), AK_OK);
    assert_int_equal(count_indexes(db), all);
    arena_free(&a);
}

static void every_attribute_has_a_unit_of_its_dimension_and_a_source(void **state)
{
    (void)state;
    arena tmp = {0};
    for (size_t i = 0; i < attributes_n; i++) {
        const attribute *a = &attributes[i];
        assert_true(i == 0 || strcmp(attributes[i - 1].code, a->code) < 0);
        assert_true(strcmp(a->type, "decimal") == 0 || strcmp(a->type, "share") == 0 ||
                    strcmp(a->type, "text") == 0 || strcmp(a->type, "money") == 0);
        if (a->unit[0]) {
            const unit *u = unit_find(str_of(a->unit));
            assert_non_null(u);
            assert_string_equal(u->dimension, a->dimension);
        }
        if (a->issue[0])
            assert_true(enum_code_find(enum_find("issue"), str_of(a->issue)) >= 0);
        assert_true(a->source[0]);
        assert_ptr_equal(attribute_find(&tmp, str_of(a->code)), a);
        for (int l = 0; l < 3; l++)
            assert_ptr_equal(attribute_find(&tmp, attribute_label(a, l)), a);
    }
    assert_ptr_equal(attribute_find(&tmp, STR("Kapasitet")), attribute_find(&tmp, STR("rated_capacity")));
    assert_null(attribute_find(&tmp, STR("flavour")));
    arena_free(&tmp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_header_word_stands_for_one_field_in_each_language),
        cmocka_unit_test(every_sheet_word_stands_for_one_family),
        cmocka_unit_test(every_family_and_field_says_what_it_is),
        cmocka_unit_test(a_key_is_made_of_single_plain_fields),
        cmocka_unit_test(references_name_families_that_are_built),
        cmocka_unit_test(lines_have_members_and_only_they_are_parents),
        cmocka_unit_test(every_enum_is_there_in_three_languages),
        cmocka_unit_test(a_word_is_found_whatever_its_case),
        cmocka_unit_test(every_field_has_its_columns),
        cmocka_unit_test(indexes_go_and_come_back),
        cmocka_unit_test(every_attribute_has_a_unit_of_its_dimension_and_a_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
