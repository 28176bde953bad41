/* ident.c -- identifiers: scheme:value, canonical, with their check digits. Check digits: ident_digits.c. */
#include "base/ident.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "base/country.h"
#include "base/epc.h"
#include "base/ident_digits.h"

/* ---- canonical values of the schemes ---- */

/* Without spaces, no-break spaces, points and hyphens: how people part digits. */
static str without_gaps(arena *a, str s)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.n - i >= 2 && memcmp(s.p + i, "\xc2\xa0", 2) == 0) {
            i++;
            continue;
        }
        if (!strchr(" .-", s.p[i]) || !s.p[i])
            out[n++] = s.p[i];
    }
    return (str){out, n};
}

static str upper(arena *a, str s)
{
    char *out = arena_copy(a, s.p, s.n);
    for (size_t i = 0; i < s.n; i++)
        out[i] = (char)(out[i] >= 'a' && out[i] <= 'z' ? out[i] - 'a' + 'A' : out[i]);
    return (str){out, s.n};
}

static bool canon_orgnr_no(arena *a, str *out, str value)
{
    str s = upper(a, without_gaps(a, value));
    if (str_starts(s, "NO"))
        s = (str){s.p + 2, s.n - 2};
    if (str_ends(s, "MVA"))
        s.n -= 3;
    *out = s;
    return ident_orgnr_no_ok(s);
}

static bool canon_cvr_dk(arena *a, str *out, str value)
{
    str s = upper(a, without_gaps(a, value));
    if (str_starts(s, "DK"))
        s = (str){s.p + 2, s.n - 2};
    *out = s;
    return ident_cvr_ok(s);
}

static bool canon_orgnr_se(arena *a, str *out, str value)
{
    *out = without_gaps(a, value);
    return ident_orgnr_se_ok(*out);
}

static bool canon_gln(arena *a, str *out, str value)
{
    *out = without_gaps(a, value);
    return out->n == 13 && ident_mod10_ok(*out);
}

static bool canon_sscc(arena *a, str *out, str value)
{
    *out = without_gaps(a, value);
    return out->n == 18 && ident_mod10_ok(*out);
}

static bool canon_gtin(arena *a, str *out, str value)
{
    str s = without_gaps(a, value);
    if ((s.n != 8 && s.n != 12 && s.n != 13 && s.n != 14) || !ident_mod10_ok(s))
        return false;
    *out = str_of(arena_printf(a, "%.*s%.*s", (int)(14 - s.n), "00000000", (int)s.n, s.p));
    return true;
}

static bool canon_lei(arena *a, str *out, str value)
{
    *out = upper(a, without_gaps(a, value));
    return ident_lei_ok(*out);
}

static bool canon_vat(arena *a, str *out, str value)
{
    *out = upper(a, without_gaps(a, value));
    if (!ident_vat_ok(*out))
        return false;
    if (str_starts(*out, "NO") && !str_ends(*out, "MVA"))
        *out = str_of(arena_printf(a, "%.*sMVA", (int)out->n, out->p));
    return true;
}

static bool canon_country(arena *a, str *out, str value)
{
    const country *c = country_find(a, value);
    if (c)
        *out = str_of(c->iso3);
    return c != NULL;
}

static bool canon_region(arena *a, str *out, str value)
{
    (void)a;
    const region *r = region_find(value);
    if (r)
        *out = str_of(r->code);
    return r != NULL;
}

/* Printable UTF-8 without spaces: codes of lists that we do not hold. */
static bool canon_word(arena *a, str *out, str value)
{
    if (value.n == 0 || value.n > 200 || !str_utf8_ok(value))
        return false;
    for (size_t i = 0; i < value.n; i++) {
        if ((unsigned char)value.p[i] <= ' ' || value.p[i] == 127)
            return false;
    }
    *out = str_copy(a, value);
    return true;
}

/* KIND/SLUG: the kind is a family's name. */
static bool canon_local(arena *a, str *out, str value)
{
    str rest = value;
    str kind = str_cut(&rest, '/');
    for (size_t i = 0; i < kind.n; i++) {
        if (kind.p[i] != '_' && (kind.p[i] < 'a' || kind.p[i] > 'z'))
            return false;
    }
    return kind.n > 0 && rest.n > 0 && canon_word(a, out, value);
}

const ident_scheme ident_schemes[] = {
    {"gln",       N_("GLN"),                              canon_gln     },
    {"gtin",      N_("GTIN"),                             canon_gtin    },
    {"lei",       N_("LEI"),                              canon_lei     },
    {"orgnr-no",  N_("Norwegian organisation number"),    canon_orgnr_no},
    {"cvr-dk",    N_("Danish CVR number"),                canon_cvr_dk  },
    {"orgnr-se",  N_("Swedish organisation number"),      canon_orgnr_se},
    {"vat",       N_("VAT number"),                       canon_vat     },
    {"sscc",      N_("SSCC"),                             canon_sscc    },
    {"rmi-cid",   N_("smelter number"),                   canon_word    },
    {"os-id",     N_("Open Supply Hub identifier"),       canon_word    },
    {"country",   N_("country"),                          canon_country },
    {"region",    N_("region of ISO 3166-2"),             canon_region  },
    {"sector",    N_("sector, such as nace/29.10"),       canon_word    },
    {"flow",      N_("flow"),                             canon_word    },
    {"act",       N_("commit"),                           canon_word    },
    {"statement", N_("statement"),                        canon_word    },
    {"local",     N_("local name, such as local:site/x"), canon_local   },
};
const size_t ident_schemes_n = sizeof ident_schemes / sizeof ident_schemes[0];

/* ---- reading ---- */

static const ident_scheme *scheme_find(str name)
{
    for (size_t i = 0; i < ident_schemes_n; i++) {
        if (str_is(name, ident_schemes[i].name))
            return &ident_schemes[i];
    }
    return NULL;
}

