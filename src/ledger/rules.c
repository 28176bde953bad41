/* rules.c -- the ledger's rules, once. */
#include "ledger/rules.h"

#define RULE(name, kind, code, text, remedy) const ak_rule name = {code, AK_E_##kind, text, remedy};
#include "ledger/rules.def"
#undef RULE
