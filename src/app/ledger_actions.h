/* ledger_actions.h -- init, keys receipt, prove, rebuild: the workspace's own affairs. */
#ifndef APP_LEDGER_ACTIONS_H
#define APP_LEDGER_ACTIONS_H

#include "record/action.h"

/* init [DIR] [--name N] [--party ID] [--origin HOST/PATH] [--zone Z] [--before FOLDER] */
AK_MUST_USE ak_code init_view(view **out, ctx *c, const args *a, ak_err *err);
/* keys receipt [--out FILE]: the second key, for ES256 receipts; made and announced when there is none */
AK_MUST_USE ak_code keys_receipt_view(view **out, ctx *c, const args *a, ak_err *err);
/* prove ID [--as proof|receipt|statement|entry] [--es256] [--out FILE] */
AK_MUST_USE ak_code prove_view(view **out, ctx *c, const args *a, ak_err *err);
/* rebuild [--check]: the state made anew, or only compared: {"equal","first_unequal"} */
AK_MUST_USE ak_code rebuild_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
