/* golden_test.c -- files read as they come: tests/exchange/FORMAT/NAME.in gives NAME.out, and NAME.err or no fault.
 *
 * NAME is the file's name as a user would have it (leverandorer.csv).  .out has what was recognised, a line a
 * row, document and batch; .err a line a fault.  AKTSOM_GOLDEN=write writes them anew: read what changed.
 */
#include "../cmocka_all.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/message.h"
#include "exchange/format.h"
#include "exchange/import.h"

#define FOLDER "tests/exchange"

static const char *told_rows(arena *a, const plan *p)
{
    buf out = buf_new(a, 0);
    for (size_t i = 0; i < p->files_n; i++)
        buf_printf(&out, "%s: %s\n", p->files[i]->format, p->files[i]->note);
    for (size_t i = 0; i < p->rows_n; i++) {
        const plan_row *r = p->rows[i];
        buf_printf(&out, "%s%s%lld %s", r->sheet, *r->sheet ? "!" : "", (long long)r->row,
                   families[r->family].name);
        for (size_t k = 0; k < r->n; k++) {
            plan_cell c = plan_cell_at(r, k);
            buf_printf(&out, " | %s", heads_field(r->family, c.field)->name);
            if (c.line)
                buf_printf(&out, "[%d]", c.line + 1);
            buf_printf(&out, "=%.*s", (int)c.text.n, c.text.p);
            if (c.unit.n)
                buf_printf(&out, " (%.*s)", (int)c.unit.n, c.unit.p);
        }
        buf_add_char(&out, '\n');
    }
    for (size_t i = 0; i < p->documents_n; i++)
        buf_printf(&out, "document %s %s %lld\n", p->documents[i]->sha256, p->documents[i]->media_type,
                   (long long)p->documents[i]->bytes);
    for (size_t i = 0; i < p->batches_n; i++) {
        const plan_batch *b = p->batches[i];
        buf_printf(&out, "batch %zu events %s..%s\nheader %.*s\n", b->n, b->first_at, b->last_at,
                   (int)b->header.n, b->header.p);
        for (size_t k = 0; k < b->n; k++)
            buf_printf(&out, "%.*s\n", (int)b->events[k].n, b->events[k].p);
    }
    return out.n ? buf_str(&out).p : "";
}

static const char *told_faults(arena *a, const plan *p)
{
    buf out = buf_new(a, 0);
    for (size_t i = 0; i < p->faults.n; i++) {
        const fault *f = &p->faults.rows[i];
        buf_printf(&out, "%s%s%lld:%lld %s: %s: %s; %s [%s]\n", f->sheet, *f->sheet ? "!" : "",
                   (long long)f->row, (long long)f->column, f->field, f->value,
                   message_fault_text(a, LANG_EN, f), message_fault_remedy(a, LANG_EN, f), f->rule->code);
    }
    return out.n ? buf_str(&out).p : "";
}

/* The text beside the sample must be this; "" = no file. */
static void compare(arena *a, const char *path, const char *told)
{
    const char *how = getenv("AKTSOM_GOLDEN");
    if (how && strcmp(how, "write") == 0) {
        if (*told)
            assert_int_equal(fs_write(path, str_of(told), 0644, NULL), AK_OK);
        else
            remove(path);
        return;
    }
    str expected = STR("");
    if (fs_exists(path))
        assert_int_equal(fs_read(&expected, a, path, (size_t)1 << 20, NULL), AK_OK);
    if (!str_is(expected, told))
        fail_msg("%s\n--- expected\n%.*s--- was\n%s", path, (int)expected.n, expected.p, told);
}

static void one_sample(const char *folder, const char *name)
{
    arena a = {0};
    const char *path = arena_printf(&a, "%s/%s", folder, name);
    const char *file = arena_copy(&a, name, strlen(name) - 3);
    plan *p = plan_new(&a);
    ak_err err = {0};
    if (import_read(p, &(import_file){file, path}, 1, LANG_EN, NULL, &err) != AK_OK)
        fail_msg("%s: %s", path, err.rule->text);
    const char *format_name = strrchr(folder, '/') + 1;
    assert_string_equal(p->files[0]->format, format_name);
    const char *stem = arena_copy(&a, path, strlen(path) - 3);
    compare(&a, arena_printf(&a, "%s.out", stem), told_rows(&a, p));
    compare(&a, arena_printf(&a, "%s.err", stem), told_faults(&a, p));
    arena_free(&a);
}

static void every_sample_is_read_as_written_beside_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < formats_n; i++) {
        arena a = {0};
        const char *folder = arena_printf(&a, FOLDER "/%s", formats[i].name);
        struct dirent **entries;
        int n = scandir(folder, &entries, NULL, alphasort);
        assert_true(n >= 0);
        size_t samples = 0;
        for (int k = 0; k < n; k++) {
            const char *name = entries[k]->d_name;
            size_t len = strlen(name);
            if (len > 3 && strcmp(name + len - 3, ".in") == 0) {
                one_sample(folder, name);
                samples++;
            }
            free(entries[k]);
        }
        free(entries);
        if (samples == 0)
            fail_msg("format %s has no sample", formats[i].name);
        arena_free(&a);
    }
}

static void the_table_of_formats_is_sorted_and_labelled(void **state)
{
    (void)state;
    for (size_t i = 0; i < formats_n; i++) {
        assert_true(*formats[i].label);
        assert_non_null(formats[i].sniff);
        assert_non_null(formats[i].read);
        if (i)
            assert_true(strcmp(formats[i - 1].name, formats[i].name) < 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_of_formats_is_sorted_and_labelled),
        cmocka_unit_test(every_sample_is_read_as_written_beside_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
