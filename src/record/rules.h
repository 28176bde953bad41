/* rules.h -- what record can find wrong, as names. */
#ifndef RECORD_RULES_H
#define RECORD_RULES_H

#include "base/err.h"

#define RULE(name, kind, code, text, remedy) extern const ak_rule name;
#include "record/rules.def"
#undef RULE

#endif
