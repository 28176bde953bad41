/* bundle_actions.h -- statements handed from party to party: what one would see, giving, looking, taking in. */
#ifndef APP_BUNDLE_ACTIONS_H
#define APP_BUNDLE_ACTIONS_H

#include "record/action.h"

/* bundle: {"received":[...],"sent":[...]}: inbox and outbox */
AK_MUST_USE ak_code bundle_view(view **out, ctx *c, const args *a, ak_err *err);
/* bundle export ID --to PARTY [--show PART...] [--hide PART...] [--from SIZE...] [--with-documents] [--gossip]
 * [--out FILE]: {"file","digest","to","parts":[...]} */
AK_MUST_USE ak_code bundle_export_view(view **out, ctx *c, const args *a, ak_err *err);
/* The same for a browser: the bytes in place of the file. */
AK_MUST_USE ak_code bundle_export_file(str *bytes, const char **name, ctx *c, const args *a, ak_err *err);
/* bundle import FILE [--vkey K...] [--require-in] [--dry-run] */
AK_MUST_USE ak_code bundle_import_view(view **out, ctx *c, const args *a, ak_err *err);
/* bundle preview ID --to PARTY [--show PART...] [--hide PART...]: what would the party see? */
AK_MUST_USE ak_code bundle_preview_view(view **out, ctx *c, const args *a, ak_err *err);
/* bundle show FILE [--vkey K...]: what is in it, and whether it would be taken in; writes nothing */
AK_MUST_USE ak_code bundle_show_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
