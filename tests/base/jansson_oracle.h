/* jansson_oracle.h -- jansson's yes or no, apart because its names meet those of base/json.h. */
#ifndef TESTS_BASE_JANSSON_ORACLE_H
#define TESTS_BASE_JANSSON_ORACLE_H

#include <stdbool.h>
#include <stddef.h>

/* why: what jansson found wrong, cut. */
bool jansson_accepts(const char *text, size_t n, char why[static 160]);

#endif
