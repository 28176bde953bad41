/* store_test.c -- the store: questions, rights, transactions, failures, readers. */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "record/family_state.h"
#include "questions_sql.h"

static const store_scope staff = {.as_of = "2026-11-21T23:59:59Z", .reach = 3};

static store *new_state(arena *a)
{
    store *db = NULL;
    assert_int_equal(store_open(&db, a, ":memory:", STORE_CREATE, NULL), AK_OK);
    assert_int_equal(store_script(db, family_schema, NULL), AK_OK);
    return db;
}

static void add_subject(store *db, int64_t n, const char *id)
{
    questions_add_subject_params p = {.n = n, .id = str_of(id), .kind = 0};
    assert_int_equal(questions_add_subject_run(db, &p, NULL, NULL), AK_OK);
}

/* One party by hand, through the text that famgen writes for its table. */
static void add_party(store *db, int64_t sid, const char *until, audience seen_by, const char *name)
{
    const family_state *f = &family_states[family_find(STR("party"))];
    store_statement *s = NULL;
    assert_int_equal(store_prepare(&s, db, f->insert, NULL), AK_OK);
    store_bind_int(s, FAMILY_BIND_SID, sid);
    store_bind_int(s, FAMILY_BIND_SUBJECT, sid);
    store_bind_int(s, FAMILY_BIND_SAID_BY, 1);
    store_bind_int(s, FAMILY_BIND_SIGNED, 1);
    store_bind_text(s, FAMILY_BIND_SAID_ON, STR("2026-01-01T00:00:00Z"));
    store_bind_int(s, FAMILY_BIND_SAID_ON_PREC, 10);
    store_bind_text(s, FAMILY_BIND_UNTIL, str_of(until).n ? str_of(until) : (str){0});
    store_bind_int(s, FAMILY_BIND_EVIDENCE, EVIDENCE_DOCUMENTED);
    store_bind_int(s, FAMILY_BIND_AUDIENCE, (int64_t)seen_by);
    for (size_t i = 0; i < f->n; i++) {
        bool text =
            strcmp(f->columns[i].name, "name") == 0 || strcmp(f->columns[i].name, "contact_name") == 0;
        if (text)
            store_bind_text(s, FAMILY_BIND_FIRST + (int)i, str_of(name));
    }
    assert_int_equal(store_step_done(s, NULL), AK_OK);
}

static void a_question_fills_rows_and_ends(void **state)
{
    (void)state;
    arena a = {0};
    store *db = new_state(&a);
    add_subject(db, 1, "local:party/one");
    add_subject(db, 2, "local:party/two");
    add_subject(db, 3, "local:party/three");
    store_query *q = NULL;
    assert_int_equal(
        questions_subjects_from_open(&q, &a, db, &(questions_subjects_from_params){.first = 2}, NULL), AK_OK);
    questions_subjects_from_row row;
    bool more = false;
    assert_int_equal(questions_subjects_from_next(q, &row, &more, NULL), AK_OK);
    assert_true(more);
    assert_int_equal(row.n, 2);
    assert_true(str_is(row.id, "local:party/two"));
    assert_int_equal(questions_subjects_from_next(q, &row, &more, NULL), AK_OK);
    assert_true(more);
    assert_int_equal(questions_subjects_from_next(q, &row, &more, NULL), AK_OK);
    assert_false(more);
    assert_int_equal(questions_subjects_from_next(q, &row, &more, NULL), AK_OK);
    assert_false(more);
    arena_free(&a);
}

static void one_and_all_copy_what_they_find(void **state)
{
    (void)state;
    arena a = {0};
    store *db = new_state(&a);
    for (int64_t n = 1; n <= 40; n++)
        add_subject(db, n, arena_printf(&a, "local:party/%d", (int)n));
    questions_subjects_from_row *rows = NULL;
    size_t n = 0;
    questions_subjects_from_params p = {.first = 3};
    assert_int_equal(questions_subjects_from_all(&rows, &n, &a, db, &p, NULL), AK_OK);
    assert_int_equal(n, 38);
    assert_true(str_is(rows[0].id, "local:party/3"));
    assert_true(str_is(rows[37].id, "local:party/40"));
    questions_subjects_from_row one;
    bool found = false;
    p.first = 40;
    assert_int_equal(questions_subjects_from_one(&one, &found, &a, db, &p, NULL), AK_OK);
    assert_true(found);
    p.first = 41;
    assert_int_equal(questions_subjects_from_one(&one, &found, &a, db, &p, NULL), AK_OK);
    assert_false(found);
    arena_free(&a);
}

