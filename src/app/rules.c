/* rules.c -- what app can find wrong. */
#include "app/rules.h"

#define RULE(name, kind, code, text, remedy) const ak_rule name = {code, AK_E_##kind, text, remedy};
#include "app/rules.def"
#undef RULE
