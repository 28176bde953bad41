/* weights.c -- stated weights checked and multiplied down; an order turned into weights. */
#include "tender/weights.h"

#include <stdio.h>
#include <string.h>

#include "tender/rules.h"

/* 33.3 for 333,000,000. */
static const char *percent_text(char out[static DECIMAL_TEXT_BYTES], int64_t weight)
{
    return decimal_text(out, decimal_trim((decimal){weight, 7}));
}

static bool said_any(const weight_in *in, size_t n, int parent, bool *missing)
{
    bool any = false;
    *missing = false;
    for (size_t i = 0; i < n; i++) {
        if (in[i].parent != parent)
            continue;
        if (in[i].weight >= 0)
            any = true;
        else
            *missing = true;
    }
    return any;
}

static ak_code fail_sum(ak_err *err, int parent, int64_t sum)
{
    char text[DECIMAL_TEXT_BYTES];
    char index[24];
    ak_code code = ak_fail(err, &TEND_120, percent_text(text, sum));
    return parent < 0 ? code : ak_at(err, code, "", 0, "", ak_int_text(index, parent));
}

/* Shares whole out by the parts, so that they add up exactly; the rest of rounding goes to the first ones. */
static void share_whole(int64_t *out, const int64_t *part, size_t n, int64_t sum, int64_t whole)
{
    int64_t left = whole;
    for (size_t i = 0; i < n; i++) {
        out[i] = (int64_t)((decimal_wide)part[i] * whole / sum);
        left -= out[i];
    }
    for (size_t i = 0; i < n && left > 0; i++)
        if (part[i] > 0) {
            out[i]++;
            left--;
        }
}

/* n terms 1/i are summed with 15 decimals. */
static void order_weights(int64_t *part, const weight_in *in, const int *child, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t before = 0;
        for (size_t j = 0; j < n; j++)
            before += in[child[j]].priority < in[child[i]].priority ||
                      (j < i && in[child[j]].priority == in[child[i]].priority);
        part[i] = 0;
        for (size_t k = before + 1; k <= n; k++)
            part[i] += INT64_C(1000000000000000) / (int64_t)(k * n);
    }
}

/* Gives the children of parent their share of whole, and then theirs. */
static ak_code share_down(int64_t *out, const weight_in *in, size_t n, int parent, int64_t whole, bool order,
                          arena *scratch, ak_err *err)
{
    int *child = ARENA_NEWS(scratch, int, n);
    int64_t *part = ARENA_NEWS(scratch, int64_t, n);
    int64_t *share = ARENA_NEWS(scratch, int64_t, n);
    size_t m = 0;
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        if (in[i].parent == parent)
            child[m++] = (int)i;
    if (m == 0) {
        if (parent >= 0)
            out[parent] = whole;
        return AK_OK;
    }
    bool missing;
    bool said = said_any(in, n, parent, &missing);
    if (said && missing)
        return ak_fail(err, &TEND_121);
    if (!said && order)
        order_weights(part, in, child, m);
    for (size_t i = 0; i < m; i++) {
        if (said || !order)
            part[i] = said ? in[child[i]].weight : 1;
        sum += part[i];
    }
    int64_t own = parent >= 0 ? in[parent].weight : WEIGHT_ONE;
    if (said && sum != WEIGHT_ONE && sum != own)
        return fail_sum(err, parent, sum);
    share_whole(share, part, m, sum, whole);
    for (size_t i = 0; i < m; i++)
        AK_TRY(share_down(out, in, n, child[i], share[i], order, scratch, err));
    return AK_OK;
}

/* A chain of parents that does not end goes in a circle. */
static ak_code check_parents(const weight_in *in, size_t n, ak_err *err)
{
    for (size_t i = 0; i < n; i++) {
        int up = in[i].parent;
        for (size_t steps = 0; up >= 0; steps++, up = in[up].parent)
            if (steps > n)
                return ak_fail(err, &TEND_122);
    }
    return AK_OK;
}

static bool is_parent(const weight_in *in, size_t n, size_t i)
{
    for (size_t j = 0; j < n; j++)
        if (in[j].parent == (int)i)
            return true;
    return false;
}

ak_code weights_of(int64_t *out, weights_kind *kind, const weight_in *in, size_t n, arena *scratch,
                   ak_err *err)
{
    AK_TRY(check_parents(in, n, err));
    bool missing;
    bool stated = said_any(in, n, -1, &missing);
    bool order = false;
    for (size_t i = 0; i < n; i++)
        order = order || (in[i].parent < 0 && in[i].priority > 0);
    *kind = stated ? WEIGHTS_STATED : order ? WEIGHTS_ORDER : WEIGHTS_SUM;
    memset(out, 0, n * sizeof *out);
    if (*kind == WEIGHTS_SUM) {
        for (size_t i = 0; i < n; i++)
            out[i] = is_parent(in, n, i) ? 0 : WEIGHT_ONE;
        return AK_OK;
    }
    return n ? share_down(out, in, n, -1, WEIGHT_ONE, *kind == WEIGHTS_ORDER, scratch, err) : AK_OK;
}

void weights_corner(int64_t *out, const weight_in *in, size_t n, size_t k)
{
    int64_t left = WEIGHT_ONE;
    size_t first = n;
    for (size_t i = 0; i < n; i++) {
        size_t before = 0;
        for (size_t j = 0; j < n; j++)
            before += in[j].priority < in[i].priority || (j < i && in[j].priority == in[i].priority);
        out[i] = before < k ? WEIGHT_ONE / (int64_t)k : 0;
        left -= out[i];
        if (before == 0)
            first = i;
    }
    if (first < n)
        out[first] += left;
}
