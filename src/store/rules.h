/* rules.h -- what the store can find wrong; the rows stand in rules.def. */
#ifndef STORE_RULES_H
#define STORE_RULES_H

#include "base/err.h"

#define RULE(name, kind, code, text, remedy) extern const ak_rule name;
#include "store/rules.def"
#undef RULE

#endif
