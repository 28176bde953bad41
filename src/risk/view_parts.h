/* view_parts.h -- what the views of this room share (private). */
#ifndef RISK_VIEW_PARTS_H
#define RISK_VIEW_PARTS_H

#include "base/date.h"
#include "risk/picture_of.h"

/* Sources of a figure that rests on tables and statements. */
typedef struct basis_list {
    arena *a;
    view_source *rows;
    size_t n, cap;
} basis_list;

void basis_add(basis_list *b, const risk_source *s);
AK_MUST_USE ak_code basis_add_statements(basis_list *b, ctx *c, const int64_t *sids, size_t n, ak_err *err);
const view_basis *basis_done(basis_list *b, double traced);

/* Everything a node rests on: its mix, its origins' statements, its incidents; never empty, since the model's
 * own constants stand behind a node of which nothing is known. */
AK_MUST_USE ak_code basis_of_node(const view_basis **out, ctx *c, const risk_picture *p,
                                  const picture_node *n, ak_err *err);

view *stage_word(arena *a, risk_stage stage);
view *issue_word(arena *a, const risk_tables *t, risk_issue issue);
/* The word of the highest class with one per cent; "unknown" where none has it and a tenth is not judged. */
view *hazard_word(arena *a, const risk_model *m, const node_issue *i);
/* Material of the tables; its name is a word of ours. */
view *material_word(arena *a, const risk_tables *t, int material);
/* Material as a link to its page; people read its name in their language by the record's name. */
view *material_ref(ctx *c, const picture_node *n);
/* mg as kg. */
view *mass_view(arena *a, int64_t mg, const view_basis *basis);
/* traced, assumed, unknown in millionths that add up to 1,000,000. */
void three_shares(int64_t out[static 3], const node_picture *p, arena *a);
/* Evidence word of a level 1..5. */
view *evidence_view(arena *a, int64_t level);

/* issues: [{...}] of a node; sources behind each. */
AK_MUST_USE ak_code issues_view(view **out, ctx *c, const risk_picture *p, const picture_node *n,
                                const view_basis *basis, ak_err *err);
AK_MUST_USE ak_code origins_view(view **out, ctx *c, const risk_picture *p, const picture_node *n,
                                 const view_basis *basis, ak_err *err);
view *availability_view(arena *a, const risk_tables *t, const node_picture *p);
/* One fact behind a class in words, and the row it comes from (NULL = none: nothing is known). */
view *fact_say(arena *a, const hazard_fact *f);
const risk_source *fact_source(const hazard_fact *f);
/* What the page must say about the model itself. */
view *about_model(arena *a);
view *editions_view(arena *a, const risk_tables *t, int year);
AK_MUST_USE ak_code judgements_view(view **out, ctx *c, const risk_picture *p, ak_err *err);

/* A word as its code, or as people write it in any of our languages; *word becomes the code, NULL where nothing is
 * asked for.  RISK-009 for another. */
AK_MUST_USE ak_code code_of_word(const char **word, ctx *c, const char *const *codes, int n,
                                 const char *(*name)(arena *a, int i), ak_err *err);

/* Traced, assumed and unknown: mean over the materials' mines by mass; how well the origin of what is in the
 * product is known. */
AK_MUST_USE ak_code product_shares(int64_t out[static 3], const view_basis **basis, ctx *c, const risk_picture *p,
                                   ak_err *err);

#endif
