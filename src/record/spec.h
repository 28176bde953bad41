/* spec.h -- the argument line of an action ("[ID] [--year YYYY] FILE..."), read and applied.
 *
 *     NAME           a word that must stand there         [NAME]        may stand there
 *     NAME...        one or more                          [NAME...]     any number
 *     --flag         (always in brackets)                 [--flag]      may be set
 *     --opt VALUE    must be given                        [--opt VALUE] may be given
 *     [--opt VALUE...]  may be given several times
 *
 * An argument's name is its word in lower case ("ID" -> "id") or the option without dashes.  The same
 * reading serves command line, URL query, help, man page, completion and OpenAPI.
 */
#ifndef RECORD_SPEC_H
#define RECORD_SPEC_H

#include <stdbool.h>

#include "record/action.h"

typedef struct spec_item {
    const char *name;  /* "id", "year" */
    const char *value; /* "ID", "YYYY"; "" for a flag */
    bool option;       /* begins with -- */
    bool required;
    bool many;
} spec_item;

typedef struct spec {
    spec_item *items;
    size_t n;
} spec;

/* A broken line is a broken program: asserts.  O(length). */
spec spec_read(arena *a, const char *line);
const spec_item *spec_option(const spec *s, str name);

/* argv of the action, without its name.  --opt=VALUE and --opt VALUE; -- ends options.
 * AK_E_USAGE names the argument that is missing, unknown or one too many. */
AK_MUST_USE ak_code spec_apply(args *out, arena *a, const spec *s, int argc, char *const *argv, ak_err *err);

/* The same from a query or form, where every argument has its name. */
AK_MUST_USE ak_code spec_apply_pairs(args *out, arena *a, const spec *s, const char *const *names,
                                     const char *const *values, size_t n, ak_err *err);

#endif
