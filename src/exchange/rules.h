/* rules.h -- what exchange can find wrong, as names. */
#ifndef EXCHANGE_RULES_H
#define EXCHANGE_RULES_H

#include "base/err.h"

#define RULE(name, kind, code, text, remedy) extern const ak_rule name;
#include "exchange/rules.def"
#undef RULE

#endif
