/* counter_test.c -- two statements of one number, in bundles that come at different times.
 *
 * "`seq` (this signer's counter in this log ...: a gap shows a withheld one, two equal are a fraud)" -- D4
 * "partial bundles show gaps through `seq`, two equal `seq` of one signer are a fraud"
 */
#include "workshop.h"

#include "ledger/fraud.h"
#include "ledger/rules.h"
#include "record/bundle_take.h"
#include "tests/ledger/made.h"

/* A bundle with the first entry and this one. */
static const char *bundle_with(made *m, workshop *w, size_t index)
{
    const char *path = arena_printf(&w->a, "%s/%zu.bundle", w->dir, index);
    shop_ok(fs_write(path, made_bundle_with(m, index), 0600, &test_err), &test_err);
    return path;
}

static ak_code take(bundle_verdict *v, workshop *w, made *m, size_t index)
{
    commit_result done;
    const char *vkey = str_c(&w->a, made_vkey(m)), *path = bundle_with(m, w, index);
    shop_ctx(w, AUDIENCE_CASE);
    shop_ok(bundle_open(v, &w->c, path, &test_err), &test_err);
    ak_code code =
        bundle_judge(v, &w->c, &(bundle_trust){.vkeys = &vkey, .vkeys_n = 1, .write = true}, &test_err);
    return code == AK_OK ? bundle_take(&done, &w->c, v, &test_err) : code;
}

static void numbers(made *m, workshop *w, const uint64_t *seq, size_t n)
{
    shop_make(w);
    made_begin(m, &w->a);
    m->to = "local:party/own";
    for (size_t i = 0; i < n; i++)
        made_add(m, &m->key, *test_drafts(&w->a, 1), seq[i]);
}

static void the_same_number_in_two_bundles_is_a_fraud(void **state)
{
    (void)state;
    workshop w;
    made m;
    bundle_verdict v;
    fraud_twice f;
    str file;
    const char *unequal;
    numbers(&m, &w, (const uint64_t[]){1, 2, 2, 3}, 4);
    shop_ok(take(&v, &w, &m, 2), &test_err);
    shop_ok(take(&v, &w, &m, 4), &test_err);
    shop_ok(take(&v, &w, &m, 2), &test_err); /* what was shown before is no other */
    assert_int_equal(take(&v, &w, &m, 3), AK_E_INPUT);
    assert_ptr_equal(test_err.rule, &LED_149);
    assert_non_null(v.twice);
    shop_ok(fs_read(&file, &w.a, v.twice, FRAUD_BYTES_MAX, &test_err), &test_err);
    shop_ok(fraud_twice_read(&f, &w.a, file, &test_err), &test_err);
    assert_int_equal(f.seq, 2);
    shop_ok(rebuild_compare(&unequal, &w.a, w.ws, NULL, &test_err), &test_err);
    assert_string_equal(unequal, "");
    shop_close(&w);
}

static void a_number_that_goes_back_is_refused_also_between_bundles(void **state)
{
    (void)state;
    workshop w;
    made m;
    bundle_verdict v;
    numbers(&m, &w, (const uint64_t[]){5, 9, 4, 7}, 4);
    shop_ok(take(&v, &w, &m, 1), &test_err);
    shop_ok(take(&v, &w, &m, 2), &test_err);
    assert_int_equal(take(&v, &w, &m, 3), AK_E_INPUT); /* behind 5, and less */
    assert_ptr_equal(test_err.rule, &LED_154);
    assert_int_equal(take(&v, &w, &m, 4), AK_E_INPUT); /* behind 9, and less */
    assert_ptr_equal(test_err.rule, &LED_154);
    shop_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_number_in_two_bundles_is_a_fraud),
        cmocka_unit_test(a_number_that_goes_back_is_refused_also_between_bundles),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("counter", tests, NULL, NULL);
}
