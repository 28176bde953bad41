/* isocodes.c -- writes countries and regions from Debian's iso-codes, with our further names.
 *
 * usage: isocodes OUT.def ISO_3166-1.json ISO_3166-2.json NB.mo DA.mo ALIASES.csv REGIONS.csv
 *
 * ALIASES.csv (data/country_aliases.csv) has one name a row, by kind:
 *     also     one more way to write the country
 *     show     the name shown in the language, instead of iso-codes' ("Korea, Republic of")
 *     extra    a country that ISO 3166-1 has not: first row its two-letter code, second its name
 *     unclear  a word that means several countries, so it names none
 * REGIONS.csv replaces or adds names of regions.  Out come COUNTRY(iso2, iso3, numeric, nb, da, en) sorted
 * by iso3, WORD("folded name", row) sorted, REGION(code, name) sorted, each under #ifdef.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mo.h"
#include "csvtable.h"

#define COUNTRIES_MAX 400
#define WORDS_MAX     20000
#define REGIONS_MAX   8000

enum { NB, DA, EN };

typedef struct country {
    const char *iso3, *iso2;
    int numeric;
    const char *name[3];
} country;

typedef struct word {
    const char *text;
    const char *iso3;
} word;

typedef struct region {
    const char *code, *name;
} region;

typedef struct work {
    arena a;
    country countries[COUNTRIES_MAX];
    size_t countries_n;
    word words[WORDS_MAX];
    size_t words_n;
    region regions[REGIONS_MAX];
    size_t regions_n;
    str mo[2]; /* nb, da */
    table aliases, own_regions;
} work;

static void add_word(work *w, const char *text, const char *iso3)
{
    if (!text || !*text)
        return;
    if (w->words_n == WORDS_MAX)
        stop(text, 0, "too many names", "");
    w->words[w->words_n++] = (word){str_c(&w->a, str_fold(&w->a, str_of(text))), iso3};
}

static const char *text_of(work *w, const json *object, const char *name)
{
    str text = json_str(object, name);
    return text.n ? str_c(&w->a, text) : NULL;
}

static const json *list_of(work *w, const char *file, const char *name)
{
    json *root;
    ak_err err = {0};
    if (json_read(&root, &w->a, read_all(&w->a, file), NULL, &err) != AK_OK || !json_get(root, name))
        stop(file, (size_t)err.line, "is not what iso-codes has", name);
    return json_get(root, name);
}

/* The translation in nb or da, else NULL. */
static const char *translated(const work *w, int language, const char *text)
{
    const char *found = text ? mo_find(w->mo[language], text, 0) : NULL;
    return found && *found ? found : NULL;
}

static void add_country(work *w, const json *entry)
{
    const char *name = text_of(w, entry, "name");
    const char *common = text_of(w, entry, "common_name");
    const char *official = text_of(w, entry, "official_name");
    const char *numeric = text_of(w, entry, "numeric");
    if (!name || !numeric || w->countries_n == COUNTRIES_MAX)
        stop("iso_3166-1.json", 0, "an entry without name or number", name ? name : "");
    country *c = &w->countries[w->countries_n++];
    *c = (country){
        .iso3 = text_of(w, entry, "alpha_3"),
        .iso2 = text_of(w, entry, "alpha_2"),
        .numeric = (int)strtol(numeric, NULL, 10),
    };
    const char *forms[3] = {common, name, official};
    for (int i = 0; i < 3; i++) {
        add_word(w, forms[i], c->iso3);
        add_word(w, translated(w, NB, forms[i]), c->iso3);
        add_word(w, translated(w, DA, forms[i]), c->iso3);
    }
    c->name[EN] = common ? common : name;
    for (int l = NB; l <= DA; l++) {
        const char *short_name = translated(w, l, common);
        c->name[l] = short_name ? short_name : translated(w, l, name);
        if (!c->name[l])
            c->name[l] = c->name[EN];
    }
    add_word(w, c->iso2, c->iso3);
    add_word(w, c->iso3, c->iso3);
    add_word(w, numeric, c->iso3);
}

static country *find_country(work *w, const char *iso3)
{
    for (size_t i = 0; i < w->countries_n; i++) {
        if (strcmp(w->countries[i].iso3, iso3) == 0)
            return &w->countries[i];
    }
    return NULL;
}

static void drop_word(work *w, const char *text)
{
    str folded = str_fold(&w->a, str_of(text));
    size_t kept = 0;
    for (size_t i = 0; i < w->words_n; i++) {
        if (!str_is(folded, w->words[i].text))
            w->words[kept++] = w->words[i];
    }
    w->words_n = kept;
}

static void show_name(country *c, const char *language, const char *name)
{
    c->name[strcmp(language, "nb") == 0 ? NB : strcmp(language, "da") == 0 ? DA : EN] = name;
}

static void add_alias(work *w, const table *t, size_t r)
{
    const char *iso3 = t->cells[r * t->columns];
    const char *kind = t->cells[r * t->columns + 1];
    const char *language = t->cells[r * t->columns + 2];
    const char *name = t->cells[r * t->columns + 3];
    country *c = find_country(w, iso3);
    if (strcmp(kind, "unclear") == 0)
        return; /* taken out after all else */
    if (strcmp(kind, "extra") == 0 && !c) {
        c = &w->countries[w->countries_n++];
        *c = (country){
            .iso3 = iso3, .iso2 = name, .name = {name, name, name}
        };
        add_word(w, iso3, iso3);
    } else if (strcmp(kind, "extra") == 0) {
        c->name[NB] = c->name[DA] = c->name[EN] = name;
    } else if (!c) {
        stop(t->file, r + 2, "no such country", iso3);
    } else if (strcmp(kind, "show") == 0) {
        show_name(c, language, name);
    } else if (strcmp(kind, "also") != 0) {
        stop(t->file, r + 2, "kind is also, show, extra or unclear", kind);
    }
    add_word(w, name, iso3);
}

