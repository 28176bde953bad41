/* rules.h -- what web can find wrong. */
#ifndef WEB_RULES_H
#define WEB_RULES_H
#include "base/err.h"
#define RULE(name, kind, code, text, remedy) extern const ak_rule name;
#include "web/rules.def"
#undef RULE
#endif