static ak_code fail_text(ak_err *err, const ak_rule *rule, str text, const char *more)
{
    char value[96];
    snprintf(value, sizeof value, "%.*s", (int)(text.n < 90 ? text.n : 90), text.p);
    return ak_fail(err, rule, value, more);
}

ak_code ident_of(str *out, arena *a, const char *scheme, str value, ak_err *err)
{
    const ident_scheme *s = scheme_find(str_of(scheme));
    if (!s)
        return fail_text(err, &IDE_001, str_of(scheme), "orgnr-no, cvr-dk, lei, gln, gtin, vat, local");
    str canonical = {0};
    if (!s->canon(a, &canonical, str_trim(value)))
        return fail_text(err, &IDE_002, value, s->label);
    *out = str_of(arena_printf(a, "%s:%.*s", scheme, (int)canonical.n, canonical.p));
    return AK_OK;
}

/* host/path#local:kind/slug: somebody else's local name. */
static bool read_foreign(arena *a, str *out, str text)
{
    const char *hash = text.n ? memchr(text.p, '#', text.n) : NULL;
    str canonical;
    if (!hash)
        return false;
    str origin = {text.p, (size_t)(hash - text.p)};
    str local = {hash + 1, text.n - origin.n - 1};
    if (origin.n == 0 || !str_starts(local, "local:") || !canon_word(a, &canonical, origin) ||
        !canon_local(a, &canonical, (str){local.p + 6, local.n - 6}))
        return false;
    *out = str_copy(a, text);
    return true;
}

ak_code ident_read(str *out, arena *a, str text, ak_err *err)
{
    str s = str_trim(text);
    if (str_starts(s, "https://") || str_starts(s, "http://") || str_starts(s, "urn:")) {
        str canonical;
        if (!canon_word(a, &canonical, s))
            return fail_text(err, &IDE_002, text, "URI");
        str id = epc_id(a, s);
        if (str_starts(id, "gtin:") || str_starts(id, "gln:")) /* a class, place or party: proved like any */
            return ident_read(out, a, id, err);
        if (!str_eq(epc_id(a, id), id))
            return fail_text(err, &IDE_002, text, "URI"); /* '#' or '?' inside a serial: no canonical form */
        *out = id;
        return AK_OK;
    }
    if (read_foreign(a, out, s))
        return AK_OK;
    str rest = s;
    str scheme = str_cut(&rest, ':');
    if (scheme.n == s.n)
        return fail_text(err, &IDE_003, text, NULL);
    return ident_of(out, a, str_c(a, scheme), rest, err);
}

bool ident_ok(str id)
{
    arena tmp = {0};
    str canonical = {0};
    bool ok = ident_read(&canonical, &tmp, id, NULL) == AK_OK && str_eq(canonical, id);
    arena_free(&tmp);
    return ok;
}

size_t ident_rank(str id)
{
    str rest = id;
    str scheme = str_cut(&rest, ':');
    const ident_scheme *s = scheme.n < id.n ? scheme_find(scheme) : NULL;
    bool names_one_thing = s && s->canon != canon_word && s->canon != canon_local;
    return names_one_thing ? (size_t)(s - ident_schemes) : ident_schemes_n;
}

ak_code ident_local(str *out, arena *a, const char *kind, str name, ak_err *err)
{
    str folded = str_fold(a, name);
    buf b = buf_new(a, 0);
    bool gap = false;
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)folded.p;
    for (size_t left = folded.n; left;) {
        utf8proc_int32_t c = 0;
        utf8proc_ssize_t n = utf8proc_iterate(p, (utf8proc_ssize_t)left, &c);
        if (n <= 0)
            return fail_text(err, &IDE_004, name, NULL);
        utf8proc_category_t kind_of = utf8proc_category(c);
        bool kept = (kind_of >= UTF8PROC_CATEGORY_LU && kind_of <= UTF8PROC_CATEGORY_NO);
        if (kept && gap && b.n)
            buf_add_char(&b, '-');
        if (kept)
            buf_add(&b, p, (size_t)n);
        gap = !kept;
        p += n;
        left -= (size_t)n;
    }
    if (b.n == 0 || b.n > 180)
        return fail_text(err, &IDE_004, name, NULL);
    *out = str_of(arena_printf(a, "local:%s/%s", kind, b.p));
    return AK_OK;
}

ak_code ident_gs1(str *out, arena *a, str gtin, str lot, str serial, ak_err *err)
{
    str digits = {0};
    if (!canon_gtin(a, &digits, gtin))
        return fail_text(err, &IDE_002, gtin, "GTIN");
    if (lot.n > 20 || serial.n > 20)
        return fail_text(err, &IDE_002, lot.n > 20 ? lot : serial, "GS1 lot or serial number");
    buf b = buf_new(a, 0);
    buf_printf(&b, "https://id.gs1.org/01/%.*s", (int)digits.n, digits.p);
    const str parts[2] = {lot, serial};
    static const char *const keys[2] = {"/10/", "/21/"};
    for (int i = 0; i < 2; i++) {
        for (size_t k = 0; k < parts[i].n; k++) {
            char c = parts[i].p[k];
            bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                         (c && strchr("-._~", c));
            if (c < '!' || c > 'z' || (!plain && !strchr("!\"%&'()*+,/:;<=>?", c)))
                return fail_text(err, &IDE_002, parts[i], "GS1 lot or serial number");
            if (k == 0)
                buf_add_c(&b, keys[i]);
            if (plain)
                buf_add_char(&b, c);
            else
                buf_printf(&b, "%%%02X", (unsigned)c);
        }
    }
    *out = epc_id(a, buf_str(&b));
    return AK_OK;
}
