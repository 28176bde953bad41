/* limit.c -- comparing what is offered with what is asked. */
#include "tender/limit.h"

#include <string.h>

#include "tender/terms.h"

#define SCALE_MAX 12 /* decimals when a value is changed into the limit's unit */

static bool is_one_of(const char *word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(word, list[i]) == 0)
            return true;
    return false;
}

static bool is_operator(str word)
{
    static const char *const all[] = {"eq",      "ne",     "lt",  "le",       "gt",    "ge",
                                      "between", "one_of", "yes", "document", "covers"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_is(word, all[i]))
            return true;
    return false;
}

static str next_word(str *rest)
{
    *rest = str_trim(*rest);
    return rest->n ? str_cut(rest, ' ') : (str){0};
}

ak_code limit_read(limit *out, arena *a, str text, ak_err *err)
{
    str rest = text;
    str attribute = next_word(&rest);
    str op = next_word(&rest);
    *out = (limit){.attribute = str_c(a, attribute), .operator= str_c(a, op), .text = ""};
    if (!attribute.n || (op.n && !is_operator(op)))
        return ak_fail(err, &TEND_010, str_c(a, text));
    str value = next_word(&rest);
    str unit_word = str_trim(rest);
    if (!value.n)
        return AK_OK;
    if (decimal_read_plain(&out->low.n, value, NULL) != AK_OK) {
        out->text = str_c(a, str_trim((str){value.p, (size_t)(text.p + text.n - value.p)}));
        return AK_OK;
    }
    out->low.said = true;
    out->low.unit = unit_word.n ? unit_find(unit_word) : NULL;
    out->low.unit_text = out->low.unit ? out->low.unit->code : "";
    return unit_word.n && !out->low.unit ? ak_fail(err, &TEND_010, str_c(a, text)) : AK_OK;
}

limit_answer limit_compare(int *order, const tender_number *x, const tender_number *y)
{
    *order = 0;
    if (!x->said || !y->said || (x->unit == NULL) != (y->unit == NULL))
        return LIMIT_UNCLEAR;
    decimal value = x->n;
    bool rounded = false;
    if (x->unit != y->unit &&
        unit_convert(&value, &rounded, x->n, x->unit, y->unit, SCALE_MAX, NULL) != AK_OK)
        return LIMIT_UNCLEAR;
    *order = decimal_cmp(value, y->n);
    return LIMIT_MET;
}

static limit_answer met(bool yes)
{
    return yes ? LIMIT_MET : LIMIT_FAILED;
}

limit_answer limit_holds_number(const limit *l, const tender_number *x)
{
    int low = 0;
    int high = 0;
    const char *op = l->operator;
    if (limit_compare(&low, x, &l->low) == LIMIT_UNCLEAR)
        return LIMIT_UNCLEAR;
    if (strcmp(op, "ge") == 0)
        return met(low >= 0);
    if (strcmp(op, "gt") == 0)
        return met(low > 0);
    if (strcmp(op, "le") == 0)
        return met(low <= 0);
    if (strcmp(op, "lt") == 0)
        return met(low < 0);
    if (strcmp(op, "eq") == 0)
        return met(low == 0);
    if (strcmp(op, "ne") == 0)
        return met(low != 0);
    if (strcmp(op, "between") == 0 && limit_compare(&high, x, &l->high) == LIMIT_MET)
        return met(low >= 0 && high <= 0);
    return LIMIT_UNCLEAR;
}

/* ---- Classes and lists ---- */

static int ip_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c == 'X' || c == 'x' ? 0 : -1;
}

/* EN 60529: the first digit is for bodies and dust, the second for water; each must reach the other's. */
static limit_answer ip_at_least(const char *offered, const char *asked)
{
    if (strlen(offered) != 4 || strlen(asked) != 4 || strncmp(offered, "ip", 2) != 0 ||
        strncmp(asked, "ip", 2) != 0)
        return LIMIT_UNCLEAR;
    for (int i = 2; i < 4; i++) {
        int a = ip_digit(offered[i]);
        int b = ip_digit(asked[i]);
        if (a < 0 || b < 0)
            return LIMIT_UNCLEAR;
        if (a < b)
            return LIMIT_FAILED;
    }
    return LIMIT_MET;
}

