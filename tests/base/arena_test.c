/* arena_test.c -- arenas own memory and handles. */
#include "../cmocka_all.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"

static char names[] = "abc";
static char closed[8];
static size_t closed_n;

static void note_close(void *handle)
{
    closed[closed_n++] = *(const char *)handle;
}

static void handles_close_in_reverse_order_when_the_arena_is_rewound(void **state)
{
    (void)state;
    closed_n = 0;
    arena a = {0};
    arena_own(&a, note_close, &names[0]);
    arena_mark mark = arena_save(&a);
    arena_own(&a, note_close, &names[1]);
    arena_alloc(&a, 100000);
    arena_own(&a, note_close, &names[2]);
    arena_rewind(&a, mark);
    assert_int_equal(closed_n, 2);
    assert_memory_equal(closed, "cb", 2);
    arena_free(&a);
    assert_int_equal(closed_n, 3);
    assert_memory_equal(closed, "cba", 3);
}

static void memory_is_zeroed_after_a_rewind_too(void **state)
{
    (void)state;
    arena a = {0};
    arena_mark mark = arena_save(&a);
    memset(arena_alloc(&a, 1000), 0xAB, 1000);
    arena_rewind(&a, mark);
    const unsigned char *p = arena_alloc(&a, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(p[i], 0);
    arena_free(&a);
}

static void past_the_limit_the_check_fails_and_names_it(void **state)
{
    (void)state;
    arena a = {.limit_bytes = (size_t)1 << 20};
    ak_err err = {0};
    arena_alloc(&a, (size_t)1 << 19);
    assert_int_equal(arena_check(&a, &err), AK_OK);
    arena_alloc(&a, (size_t)1 << 20);
    assert_int_equal(arena_check(&a, &err), AK_E_LIMIT);
    assert_string_equal(err.rule->code, "SYS-002");
    assert_string_equal(err.arg[0], "1");
    arena_free(&a);
}

static void a_list_keeps_its_items_while_it_grows(void **state)
{
    (void)state;
    arena a = {0};
    int *list = NULL;
    size_t cap = 0;
    for (int i = 0; i < 1000; i++) {
        list = arena_room(&a, list, (size_t)i, &cap, sizeof *list);
        assert_true((size_t)i < cap);
        list[i] = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(list[i], i);
    assert_int_equal(cap, 1024);
    arena_free(&a);
}

static void arguments_are_cut_at_whole_characters(void **state)
{
    (void)state;
    char text[200];
    memset(text, 'x', sizeof text);
    memcpy(text + 94, "\xc3\xb8", 2); /* o with stroke across byte 95, the last that fits */
    text[96] = '\0';
    ak_err err = {0};
    assert_int_equal(ak_fail(&err, &SYS_001, text), AK_E_SYSTEM);
    assert_int_equal(strlen(err.arg[0]), 94);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(handles_close_in_reverse_order_when_the_arena_is_rewound),
        cmocka_unit_test(memory_is_zeroed_after_a_rewind_too),
        cmocka_unit_test(past_the_limit_the_check_fails_and_names_it),
        cmocka_unit_test(a_list_keeps_its_items_while_it_grows),
        cmocka_unit_test(arguments_are_cut_at_whole_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
