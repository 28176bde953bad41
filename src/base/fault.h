/* fault.h -- what is wrong with somebody's data: all of it, with place, value and remedy.
 *
 * A bounded list: FAULTS_MOST are kept, the rest only counted, so a file of a million bad rows costs no
 * more than a bad file needs.  Order is the order of finding, which is file and row order.
 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define FAULTS_MOST 10000

typedef struct fault {
    const ak_rule *rule;
    const char *file;  /* path as the user gave it; "" = none */
    const char *sheet; /* sheet of a workbook; "" = none */
    int64_t row;       /* 1-based row of the file as a person counts (header = 1); 0 = whole file */
    int64_t column;    /* 1-based column; 0 = whole row */
    const char *field; /* column header as it stands in the file, or field name; "" = none */
    const char *value; /* the offending text, cut at 200 bytes */
    const char *arg[4];
} fault;

typedef struct fault_list {
    arena *a; /* what the rows live in */
    fault *rows;
    size_t n;     /* kept */
    size_t cap;
    size_t total; /* found */
} fault_list;

fault_list fault_list_new(arena *a);
/* Copies everything that it keeps. args: up to 4, ended by NULL. */
#define fault_add(...) fault_add_(__VA_ARGS__, (const char *)0)
void fault_add_(fault_list *list, const ak_rule *rule, const fault *place, ...) __attribute__((sentinel));
/* The same from an error that stopped the reading of a file. */
void fault_add_err(fault_list *list, const ak_err *err, const fault *place);

#endif
