/* rules.h -- the messages of this room (rules.def). */
#ifndef RISK_RULES_H
#define RISK_RULES_H

#include "base/err.h"

#define RULE(name, kind, code, text, remedy) extern const ak_rule name;
#include "risk/rules.def"
#undef RULE

#endif
