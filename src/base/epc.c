/* epc.c -- the names that events give to things, as one id each. */
#include "base/epc.h"

#include <string.h>

#define LINK_HOST     "https://id.gs1.org/"
#define LINK_BYTES_MOST 1000
#define URN_BYTES_MOST 300 /* percent-coding makes three of one */
#define SEGMENTS_MOST 16

/* ---- EPC URNs: urn:epc:{id,class,idpat}:SCHEME:part.part.part ---- */

typedef enum urn_shape {
    URN_GTIN,   /* prefix.indicator+reference.rest: 14 digits with check digit, then /qualifier/rest */
    URN_ITIP,   /* prefix.indicator+reference.piece.total.serial */
    URN_SSCC,   /* prefix.extension+serial: 18 digits */
    URN_13,     /* prefix.reference.rest: 12 digits and check digit, rest joined or as a qualifier */
    URN_18,     /* prefix.reference: 17 digits and check digit */
    URN_17,     /* prefix.reference: 16 digits and check digit */
    URN_JOINED, /* prefix.reference: as it stands, joined */
    URN_PART    /* prefix.part.serial: joined, serial as a qualifier */
} urn_shape;

typedef struct urn_scheme {
    const char *name;
    urn_shape shape;
    const char *key;       /* application identifier of the primary key */
    const char *filler;    /* digit before the body (GRAI) */
    const char *qualifier; /* AI of the last part; "" = joined behind the check digit */
} urn_scheme;

static const urn_scheme urn_schemes[] = {
    {"cpi",   URN_PART,   "8010", "",  "8011"},
    {"gdti",  URN_13,     "253",  "",  ""    },
    {"giai",  URN_JOINED, "8004", "",  ""    },
    {"ginc",  URN_JOINED, "401",  "",  ""    },
    {"grai",  URN_13,     "8003", "0", ""    },
    {"gsin",  URN_17,     "402",  "",  ""    },
    {"gsrn",  URN_18,     "8018", "",  ""    },
    {"gsrnp", URN_18,     "8017", "",  ""    },
    {"itip",  URN_ITIP,   "8006", "",  "21"  },
    {"lgtin", URN_GTIN,   "01",   "",  "10"  },
    {"pgln",  URN_13,     "417",  "",  "-"   },
    {"sgcn",  URN_13,     "255",  "",  ""    },
    {"sgln",  URN_13,     "414",  "",  "254" },
    {"sgtin", URN_GTIN,   "01",   "",  "21"  },
    {"sscc",  URN_SSCC,   "00",   "",  ""    },
    {"upui",  URN_GTIN,   "01",   "",  "235" },
};

static bool all_digits(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

/* GS1 mod 10: weights 3, 1, 3 ... from the right of the body. */
static char check_digit(str body)
{
    int sum = 0;
    for (size_t i = 0; i < body.n; i++)
        sum += (body.p[body.n - 1 - i] - '0') * (i % 2 ? 1 : 3);
    return (char)('0' + (10 - sum % 10) % 10);
}

/* Signs that a URN may carry plain but a link's path may not. */
static void add_coded(buf *out, str s)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c && strchr("!()*+,:", c)) {
            buf_add_char(out, '%');
            buf_add_char(out, hex[(unsigned char)c >> 4]);
            buf_add_char(out, hex[c & 15]);
        } else {
            buf_add_char(out, c);
        }
    }
}

static void add_checked(buf *out, arena *a, const char *filler, str one, str two, str three)
{
    buf body = buf_new(a, 64);
    buf_add_str(&body, one);
    buf_add_str(&body, two);
    buf_add_str(&body, three);
    buf_add_c(out, filler);
    buf_add_str(out, buf_str(&body));
    buf_add_char(out, check_digit(buf_str(&body)));
}

static void add_qualifier(buf *out, const char *qualifier, str value)
{
    buf_add_char(out, '/');
    buf_add_c(out, qualifier);
    buf_add_char(out, '/');
    add_coded(out, value);
}

/* prefix.indicator+reference: the indicator leads the number, the check digit ends it. */
static bool add_trade_item(buf *out, arena *a, str prefix, str reference, size_t digits)
{
    if (!all_digits(prefix) || !all_digits(reference) || prefix.n + reference.n != digits)
        return false;
    add_checked(out, a, "", (str){reference.p, 1}, prefix, (str){reference.p + 1, reference.n - 1});
    return true;
}

static bool add_thirteen(buf *out, arena *a, const urn_scheme *s, str prefix, str reference, str rest)
{
    if (!all_digits(prefix) || (reference.n && !all_digits(reference)) || prefix.n + reference.n != 12)
        return false;
    add_checked(out, a, s->filler, prefix, reference, STR(""));
    if (!s->qualifier[0])
        add_coded(out, rest);
    else if (rest.n && !str_is(rest, "0") && s->qualifier[0] != '-')
        add_qualifier(out, s->qualifier, rest);
    return true;
}

static bool add_number(buf *out, arena *a, str prefix, str reference, size_t digits)
{
    if (!all_digits(prefix) || !all_digits(reference) || prefix.n + reference.n != digits)
        return false;
    add_checked(out, a, "", prefix, reference, STR(""));
    return true;
}

