/* secret_test.c -- where words lie: never in the public log, never where a lesser reach finds them. */
#include "workshop.h"

#include <sys/stat.h>

#include "record/draft.h"

/* Files below the folder that hold the word, parted by spaces. */
static const char *holders(workshop *s, const char *folder, const char *word)
{
    ak_err err = {0};
    fs_list list = {0};
    const char *root = arena_printf(&s->a, "%s%s%s", s->dir, folder[0] ? "/" : "", folder);
    buf found = buf_new(&s->a, 0);
    shop_ok(fs_walk(&list, &s->a, root, 10000, &err), &err);
    for (size_t i = 0; i < list.n; i++) {
        str bytes = {0};
        if (list.rows[i].kind != FS_FILE)
            continue;
        shop_ok(fs_read(&bytes, &s->a, arena_printf(&s->a, "%s/%s", root, list.rows[i].path),
                        (size_t)64 << 20, &err),
                &err);
        if (memmem(bytes.p, bytes.n, word, strlen(word)))
            buf_printf(&found, "%s%s", found.n ? " " : "", list.rows[i].path);
    }
    return found.n ? found.p : "";
}

/* "log/ holds signatures, digests, counters, times. Types, subjects, voices, links are disclosures" -- D9 */
static void the_public_log_tells_nothing(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s,
             "party id=xylophon-as ; name=Xylophon Kvikksand ; contact_name=Zebediah Quartz ; phone=+47 555 "
             "01 234\n"
             "composition whole=local:product/xylo-pack ; part=local:material/vibranium ; mass=123454321 mg",
             2);
    static const char *const words[] = {"xylophon",  "Xylophon",  "Kvikksand", "Zebediah",    "555 01 234",
                                        "xylo-pack", "vibranium", "123454321", "composition", "organisation"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_string_equal(holders(&s, "log", words[i]), "");
    /* the write-ahead log is private and holds what was published until it is settled: the test can find it */
    assert_string_not_equal(holders(&s, "private", "Zebediah"), "");
    ledger *l = workspace_ledger(s.ws);
    ak_err err = {0};
    shop_ok(ledger_lock(l, LEDGER_WAIT_MS, &err), &err);
    shop_ok(ledger_settle(l, &err), &err);
    ledger_unlock(l);
    assert_string_not_equal(holders(&s, "said", "Zebediah"), "");
    assert_string_equal(holders(&s, "private", "Zebediah"), "");
    shop_close(&s);
}

static void search_knows_no_apart_field(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(
        &s, "party id=p ; name=Plain ; contact_name=Zebediah Quartz ; email=zq@example.org ; audience=public",
        1);
    assert_int_equal(
        shop_int(&s, "SELECT count(*) FROM word WHERE word LIKE '%zebediah%' OR word LIKE '%zq%'"), 0);
    assert_int_equal(shop_int(&s, "SELECT min(audience) FROM word WHERE word = 'plain'"),
                     AUDIENCE_ORGANISATION);
    shop_close(&s);
}

static void a_draft_lies_in_the_live_file_only(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    ak_err err = {0};
    int64_t number = 0;
    str words[] = {STR("id=d"), STR("name=Obsidian Draftword")};
    shop_ok(draft_add(&number, &s.c, STR("product"), words, 2, &err), &err);
    assert_int_equal(number, 1);
    const char *where = holders(&s, "", "Obsidian Draftword");
    assert_true(strncmp(where, "private/live.db", 15) == 0);
    assert_null(strchr(where, ' '));
    /* signing says it */
    plan *p = NULL;
    shop_ok(draft_plan(&p, &s.c, number, &err), &err);
    shop_commit(&s, p, 1);
    shop_ok(draft_drop(&s.c, number, &err), &err);
    assert_string_equal(shop_text(&s, "SELECT name FROM product"), "Obsidian Draftword");
    assert_int_equal(draft_plan(&p, &s.c, number, &err), AK_E_NOTFOUND);
    shop_close(&s);
}

/* "umask 077, except log/" -- D3 */
static void only_the_log_can_be_read_by_others(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s, "product id=x ; name=X", 1);
    static const char *const closed[] = {"said", "doc", "batch", "private", "state.db"};
    struct stat st;
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        assert_int_equal(stat(arena_printf(&s.a, "%s/%s", s.dir, closed[i]), &st), 0);
        assert_int_equal(st.st_mode & 077, 0);
    }
    shop_close(&s);
}

int main(void)
{
    umask(077);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_public_log_tells_nothing),
        cmocka_unit_test(search_knows_no_apart_field),
        cmocka_unit_test(a_draft_lies_in_the_live_file_only),
        cmocka_unit_test(only_the_log_can_be_read_by_others),
    };
    return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
