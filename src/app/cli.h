/* cli.h -- the command line: global options, the command, its arguments. */
#ifndef APP_CLI_H
#define APP_CLI_H

#include "app/actions.h"
#include "base/i18n.h"

typedef enum cli_form { CLI_TEXT, CLI_JSON, CLI_CSV, CLI_XLSX, CLI_HTML, CLI_PDF, CLI_DOCX } cli_form;

typedef struct cli {
    const char *dir;   /* -C; NULL = look upward from the current folder */
    cli_form form;     /* --json, --format */
    const char *table; /* --table PATH, for csv; "" = the first */
    language lang;     /* --lang, else AKTSOM_LANG, LC_ALL, LC_MESSAGES, LANG; English if none says */
    const char *as_of; /* --as-of DATE as given; NULL = now */
    const char *tables; /* digest of the factor tables; NULL = not given */
    int year;          /* --year; 0 = that of as_of */
    int64_t at_size;   /* --at-size; -1 = now */
    const char *sign_as; /* --sign-as: role whose key signs statements; NULL = the log's own */
    bool quiet;        /* --quiet: no progress */
    const action *act;
    args args;
} cli;

extern const char cli_usage[]; /* "[-C DIR] [--json] ..." for help and man page */

/* Fills *out as far as it gets, language first, so that an error can be told in it. */
AK_MUST_USE ak_code cli_read(cli *out, arena *a, int argc, char *const *argv, ak_err *err);

/* After the action ended with code NOTFOUND: where its ID is nearly the second word of a command (`tender chek`),
 * says that instead.  Else gives code back as it is. */
AK_MUST_USE ak_code cli_meant(const cli *line, arena *a, ak_code code, ak_err *err);

#endif