/* Regulation (EU) 2017/1369: A is best, G is worst. */
static limit_answer energy_at_least(const char *offered, const char *asked)
{
    bool read = offered[0] >= 'a' && offered[0] <= 'g' && !offered[1] && asked[0] >= 'a' && asked[0] <= 'g' &&
                !asked[1];
    return !read ? LIMIT_UNCLEAR : met(offered[0] <= asked[0]);
}

/* Words of any language that stand for one thing are one (terms.h). */
static const char *folded(arena *tmp, const char *text)
{
    return str_c(tmp, terms_answer(tmp, str_of(text)));
}

/* Is the word among those of the list (parted by | ; or ,)? */
static bool list_has(arena *tmp, const char *list, const char *word)
{
    str rest = str_of(list);
    while (rest.n) {
        size_t n = 0;
        while (n < rest.n && !strchr("|;,", rest.p[n]))
            n++;
        str one = str_trim((str){rest.p, n});
        rest = n < rest.n ? (str){rest.p + n + 1, rest.n - n - 1} : (str){0};
        if (one.n && str_eq(terms_answer(tmp, one), str_of(word)))
            return true;
    }
    return false;
}

static limit_answer covers(arena *tmp, const char *asked, const char *offered)
{
    str rest = str_of(asked);
    while (rest.n) {
        str one = str_trim(str_cut(&rest, '|'));
        if (one.n && !list_has(tmp, offered, str_c(tmp, terms_answer(tmp, one))))
            return LIMIT_FAILED;
    }
    return LIMIT_MET;
}

limit_answer limit_holds_text(const limit *l, arena *tmp, const char *text)
{
    const char *op = l->operator;
    const char *offered = folded(tmp, text);
    const char *asked = folded(tmp, l->text);
    if (strcmp(op, "ne") == 0 && !l->text[0])
        return met(offered[0] != '\0'); /* something must be stated */
    if (!offered[0] || !l->text[0])
        return LIMIT_UNCLEAR;
    if (strcmp(op, "eq") == 0)
        return met(strcmp(offered, asked) == 0);
    if (strcmp(op, "ne") == 0)
        return met(strcmp(offered, asked) != 0);
    if (strcmp(op, "one_of") == 0)
        return met(list_has(tmp, l->text, offered));
    if (strcmp(op, "covers") == 0)
        return covers(tmp, l->text, text);
    if (strcmp(op, "ge") == 0 && strcmp(l->attribute, "ip_class") == 0)
        return ip_at_least(offered, asked);
    if (strcmp(op, "ge") == 0 && strcmp(l->attribute, "energy_class") == 0)
        return energy_at_least(offered, asked);
    return LIMIT_UNCLEAR;
}

limit_answer limit_within(const limit *outer, const limit *inner)
{
    static const char *const lower[] = {"ge", "gt", "eq"};
    static const char *const upper[] = {"le", "lt", "eq"};
    int order = 0;
    arena tmp = {0};
    limit_answer answer = LIMIT_UNCLEAR;
    bool up = strcmp(outer->operator, "ge") == 0 || strcmp(outer->operator, "gt") == 0;
    bool down = strcmp(outer->operator, "le") == 0 || strcmp(outer->operator, "lt") == 0;
    if (outer->low.said && inner->low.said && limit_compare(&order, &inner->low, &outer->low) == LIMIT_MET) {
        if (up && is_one_of(inner->operator, lower, 3))
            answer = met(order > 0 || (order == 0 && (strcmp(outer->operator, "ge") == 0 ||
                                                      strcmp(inner->operator, "gt") == 0)));
        else if (down && is_one_of(inner->operator, upper, 3))
            answer = met(order < 0 || (order == 0 && (strcmp(outer->operator, "le") == 0 ||
                                                      strcmp(inner->operator, "lt") == 0)));
        else if (strcmp(outer->operator, inner->operator) == 0)
            answer = met(order == 0);
    } else if (outer->text[0] && inner->text[0] && !outer->low.said) {
        limit_answer same = met(strcmp(folded(&tmp, outer->text), folded(&tmp, inner->text)) == 0);
        answer = same == LIMIT_MET ? LIMIT_MET : limit_holds_text(outer, &tmp, inner->text);
    }
    arena_free(&tmp);
    return answer;
}
