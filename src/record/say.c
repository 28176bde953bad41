/* say.c -- plans from words: one statement by hand, and taking an act back. */
#include <string.h>

#include "record/commit.h"
#include "record/rules.h"

static const plan_dialect point = {.decimal_comma = false, .date_order = 'd'};
static const plan_dialect comma = {.decimal_comma = true, .date_order = 'd'};

ak_code plan_undo(plan **out, ctx *c, str act, str reason, ak_err *err)
{
    (void)err;
    int fam = family_find(STR("withdraw"));
    const family *f = &families[fam];
    plan *p = plan_new(c->a);
    plan_row *r = plan_add_row(p, fam, 2);
    r->by_program = true;
    plan_add_cell(r, (plan_cell){.field = field_find(f, STR("withdrawn_act")), .text = act, .head = "act"});
    if (reason.n)
        plan_add_cell(r,
                      (plan_cell){.field = field_find(f, STR("reason")), .text = reason, .head = "reason"});
    *out = p;
    return AK_OK;
}

/* By name or type word, or by the word of its sheet in any language. */
static int family_of_word(arena *a, str word)
{
    int fam = family_find(word);
    str folded = str_fold(a, word);
    for (size_t i = 0; fam < 0 && i < families_n; i++)
        for (int l = 0; l < LANGUAGES; l++)
            if (head_words_have(families[i].heads[l], folded))
                fam = (int)i;
    return fam;
}

/* What a statement's head calls these; before any header word, for "by" is a town in Norwegian sheets. */
static const struct {
    const char *word;
    const char *field;
} head_names[] = {
    {"by", "said_by"},
    {"in", "in_refs"},
    {"on", "said_on"},
};

/* A field of the family, else one of the head's; by name, then by header word. */
static int field_of_word(arena *a, const family *f, str word)
{
    for (size_t i = 0; i < sizeof head_names / sizeof *head_names; i++)
        if (str_is(word, head_names[i].word))
            word = str_of(head_names[i].field);
    int at = field_find(f, word);
    if (at >= 0)
        return at;
    int common = field_find(&family_common, word);
    if (common >= 0)
        return PLAN_COMMON + common;
    str folded = str_fold(a, word);
    for (int l = 0; l < LANGUAGES; l++)
        if ((at = field_find_head(f, l, folded)) >= 0)
            return at;
    for (int l = 0; l < LANGUAGES; l++)
        if ((at = field_find_head(&family_common, l, folded)) >= 0)
            return PLAN_COMMON + at;
    return -1;
}

/* A field of a lines group that is named again begins the next line. */
static int next_line(const plan_row *r, int at)
{
    int line = 0;
    for (size_t i = 0; i < r->n; i++)
        line += plan_column_at(r, i)->field == at;
    return line;
}

static bool in_lines(const family *f, int at)
{
    return at >= PLAN_COMMON ? family_common.fields[at - PLAN_COMMON].parent >= 0 : f->fields[at].parent >= 0;
}

static void add_word(plan *p, plan_row *r, str word)
{
    const family *f = &families[r->family];
    str value = word;
    str name = str_cut(&value, '=');
    fault where = {.file = "", .sheet = "", .field = str_c(p->a, name), .value = str_c(p->a, word)};
    if (!memchr(word.p, '=', word.n) || name.n == 0) {
        fault_add(&p->faults, &REC_042, &where, str_c(p->a, word));
        return;
    }
    int at = field_of_word(p->a, f, name);
    if (at < 0) {
        fault_add(&p->faults, &REC_038, &where, str_c(p->a, name), f->name);
        return;
    }
    bool number =
        at < PLAN_COMMON && (f->fields[at].type == FIELD_DECIMAL || f->fields[at].type == FIELD_SHARE ||
                             f->fields[at].type == FIELD_MONEY);
    if (number && memchr(value.p, ',', value.n) && !memchr(value.p, '.', value.n))
        r->dialect = &comma;
    plan_add_cell(r, (plan_cell){.field = at,
                                 .line = in_lines(f, at) ? next_line(r, at) : 0,
                                 .text = value,
                                 .head = str_c(p->a, name)});
}

ak_code plan_say(plan **out, ctx *c, str family_word, const str *words, size_t n, ak_err *err)
{
    (void)err;
    plan *p = plan_new(c->a);
    int fam = family_of_word(c->a, family_word);
    *out = p;
    if (fam < 0) {
        fault where = {.file = "", .sheet = "", .field = "", .value = str_c(c->a, family_word)};
        fault_add(&p->faults, &REC_039, &where, str_c(c->a, family_word));
        return AK_OK;
    }
    plan_row *r = plan_add_row(p, fam, n);
    r->dialect = &point;
    for (size_t i = 0; i < n; i++)
        add_word(p, r, words[i]);
    return AK_OK;
}
