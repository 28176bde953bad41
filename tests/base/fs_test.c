/* fs_test.c -- files, folders, digests and what the program carries in itself. */
#include "../cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/asset.h"
#include "base/fs.h"

static int make_folder(void **state)
{
    char *root = strdup("/tmp/aktsom-fs-XXXXXX");
    *state = mkdtemp(root);
    return *state ? 0 : -1;
}

static int drop_folder(void **state)
{
    ak_err err = {0};
    ak_code code = fs_remove_tree(*state, &err);
    free(*state);
    return code == AK_OK ? 0 : -1;
}

static const char *in(arena *a, void **state, const char *name)
{
    return arena_printf(a, "%s/%s", (const char *)*state, name);
}

static void what_is_written_is_read_back_and_nothing_else_lies_there(void **state)
{
    arena a = {0};
    ak_err err = {0};
    const char *path = in(&a, state, "head");
    assert_int_equal(fs_write(path, STR("one"), 0600, &err), AK_OK);
    assert_int_equal(fs_write(path, STR("two\0three"), 0600, &err), AK_OK);
    str got;
    assert_int_equal(fs_read(&got, &a, path, 100, &err), AK_OK);
    assert_int_equal(got.n, 9);
    assert_memory_equal(got.p, "two\0three", 10);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    fs_list list;
    assert_int_equal(fs_walk(&list, &a, *state, 10, &err), AK_OK);
    assert_int_equal(list.n, 1);
    assert_int_equal(list.rows[0].size_bytes, 9);
    arena_free(&a);
}

static void a_new_file_is_never_written_over_another(void **state)
{
    arena a = {0};
    ak_err err = {0};
    const char *path = in(&a, state, "once");
    assert_int_equal(fs_write_new(path, STR("1"), 0644, &err), AK_OK);
    assert_int_equal(fs_write_new(path, STR("2"), 0644, &err), AK_E_CONFLICT);
    assert_string_equal(err.rule->code, "FIL-003");
    str got;
    assert_int_equal(fs_read(&got, &a, path, 100, &err), AK_OK);
    assert_true(str_is(got, "1"));
    fs_list list;
    assert_int_equal(fs_walk(&list, &a, *state, 10, &err), AK_OK);
    assert_int_equal(list.n, 1);
    arena_free(&a);
}

static void a_failed_write_leaves_the_old_file_and_no_other(void **state)
{
    arena a = {0};
    ak_err err = {0};
    const char *dir = in(&a, state, "dir");
    assert_int_equal(fs_mkdirs(in(&a, state, "dir/full"), 0700, &err), AK_OK);
    assert_int_equal(fs_write(in(&a, state, "dir/full/x"), STR("x"), 0600, &err), AK_OK);
    /* rename of a file onto a folder fails after the temporary file is written */
    assert_int_equal(fs_write(in(&a, state, "dir/full"), STR("y"), 0600, &err), AK_E_INPUT);
    fs_list list;
    assert_int_equal(fs_walk(&list, &a, dir, 10, &err), AK_OK);
    assert_int_equal(list.n, 2);
    assert_int_equal(fs_write(in(&a, state, "absent/x"), STR("y"), 0600, &err), AK_E_NOTFOUND);
    arena_free(&a);
}

static void reading_stops_at_the_limit_and_names_missing_files(void **state)
{
    arena a = {0};
    ak_err err = {0};
    str got;
    const char *path = in(&a, state, "big");
    assert_int_equal(fs_write(path, STR("0123456789"), 0600, &err), AK_OK);
    assert_int_equal(fs_read(&got, &a, path, 10, &err), AK_OK);
    assert_int_equal(fs_read(&got, &a, path, 9, &err), AK_E_LIMIT);
    assert_string_equal(err.rule->code, "FIL-002");
    assert_int_equal(fs_read(&got, &a, in(&a, state, "none"), 9, &err), AK_E_NOTFOUND);
    assert_int_equal(fs_read(&got, &a, *state, 9, &err), AK_E_INPUT);
    assert_string_equal(err.rule->code, "FIL-004");
    /* a file of /proc says it is empty and is not */
    assert_int_equal(fs_read(&got, &a, "/proc/self/status", 1 << 20, &err), AK_OK);
    assert_true(got.n > 100);
    arena_free(&a);
}

