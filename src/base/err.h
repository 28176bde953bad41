/* err.h -- errors as values: a rule that was broken, where, and by what.
 *
 * Every message that a person can see is one row of a room's rules.def:
 *
 *     RULE(IMP_021, INPUT, "IMP-021", N_("not a date"), N_("write it as 2026-11-21"))
 *
 * code (stable, documented), kind (decides exit code and HTTP status), what is wrong, what to do about it.
 * {1} .. {4} in the texts are the arguments.  Texts are English and are translated where they are shown,
 * never where they fail.  docs/errors.md is written from these files.
 *
 * An ak_err is the one thing that stopped a function.  Faults in somebody's data are not errors: they go
 * to a fault_list (fault.h), so that all of them are told at once.  A broken invariant is an assert.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdint.h>

#define AK_MUST_USE __attribute__((warn_unused_result))
#define N_(text) text /* marks a text for translation */

typedef enum ak_code {
    AK_OK = 0,
    AK_E_USAGE,    /* exit 2, HTTP 400: the call itself is wrong     */
    AK_E_INPUT,    /* exit 3, HTTP 422: the data is wrong            */
    AK_E_NOTFOUND, /* exit 4, HTTP 404                               */
    AK_E_CONFLICT, /* exit 5, HTTP 409: somebody else holds it       */
    AK_E_LIMIT,    /* exit 6, HTTP 413 or 429                        */
    AK_E_DENIED,   /* exit 7, HTTP 403                               */
    AK_E_SYSTEM    /* exit 7, HTTP 500: disk, store, memory, numbers */
} ak_code;

/* "Checked and found wanting" is a result, not an error. */
#define AK_EXIT_WANTING 1

int ak_exit_status(ak_code code);
int ak_http_status(ak_code code);

typedef struct ak_rule {
    const char *code;   /* "IMP-021" */
    ak_code kind;
    const char *text;   /* what is wrong, English source text */
    const char *remedy; /* what to do, English source text    */
} ak_rule;

typedef struct ak_err {
    const ak_rule *rule; /* NULL = no error */
    char file[192];      /* "" = none */
    int64_t line;        /* 1-based line, row or record of the input; 0 = none */
    char field[48];      /* column or path inside the input; "" = none */
    char value[96];      /* the offending text, cut; "" = none */
    char arg[4][96];     /* arguments of the text and remedy, {1} .. {4} */
} ak_err;

/* Fills *err and returns the rule's kind, so a caller writes
 *     return ak_fail(err, &IMP_021, "12.13.2026");
 * Up to four strings; they are copied and cut at whole characters.  err may be NULL. */
#define ak_fail(...) ak_fail_(__VA_ARGS__, (const char *)0)
AK_MUST_USE ak_code ak_fail_(ak_err *err, const ak_rule *rule, ...) __attribute__((sentinel));

/* Adds the place to an error on its way up; keeps what is already there.  Returns code. */
AK_MUST_USE ak_code ak_at(ak_err *err, ak_code code, const char *file, int64_t line, const char *field,
                          const char *value);

/* The errno in words ("No space left on device"), for system errors. */
AK_MUST_USE ak_code ak_fail_errno(ak_err *err, const char *doing, const char *path);

/* Passes an error upward:  AK_TRY(store_open(&store, path, err)); */
#define AK_TRY(call)                  \
    do {                              \
        ak_code ak_try_code_ = (call); \
        if (ak_try_code_ != AK_OK)    \
            return ak_try_code_;      \
    } while (0)

/* A number as an argument; lives until the end of the enclosing block. */
#define ak_arg_int(n) ak_int_text((char[24]){0}, (n))
char *ak_int_text(char out[static 24], int64_t n);

#define RULE(name, kind, code, text, remedy) extern const ak_rule name;
#include "base/rules.def"
#undef RULE

#endif
