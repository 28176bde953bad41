/* involvement.h -- how the own organisation stands to a harm, and what kind of action follows.
 *
 * Whoever causes a harm stops or prevents it and makes good; whoever contributes stops its part, shares in making
 * good and uses its leverage for the rest; whoever is directly linked uses leverage (UN Guiding Principles 13, 19
 * and 22; OECD Due Diligence Guidance, 2018, figure 2).  It decides the kind of action, never the level.
 *
 * Own operations cause what happens in them, suppliers are linked.  An open incident that says more of the own
 * organisation (field involvement) raises it where it names the party, contract or product, or a country and a
 * material that such a product holds from there; nothing lowers it.
 */
#ifndef RISK_INVOLVEMENT_H
#define RISK_INVOLVEMENT_H

#include "risk/ranked.h"
#include "risk/world.h"

typedef struct standing {
    involvement how;
    bool may;                      /* caused, if it happens: nobody says that it does */
    const world_incident *says_so; /* NULL = by what kind of thing it is */
} standing;

standing standing_of(const ranked *r, const ranked_item *item);

/* Word of an incident's field: none is linked at most. */
involvement involvement_read(str word);
view *involvement_word(arena *a, const standing *s);
/* Kind of action in a word: "cease", "contribute" or "leverage"; and as a sentence. */
view *action_word(arena *a, involvement how);
view *action_say(arena *a, involvement how);

#endif
