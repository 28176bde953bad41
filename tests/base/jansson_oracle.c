/* jansson_oracle.c -- jansson's yes or no. */
#include "jansson_oracle.h"

#include <jansson.h>
#include <stdio.h>

bool jansson_accepts(const char *text, size_t n, char why[static 160])
{
    /* all that RFC 8259 allows, but for names that stand twice */
    const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL;
    json_error_t error = {.text = ""};
    json_t *v = json_loadb(text, n, flags, &error);
    snprintf(why, 160, "%s", error.text);
    json_decref(v);
    return v != NULL;
}
