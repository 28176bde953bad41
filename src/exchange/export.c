/* export.c -- the action: which part, in which format, to where. */
#include "exchange/export.h"

#include <errno.h>
#include <string.h>

#include "base/date.h"
#include "base/fs.h"
#include "exchange/rules.h"
#include "record/find.h"

#define FORMATS "csv, json, xlsx"

/* WHAT is a family by its name or word, else something in the record. */
static ak_code read_what(export_wish *wish, ctx *c, const heads *h, const char *what, ak_err *err)
{
    wish->family = -1;
    if (!what)
        return AK_OK;
    wish->family = heads_family_exact(h, c->a, str_of(what));
    if (wish->family >= 0)
        return AK_OK;
    state_subject s;
    ak_code code = find_subject(&s, c, str_of(what), NULL, err);
    if (code == AK_E_NOTFOUND)
        return ak_fail(err, &EXP_002, what);
    AK_TRY(code);
    wish->subject = arena_text(c->a, s.canon_id);
    return AK_OK;
}

/* Written beside under another name, then renamed: a half file is never taken for a whole one. */
static ak_code write_file(const char *path, ctx *c, const heads *h, const export_wish *wish, int family_index,
                          ak_err *err)
{
    const char *part = arena_printf(c->a, "%s.part", path);
    FILE *f = fopen(part, "wbx");
    if (!f)
        return ak_fail_errno(err, "write", part);
    ak_code code =
        family_index < 0 ? export_json(f, c, wish, err) : export_csv(f, c, h, family_index, wish, err);
    bool empty = ftell(f) == 0;
    bool failed = fclose(f) != 0;
    if (code == AK_OK && !empty && !failed && rename(part, path) == 0)
        return AK_OK;
    if (code == AK_OK && !empty)
        code = ak_fail_errno(err, "write", path);
    remove(part); /* nothing said about it, or not written whole */
    return code;
}

static ak_code write_csv(ctx *c, const heads *h, const export_wish *wish, const char *out, ak_err *err)
{
    bool one = wish->family >= 0;
    if (!out && !one)
        return ak_fail(err, &EXP_003);
    if (!out)
        return export_csv(stdout, c, h, wish->family, wish, err);
    if (one)
        return write_file(out, c, h, wish, wish->family, err);
    AK_TRY(fs_mkdirs(out, 0700, err));
    for (int f = 0; f < (int)families_n; f++)
        if (export_is_table(f))
            AK_TRY(write_file(arena_printf(c->a, "%s/%s.csv", out, families[f].name), c, h, wish, f, err));
    return AK_OK;
}

static ak_code write_bytes(const char *out, str bytes, ak_err *err)
{
    if (out)
        return fs_write(out, bytes, 0600, err);
    return fwrite(bytes.p, 1, bytes.n, stdout) == bytes.n ? AK_OK
                                                          : ak_fail_errno(err, "write", "standard output");
}

static ak_code write_xlsx(ctx *c, const heads *h, const export_wish *wish, const char *out, bool empty,
                          ak_err *err)
{
    str bytes;
    int64_t now_s;
    AK_TRY(moment_read(&now_s, str_of(c->now), err));
    AK_TRY(empty ? export_form(&bytes, c->a, h, wish, now_s, err)
                 : export_xlsx(&bytes, c->a, c, h, wish, err));
    return write_bytes(out, bytes, err);
}

ak_code export_run(int *exit_out, ctx *c, const args *a, ak_err *err)
{
    *exit_out = 0;
    const char *format_name = args_get(a, "format");
    const char *out = args_get(a, "out");
    export_wish wish = {.lang = c->lang, .by_name = args_has(a, "names")};
    heads *h = heads_new(c->a);
    AK_TRY(read_what(&wish, c, h, args_get(a, "what"), err));
    if (strcmp(format_name, "csv") == 0 && !args_has(a, "empty"))
        return write_csv(c, h, &wish, out, err);
    if (strcmp(format_name, "xlsx") == 0)
        return write_xlsx(c, h, &wish, out, args_has(a, "empty"), err);
    if (strcmp(format_name, "json") == 0 && !args_has(a, "empty"))
        return out ? write_file(out, c, h, &wish, -1, err) : export_json(stdout, c, &wish, err);
    return ak_fail(err, args_has(a, "empty") ? &EXP_004 : &EXP_001, format_name, FORMATS);
}
