/* condition.c -- conditions over a tender, read and answered in one walk. */
#include "tender/condition.h"

#include <string.h>

#include "tender/limit.h"

#define WHOLE_PPB INT64_C(1000000000)

typedef struct asking {
    arena *tmp;
    const tender *t;
    const tender_bid *b;
} asking;

bool condition_is_kin(const char *code, const char *name)
{
    size_t n = strlen(name);
    return n && strncmp(code, name, n) == 0 && (code[n] == '\0' || code[n] == '_');
}

static condition_answer yes_if(bool yes)
{
    return yes ? CONDITION_TRUE : CONDITION_FALSE;
}

/* ---- The atoms ---- */

/* The number of a requirement is meant as a whole: 12.4.1.3 of the catalogue's RUTER-12.4.1.3 too. */
static bool is_number_of(const tender_requirement *q, const char *name)
{
    size_t n = strlen(q->catalogue_code);
    size_t m = strlen(name);
    bool of_catalogue =
        n > m && strcmp(q->catalogue_code + n - m, name) == 0 && q->catalogue_code[n - m - 1] == '-';
    return name[0] >= '0' && name[0] <= '9' && (strcmp(q->code, name) == 0 || of_catalogue);
}

static condition_answer ask_requires(const asking *k, const limit *l)
{
    condition_answer answer = CONDITION_FALSE;
    for (size_t i = 0; i < k->t->requirements_n; i++) {
        const tender_requirement *q = &k->t->requirements[i];
        if (!condition_is_kin(q->attribute, l->attribute) && !is_number_of(q, l->attribute))
            continue;
        if (!l->operator[0])
            return CONDITION_TRUE;
        const limit inner = {q->attribute, q->operator, q->threshold, q->threshold_high, q->threshold_text};
        limit_answer a = limit_within(l, &inner);
        if (a == LIMIT_MET)
            return CONDITION_TRUE;
        if (a == LIMIT_UNCLEAR)
            answer = CONDITION_UNKNOWN;
    }
    return answer;
}

static condition_answer ask_scores(const asking *k, const limit *l)
{
    for (size_t i = 0; i < k->t->criteria_n; i++)
        if (condition_is_kin(k->t->criteria[i].attribute, l->attribute))
            return CONDITION_TRUE;
    return CONDITION_FALSE;
}

static condition_answer ask_cost(const asking *k, const limit *l)
{
    condition_answer answer = CONDITION_FALSE;
    for (size_t i = 0; i < k->t->costs_n; i++) {
        const tender_cost *c = &k->t->costs[i];
        if (strcmp(c->cost_kind, l->attribute) != 0)
            continue;
        limit_answer a = l->operator[0] ? limit_holds_number(l, &c->value) : LIMIT_MET;
        if (a == LIMIT_FAILED)
            return CONDITION_FALSE;
        if (a == LIMIT_UNCLEAR)
            answer = CONDITION_UNKNOWN;
        else if (answer == CONDITION_FALSE)
            answer = CONDITION_TRUE;
    }
    return answer;
}

static condition_answer ask_clause(const asking *k, const limit *l)
{
    for (size_t i = 0; i < k->t->clauses_n; i++)
        if (strcmp(k->t->clauses[i].clause_kind, l->attribute) == 0)
            return CONDITION_TRUE;
    return CONDITION_FALSE;
}

static condition_answer ask_offers(const asking *k, const limit *l)
{
    const tender_offer *o = k->b ? tender_offer_find(k->b, l->attribute, "") : NULL;
    if (!o)
        return CONDITION_UNKNOWN;
    limit_answer a =
        l->text[0] ? limit_holds_text(l, k->tmp, o->value_text) : limit_holds_number(l, &o->value);
    return a == LIMIT_UNCLEAR ? CONDITION_UNKNOWN : yes_if(a == LIMIT_MET);
}

/* Share of a criterion in all points; its parts share it in proportion. */
static int64_t share_of(const tender *t, size_t i, int depth)
{
    const tender_criterion *k = &t->criteria[i];
    if (k->weight_ppb < 0 || depth > 8)
        return -1;
    if (k->parent < 0)
        return k->weight_ppb;
    int64_t all = 0;
    for (size_t s = 0; s < t->criteria_n; s++)
        if (t->criteria[s].parent == k->parent)
            all += t->criteria[s].weight_ppb > 0 ? t->criteria[s].weight_ppb : 0;
    int64_t above = share_of(t, (size_t)k->parent, depth + 1);
    if (above < 0 || all <= 0)
        return -1;
    return (int64_t)decimal_divide_even((decimal_wide)above * k->weight_ppb, all);
}

static bool under_environmental(const tender *t, int i)
{
    for (int depth = 0; i >= 0 && depth <= 8; depth++) {
        if (t->criteria[i].environmental == TENDER_YES)
            return true;
        i = t->criteria[i].parent;
    }
    return false;
}

/* In one lot; "" = where there are none. */
static int64_t environment_in(const tender *t, const char *part_no)
{
    int64_t sum = 0;
    bool weighed = false;
    for (size_t i = 0; i < t->criteria_n; i++) {
        const tender_criterion *k = &t->criteria[i];
        if (part_no[0] && k->part_no[0] && strcmp(k->part_no, part_no) != 0)
            continue;
        weighed = weighed || k->weight_ppb >= 0;
        /* counted where it begins: an environmental criterion whose parent is none */
        if (k->environmental != TENDER_YES || under_environmental(t, k->parent))
            continue;
        int64_t share = share_of(t, i, 0);
        sum += share > 0 ? share : 0;
    }
    return weighed ? sum : -1;
}

