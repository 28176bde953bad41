/* rules.h -- the messages of this room (rules.def). */
#ifndef TENDER_RULES_H
#define TENDER_RULES_H

#include "base/err.h"

#define RULE(name, kind, code, text, remedy) extern const ak_rule name;
#include "tender/rules.def"
#undef RULE

#endif
