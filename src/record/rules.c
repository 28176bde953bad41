/* rules.c -- what record can find wrong. */
#include "record/rules.h"

#define RULE(name, kind, code, text, remedy) const ak_rule name = {code, AK_E_##kind, text, remedy};
#include "record/rules.def"
#undef RULE
