/* crash_test.c -- killed or failing at any moment, the workspace holds all of a commit or nothing of it. */
#include "workshop.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "base/rng.h"
#include "../rounds.h"

#define ROWS 200

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const char *rows_of(workshop *s, int run)
{
    buf text = buf_new(&s->a, 0);
    for (int i = 0; i < ROWS; i++)
        buf_printf(&text, "product id=run%d-%d ; name=Run %d thing %d ; mass=%d kg\n", run, i, run, i, i + 1);
    return buf_str(&text).p;
}

static void import_and_exit(const char *dir, int run)
{
    workshop s = {.now = SHOP_NOW};
    strcpy(s.dir, dir);
    shop_open(&s);
    shop_say(&s, rows_of(&s, run), ROWS);
    _exit(0);
}

/* Runs an import in a process of its own; kills it after so many seconds, if that is not negative. */
static bool import_apart(const char *dir, int run, double kill_after)
{
    pid_t child = fork();
    if (child == 0)
        import_and_exit(dir, run);
    int status = 0;
    if (kill_after >= 0) {
        struct timespec wait = {.tv_nsec = (long)(kill_after * 1e9)};
        nanosleep(&wait, NULL);
        kill(child, SIGKILL);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int64_t products(workshop *s)
{
    return shop_int(s, "SELECT count(*) FROM product");
}

static void killed_at_random_all_or_nothing(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    arena_free(&s.a);
    double from = seconds();
    assert_true(import_apart(s.dir, 0, -1));
    double whole = seconds() - from;
    int64_t had = ROWS;
    int kept = 0, kills = test_rounds(10, 30, 200);
    for (int run = 1; run <= kills; run++) {
        import_apart(s.dir, run, whole * 1.1 * rng_unit(7, (uint64_t)run, 0));
        shop_open(&s);
        int64_t now = products(&s);
        assert_true(now == had || now == had + ROWS);
        kept += now != had;
        had = now;
        if (run % 10 == 0)
            shop_equal(&s);
        arena_free(&s.a);
    }
    print_message("# %d of %d killed imports were kept whole, the others left nothing\n", kept, kills);
    shop_open(&s);
    shop_say(&s, rows_of(&s, kills + 1), ROWS); /* and it goes on */
    shop_close(&s);
}

/* A failing disk under the state costs at most the state, which the log gives again. */
static void the_state_failing_at_any_call_loses_nothing(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    bool through = false;
    int failed = 0;
    for (uint64_t n = 1; !through; n += 1 + n / 8) {
        ak_err err = {0};
        commit_result done = {0};
        int64_t had = products(&s);
        plan *p = shop_plan(
            &s, arena_printf(&s.a, "product id=try%d ; name=Try %d\nproduct id=also%d ; name=Also %d", (int)n,
                             (int)n, (int)n, (int)n));
        store_fail_at(workspace_state(s.ws), n);
        ak_code code = plan_check(p, &s.c, NULL, &err);
        if (code == AK_OK)
            code = plan_commit(&done, &s.c, p, NULL, &err);
        through = code == AK_OK;
        failed += !through;
        arena_free(&s.a);
        shop_open(&s);
        assert_true(products(&s) == had || products(&s) == had + 2);
        if (through)
            assert_int_equal(products(&s), had + 2);
    }
    assert_true(failed > 10);
    shop_equal(&s);
    shop_close(&s);
}

static bool stop_at_once(void *payload, const char *stage, uint64_t done, uint64_t total)
{
    (void)stage, (void)done, (void)total;
    return --*(int *)payload >= 0;
}

static void a_stopped_import_leaves_nothing(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    for (int allowed = 0; allowed < 3; allowed++) {
        ak_err err = {0};
        commit_result done = {0};
        int left = allowed;
        progress steps = {stop_at_once, &left};
        plan *p = shop_plan(&s, "product id=x ; name=X");
        ak_code code = plan_check(p, &s.c, &steps, &err);
        if (code == AK_OK)
            code = plan_commit(&done, &s.c, p, &(commit_options){.steps = &steps}, &err);
        assert_int_equal(code, AK_E_CONFLICT);
        assert_int_equal(products(&s), 0);
    }
    shop_say(&s, "product id=x ; name=X", 1);
    shop_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_at_random_all_or_nothing),
        cmocka_unit_test(the_state_failing_at_any_call_loses_nothing),
        cmocka_unit_test(a_stopped_import_leaves_nothing),
    };
    return cmocka_run_group_tests_name("crash", tests, NULL, NULL);
}
