/* keys_actions.h -- keys ..., close: who signs in the log, and its end. */
#ifndef APP_KEYS_ACTIONS_H
#define APP_KEYS_ACTIONS_H

#include "record/action.h"

/* keys: {"origin","vkey","key_id","party","guard","keys":[role, state, since, ended, party, key id, public key]} */
AK_MUST_USE ak_code keys_view(view **out, ctx *c, const args *a, ak_err *err);
/* keys add --role ROLE [--party ID] */
AK_MUST_USE ak_code keys_add_view(view **out, ctx *c, const args *a, ak_err *err);
/* keys protect [--off] */
AK_MUST_USE ak_code keys_protect_view(view **out, ctx *c, const args *a, ak_err *err);
/* keys recover FILE [--stolen] [--reason TEXT]; needs no key but that of the file */
AK_MUST_USE ak_code keys_recover_view(view **out, ctx *c, const args *a, ak_err *err);
/* keys recovery FILE [--protect] */
AK_MUST_USE ak_code keys_recovery_view(view **out, ctx *c, const args *a, ak_err *err);
/* keys revoke KEY --reason TEXT [--lost] */
AK_MUST_USE ak_code keys_revoke_view(view **out, ctx *c, const args *a, ak_err *err);
/* keys rotate [COMMAND...] [--overlap DAYS] [--public KEY] [--reason TEXT] */
AK_MUST_USE ak_code keys_rotate_view(view **out, ctx *c, const args *a, ak_err *err);
/* keys signer COMMAND... */
AK_MUST_USE ak_code keys_signer_view(view **out, ctx *c, const args *a, ak_err *err);
/* close --reason TEXT [--successor DIR] [--origin HOST/PATH] */
AK_MUST_USE ak_code close_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
