/* country_data_test.c -- every country in the shared risk tables is known by the name it has there. */
#include "../cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/country.h"
#include "base/fs.h"

static const char *folder(void)
{
    const char *given = getenv("AKTSOM_TEST_DATA");
    return given ? given : "../shared/data";
}

/* Next cell of a line in RFC 4180 form, without its quotes (none in these names is doubled). */
static str cell(str *line)
{
    if (line->n && line->p[0] == '"') {
        *line = (str){line->p + 1, line->n - 1};
        str inside = str_cut(line, '"');
        str_cut(line, ',');
        return inside;
    }
    return str_cut(line, ',');
}

static int column(str header, const char *name)
{
    for (int i = 0; header.n; i++) {
        if (str_is(str_trim(cell(&header)), name))
            return i;
    }
    return -1;
}

/* Names of groups and of no country at all. */
static bool is_group(str name)
{
    return name.n == 0 || str_is(name, "World") || str_starts(name, "Other ");
}

static size_t check_file(arena *a, const char *path)
{
    str text;
    assert_int_equal(fs_read(&text, a, path, (size_t)8 << 20, NULL), AK_OK);
    str header = str_trim(str_cut(&text, '\n'));
    int country_at = column(header, "country");
    int iso3_at = column(header, "iso3");
    size_t seen = 0;
    while (country_at >= 0 && text.n) {
        str line = str_trim(str_cut(&text, '\n'));
        str name = STR("");
        str iso3 = STR("");
        for (int i = 0; line.n; i++) {
            str one = cell(&line);
            if (i == country_at)
                name = str_trim(one);
            if (i == iso3_at)
                iso3 = str_trim(one);
        }
        if (is_group(name))
            continue;
        const country *c = country_find(a, name);
        /* "Congo" alone is refused on purpose: ISO's name of one state is used for the other as well. */
        if (!c && str_is(name, "Congo"))
            continue;
        if (!c)
            fail_msg("%s: %.*s (%.*s) is unknown", path, (int)name.n, name.p, (int)iso3.n, iso3.p);
        if (iso3.n && !str_is(iso3, c->iso3))
            fail_msg("%s: %.*s is %s, there %.*s", path, (int)name.n, name.p, c->iso3, (int)iso3.n, iso3.p);
        seen++;
    }
    return seen;
}

static void every_country_of_the_risk_tables_resolves_to_its_code(void **state)
{
    (void)state;
    arena a = {0};
    const char *dir = arena_printf(&a, "%s/risk", folder());
    fs_list files;
    assert_int_equal(fs_walk(&files, &a, dir, 1000, NULL), AK_OK);
    size_t seen = 0;
    for (size_t i = 0; i < files.n; i++) {
        if (str_ends(str_of(files.rows[i].path), ".csv"))
            seen += check_file(&a, arena_printf(&a, "%s/%s", dir, files.rows[i].path));
    }
    assert_true(seen > 1000);
    arena_free(&a);
}

int main(void)
{
    if (!fs_is_dir(folder())) {
        puts("1..0 # SKIP no shared data");
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_country_of_the_risk_tables_resolves_to_its_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
