/* involvement.c -- how the own organisation stands to a harm, and what kind of action follows. */
#include "risk/involvement.h"

#include <string.h>

involvement involvement_read(str word)
{
    return str_is(word, "caused")        ? INVOLVEMENT_CAUSED
           : str_is(word, "contributed") ? INVOLVEMENT_CONTRIBUTED
                                         : INVOLVEMENT_LINKED;
}

static bool is_among(const char *const *list, size_t n, str id)
{
    for (size_t i = 0; i < n && id.n; i++) {
        if (str_is(id, list[i]))
            return true;
    }
    return false;
}

static bool names_item(const world_incident *in, const ranked_item *item)
{
    str party = item->party ? item->party->id : (str){0};
    if (is_among(in->places, in->places_n, item->id) || is_among(in->places, in->places_n, party) ||
        is_among(in->goods, in->goods_n, item->id))
        return true;
    for (size_t i = 0; i < item->products_n; i++) {
        if (is_among(in->goods, in->goods_n, str_of(item->products[i])))
            return true;
    }
    return false;
}

standing standing_of(const ranked *r, const ranked_item *item)
{
    const risk_world *w = suppliers_world(r->suppliers);
    bool own = item->kind == BOUGHT_OWN;
    standing s = {.how = own ? INVOLVEMENT_CAUSED : INVOLVEMENT_LINKED, .may = own};
    for (size_t i = 0; i < w->incidents_n; i++) {
        const world_incident *in = &w->incidents[i];
        bool more = in->involvement > s.how || (s.may && in->involvement == s.how);
        if (more && in->open && (in == item->part_in || names_item(in, item)))
            s = (standing){.how = in->involvement, .says_so = in};
    }
    return s;
}

view *involvement_word(arena *a, const standing *s)
{
    if (s->how == INVOLVEMENT_CAUSED)
        return view_word(a, "caused", s->may ? N_("caused, if it happens") : N_("caused"));
    if (s->how == INVOLVEMENT_CONTRIBUTED)
        return view_word(a, "contributed", N_("contributed to"));
    return view_word(a, "linked", N_("directly linked"));
}

view *action_word(arena *a, involvement how)
{
    static const char *const codes[] = {"leverage", "contribute", "cease"};
    static const char *const words[] = {N_("use leverage"), N_("stop our part, use leverage"),
                                        N_("stop, prevent, make good")};
    return view_word(a, codes[how], words[how]);
}

view *action_say(arena *a, involvement how)
{
    static const char *const sentences[] = {
        N_("Use leverage; where we also contribute, stop our part and take a share in making good. "
           "Ending it comes last, after weighing whether that makes it worse."),
        N_("Stop our part in it, take a share in making good, and use leverage for what others do."),
        N_("Stop or prevent it, and make good what was done."),
    };
    return view_say(a, sentences[how], (char *)NULL);
}