static void a_walk_is_sorted_by_bytes_and_follows_no_link(void **state)
{
    arena a = {0};
    ak_err err = {0};
    assert_int_equal(fs_mkdirs(in(&a, state, "b/c"), 0700, &err), AK_OK);
    assert_int_equal(fs_write(in(&a, state, "b/c/z"), STR("1"), 0600, &err), AK_OK);
    assert_int_equal(fs_write(in(&a, state, "b-"), STR("1"), 0600, &err), AK_OK);
    assert_int_equal(fs_write(in(&a, state, "\xc3\xa5"), STR("1"), 0600, &err), AK_OK);
    assert_int_equal(symlink("..", in(&a, state, "b/up")), 0);
    fs_list list;
    assert_int_equal(fs_walk(&list, &a, *state, 10, &err), AK_OK);
    static const char *const want[] = {"b", "b-", "b/c", "b/c/z", "b/up", "\xc3\xa5"};
    assert_int_equal(list.n, 6);
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(list.rows[i].path, want[i]);
    assert_int_equal(list.rows[4].kind, FS_OTHER);
    assert_int_equal(fs_walk(&list, &a, *state, 5, &err), AK_E_LIMIT);
    assert_int_equal(fs_remove_tree(in(&a, state, "b"), &err), AK_OK);
    assert_true(fs_is_file(in(&a, state, "b-"))); /* the link up was not followed */
    assert_false(fs_exists(in(&a, state, "b")));
    assert_int_equal(fs_remove_tree(in(&a, state, "b"), &err), AK_OK);
    arena_free(&a);
}

/* FIPS 180-4 examples "abc" and 448 bits, published by NIST; the empty message. */
static void sha256_gives_the_published_digests(void **state)
{
    arena a = {0};
    ak_err err = {0};
    char hex[SHA256_HEX + 1];
    sha256_hex(hex, "", 0);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha256_hex(hex, "abc", 3);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    static const char long_text[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    unsigned char digest[SHA256_BYTES];
    sha256 *h = sha256_new(&a);
    for (int again = 0; again < 2; again++) {
        sha256_start(h);
        for (size_t i = 0; i < sizeof long_text - 1; i++)
            sha256_add(h, long_text + i, 1);
        sha256_end(h, digest);
        hex_write(hex, digest, sizeof digest);
        assert_string_equal(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    }
    const char *path = in(&a, state, "abc");
    assert_int_equal(fs_write(path, STR("abc"), 0600, &err), AK_OK);
    int64_t size = 0;
    assert_int_equal(fs_sha256(digest, &size, path, &err), AK_OK);
    assert_int_equal(size, 3);
    sha256_hex(hex, "abc", 3);
    char got[SHA256_HEX + 1];
    hex_write(got, digest, sizeof digest);
    assert_string_equal(got, hex);
    arena_free(&a);
}

static void assets_are_sorted_and_their_digests_are_true(void **state)
{
    (void)state;
    for (size_t i = 0; i < asset_count; i++) {
        const asset *file = &asset_table[i];
        if (i > 0)
            assert_true(strcmp(asset_table[i - 1].path, file->path) < 0);
        assert_ptr_equal(asset_find(file->path), file);
        char hex[SHA256_HEX + 1];
        sha256_hex(hex, file->bytes, file->size);
        assert_string_equal(hex, file->sha256);
        assert_int_equal(file->bytes[file->size], 0);
    }
    assert_null(asset_find("data/none.csv"));
}

static void an_asset_is_read_from_the_folder_of_somebody_at_work_but_never_from_outside(void **state)
{
    arena a = {0};
    ak_err err = {0};
    asset file;
    const char *dir = in(&a, state, "web");
    assert_int_equal(fs_mkdirs(dir, 0700, &err), AK_OK);
    assert_int_equal(fs_write(in(&a, state, "web/page.html"), STR("<p>"), 0600, &err), AK_OK);
    assert_int_equal(fs_write(in(&a, state, "secret"), STR("s"), 0600, &err), AK_OK);
    assert_int_equal(asset_load(&file, &a, dir, "page.html", &err), AK_OK);
    assert_true(str_is(asset_text(&file), "<p>"));
    assert_int_equal(asset_load(&file, &a, dir, "../secret", &err), AK_E_NOTFOUND);
    assert_int_equal(asset_load(&file, &a, NULL, "page.html", &err), AK_E_NOTFOUND);
    arena_free(&a);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, drop_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_is_written_is_read_back_and_nothing_else_lies_there),
        IN_FOLDER(a_new_file_is_never_written_over_another),
        IN_FOLDER(a_failed_write_leaves_the_old_file_and_no_other),
        IN_FOLDER(reading_stops_at_the_limit_and_names_missing_files),
        IN_FOLDER(a_walk_is_sorted_by_bytes_and_follows_no_link),
        IN_FOLDER(sha256_gives_the_published_digests),
        cmocka_unit_test(assets_are_sorted_and_their_digests_are_true),
        IN_FOLDER(an_asset_is_read_from_the_folder_of_somebody_at_work_but_never_from_outside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
