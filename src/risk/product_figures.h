/* product_figures.h -- the drawings of the product's page, each with the table it draws (private). */
#ifndef RISK_PRODUCT_FIGURES_H
#define RISK_PRODUCT_FIGURES_H

#include "risk/view_parts.h"

/* Kilograms from country to material to component to product; NULL where no mass is known. */
AK_MUST_USE ak_code origin_figure(view **out, ctx *c, const risk_picture *p, ak_err *err);
/* The sites that the supply links of its parts name. */
AK_MUST_USE ak_code sites_figure(view **out, ctx *c, const risk_picture *p, ak_err *err);
AK_MUST_USE ak_code matrix_figure(view **out, ctx *c, const risk_picture *p, ak_err *err);
AK_MUST_USE ak_code evidence_figure(view **out, ctx *c, const risk_picture *p, ak_err *err);

#define EVIDENCE_PARTS 6 /* five levels and unknown */

/* Manufacture and end of life have no mix: they are rows only where somebody says something. */
bool picture_node_is_row(const picture_node *n);
/* Share of a node by the evidence of its origin: 0 assumed .. 4 measured, 5 unknown. */
void picture_node_evidence(double parts[static EVIDENCE_PARTS], const picture_node *n);
/* What its mines' countries would give if all came from there: the level of a part. */
risk_level part_level(const risk_model *m, const picture_node *n, const char *country);
/* All sources of a picture. */
AK_MUST_USE ak_code basis_of_picture(const view_basis **out, ctx *c, const risk_picture *p, ak_err *err);
double kg_of(int64_t mg);
/* kg with three significant digits. */
view *kg_view(arena *a, double kg, const view_basis *basis);

#endif
