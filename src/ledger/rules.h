/* rules.h -- what the ledger can find wrong. */
#ifndef LEDGER_RULES_H
#define LEDGER_RULES_H

#include "base/err.h"

#define RULE(name, kind, code, text, remedy) extern const ak_rule name;
#include "ledger/rules.def"
#undef RULE

#endif
