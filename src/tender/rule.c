/* rule.c -- one requirement held against one bid. */
#include "tender/rule.h"

#include <string.h>

#include "tender/condition.h"
#include "tender/terms.h"
#include "tender/words.h"

const char *const rule_verdict_words[] = {"not_applicable", "met",     "failed",
                                          "not_answered",   "claimed", "unclear"};

limit rule_limit(const tender_requirement *q)
{
    bool own_text = q->threshold_text[0] != '@' && strncmp(q->threshold_text, "or ", 3) != 0;
    return (limit){.attribute = rule_answered_under(q),
                   .operator= q->operator,
                   .low = q->threshold,
                   .high = q->threshold_high,
                   .text = own_text ? q->threshold_text : ""};
}

const char *rule_answered_under(const tender_requirement *q)
{
    return q->attribute[0] ? q->attribute : q->code;
}

/* Whether it holds for the bid at all; a condition that nobody can read leaves it open. */
static condition_answer applies(arena *a, const tender *t, const tender_requirement *q, const tender_bid *b)
{
    condition_answer when = CONDITION_TRUE;
    condition_answer unless = CONDITION_FALSE;
    if (condition_holds(&when, a, q->applies_when, t, b, NULL) != AK_OK)
        when = CONDITION_UNKNOWN;
    if (q->except_when[0] && condition_holds(&unless, a, q->except_when, t, b, NULL) != AK_OK)
        unless = CONDITION_UNKNOWN;
    if (when == CONDITION_FALSE || unless == CONDITION_TRUE)
        return CONDITION_FALSE;
    return when == CONDITION_TRUE && unless == CONDITION_FALSE ? CONDITION_TRUE : CONDITION_UNKNOWN;
}

/* ---- One limit against one offer ---- */

static bool says_nothing(const tender_offer *o)
{
    return !o || (!o->value.said && !o->amount.said && !o->value_text[0] && !o->value_date[0] &&
                  o->fulfilled != TENDER_YES && o->fulfilled != TENDER_NO && o->documents_n == 0);
}

static rule_verdict by_answer(limit_answer a)
{
    return a == LIMIT_MET ? RULE_MET : a == LIMIT_FAILED ? RULE_FAILED : RULE_UNCLEAR;
}

static rule_verdict judge_yes(const tender_offer *o)
{
    return o->fulfilled == TENDER_YES  ? RULE_MET
           : o->fulfilled == TENDER_NO ? RULE_FAILED
                                       : RULE_NOT_ANSWERED;
}

static rule_verdict judge_document(const tender_offer *o)
{
    if (o->fulfilled == TENDER_NO)
        return RULE_FAILED;
    return o->documents_n ? RULE_MET : RULE_CLAIMED;
}

static rule_verdict judge(const limit *l, arena *a, const tender_offer *o)
{
    if (says_nothing(o))
        return RULE_NOT_ANSWERED;
    if (strcmp(l->operator, "yes") == 0 || !l->operator[0])
        return judge_yes(o);
    if (strcmp(l->operator, "document") == 0)
        return judge_document(o);
    if (l->low.said)
        return o->value.said ? by_answer(limit_holds_number(l, &o->value)) : RULE_NOT_ANSWERED;
    if (l->text[0] || strcmp(l->operator, "ne") == 0)
        return o->value_text[0] ? by_answer(limit_holds_text(l, a, o->value_text)) : RULE_NOT_ANSWERED;
    return RULE_UNCLEAR; /* the tender left the limit open */
}

/* ---- Relative limits and alternatives ---- */

/* "@warranty+5": the offered value of another attribute and so many of the requirement's unit. */
static ak_code relative_limit(limit *l, bool *known, arena *a, const tender_requirement *q,
                              const tender_bid *b, ak_err *err)
{
    str rest = str_of(q->threshold_text + 1);
    str attribute = str_cut(&rest, '+');
    decimal more = {0, 0};
    *known = false;
    if (rest.n && decimal_read_plain(&more, str_trim(rest), NULL) != AK_OK)
        return ak_fail(err, &TEND_010, q->threshold_text);
    const tender_offer *o = tender_offer_find(b, str_c(a, str_trim(attribute)), q->part_no);
    const unit *u = q->threshold.unit;
    if (!o || !o->value.said || (o->value.unit == NULL) != (u == NULL))
        return AK_OK;
    decimal n = o->value.n;
    if (u && o->value.unit != u && unit_convert(&n, NULL, o->value.n, o->value.unit, u, 12, NULL) != AK_OK)
        return AK_OK;
    l->low = (tender_number){.said = true, .unit = u, .unit_text = q->threshold.unit_text};
    *known = decimal_add(&l->low.n, n, more, NULL) == AK_OK;
    l->low.n = decimal_trim(l->low.n);
    return AK_OK;
}

