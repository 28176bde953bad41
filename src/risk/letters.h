/* letters.h -- the questions that are shown, as one letter to each who can answer.
 *
 * Both stages of a material stand together, mines before refineries, where the same party can answer both; the order
 * of materials is that of their most telling question.  A letter holds the questions that were asked for and no
 * other.  It is in the language of the party (field language) as far as each sentence exists in it: Norwegian,
 * Danish, English, or a wording that the record holds; else in the reader's.
 */
#ifndef RISK_LETTERS_H
#define RISK_LETTERS_H

#include "risk/questions.h"

/* Code of the language in which a party is written to; "" = nobody says. */
AK_MUST_USE ak_code letters_language(const char **out, ctx *c, const char *party, ak_err *err);

/* [{"to","language","text","questions":[rank]}], by the most telling question of each.  shown: the values of the same
 * questions, with "wording". */
AK_MUST_USE ak_code letters_view(view **out, ctx *c, const question *asked, const view *shown, size_t n,
                                 ak_err *err);

#endif
