/* rules.h -- the messages of this room (rules.def). */
#ifndef TRACE_RULES_H
#define TRACE_RULES_H

#include "base/err.h"

#define RULE(name, kind, code, text, remedy) extern const ak_rule name;
#include "trace/rules.def"
#undef RULE

#endif