/* Best of the first limit and its alternatives: met by one is met; failed only when all are. */
static ak_code judge_alternatives(rule_result *out, arena *a, const tender_requirement *q,
                                  const tender_bid *b, ak_err *err)
{
    str rest = str_of(q->threshold_text);
    rule_verdict worst = out->verdict;
    while (rest.n && out->verdict != RULE_MET) {
        rest = str_trim((str){rest.p + 3, rest.n - 3});
        const char *next = memmem(rest.p, rest.n, " or ", 4);
        str one = {rest.p, next ? (size_t)(next - rest.p) : rest.n};
        rest = next ? (str){next + 1, rest.n - one.n - 1} : (str){0};
        limit l;
        AK_TRY(limit_read(&l, a, one, err));
        const tender_offer *o = tender_offer_find(b, l.attribute, q->part_no);
        rule_verdict v = judge(&l, a, o);
        if (v == RULE_MET || (worst == RULE_FAILED && v != RULE_FAILED) || !out->offer) {
            out->verdict = v == RULE_FAILED && worst != RULE_FAILED ? worst : v;
            out->offer = o ? o : out->offer;
            out->asked = o || v == RULE_MET ? l : out->asked;
        }
        worst = out->verdict;
    }
    return AK_OK;
}

/* Proof that is owed with the bid must be there; what is owed later is noted.  A reasoned equivalent is for
 * people to judge. */
static void weigh_proof(rule_result *out, const tender_requirement *q)
{
    const tender_offer *o = out->offer;
    bool with_bid = strcmp(q->evidence_due, "with_bid") == 0;
    bool none = !q->evidence_due[0] || strcmp(q->evidence_due, "none") == 0;
    if (out->verdict == RULE_FAILED && q->accepts_equivalent == TENDER_YES && o && o->documents_n) {
        out->verdict = RULE_UNCLEAR;
        out->why = N_("An equivalent is claimed, with its reasons: somebody must judge them.");
    } else if (out->verdict == RULE_MET && with_bid && !o->documented) {
        out->verdict = RULE_CLAIMED;
        out->why = N_("Claimed; the proof that is owed with the bid is missing.");
    } else if (out->verdict == RULE_MET && !with_bid && !none && !o->documented) {
        out->owed_later = true;
        out->why = N_("Met by the bidder's word; the proof is owed later.");
    }
}

static ak_code apply_to(rule_result *out, arena *a, const tender_requirement *q, const tender_bid *b,
                        ak_err *err)
{
    bool later = strcmp(q->operator, "document") == 0 && q->evidence_due[0] &&
                 strcmp(q->evidence_due, "with_bid") != 0;
    out->offer = tender_offer_find(b, rule_answered_under(q), q->part_no);
    if (later) { /* the document itself is owed later: nothing to judge in the bid */
        bool refused = out->offer && out->offer->fulfilled == TENDER_NO;
        out->owed_later = !refused && !(out->offer && out->offer->documents_n);
        out->verdict = refused ? RULE_FAILED : RULE_MET;
        out->why = out->owed_later ? N_("The document is owed later.") : "";
        return AK_OK;
    }
    bool known = true;
    if (q->threshold_text[0] == '@')
        AK_TRY(relative_limit(&out->asked, &known, a, q, b, err));
    out->verdict = known ? judge(&out->asked, a, out->offer) : RULE_NOT_ANSWERED;
    if (strncmp(q->threshold_text, "or ", 3) == 0)
        AK_TRY(judge_alternatives(out, a, q, b, err));
    if (out->verdict == RULE_CLAIMED)
        out->why = N_("Claimed; the document is not attached.");
    if (out->verdict == RULE_UNCLEAR)
        out->why = q->threshold.said || q->threshold_text[0]
                       ? N_("What is offered cannot be compared with what is asked: see the units.")
                       : N_("The tender states no limit.");
    weigh_proof(out, q);
    return AK_OK;
}

ak_code rule_apply(rule_result *out, arena *a, const tender *t, const tender_requirement *q,
                   const tender_bid *b, ak_err *err)
{
    *out = (rule_result){.verdict = RULE_NOT_APPLICABLE, .why = "", .asked = rule_limit(q)};
    condition_answer when = tender_bid_is_for(b, q->part_no) ? applies(a, t, q, b) : CONDITION_FALSE;
    if (when == CONDITION_FALSE)
        return AK_OK;
    if (when == CONDITION_UNKNOWN) {
        out->verdict = RULE_UNCLEAR;
        out->why = N_("Whether it applies depends on something that is not said.");
        return AK_OK;
    }
    return apply_to(out, a, q, b, err);
}

