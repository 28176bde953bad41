/* ident.h -- identifiers: scheme:value, canonical, with their check digits (D6).
 *
 *     gln: gtin: lei: orgnr-no: cvr-dk: orgnr-se: vat: sscc:    without gaps, check digit proved
 *     rmi-cid: os-id:                                 codes of lists that we do not hold, as they stand
 *     https://id.gs1.org/01/GTIN/10/LOT               lots and items: canonical GS1 Digital Link
 *     local:KIND/SLUG                                 without a scheme; ORIGIN#local:KIND/SLUG elsewhere
 *     country:COD  region:CN-XJ  sector:nace/29.10    reference schemes
 *
 * URNs and links of GS1 become the id that base/epc.h gives; other URIs stay as they are.
 * GTINs are written with 14 digits (GS1 General Specifications, 7.9 storage in 14 places).
 */
#ifndef BASE_IDENT_H
#define BASE_IDENT_H

#include "base/arena.h"
#include "base/str.h"

typedef struct ident_scheme {
    const char *name; /* "orgnr-no" */
    const char *label; /* N_("organisation number (Norway)") */
    /* Writes the canonical value; false when the form or check digit is wrong. */
    bool (*canon)(arena *a, str *out, str value);
} ident_scheme;

extern const ident_scheme ident_schemes[]; /* in the order in which `same` chooses the name (D6) */
extern const size_t ident_schemes_n;

/* The canonical id of a text with a scheme ("orgnr-no:974 760 673", "gtin:7038010000012",
 * "https://example.com/01/07038010000012/10/A1", "local:party/x").
 * IDE-001 unknown scheme, IDE-002 wrong form or check digit, IDE-003 no scheme. */
AK_MUST_USE ak_code ident_read(str *out, arena *a, str text, ak_err *err);
/* The canonical id of a bare value of a known scheme (an id column): "974760673" -> "orgnr-no:974760673". */
AK_MUST_USE ak_code ident_of(str *out, arena *a, const char *scheme, str value, ak_err *err);
/* "local:site/havre-north" from "Havre North": folded, letters and digits of any script kept, all else
 * '-'.  IDE-004 when nothing is left. */
AK_MUST_USE ak_code ident_local(str *out, arena *a, const char *kind, str name, ak_err *err);
/* Is it canonical as it stands? */
bool ident_ok(str id);
/* Place in the order of schemes (lower = preferred name); ident_schemes_n for local and others. */
size_t ident_rank(str id);

/* A lot or item as canonical GS1 Digital Link; empty parts are left out: gtin + lot, gtin + serial (where
 * both are given the serial names the item, as in base/epc.h); neither: gtin:... */
AK_MUST_USE ak_code ident_gs1(str *out, arena *a, str gtin, str lot, str serial, ak_err *err);

/* Bare checks, digits only. */
bool ident_mod10_ok(str digits);    /* GS1: GTIN-8/12/13/14, GLN, SSCC */
bool ident_orgnr_no_ok(str digits); /* modulus 11, weights 3 2 7 6 5 4 3 2 */
bool ident_cvr_ok(str digits);      /* modulus 11, weights 2 7 6 5 4 3 2 1 */
bool ident_lei_ok(str lei);         /* ISO 17442, ISO 7064 mod 97-10 */

#endif
