/* licences.c -- what is embedded or linked, under which terms. */
#include "app/help.h"
#include "base/version.h"

/* Keep in step with docs/dependencies.md; how: embedded = its bytes are in the program. */
static const struct {
    const char *part;
    const char *how;
    const char *licence;
    const char *holder;
} parts[] = {
    {"aktsom",                            N_("program"),  "Apache-2.0",         "the aktsom authors"                   },
    {"@digdir/designsystemet-css 1.22.0", N_("embedded"), "MIT",                "Digitaliseringsdirektoratet"          },
    {"htmx.org 4.0.1",                    N_("embedded"), "0BSD",               "Big Sky Software"                     },
    {"world-atlas 2.0.2, Natural Earth",  N_("embedded"), "ISC; public domain", "Mike Bostock; Natural Earth"          },
    {"Inter",                             N_("metrics"),  "OFL-1.1",            "The Inter Project Authors"            },
    {"iso-codes",                         N_("embedded"), "LGPL-2.1-or-later",  "the iso-codes authors (country names)"},
    {"SQLite",                            N_("linked"),   "public domain",      "D. Richard Hipp and others"           },
    {"OpenSSL",                           N_("linked"),   "Apache-2.0",         "The OpenSSL Project Authors"          },
    {"libsodium",                         N_("linked"),   "ISC",                "Frank Denis"                          },
    {"libcurl",                           N_("linked"),   "curl",               "Daniel Stenberg and others"           },
    {"libmicrohttpd",                     N_("linked"),   "LGPL-2.1-or-later",  "Christian Grothoff and others"        },
    {"libzip",                            N_("linked"),   "BSD-3-Clause",       "Dieter Baron and Thomas Klausner"     },
    {"libxlsxwriter",                     N_("linked"),   "BSD-2-Clause",       "John McNamara"                        },
    {"Expat",                             N_("linked"),   "MIT",                "the Expat maintainers"                },
    {"Zstandard",                         N_("linked"),   "BSD-3-Clause",       "Meta Platforms"                       },
    {"utf8proc",                          N_("linked"),   "MIT",                "the JuliaLang contributors"           },
};

static const view_column columns[] = {
    {"part",    N_("Part"),    VIEW_TEXT, ""},
    {"how",     N_("How"),     VIEW_WORD, ""},
    {"licence", N_("Licence"), VIEW_TEXT, ""},
    {"holder",  N_("Holder"),  VIEW_TEXT, ""},
};

ak_code licences_view(view **out, ctx *c, const args *g, ak_err *err)
{
    (void)g;
    (void)err;
    view *table = view_table(c->a, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        view_row(table);
        view_cell(table, view_text_c(c->a, parts[i].part));
        view_cell(table, view_word(c->a, parts[i].how, parts[i].how));
        view_cell(table, view_text_c(c->a, parts[i].licence));
        view_cell(table, view_text_c(c->a, parts[i].holder));
    }
    view *v = view_map(c->a);
    view_put(v, "parts", table);
    *out = v;
    return AK_OK;
}

ak_code version_view(view **out, ctx *c, const args *g, ak_err *err)
{
    (void)g;
    (void)err;
    view *v = view_map(c->a);
    view_put(v, "version", view_text_c(c->a, AK_VERSION));
    *out = v;
    return AK_OK;
}