/* ---- For people ---- */

static view *number_view(arena *a, const tender_number *n, const view_basis *basis)
{
    char text[DECIMAL_TEXT_BYTES];
    return view_decimal(a, arena_text(a, decimal_text(text, n->n)), n->unit ? n->unit->symbol : n->unit_text,
                        basis);
}

view *rule_required_view(ctx *c, const limit *l, const view_basis *basis)
{
    arena *a = c->a;
    static const struct {
        const char *op;
        const char *text;
    } words[] = {
        {"ge",     N_("at least {limit}")     },
        {"gt",     N_("above {limit}")        },
        {"le",     N_("at most {limit}")      },
        {"lt",     N_("below {limit}")        },
        {"eq",     N_("{limit}")              },
        {"ne",     N_("not {limit}")          },
        {"one_of", N_("one of {limit}")       },
        {"covers", N_("covers all of {limit}")},
    };
    if (strcmp(l->operator, "document") == 0)
        return view_say(a, N_("a document"), (char *)NULL);
    if (strcmp(l->operator, "yes") == 0 || !l->operator[0])
        return view_say(a, N_("yes"), (char *)NULL);
    if (strcmp(l->operator, "between") == 0 && l->low.said && l->high.said)
        return view_say(a, N_("from {low} to {high}"), "low", number_view(a, &l->low, basis), "high",
                        number_view(a, &l->high, basis), (char *)NULL);
    if (!l->low.said && !l->text[0])
        return strcmp(l->operator, "ne") == 0 ? view_say(a, N_("stated"), (char *)NULL)
                                              : view_say(a, N_("not set by the tender"), (char *)NULL);
    static const char place[] = "limit";
    view *what = l->low.said ? number_view(a, &l->low, basis)
                             : view_text_c(a, terms_answers_shown(a, l->text, c->lang));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(l->operator, words[i].op) == 0)
            return view_say(a, words[i].text, place, what, (char *)NULL);
    return what;
}

/* "@warranty", "@warranty+5": another value of the bid is the limit. */
static view *other_value(ctx *c, const char *text, const unit *of, const view_basis *basis)
{
    arena *a = c->a;
    str rest = str_of(text + 1);
    str attribute = str_cut(&rest, '+');
    view *word = words_attribute(c, str_c(a, str_trim(attribute)));
    if (!rest.n)
        return view_say(a, N_("as long as {attribute}"), "attribute", word, (char *)NULL);
    return view_say(a, N_("{attribute} and {more} more"), "attribute", word, "more",
                    view_decimal(a, str_c(a, str_trim(rest)), of ? of->symbol : "", basis), (char *)NULL);
}

view *rule_limit_view(ctx *c, const limit *l, const char *threshold_text, const view_basis *basis)
{
    limit second = {0};
    if (threshold_text[0] == '@')
        return other_value(c, threshold_text, l->low.unit, basis);
    view *first = rule_required_view(c, l, basis);
    if (strncmp(threshold_text, "or ", 3) != 0 ||
        limit_read(&second, c->a, str_of(threshold_text + 3), NULL) != AK_OK)
        return first;
    return view_say(c->a, N_("{first}, or {attribute} {second}"), "first", first, "attribute",
                    words_attribute(c, second.attribute), "second", rule_required_view(c, &second, basis),
                    (char *)NULL);
}

view *rule_asked_view(ctx *c, const tender_requirement *q, const view_basis *basis)
{
    const limit l = rule_limit(q);
    return rule_limit_view(c, &l, q->threshold_text, basis);
}

view *rule_offered_view(arena *a, const tender_offer *o, const view_basis *basis)
{
    if (!o)
        return NULL;
    if (o->value.said)
        return number_view(a, &o->value, basis);
    if (o->amount.said)
        return view_money(a, o->amount.m.minor, o->amount.m.currency->code, basis);
    if (o->value_text[0])
        return view_text_c(a, o->value_text);
    if (o->value_date[0])
        return view_date(a, o->value_date);
    if (o->fulfilled == TENDER_YES || o->fulfilled == TENDER_NO)
        return view_bool(a, o->fulfilled == TENDER_YES);
    return o->documents_n ? view_say(a, N_("document attached"), (char *)NULL) : NULL;
}
