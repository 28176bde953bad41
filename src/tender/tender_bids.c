/* tender_bids.c -- the bids of a tender with what they say, and the awards. */
#include <stdlib.h>
#include <string.h>

#include "tender/tender_private.h"
#include "tender_sql.h"

/* ---- Bids ---- */

typedef struct raw_bid {
    tender_bid b;
    int64_t variant_of; /* canon of a bid; 0 = none */
} raw_bid;

static int bid_order(const void *x, const void *y)
{
    const raw_bid *a = x;
    const raw_bid *b = y;
    int order = tender_number_order(a->b.number, b->b.number);
    return order ? order : strcmp(a->b.id, b->b.id);
}

static ak_code read_tenderers(tender_bid *b, tender_reader *r, ak_err *err)
{
    ctx *c = r->c;
    tender_tenderers_row *rows = NULL;
    size_t n = 0;
    AK_TRY(tender_tenderers_all(&rows, &n, c->a, c->db, &c->scope, &(tender_tenderers_params){b->sid}, err));
    const char **ids = ARENA_NEWS(c->a, const char *, n + 1);
    const char **names = ARENA_NEWS(c->a, const char *, n + 1);
    for (size_t i = 0; i < n; i++) {
        state_subject who = {0};
        AK_TRY(state_subject_by_n(&who, c, rows[i].canon, err));
        ids[i] = who.canon_id;
        names[i] = who.name;
    }
    b->tenderers = ids;
    b->tenderer_names = names;
    b->tenderers_n = n;
    return AK_OK;
}

static ak_code bid_of(raw_bid *out, tender_reader *r, const tender_bids_row *q, ak_err *err)
{
    ctx *c = r->c;
    tender_bid *b = &out->b;
    *b = (tender_bid){
        .sid = q->sid,
        .canon = q->canon,
        .id = tender_text(r, q->id),
        .number = tender_text(r, q->number),
        .variant_of = -1,
        .received_at = tender_text(r, q->received_at),
        .file = tender_text(r, q->file),
        .valid_until = q->valid_until.p ? date_as_known(c->a, r->z, q->valid_until, q->valid_until_prec) : "",
        .status = tender_text(r, q->status),
        .rejected_because = tender_text(r, q->rejected_because),
    };
    out->variant_of = q->has_variant_of ? q->variant_of : 0;
    /* moments of one form: the order of their texts is that of time */
    b->late = tender_tri_of(q->late) == TENDER_YES ||
              (r->t->bids_until[0] && strcmp(b->received_at, r->t->bids_until) > 0);
    AK_TRY(read_tenderers(b, r, err));
    tender_bid_parts_row *parts = NULL;
    size_t n = 0;
    AK_TRY(tender_bid_parts_all(&parts, &n, c->a, c->db, &c->scope, &(tender_bid_parts_params){q->sid}, err));
    TENDER_TEXTS(b->part_nos, b->part_nos_n, r, parts, n);
    return AK_OK;
}

/* ---- What they say ---- */

static int offer_order(const void *x, const void *y)
{
    const tender_offer *a = x;
    const tender_offer *b = y;
    int order = tender_number_order(a->attribute, b->attribute);
    if (!order)
        order = tender_number_order(a->part_no, b->part_no);
    if (!order)
        order = strcmp(a->item, b->item);
    return order ? order : (a->sid > b->sid) - (a->sid < b->sid);
}

static ak_code offer_of(tender_offer *out, tender_reader *r, const tender_offers_row *q, ak_err *err)
{
    ctx *c = r->c;
    *out = (tender_offer){
        .sid = q->sid,
        .attribute = tender_text(r, q->attribute),
        .part_no = tender_text(r, q->part_no),
        .item = tender_text(r, q->item),
        .amount = tender_amount_of(q->has_amount_minor, q->amount_minor, q->amount_currency),
        .value_text = tender_text(r, q->value_text),
        .value_date = q->value_date.p ? date_as_known(c->a, r->z, q->value_date, q->value_date_prec) : "",
        .fulfilled = tender_tri_of(q->fulfilled),
        .secret = tender_tri_of(q->secret),
        .evidence = (evidence)q->evidence,
    };
    AK_TRY(tender_number_of(&out->value, r, q->value, q->unit, err));
    tender_offer_documents_row *rows = NULL;
    size_t n = 0;
    AK_TRY(tender_offer_documents_all(&rows, &n, c->a, c->db, &c->scope,
                                      &(tender_offer_documents_params){q->sid}, err));
    TENDER_TEXTS(out->documents, out->documents_n, r, rows, n);
    out->documented = n > 0 || out->evidence >= EVIDENCE_VERIFIED;
    return AK_OK;
}