static void add_aliases(work *w, const char *file)
{
    table *t = &w->aliases;
    read_table(t, file, "iso3:s*,kind:s,language:s,name:s,source:s");
    for (size_t r = 0; r < t->rows; r++)
        add_alias(w, t, r);
    for (size_t r = 0; r < t->rows; r++) {
        if (strcmp(t->cells[r * t->columns + 1], "unclear") == 0)
            drop_word(w, t->cells[r * t->columns + 3]);
    }
}

static void add_region(work *w, const char *code, const char *name)
{
    for (size_t i = 0; i < w->regions_n; i++) {
        if (strcmp(w->regions[i].code, code) == 0) {
            w->regions[i].name = name;
            return;
        }
    }
    if (w->regions_n == REGIONS_MAX)
        stop(code, 0, "too many regions", "");
    w->regions[w->regions_n++] = (region){code, name};
}

static void add_regions(work *w, const json *list, const char *own_file)
{
    for (const json *e = list->first; e; e = e->next) {
        if (w->regions_n == REGIONS_MAX)
            stop("iso_3166-2.json", 0, "too many regions", "");
        w->regions[w->regions_n++] = (region){text_of(w, e, "code"), text_of(w, e, "name")};
    }
    table *t = &w->own_regions;
    read_table(t, own_file, "code:s,name:s,source:s");
    for (size_t r = 0; r < t->rows; r++)
        add_region(w, t->cells[r * t->columns], t->cells[r * t->columns + 1]);
}

static int by_iso3(const void *a, const void *b)
{
    return strcmp(((const country *)a)->iso3, ((const country *)b)->iso3);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(((const word *)a)->text, ((const word *)b)->text);
}

static int by_code(const void *a, const void *b)
{
    return strcmp(((const region *)a)->code, ((const region *)b)->code);
}

static void write_countries(work *w, FILE *out)
{
    fputs("#ifdef COUNTRY\n", out);
    for (size_t i = 0; i < w->countries_n; i++) {
        const country *c = &w->countries[i];
        fprintf(out, "COUNTRY(\"%s\", \"%s\", %d", c->iso2, c->iso3, c->numeric);
        for (int l = NB; l <= EN; l++) {
            fputs(", ", out);
            write_text(out, c->name[l]);
        }
        fputs(")\n", out);
    }
    fputs("#undef COUNTRY\n#endif\n", out);
}

static void write_words(work *w, FILE *out)
{
    fputs("#ifdef WORD\n", out);
    for (size_t i = 0; i < w->words_n; i++) {
        const word *one = &w->words[i];
        bool again = i > 0 && strcmp(w->words[i - 1].text, one->text) == 0;
        if (again && strcmp(w->words[i - 1].iso3, one->iso3) != 0)
            stop(one->text, 0, "a name of two countries", one->iso3);
        if (again)
            continue;
        fputs("WORD(", out);
        write_text(out, one->text);
        fprintf(out, ", %zu)\n", (size_t)(find_country(w, one->iso3) - w->countries));
    }
    fputs("#undef WORD\n#endif\n", out);
}

static void write_regions(const work *w, FILE *out)
{
    fputs("#ifdef REGION\n", out);
    for (size_t i = 0; i < w->regions_n; i++) {
        fprintf(out, "REGION(\"%s\", ", w->regions[i].code);
        write_text(out, w->regions[i].name ? w->regions[i].name : "");
        fputs(")\n", out);
    }
    fputs("#undef REGION\n#endif\n", out);
}

int main(int argc, char **argv)
{
    if (argc != 8) {
        fputs("usage: isocodes OUT.def 3166-1.json 3166-2.json NB.mo DA.mo ALIASES.csv REGIONS.csv\n",
              stderr);
        return 2;
    }
    work *w = calloc(1, sizeof *w);
    if (!w)
        stop(argv[1], 0, "out of memory", "");
    for (int l = NB; l <= DA; l++) {
        w->mo[l] = read_all(&w->a, argv[4 + l]);
        if (!mo_ok(w->mo[l]))
            stop(argv[4 + l], 0, "is no catalogue in UTF-8; is the package iso-codes whole?", "");
    }
    const json *countries = list_of(w, argv[2], "3166-1");
    for (const json *e = countries->first; e; e = e->next)
        add_country(w, e);
    add_aliases(w, argv[6]);
    add_regions(w, list_of(w, argv[3], "3166-2"), argv[7]);
    qsort(w->countries, w->countries_n, sizeof *w->countries, by_iso3);
    qsort(w->words, w->words_n, sizeof *w->words, by_text);
    qsort(w->regions, w->regions_n, sizeof *w->regions, by_code);
    FILE *out = fopen(argv[1], "wb");
    if (!out)
        stop(argv[1], 0, "cannot be written", "");
    fputs("/* Written by tools/isocodes.c from Debian's iso-codes, data/country_aliases.csv, "
          "data/regions.csv. */\n",
          out);
    write_countries(w, out);
    write_words(w, out);
    write_regions(w, out);
    arena_free(&w->aliases.a);
    arena_free(&w->own_regions.a);
    arena_free(&w->a);
    free(w);
    return fclose(out) == 0 ? 0 : 1;
}