static bool add_urn_body(buf *out, arena *a, const urn_scheme *s, str *part, size_t parts)
{
    str rest = part[parts - 1];
    bool rest_any = str_is(rest, "*"); /* a pattern names the class */
    switch (s->shape) {
    case URN_GTIN:
        if (parts != 3 || !rest.n || !add_trade_item(out, a, part[0], part[1], 13))
            return false;
        if (!rest_any)
            add_qualifier(out, s->qualifier, rest);
        return true;
    case URN_ITIP:
        if (parts != 5 || !rest.n || !add_trade_item(out, a, part[0], part[1], 13))
            return false;
        buf_add_str(out, part[2]);
        buf_add_str(out, part[3]);
        if (!rest_any)
            add_qualifier(out, s->qualifier, rest);
        return all_digits(part[2]) && all_digits(part[3]) && part[2].n == 2 && part[3].n == 2;
    case URN_SSCC:
        return parts == 2 && add_trade_item(out, a, part[0], part[1], 17);
    case URN_13:
        if (parts < 2 || parts > 3)
            return false;
        return add_thirteen(out, a, s, part[0], part[1], parts == 2 || rest_any ? STR("") : rest);
    case URN_18:
        return parts == 2 && add_number(out, a, part[0], part[1], 17);
    case URN_17:
        return parts == 2 && add_number(out, a, part[0], part[1], 16);
    case URN_JOINED:
        if (parts != 2 || !all_digits(part[0]) || !rest.n || rest_any)
            return false;
        buf_add_str(out, part[0]);
        add_coded(out, rest);
        return true;
    case URN_PART:
        if (parts != 3 || !all_digits(part[0]) || !part[1].n || !rest.n)
            return false;
        buf_add_str(out, part[0]);
        add_coded(out, part[1]);
        if (!rest_any)
            add_qualifier(out, s->qualifier, rest);
        return true;
    }
    return false;
}

/* A URN has these signs percent-coded; raw, they would cut the link that is made of it. */
static bool has_raw_sign(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (strchr("/?#", s.p[i]))
            return true;
    return false;
}

/* Printable ASCII: nothing else is a URI (RFC 3986), nor in the signs of GS1 keys. */
static bool is_plain(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] >= 0x7f)
            return false;
    return true;
}

static bool link_of_urn(str *out, arena *a, str name)
{
    if (name.n > URN_BYTES_MOST || has_raw_sign(name))
        return false;
    str rest = {name.p + strlen("urn:epc:"), name.n - strlen("urn:epc:")};
    str kind = str_cut(&rest, ':');
    if (!str_is(kind, "id") && !str_is(kind, "class") && !str_is(kind, "idpat"))
        return false;
    str scheme = str_cut(&rest, ':');
    /* The last part may hold points only where nothing follows it: cut at most as often as the form has. */
    str part[5];
    size_t parts = 0;
    for (; parts < 4 && rest.n && memchr(rest.p, '.', rest.n); parts++)
        part[parts] = str_cut(&rest, '.');
    part[parts++] = rest;
    for (size_t i = 0; i < sizeof urn_schemes / sizeof *urn_schemes; i++) {
        const urn_scheme *s = &urn_schemes[i];
        if (!str_is(scheme, s->name))
            continue;
        size_t most =
            s->shape == URN_ITIP                                                                         ? 5
            : s->shape == URN_SSCC || s->shape == URN_18 || s->shape == URN_17 || s->shape == URN_JOINED ? 2
                                                                                                         : 3;
        while (parts > most) { /* points inside a serial, lot or asset number */
            str *last = &part[parts - 1];
            str *before = &part[parts - 2];
            before->n = (size_t)(last->p + last->n - before->p);
            parts--;
        }
        buf link = buf_new(a, 1024);
        buf_add_c(&link, LINK_HOST);
        buf_add_c(&link, s->key);
        buf_add_char(&link, '/');
        if (!add_urn_body(&link, a, s, part, parts) || link.over)
            return false;
        *out = buf_str(&link);
        return true;
    }
    return false;
}

/* ---- GS1 Digital Links: https://any.domain/any/path/KEY/value/QUALIFIER/value?query ---- */

typedef struct link_key {
    const char *ai;
    const char *word;       /* the short name that links may use */
    size_t digits;          /* leading digits; 0 = none asked for */
    bool longer;            /* more may follow the digits */
    const char *qualifiers; /* AIs that may follow, parted by a space */
} link_key;

static const link_key link_keys[] = {
    {"00",   "sscc",  18, false, ""            },
    {"01",   "gtin",  14, false, "22 10 21 235"},
    {"253",  "gdti",  13, true,  ""            },
    {"255",  "gcn",   13, true,  ""            },
    {"401",  "ginc",  0,  true,  ""            },
    {"402",  "gsin",  17, false, ""            },
    {"414",  "gln",   13, false, "254"         },
    {"417",  "party", 13, false, ""            },
    {"8003", "grai",  14, true,  ""            },
    {"8004", "giai",  0,  true,  ""            },
    {"8006", "itip",  18, false, "22 10 21"    },
    {"8010", "cpid",  0,  true,  "8011"        },
    {"8013", "gmn",   0,  true,  ""            },
    {"8017", "gsrnp", 18, false, ""            },
    {"8018", "gsrn",  18, false, ""            },
};

