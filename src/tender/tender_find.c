/* tender_find.c -- which tender is meant, and looking things up in one. */
#include <string.h>

#include "record/find.h"
#include "record/rests.h"
#include "record/value.h"
#include "tender/tender.h"
#include "tender_sql.h"

#define NAMED_MOST 4

/* The different tenders of the rows: the first row of each. */
static size_t distinct(tender_tenders_row *rows, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || rows[kept - 1].canon != rows[i].canon)
            rows[kept++] = rows[i];
    return kept;
}

static const char *names_of(ctx *c, const tender_tenders_row *rows, size_t n)
{
    buf names = buf_new(c->a, 0);
    for (size_t i = 0; i < n && i < NAMED_MOST; i++)
        buf_printf(&names, "%s%.*s", i ? ", " : "", (int)rows[i].number.n, rows[i].number.p);
    if (n > NAMED_MOST)
        buf_add_c(&names, " ...");
    return buf_str(&names).p;
}

ak_code tender_find(state_subject *out, ctx *c, const char *text, ak_err *err)
{
    tender_tenders_row *rows = NULL;
    size_t n = 0;
    AK_TRY(tender_tenders_all(&rows, &n, c->a, c->db, &c->scope, err));
    n = distinct(rows, n);
    if (n == 0)
        return ak_fail(err, &TEND_001);
    if (!text || !text[0]) {
        if (n > 1)
            return ak_fail(err, &TEND_002, names_of(c, rows, n));
        return state_subject_by_id(out, c, str_c(c->a, rows[0].id), err);
    }
    const char *slug = value_slug(c->a, str_of(text));
    for (size_t i = 0; i < n; i++)
        if (slug[0] && strcmp(value_slug(c->a, rows[i].number), slug) == 0)
            return state_subject_by_id(out, c, str_c(c->a, rows[i].id), err);
    return find_subject(out, c, str_of(text), "tender", err);
}

ak_code tender_of_args(tender **out, ctx *c, const args *a, ak_err *err)
{
    state_subject which = {0};
    AK_TRY(tender_find(&which, c, args_get(a, "id"), err));
    return tender_read(out, c, &which, err);
}

int tender_bid_find(const tender *t, const char *text)
{
    for (size_t i = 0; i < t->bids_n; i++)
        if (strcmp(t->bids[i].number, text) == 0 || strcmp(t->bids[i].id, text) == 0)
            return (int)i;
    return -1;
}

bool tender_bid_is_for(const tender_bid *b, const char *part_no)
{
    for (size_t i = 0; i < b->part_nos_n && part_no[0]; i++)
        if (strcmp(b->part_nos[i], part_no) == 0)
            return true;
    return b->part_nos_n == 0 || !part_no[0];
}

const tender_offer *tender_offer_find(const tender_bid *b, const char *attribute, const char *part_no)
{
    for (size_t i = 0; i < b->offers_n; i++) {
        const tender_offer *o = &b->offers[i];
        if (strcmp(o->attribute, attribute) == 0 &&
            (!part_no[0] || !o->part_no[0] || strcmp(o->part_no, part_no) == 0))
            return o;
    }
    return NULL;
}

bool tender_has_circumstance(const tender *t, const char *code)
{
    for (size_t i = 0; i < t->circumstances_n; i++)
        if (strcmp(t->circumstances[i], code) == 0)
            return true;
    return false;
}

ak_code tender_basis(const view_basis **out, ctx *c, const int64_t *sids, size_t n, ak_err *err)
{
    return state_basis(out, c, sids, n, -1, err);
}

ak_code tender_rests_on(view **out, ctx *c, const tender *t, const char *command, ak_err *err)
{
    const char *words[] = {t->subject.canon_id};
    return rests_on(out, c, t->sids, t->sids_n, rests_link(c, command, words, 1), err);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

int tender_number_order(const char *a, const char *b)
{
    while (*a && *b) {
        if (is_digit(*a) && is_digit(*b)) {
            while (*a == '0' && is_digit(a[1]))
                a++;
            while (*b == '0' && is_digit(b[1]))
                b++;
            size_t na = strspn(a, "0123456789");
            size_t nb = strspn(b, "0123456789");
            int order = na != nb ? (na < nb ? -1 : 1) : memcmp(a, b, na);
            if (order)
                return order;
            a += na;
            b += nb;
        } else if (*a != *b) {
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        } else {
            a++;
            b++;
        }
    }
    return *a ? 1 : *b ? -1 : 0;
}
