/* rules.c -- the store's rules as values. */
#include "store/rules.h"

#define RULE(name, kind, code, text, remedy) const ak_rule name = {code, AK_E_##kind, text, remedy};
#include "store/rules.def"
#undef RULE
