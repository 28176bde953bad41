/* rules.h -- the messages of this room (rules.def). */
#ifndef REPORT_RULES_H
#define REPORT_RULES_H

#include "base/err.h"

#define RULE(name, kind, code, text, remedy) extern const ak_rule name;
#include "report/rules.def"
#undef RULE

#endif