/* The same question may run inside itself. */
static void a_question_may_run_twice_at_once(void **state)
{
    (void)state;
    arena a = {0};
    store *db = new_state(&a);
    add_subject(db, 1, "local:party/one");
    add_subject(db, 2, "local:party/two");
    questions_subjects_from_params p = {.first = 1};
    store_query *outer = NULL;
    assert_int_equal(questions_subjects_from_open(&outer, &a, db, &p, NULL), AK_OK);
    size_t pairs = 0;
    for (bool more = true; more;) {
        questions_subjects_from_row row;
        assert_int_equal(questions_subjects_from_next(outer, &row, &more, NULL), AK_OK);
        if (!more)
            break;
        questions_subjects_from_row *rows = NULL;
        size_t n = 0;
        assert_int_equal(questions_subjects_from_all(&rows, &n, &a, db, &p, NULL), AK_OK);
        pairs += n;
    }
    assert_int_equal(pairs, 4);
    arena_free(&a);
}

/* D25: "Every reference to a family table has its own alias.audience <= :reach"; "the generator blanks the
 * column below that reach". */
static void a_reader_sees_no_more_than_its_reach(void **state)
{
    (void)state;
    arena a = {0};
    store *db = new_state(&a);
    add_party(db, 1, "", AUDIENCE_PUBLIC, "Open AS");
    add_party(db, 2, "", AUDIENCE_ORGANISATION, "Ours AS");
    add_party(db, 3, "", AUDIENCE_NAMED, "Named AS");
    assert_int_equal(store_script(db, "INSERT INTO audience_name (sid, party) VALUES (3, 77)", NULL), AK_OK);
    struct {
        store_scope who;
        size_t n;
        bool name, contact;
    } cases[] = {
        {{"2026-11-21T23:59:59Z", 0, 0},  1, false, false},
        {{"2026-11-21T23:59:59Z", 2, 0},  2, true,  false},
        {{"2026-11-21T23:59:59Z", 3, 0},  2, true,  true },
        {{"2026-11-21T23:59:59Z", 3, 77}, 3, true,  true },
        {{"2025-11-21T23:59:59Z", 3, 77}, 0, false, false},
        {{NULL, 0, 0},                    0, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        questions_names_row *rows = NULL;
        size_t n = 0;
        assert_int_equal(questions_names_all(&rows, &n, &a, db, &cases[i].who, NULL), AK_OK);
        assert_int_equal(n, cases[i].n);
        for (size_t k = 0; k < n; k++) {
            assert_int_equal(rows[k].name.p != NULL, cases[i].name);
            assert_int_equal(rows[k].contact_name.p != NULL, cases[i].contact);
        }
    }
    arena_free(&a);
}

/* D5: "said_on <= :as_of AND (until IS NULL OR until > :as_of)": half-open. */
static void what_was_replaced_stands_until_then(void **state)
{
    (void)state;
    arena a = {0};
    store *db = new_state(&a);
    add_party(db, 1, "2026-06-01T00:00:00Z", AUDIENCE_PUBLIC, "Old AS");
    size_t n = 0;
    questions_names_row *rows = NULL;
    store_scope then = {.as_of = "2026-05-31T23:59:59Z", .reach = 3};
    assert_int_equal(questions_names_all(&rows, &n, &a, db, &then, NULL), AK_OK);
    assert_int_equal(n, 1);
    then.as_of = "2026-06-01T00:00:00Z";
    assert_int_equal(questions_names_all(&rows, &n, &a, db, &then, NULL), AK_OK);
    assert_int_equal(n, 0);
    arena_free(&a);
}

static void a_missing_number_is_not_zero(void **state)
{
    (void)state;
    arena a = {0};
    store *db = new_state(&a);
    assert_int_equal(
        store_script(db,
                     "INSERT INTO product (sid, subject, said_by, signed, said_on, said_on_prec, evidence,"
                     " audience, mass_mg) VALUES (1, 1, 1, 1, '2026', 4, 1, 0, NULL),"
                     " (2, 2, 1, 1, '2026', 4, 1, 0, 0), (3, 3, 1, 1, '2026', 4, 1, 0, 5)",
                     NULL),
        AK_OK);
    questions_masses_row *rows = NULL;
    size_t n = 0;
    assert_int_equal(questions_masses_all(&rows, &n, &a, db, &staff, &(questions_masses_params){0}, NULL),
                     AK_OK);
    assert_int_equal(n, 3);
    assert_false(rows[0].has_mass_mg);
    assert_false(rows[0].has_double_mg);
    assert_true(rows[1].has_mass_mg);
    assert_int_equal(rows[2].double_mg, 10);
    questions_masses_params least = {.least_mg = 5, .has_least_mg = true};
    assert_int_equal(questions_masses_all(&rows, &n, &a, db, &staff, &least, NULL), AK_OK);
    assert_int_equal(n, 1);
    arena_free(&a);
}

static size_t count_subjects(store *db, arena *a)
{
    questions_subjects_from_row *rows = NULL;
    size_t n = 0;
    assert_int_equal(
        questions_subjects_from_all(&rows, &n, a, db, &(questions_subjects_from_params){0}, NULL), AK_OK);
    return n;
}

static void a_transaction_that_was_not_committed_is_undone_by_its_arena(void **state)
{
    (void)state;
    arena a = {0};
    store *db = new_state(&a);
    arena tmp = {0};
    assert_int_equal(store_begin(db, &tmp, NULL), AK_OK);
    add_subject(db, 1, "local:party/one");
    arena_free(&tmp);
    assert_int_equal(count_subjects(db, &a), 0);
    assert_int_equal(store_begin(db, &tmp, NULL), AK_OK);
    add_subject(db, 1, "local:party/one");
    assert_int_equal(store_commit(db, NULL), AK_OK);
    arena_free(&tmp); /* does not undo a later one either */
    assert_int_equal(count_subjects(db, &a), 1);
    arena_free(&a);
}

/* Every n-th call fails once: nothing is written half, and the store goes on working. */
static void a_failure_at_any_call_leaves_nothing_half(void **state)
{
    (void)state;
    bool finished = false;
    for (uint64_t fail_at = 1; !finished && fail_at < 100; fail_at++) {
        arena a = {0};
        store *db = new_state(&a);
        ak_err err = {0};
        arena tmp = {0};
        store_fail_at(db, fail_at);
        ak_code code = store_begin(db, &tmp, &err);
        for (int64_t n = 1; n <= 5 && code == AK_OK; n++) {
            questions_add_subject_params p = {.n = n, .id = str_of(arena_printf(&tmp, "local:a/%d", (int)n))};
            code = questions_add_subject_run(db, &p, NULL, &err);
        }
        if (code == AK_OK)
            code = store_commit(db, &err);
        arena_free(&tmp);
        store_fail_at(db, 0);
        if (code != AK_OK)
            assert_string_equal(err.rule->code, "STO-004");
        assert_int_equal(count_subjects(db, &a), code == AK_OK ? 5 : 0);
        finished = code == AK_OK;
        arena_free(&a);
    }
    assert_true(finished);
}

static char *temp_path(arena *a)
{
    char *path = arena_printf(a, "/tmp/aktsom-store-%ld.db", (long)getpid());
    (void)unlink(path);
    (void)unlink(arena_printf(a, "%s-wal", path));
    (void)unlink(arena_printf(a, "%s-shm", path));
    return path;
}

static void a_reader_sees_one_picture_and_cannot_write(void **state)
{
    (void)state;
    arena a = {0};
    char *path = temp_path(&a);
    store *db = NULL;
    assert_int_equal(store_open(&db, &a, path, STORE_CREATE, NULL), AK_OK);
    assert_int_equal(store_script(db, family_schema, NULL), AK_OK);
    add_subject(db, 1, "local:party/one");
    store_pool *pool = NULL;
    assert_int_equal(store_pool_open(&pool, &a, path, 2, NULL), AK_OK);
    arena first = {0};
    arena second = {0};
    arena third = {0};
    store *old = NULL;
    assert_int_equal(store_pool_take(&old, &first, pool, NULL), AK_OK);
    add_subject(db, 2, "local:party/two");
    store *new = NULL;
    assert_int_equal(store_pool_take(&new, &second, pool, NULL), AK_OK);
    assert_int_equal(count_subjects(old, &first), 1);
    assert_int_equal(count_subjects(new, &second), 2);
    ak_err err = {0};
    questions_add_subject_params p = {.n = 9, .id = STR("local:party/nine")};
    assert_int_equal(questions_add_subject_run(new, &p, NULL, &err), AK_E_SYSTEM);
    assert_string_equal(err.rule->code, "STO-008");
    store *none = NULL;
    assert_int_equal(store_pool_take(&none, &third, pool, &err), AK_E_LIMIT);
    arena_free(&first);
    arena_free(&second);
    assert_int_equal(store_pool_take(&none, &third, pool, NULL), AK_OK);
    arena_free(&third);
    arena_free(&a);
    arena b = {0};
    (void)temp_path(&b);
    arena_free(&b);
}

/* D17: "`serve` reopens on a new inode". */
static void a_reader_follows_a_file_that_was_replaced(void **state)
{
    (void)state;
    arena a = {0};
    char *path = temp_path(&a);
    char *next = arena_printf(&a, "%s.next", path);
    (void)unlink(next);
    for (int64_t i = 1; i <= 2; i++) {
        arena one = {0};
        store *db = NULL;
        assert_int_equal(store_open(&db, &one, i == 1 ? path : next, STORE_CREATE, NULL), AK_OK);
        assert_int_equal(store_script(db, family_schema, NULL), AK_OK);
        for (int64_t n = 1; n <= i; n++)
            add_subject(db, n, arena_printf(&one, "local:party/%d", (int)n));
        arena_free(&one);
    }
    store_pool *pool = NULL;
    assert_int_equal(store_pool_open(&pool, &a, path, 1, NULL), AK_OK);
    arena request = {0};
    store *db = NULL;
    assert_int_equal(store_pool_take(&db, &request, pool, NULL), AK_OK);
    assert_int_equal(count_subjects(db, &request), 1);
    arena_free(&request);
    assert_int_equal(rename(next, path), 0);
    assert_int_equal(store_pool_take(&db, &request, pool, NULL), AK_OK);
    assert_int_equal(count_subjects(db, &request), 2);
    arena_free(&request);
    arena_free(&a);
    arena b = {0};
    (void)temp_path(&b);
    arena_free(&b);
}

/* "no journal, no syncs": of a file that is thrown away if anything fails. */
static void a_file_that_is_built_aside_has_no_journal_until_it_is_whole(void **state)
{
    (void)state;
    arena a = {0}, transaction = {0};
    char *path = temp_path(&a);
    store *db = NULL;
    assert_int_equal(store_open(&db, &a, path, STORE_BUILD, NULL), AK_OK);
    assert_int_equal(store_script(db, family_schema, NULL), AK_OK);
    add_subject(db, 1, "local:party/one");
    assert_int_equal(store_begin(db, &transaction, NULL), AK_OK);
    questions_add_subject_params again = {.n = 1, .id = STR("local:party/again")};
    add_subject(db, 2, "local:party/two");
    assert_int_not_equal(questions_add_subject_run(db, &again, NULL, NULL), AK_OK);
    assert_int_not_equal(access(arena_printf(&a, "%s-journal", path), F_OK), 0);
    assert_int_not_equal(access(arena_printf(&a, "%s-wal", path), F_OK), 0);
    arena_free(&transaction);
    assert_int_equal(store_built(db, NULL), AK_OK);
    add_subject(db, 3, "local:party/three");
    assert_int_equal(access(arena_printf(&a, "%s-wal", path), F_OK), 0);
    arena_free(&a);
    arena b = {0};
    (void)temp_path(&b);
    arena_free(&b);
}

static void what_is_no_database_is_said_at_once(void **state)
{
    (void)state;
    arena a = {0};
    char *path = temp_path(&a);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    for (int i = 0; i < 4096; i++)
        fputc('x', f);
    fclose(f);
    ak_err err = {0};
    store *db = NULL;
    assert_int_equal(store_open(&db, &a, path, STORE_WRITE, &err), AK_E_SYSTEM);
    assert_string_equal(err.rule->code, "STO-002");
    assert_int_equal(store_open(&db, &a, path, STORE_CREATE, &err), AK_E_CONFLICT);
    assert_string_equal(err.rule->code, "STO-009");
    assert_int_equal(store_open(&db, &a, "/nowhere/at/all.db", STORE_READ, &err), AK_E_SYSTEM);
    assert_string_equal(err.rule->code, "STO-001");
    arena_free(&a);
    arena b = {0};
    (void)temp_path(&b);
    arena_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_fills_rows_and_ends),
        cmocka_unit_test(one_and_all_copy_what_they_find),
        cmocka_unit_test(a_question_may_run_twice_at_once),
        cmocka_unit_test(a_reader_sees_no_more_than_its_reach),
        cmocka_unit_test(what_was_replaced_stands_until_then),
        cmocka_unit_test(a_missing_number_is_not_zero),
        cmocka_unit_test(a_transaction_that_was_not_committed_is_undone_by_its_arena),
        cmocka_unit_test(a_failure_at_any_call_leaves_nothing_half),
        cmocka_unit_test(a_reader_sees_one_picture_and_cannot_write),
        cmocka_unit_test(a_reader_follows_a_file_that_was_replaced),
        cmocka_unit_test(a_file_that_is_built_aside_has_no_journal_until_it_is_whole),
        cmocka_unit_test(what_is_no_database_is_said_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
