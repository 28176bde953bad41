/* rules.c -- what exchange can find wrong. */
#include "exchange/rules.h"

#define RULE(name, kind, code, text, remedy) const ak_rule name = {code, AK_E_##kind, text, remedy};
#include "exchange/rules.def"
#undef RULE
