/* ident_digits.c -- forms and check digits of identifiers. */
#include "base/ident_digits.h"

#include <string.h>

#include "base/ident.h"

static bool digits_only(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    }
    return s.n > 0;
}

/* GS1 General Specifications 7.9.1: weights 3, 1, 3 ... from the digit before the check digit. */
bool ident_mod10_ok(str digits)
{
    if (!digits_only(digits) || digits.n < 2)
        return false;
    int sum = 0;
    for (size_t i = 0; i < digits.n; i++) {
        int value = digits.p[digits.n - 1 - i] - '0';
        sum += i % 2 ? 3 * value : value;
    }
    return sum % 10 == 0;
}

static bool mod11_ok(str digits, size_t n, const char *weights)
{
    if (digits.n != n || !digits_only(digits))
        return false;
    int sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (digits.p[i] - '0') * (weights[i] - '0');
    return sum % 11 == 0;
}

/* Brønnøysundregistrene, "Organisasjonsnummeret": nine digits, first 8 or 9, modulus 11; a check digit of
 * 10 is not given out, so the weighted sum with weight 1 on it is divisible. */
bool ident_orgnr_no_ok(str digits)
{
    return mod11_ok(digits, 9, "327654321") && (digits.p[0] == '8' || digits.p[0] == '9');
}

/* Erhvervsstyrelsen, "Modulus 11 check": eight digits, the first not 0. */
bool ident_cvr_ok(str digits)
{
    return mod11_ok(digits, 8, "27654321") && digits.p[0] != '0';
}

bool ident_orgnr_se_ok(str digits)
{
    if (digits.n != 10 || !digits_only(digits) || digits.p[2] < '2')
        return false; /* the third digit is 2 or more, so that none is a personal number */
    int sum = 0;
    for (size_t i = 0; i < 10; i++) {
        int twice = (digits.p[i] - '0') * (i % 2 ? 1 : 2);
        sum += twice / 10 + twice % 10;
    }
    return sum % 10 == 0;
}

/* ISO 17442 with ISO 7064 MOD 97-10: letters are 10 .. 35, the whole is 1 modulo 97. */
bool ident_lei_ok(str lei)
{
    if (lei.n != 20)
        return false;
    int rest = 0;
    for (size_t i = 0; i < 20; i++) {
        char c = lei.p[i];
        bool letter = c >= 'A' && c <= 'Z';
        if ((c < '0' || c > '9') && (!letter || i >= 18))
            return false;
        rest = letter ? (rest * 100 + (c - 'A' + 10)) % 97 : (rest * 10 + (c - '0')) % 97;
    }
    return rest == 1;
}

/* 9 digit, A letter, * either; alternatives parted by |. Source: VIES; CH: UID of the federal office. */
static const struct {
    const char *prefix;
    const char *forms;
} vat_forms[] = {
    {"AT",  "U99999999"                                                     },
    {"BE",  "9999999999"                                                    },
    {"BG",  "999999999|9999999999"                                          },
    {"CHE", "999999999|999999999MWST|999999999TVA|999999999IVA"             },
    {"CY",  "99999999A"                                                     },
    {"CZ",  "99999999|999999999|9999999999"                                 },
    {"DE",  "999999999"                                                     },
    {"DK",  "99999999"                                                      },
    {"EE",  "999999999"                                                     },
    {"EL",  "999999999"                                                     },
    {"ES",  "*9999999*"                                                     },
    {"FI",  "99999999"                                                      },
    {"FR",  "**999999999"                                                   },
    {"GB",  "999999999|999999999999|*A999"                                  },
    {"HR",  "99999999999"                                                   },
    {"HU",  "99999999"                                                      },
    {"IE",  "9999999A|9999999AA|9*99999A"                                   },
    {"IT",  "99999999999"                                                   },
    {"LT",  "999999999|999999999999"                                        },
    {"LU",  "99999999"                                                      },
    {"LV",  "99999999999"                                                   },
    {"MT",  "99999999"                                                      },
    {"NL",  "999999999B99"                                                  },
    {"NO",  "999999999|999999999MVA"                                        },
    {"PL",  "9999999999"                                                    },
    {"PT",  "999999999"                                                     },
    {"RO",  "99|999|9999|99999|999999|9999999|99999999|999999999|9999999999"},
    {"SE",  "999999999901"                                                  },
    {"SI",  "99999999"                                                      },
    {"SK",  "9999999999"                                                    },
    {"XI",  "999999999|999999999999"                                        },
};

static bool fits(str s, str form)
{
    if (s.n != form.n)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool digit = c >= '0' && c <= '9';
        bool letter = c >= 'A' && c <= 'Z';
        bool ok = form.p[i] == '9'   ? digit
                  : form.p[i] == 'A' ? letter
                  : form.p[i] == '*' ? digit || letter
                                     : c == form.p[i];
        if (!ok)
            return false;
    }
    return true;
}

static bool vat_form_ok(str body, const char *forms)
{
    str rest = str_of(forms);
    while (rest.n) {
        if (fits(body, str_cut(&rest, '|')))
            return true;
    }
    return false;
}

bool ident_vat_ok(str vat)
{
    for (size_t i = 0; i < sizeof vat_forms / sizeof vat_forms[0]; i++) {
        size_t n = strlen(vat_forms[i].prefix);
        if (!str_starts(vat, vat_forms[i].prefix))
            continue;
        str body = {vat.p + n, vat.n - n};
        if (!vat_form_ok(body, vat_forms[i].forms))
            return false;
        if (str_starts(vat, "NO"))
            return ident_orgnr_no_ok((str){body.p, 9});
        if (str_starts(vat, "DK"))
            return ident_cvr_ok(body);
        return true;
    }
    return false;
}