int64_t condition_environment_ppb(const tender *t)
{
    int64_t least = environment_in(t, t->parts_n ? t->parts[0].part_no : "");
    for (size_t i = 1; i < t->parts_n; i++) {
        int64_t share = environment_in(t, t->parts[i].part_no);
        least = share < least ? share : least;
    }
    return least;
}

static condition_answer ask_weighs(const asking *k, const limit *l)
{
    int64_t share = condition_environment_ppb(k->t);
    tender_number asked = {.said = true, .unit = unit_find(STR("%"))};
    if (share < 0)
        return CONDITION_UNKNOWN;
    asked.n = (decimal){share, 7}; /* billionths as per cent */
    const limit least = {"", "ge", l->low, l->high, ""};
    return yes_if(limit_holds_number(&least, &asked) == LIMIT_MET);
}

static const struct {
    const char *name;
    condition_answer (*ask)(const asking *k, const limit *l);
} atoms[] = {
    {"requires", ask_requires},
    {"scores",   ask_scores  },
    {"cost",     ask_cost    },
    {"clause",   ask_clause  },
    {"offers",   ask_offers  },
    {"weighs",   ask_weighs  },
};

static ak_code answer_atom(condition_answer *out, const asking *k, str atom, ak_err *err)
{
    const char *open = memchr(atom.p, '(', atom.n);
    if (!open) {
        *out = yes_if(tender_has_circumstance(k->t, str_c(k->tmp, atom)));
        bool word = atom.n && !memchr(atom.p, ' ', atom.n);
        return word ? AK_OK : ak_fail(err, &TEND_010, str_c(k->tmp, atom));
    }
    str name = {atom.p, (size_t)(open - atom.p)};
    if (atom.p[atom.n - 1] != ')')
        return ak_fail(err, &TEND_010, str_c(k->tmp, atom));
    str inside = {open + 1, atom.n - name.n - 2};
    if (str_is(name, "dialogue")) {
        *out = yes_if(k->t->dialogues > 0);
        return AK_OK;
    }
    limit l = {0};
    if (str_is(name, "weighs") && str_starts(inside, "environment ")) {
        str_cut(&inside, ' ');
        inside = str_of(arena_printf(k->tmp, "environment ge %.*s", (int)inside.n, inside.p));
    }
    AK_TRY(limit_read(&l, k->tmp, inside, err));
    for (size_t i = 0; i < sizeof atoms / sizeof *atoms; i++)
        if (str_is(name, atoms[i].name)) {
            *out = atoms[i].ask(k, &l);
            return AK_OK;
        }
    return ak_fail(err, &TEND_010, str_c(k->tmp, atom));
}

/* ---- and, or, not ---- */

/* Cuts at the next separator outside parentheses. */
static str cut_at(str *rest, const char *separator)
{
    size_t n = strlen(separator);
    int depth = 0;
    for (size_t i = 0; i < rest->n; i++) {
        depth += rest->p[i] == '(' ? 1 : rest->p[i] == ')' ? -1 : 0;
        if (depth == 0 && i + n <= rest->n && memcmp(rest->p + i, separator, n) == 0) {
            str piece = {rest->p, i};
            *rest = (str){rest->p + i + n, rest->n - i - n};
            return piece;
        }
    }
    str piece = *rest;
    *rest = (str){0};
    return piece;
}

static ak_code answer_term(condition_answer *out, const asking *k, str term, ak_err *err)
{
    term = str_trim(term);
    bool negated = str_starts(term, "not ");
    if (negated)
        term = str_trim((str){term.p + 4, term.n - 4});
    AK_TRY(answer_atom(out, k, term, err));
    if (negated && *out != CONDITION_UNKNOWN)
        *out = *out == CONDITION_TRUE ? CONDITION_FALSE : CONDITION_TRUE;
    return AK_OK;
}

static ak_code answer_all(condition_answer *out, const asking *k, str all, ak_err *err)
{
    *out = CONDITION_TRUE;
    while (all.n) {
        condition_answer one = CONDITION_TRUE;
        AK_TRY(answer_term(&one, k, cut_at(&all, " and "), err));
        if (one == CONDITION_FALSE || *out == CONDITION_FALSE)
            *out = CONDITION_FALSE;
        else if (one == CONDITION_UNKNOWN)
            *out = CONDITION_UNKNOWN;
    }
    return AK_OK;
}

ak_code condition_holds(condition_answer *out, arena *tmp, const char *text, const tender *t,
                        const tender_bid *b, ak_err *err)
{
    const asking k = {tmp, t, b};
    str rest = str_trim(str_of(text));
    *out = rest.n ? CONDITION_FALSE : CONDITION_TRUE;
    while (rest.n) {
        condition_answer one = CONDITION_FALSE;
        AK_TRY(answer_all(&one, &k, cut_at(&rest, " or "), err));
        if (one == CONDITION_TRUE || *out == CONDITION_TRUE)
            *out = CONDITION_TRUE;
        else if (one == CONDITION_UNKNOWN)
            *out = CONDITION_UNKNOWN;
    }
    return AK_OK;
}
