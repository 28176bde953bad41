/* message.h -- errors and faults as one line for a person.
 *
 *     leverandører.csv:14:land: Atlantis: not a country; write a name or an ISO 3166 code [CTY-001]
 */
#ifndef BASE_MESSAGE_H
#define BASE_MESSAGE_H

#include "base/fault.h"
#include "base/i18n.h"

/* The whole line, without a newline; control characters of values become spaces. */
const char *message_err(arena *a, language lang, const ak_err *err);
const char *message_fault(arena *a, language lang, const fault *f);
/* For programs, on one line: {"error":{"code","text","remedy"}} and, where they are known, "file", "row",
 * "field", "value". */
str message_err_json(arena *a, language lang, const ak_err *err);
/* Its parts, for tables and JSON: what is wrong, and what to do, with {1} .. {4} filled. */
const char *message_fault_text(arena *a, language lang, const fault *f);
const char *message_fault_remedy(arena *a, language lang, const fault *f);
const char *message_err_text(arena *a, language lang, const ak_err *err);
const char *message_err_remedy(arena *a, language lang, const ak_err *err);

#endif
