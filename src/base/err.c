/* err.c -- errors as values. */
#include "base/err.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define RULE(name, kind, code, text, remedy) const ak_rule name = {code, AK_E_##kind, text, remedy};
#include "base/rules.def"
#undef RULE

static const struct {
    int exit_status;
    int http_status;
} outcomes[] = {
    [AK_OK] = {0, 200},
    [AK_E_USAGE] = {2, 400},
    [AK_E_INPUT] = {3, 422},
    [AK_E_NOTFOUND] = {4, 404},
    [AK_E_CONFLICT] = {5, 409},
    [AK_E_LIMIT] = {6, 413},
    [AK_E_DENIED] = {7, 403},
    [AK_E_SYSTEM] = {7, 500},
};

int ak_exit_status(ak_code code)
{
    return outcomes[code].exit_status;
}

int ak_http_status(ak_code code)
{
    return outcomes[code].http_status;
}

/* Copies as much of s as fits, never half a UTF-8 character. */
static void copy_cut(char *out, size_t out_bytes, const char *s)
{
    size_t n = strlen(s);
    if (n >= out_bytes) {
        n = out_bytes - 1;
        while (n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80)
            n--;
    }
    memcpy(out, s, n);
    out[n] = '\0';
}

ak_code ak_fail_(ak_err *err, const ak_rule *rule, ...)
{
    if (!err)
        return rule->kind;
    *err = (ak_err){.rule = rule};
    va_list ap;
    va_start(ap, rule);
    for (size_t i = 0; i < 4; i++) {
        const char *arg = va_arg(ap, const char *);
        if (!arg)
            break;
        copy_cut(err->arg[i], sizeof err->arg[i], arg);
    }
    va_end(ap);
    return rule->kind;
}

ak_code ak_at(ak_err *err, ak_code code, const char *file, int64_t line, const char *field, const char *value)
{
    if (!err || code == AK_OK)
        return code;
    if (file && !err->file[0])
        copy_cut(err->file, sizeof err->file, file);
    if (line && !err->line)
        err->line = line;
    if (field && !err->field[0])
        copy_cut(err->field, sizeof err->field, field);
    if (value && !err->value[0])
        copy_cut(err->value, sizeof err->value, value);
    return code;
}

ak_code ak_fail_errno(ak_err *err, const char *doing, const char *path)
{
    char why[96] = "";
    const char *text = strerror_r(errno, why, sizeof why); /* the GNU form: text may be static */
    return ak_fail(err, &SYS_001, doing, path, text);
}

char *ak_int_text(char out[static 24], int64_t n)
{
    snprintf(out, 24, "%" PRId64, n);
    return out;
}
