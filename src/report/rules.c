/* rules.c -- the messages of this room, once. */
#include "report/rules.h"

#define RULE(name, kind, code, text, remedy) const ak_rule name = {code, AK_E_##kind, text, remedy};
#include "report/rules.def"
#undef RULE
