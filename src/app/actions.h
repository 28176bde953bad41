/* actions.h -- the one table of all that can be done. */
#ifndef APP_ACTIONS_H
#define APP_ACTIONS_H

#include "record/action.h"

extern const action actions[]; /* sorted by name */
extern const size_t actions_n;

/* The action whose name is the longest run of the first words; *used = how many words it took.
 * NULL = none; then *near is the name most like the first word, or NULL. */
const action *action_find(int argc, char *const *argv, int *used, const char **near);
/* What was typed in place of near (may be NULL): one word, or two where the first is right. */
const char *action_typed(arena *a, const char *near, int argc, char *const *argv);

/* The command of two words that begins with act's and whose second is nearly word; NULL = none. */
const char *action_kin(const action *act, const char *word);

#endif
