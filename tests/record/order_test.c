/* order_test.c -- the same statements in any order give the same world. */
#include "workshop.h"

#include "base/rng.h"

#define STATEMENTS 14
#define ORDERS     12 /* AKTSOM_ORDERS for more */

/* Statements about two things by two voices on distinct days, some with an end. */
static const char *statement(arena *a, size_t i)
{
    size_t thing = i % 2, voice = i / 2 % 2;
    return arena_printf(a,
                        "product id=thing%zu ; name=Name %zu ; mass=%zu kg ; model=M ; on=20%02zu-06-01%s%s",
                        thing, i, i + 1, 10 + i, voice ? " ; by=local:party/other" : "",
                        i % 5 == 3 ? " ; valid_to=2024-05-31" : " ; valid_to=-");
}

static const char *world(workshop *s)
{
    ak_err err = {0};
    store_statement *q = NULL;
    bool row = false;
    buf out = buf_new(&s->a, 0);
    shop_ok(
        store_prepare(&q, s->c.db,
                      "SELECT s.id, v.id, p.said_on, p.until, p.valid_to, p.name, p.mass_mg FROM product AS p"
                      " JOIN subject AS s ON s.n = p.subject JOIN subject AS v ON v.n = p.said_by"
                      " ORDER BY p.said_on, p.name",
                      &err),
        &err);
    for (;;) {
        shop_ok(store_step(q, &row, &err), &err);
        if (!row)
            break;
        for (int c = 0; c < 6; c++)
            buf_printf(&out, "%.*s|", (int)store_text(q, c).n, store_is_null(q, c) ? "" : store_text(q, c).p);
        buf_printf(&out, "%lld\n", (long long)store_int(q, 6));
    }
    return buf_str(&out).p;
}

static void any_order_gives_the_same_world(void **state)
{
    (void)state;
    arena keep = {0};
    const char *first = NULL;
    int orders = getenv("AKTSOM_ORDERS") ? atoi(getenv("AKTSOM_ORDERS")) : ORDERS;
    for (int o = 0; o < orders; o++) {
        workshop s;
        shop_make(&s);
        size_t order[STATEMENTS];
        for (size_t i = 0; i < STATEMENTS; i++)
            order[i] = i;
        for (size_t i = STATEMENTS - 1; i > 0 && o > 0; i--) {
            size_t k = rng_below(i + 1, 11, (uint64_t)o, i), swap = order[i];
            order[i] = order[k];
            order[k] = swap;
        }
        const char *withdrawn = NULL;
        for (size_t i = 0; i < STATEMENTS; i++) {
            /* every field is given, so that nothing is filled from what happened to stand */
            const char *act = shop_say(&s, statement(&s.a, order[i]), 1);
            if (order[i] == 6)
                withdrawn = act;
            if (withdrawn && i % 3 == (size_t)o % 3) { /* at another time in each order */
                shop_undo(&s, withdrawn);
                withdrawn = NULL;
            }
        }
        if (withdrawn)
            shop_undo(&s, withdrawn);
        const char *now = arena_text(&keep, world(&s));
        if (!first)
            first = now;
        assert_string_equal(now, first);
        shop_equal(&s);
        shop_close(&s);
    }
    arena_free(&keep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_order_gives_the_same_world)};
    return cmocka_run_group_tests_name("order", tests, NULL, NULL);
}
