/* own_list.h -- a user's own tables for the risk model: documents that a factor_table statement names (D22).
 *
 *     dfo_high_risk   groups of goods with high risk, as the buyer copied them from where they may be read
 *     cahra           conflict-affected and high-risk areas
 *     sector_goods    the user's own translation of CPV or NACE into goods of the lists
 *
 * A sheet (CSV or XLSX) with a header row.  Columns by these words, in any order, others are left alone:
 *
 *     cpv | cpv-kode | nace                    beginning of a code
 *     varegruppe | produktgruppe | product group | produkt | product
 *     land | country                           ISO code or name
 *     tema | risikotema | issue                issues of the model, several parted by ; or ,
 *     nivå | risiko | niveau | level           svært høy, høy, middels høy; very high, high, medium
 *     ledd | led | stage                       råvare, komponent, sluttproduksjon; extraction, processing ...
 *     vare i listen | good                     a good of the lists (sector_goods)
 *
 * Such a row gives class 3, "named"; where the list itself says less than high, class 2.  A row of goods that
 * names no issue counts for the six issues of working life, since that is what such lists are about; a row of
 * areas for conflict.  Rows that nothing can be read from are counted and told.
 */
#ifndef RISK_OWN_LIST_H
#define RISK_OWN_LIST_H

#include "record/ctx.h"
#include "risk/hazard.h"

typedef struct own_table {
    const char *name;     /* code of the table */
    const char *edition;  /* as the statement says */
    const char *document; /* digest */
    int64_t sid;
    risk_source src; /* of each of its rows */
    size_t rows, passed_over; /* read, and such as nothing could be read from */
} own_table;

typedef struct own_list {
    risk_own_row *rows; /* risk */
    size_t n, cap;
    risk_own_row *goods; /* sector_goods: code and good */
    size_t goods_n, goods_cap;
    own_table *tables;
    size_t tables_n;
} own_list;

/* Adds the rows of one table from the bytes of its document, a CSV or XLSX as room exchange reads them.  of: name,
 * document and src are given, rows and passed_over are counted.  Bytes that are no table are passed over: they
 * must not take the picture of all else away. */
AK_MUST_USE ak_code own_list_read(own_list *out, own_table *of, arena *a, const risk_tables *t, str bytes,
                                  ak_err *err);
AK_MUST_USE ak_code own_list_load(own_list **out, ctx *c, const risk_tables *t, ak_err *err);
/* Whether a row speaks of this code or of this group of goods (names are compared folded). */
bool own_row_is_of(const risk_own_row *r, arena *scratch, str code, str group);

#endif