static const struct {
    const char *ai;
    const char *word;
} link_qualifiers[] = {
    {"10",   "lot" },
    {"21",   "ser" },
    {"22",   "cpv" },
    {"235",  "tpx" },
    {"254",  "glnx"},
    {"8011", "cpsn"}
};

static const link_key *key_of(str segment)
{
    for (size_t i = 0; i < sizeof link_keys / sizeof *link_keys; i++)
        if (str_is(segment, link_keys[i].ai) || str_is(segment, link_keys[i].word))
            return &link_keys[i];
    return NULL;
}

static const char *qualifier_of(str segment, const link_key *key)
{
    for (size_t i = 0; i < sizeof link_qualifiers / sizeof *link_qualifiers; i++) {
        if (!str_is(segment, link_qualifiers[i].ai) && !str_is(segment, link_qualifiers[i].word))
            continue;
        str allowed = str_of(key->qualifiers);
        while (allowed.n)
            if (str_is(str_cut(&allowed, ' '), link_qualifiers[i].ai))
                return link_qualifiers[i].ai;
    }
    return NULL;
}

static bool add_key_value(buf *out, const link_key *key, str value)
{
    size_t digits = 0;
    while (digits < value.n && value.p[digits] >= '0' && value.p[digits] <= '9')
        digits++;
    if (strcmp(key->ai, "01") == 0) {
        if (digits != value.n || (value.n != 8 && (value.n < 12 || value.n > 14)))
            return false;
        buf_add(out, "000000", 14 - value.n);
    } else if (digits < key->digits || (!key->longer && value.n != key->digits) || !value.n) {
        return false;
    }
    buf_add_str(out, value);
    return true;
}

/* segments: key, value, then pairs. */
static bool link_from(str *out, arena *a, const link_key *key, const str *segment, size_t n)
{
    if (n < 2 || n % 2)
        return false;
    buf link = buf_new(a, 1024);
    buf_add_c(&link, LINK_HOST);
    buf_add_c(&link, key->ai);
    buf_add_char(&link, '/');
    if (!add_key_value(&link, key, segment[1]))
        return false;
    str lot = STR("");
    str narrow = STR("");
    const char *narrow_ai = "";
    for (size_t i = 2; i < n; i += 2) {
        const char *ai = qualifier_of(segment[i], key);
        if (!ai || !segment[i + 1].n)
            return false;
        if (strcmp(ai, "10") == 0) {
            lot = segment[i + 1];
        } else if (strcmp(ai, "22") != 0) {
            narrow = segment[i + 1];
            narrow_ai = ai;
        }
    }
    if (narrow.n)
        buf_printf(&link, "/%s/%.*s", narrow_ai, (int)narrow.n, narrow.p);
    else if (lot.n)
        buf_printf(&link, "/10/%.*s", (int)lot.n, lot.p);
    if (link.over)
        return false;
    *out = buf_str(&link);
    return true;
}

static bool link_of_link(str *out, arena *a, str name)
{
    size_t skip = str_starts(name, "https://") ? 8 : 7;
    str rest = {name.p + skip, name.n - skip};
    rest = str_cut(&rest, '#');
    rest = str_cut(&rest, '?');
    if (!str_cut(&rest, '/').n)
        return false;
    str segment[SEGMENTS_MOST];
    size_t n = 0;
    while (rest.n && n < SEGMENTS_MOST)
        segment[n++] = str_cut(&rest, '/');
    if (rest.n)
        return false;
    for (size_t i = 0; i + 1 < n; i++) {
        const link_key *key = key_of(segment[i]);
        if (key && link_from(out, a, key, segment + i, n - i))
            return true;
    }
    return false;
}

bool epc_link(str *out, arena *a, str name)
{
    if (name.n > LINK_BYTES_MOST || !is_plain(name))
        return false;
    if (str_starts(name, "urn:epc:"))
        return link_of_urn(out, a, name);
    if (str_starts(name, "https://") || str_starts(name, "http://"))
        return link_of_link(out, a, name);
    return false;
}

str epc_id(arena *a, str name)
{
    str link;
    if (!epc_link(&link, a, name))
        return str_copy(a, name);
    static const struct {
        const char *key;
        const char *scheme;
    } bare[] = {
        {LINK_HOST "01/",  "gtin:"},
        {LINK_HOST "414/", "gln:" },
        {LINK_HOST "417/", "gln:" }
    };
    for (size_t i = 0; i < sizeof bare / sizeof *bare; i++) {
        size_t skip = strlen(bare[i].key);
        if (!str_starts(link, bare[i].key) || memchr(link.p + skip, '/', link.n - skip))
            continue;
        return str_of(arena_printf(a, "%s%.*s", bare[i].scheme, (int)(link.n - skip), link.p + skip));
    }
    return link;
}
