/* rules.h -- what app can find wrong. */
#ifndef APP_RULES_H
#define APP_RULES_H
#include "base/err.h"
#define RULE(name, kind, code, text, remedy) extern const ak_rule name;
#include "app/rules.def"
#undef RULE
#endif
