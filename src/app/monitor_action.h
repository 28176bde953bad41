/* monitor_action.h -- monitor and watched: other parties' logs, looked at from outside. */
#ifndef APP_MONITOR_ACTION_H
#define APP_MONITOR_ACTION_H

#include "record/action.h"

/* monitor WHERE [--name NAME] [--vkey K] [--policy FILE] [--age HOURS] [--allow HOST:PORT...] */
AK_MUST_USE ak_code monitor_view(view **out, ctx *c, const args *a, ak_err *err);
/* watched: {"watched":[{name,origin,size,...}],"frauds":[...]} */
AK_MUST_USE ak_code watched_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
