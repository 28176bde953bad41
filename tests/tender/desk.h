/* desk.h -- what tests of tenders share: a workspace, and a lighting tender said in short words. */
#ifndef TESTS_TENDER_DESK_H
#define TESTS_TENDER_DESK_H

#include "../record/workshop.h"

#include "tender/tender.h"

static workshop shop;

static inline int open_shop(void **state)
{
    (void)state;
    shop_make(&shop);
    return 0;
}

static inline int close_shop(void **state)
{
    (void)state;
    shop_close(&shop);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_shop, close_shop)

#define SHA "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SRC "src.citation=Illustrative ; src.year=2025 ; evidence=assumed\n"
/* A supplier, and the file of the bids. */
#define PARTY                                                                                                \
    "party id=lysfirma ; name=Lysfirmaet\ndocument digest=" SHA                                              \
    " ; title=Tilbud ; media_type=application/pdf\n"
#define HEAD "tender number=lys ; title=Veglys ; status=active ; jurisdiction=DK ; published_on=2025-03-10\n"
#define BID(number)                                                                                          \
    "bid tender=lys ; number=" number " ; tenderers=lysfirma ; received_at=2025-05-01T10:00:00Z ; file=" SHA \
    "\n"
#define LIGHT(bid, price, watt)                                                                              \
    BID(bid)                                                                                                 \
    "offer_value bid=" bid " ; attribute=purchase_price ; amount=" price " DKK\n"                            \
    "offer_value bid=" bid " ; attribute=rated_power ; value=" watt " ; unit=W\n"

/* The tender that is meant by the text, as shop.c sees it; NULL = the only one. */
static inline tender *tender_as_read(const char *text)
{
    ak_err err = {0};
    state_subject which = {0};
    tender *t = NULL;
    shop_ok(tender_find(&which, &shop.c, text, &err), &err);
    shop_ok(tender_read(&t, &shop.c, &which, &err), &err);
    return t;
}

/* Says the lines, each a statement, and reads the only tender. */
static inline tender *tender_told(const char *text)
{
    size_t lines = 0;
    for (const char *s = text; *s; s++)
        lines += *s == '\n';
    shop_say(&shop, text, lines);
    shop_ctx(&shop, AUDIENCE_CASE);
    return tender_as_read(NULL);
}

#endif