static ak_code read_offers(tender_bid *bids, size_t bids_n, tender_reader *r, ak_err *err)
{
    ctx *c = r->c;
    tender_offers_row *rows = NULL;
    size_t n = 0;
    AK_TRY(tender_offers_all(&rows, &n, c->a, c->db, &c->scope, &(tender_offers_params){r->canon}, err));
    for (size_t b = 0; b < bids_n; b++) {
        size_t kept = 0;
        for (size_t i = 0; i < n; i++)
            kept += rows[i].bid == bids[b].canon;
        tender_offer *list = ARENA_NEWS(c->a, tender_offer, kept + 1);
        kept = 0;
        for (size_t i = 0; i < n; i++) {
            if (rows[i].bid != bids[b].canon || (i > 0 && rows[i].canon == rows[i - 1].canon))
                continue;
            AK_TRY(offer_of(&list[kept++], r, &rows[i], err));
            tender_add_sid(r, rows[i].sid);
        }
        qsort(list, kept, sizeof *list, offer_order);
        bids[b].offers = list;
        bids[b].offers_n = kept;
    }
    return AK_OK;
}

ak_code tender_read_bids(tender_reader *r, ak_err *err)
{
    ctx *c = r->c;
    tender_bids_row *rows = NULL;
    size_t n = 0;
    size_t kept = 0;
    AK_TRY(tender_bids_all(&rows, &n, c->a, c->db, &c->scope, &(tender_bids_params){r->canon}, err));
    raw_bid *raw = ARENA_NEWS(c->a, raw_bid, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && rows[i].canon == rows[i - 1].canon)
            continue;
        AK_TRY(bid_of(&raw[kept++], r, &rows[i], err));
        tender_add_sid(r, rows[i].sid);
    }
    qsort(raw, kept, sizeof *raw, bid_order);
    tender_bid *list = ARENA_NEWS(c->a, tender_bid, kept + 1);
    for (size_t i = 0; i < kept; i++) {
        list[i] = raw[i].b;
        for (size_t v = 0; v < kept && raw[i].variant_of; v++)
            if (raw[v].b.canon == raw[i].variant_of)
                list[i].variant_of = (int)v;
    }
    AK_TRY(read_offers(list, kept, r, err));
    r->t->bids = list;
    r->t->bids_n = kept;
    return AK_OK;
}

/* ---- Awards ---- */

static int bid_by_canon(const tender *t, int64_t canon)
{
    for (size_t i = 0; i < t->bids_n; i++)
        if (t->bids[i].canon == canon)
            return (int)i;
    return -1;
}

static ak_code read_ranking(tender_award *w, tender_reader *r, ak_err *err)
{
    ctx *c = r->c;
    tender_winners_row *rows = NULL;
    tender_ranking_row *ranks = NULL;
    size_t n = 0;
    AK_TRY(tender_winners_all(&rows, &n, c->a, c->db, &c->scope, &(tender_winners_params){w->sid}, err));
    int *winners = ARENA_NEWS(c->a, int, n + 1);
    for (size_t i = 0; i < n; i++)
        winners[i] = bid_by_canon(r->t, rows[i].canon);
    w->winners = winners;
    w->winners_n = n;
    AK_TRY(tender_ranking_all(&ranks, &n, c->a, c->db, &c->scope, &(tender_ranking_params){w->sid}, err));
    tender_ranked *list = ARENA_NEWS(c->a, tender_ranked, n + 1);
    for (size_t i = 0; i < n; i++) {
        list[i] = (tender_ranked){.bid = ranks[i].has_canon ? bid_by_canon(r->t, ranks[i].canon) : -1,
                                  .place = ranks[i].has_place ? ranks[i].place : 0,
                                  .admissible = tender_text(r, ranks[i].admissible)};
        AK_TRY(tender_number_of(&list[i].points, r, ranks[i].points, ranks[i].points_unit, err));
    }
    w->ranking = list;
    w->ranking_n = n;
    return AK_OK;
}

ak_code tender_read_awards(tender_reader *r, ak_err *err)
{
    ctx *c = r->c;
    tender_awards_row *rows = NULL;
    size_t n = 0;
    size_t kept = 0;
    AK_TRY(tender_awards_all(&rows, &n, c->a, c->db, &c->scope, &(tender_awards_params){r->canon}, err));
    tender_award *list = ARENA_NEWS(c->a, tender_award, n + 1);
    for (size_t i = 0; i < n; i++) {
        const tender_awards_row *q = &rows[i];
        if (i > 0 && q->canon == rows[i - 1].canon)
            continue;
        tender_award *w = &list[kept++];
        *w = (tender_award){
            .sid = q->sid,
            .id = tender_text(r, q->id),
            .part_no = tender_text(r, q->part_no),
            .status = tender_text(r, q->status),
            .decided_on = q->decided_on.p ? date_as_known(c->a, r->z, q->decided_on, q->decided_on_prec) : "",
            .value = tender_amount_of(q->has_value_minor, q->value_minor, q->value_currency),
            .reasons = tender_text(r, q->reasons),
            .standstill_until = q->standstill_until.p
                                    ? date_as_known(c->a, r->z, q->standstill_until, q->standstill_until_prec)
                                    : "",
            .protocol = tender_text(r, q->protocol),
            .tables_digest = tender_text(r, q->tables_digest),
            .contract = tender_text(r, q->contract),
        };
        AK_TRY(read_ranking(w, r, err));
        tender_add_sid(r, q->sid);
    }
    r->t->awards = list;
    r->t->awards_n = kept;
    return AK_OK;
}
