/* actions.h -- the one table of all that can be done. */
#ifndef APP_ACTIONS_H
#define APP_ACTIONS_H

#include "record/action.h"

extern const action actions[]; /* sorted by name */
extern const size_t actions_n;

/* The action whose name is the longest run of the first words; *used = how many words it took.
 * NULL = none; then *near is the name most like the first word, or NULL. */
const action *action_find(int argc, char *const *argv, int *used, const char **near);
/* That there is no such command, with the one that may be meant; of a first word that stands only before others
 * (`trace`), with all of them.  near is action_find's. */
AK_MUST_USE ak_code action_unknown(arena *a, const char *near, int argc, char *const *argv, ak_err *err);
/* It begins commands of two words. */
bool action_begins(const char *word);

/* The command of two words that begins with act's and whose second is nearly word; NULL = none. */
const char *action_kin(const action *act, const char *word);

#endif
