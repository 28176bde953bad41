/* rules.c -- what web can find wrong. */
#include "web/rules.h"

#define RULE(name, kind, code, text, remedy) const ak_rule name = {code, AK_E_##kind, text, remedy};
#include "web/rules.def"
#undef RULE
