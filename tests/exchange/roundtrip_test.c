/* roundtrip_test.c -- what comes out can be read in again and says nothing new, for every family, in every form. */
#include "../record/workshop.h"

#include "exchange/export.h"
#include "exchange/format.h"
#include "exchange/import.h"

static void commit_files(workshop *s, const char *folder)
{
    ak_err err = {0};
    import_file *files;
    size_t n;
    shop_ok(import_find(&files, &n, &s->a, folder, &err), &err);
    plan *p = plan_new(&s->a);
    shop_ok(import_read(p, files, n, LANG_EN, NULL, &err), &err);
    shop_ok(plan_check(p, &s->c, NULL, &err), &err);
    arena a = {0};
    for (size_t i = 0; i < p->faults.n; i++)
        print_error("%s\n", message_fault(&a, LANG_EN, &p->faults.rows[i]));
    arena_free(&a);
    assert_int_equal(p->faults.total, 0);
    commit_result done;
    shop_ok(plan_commit(&done, &s->c, p, NULL, &err), &err);
    assert_true(done.count > 0);
}

static void the_case_elbuss_goes_in(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    commit_files(&s, "cases/elbuss");
    shop_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_case_elbuss_goes_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
