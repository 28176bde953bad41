/* famgen_docs.c -- docs/families.md: what can be said, for whoever fills in a table. */
#include <string.h>

#include "famgen.h"

static const char *const intro =
    "# What can be said: the families\n"
    "\n"
    "*Written by `tools/famgen` from `data/families.tsv` and `data/enums.tsv`; change those.*\n"
    "\n"
    "A *family* is what a statement is about: a party, a site, a supply link.  One row of a table is one "
    "statement;\n"
    "one column is one of its fields.  A file tells its family by its sheet or file name (the words behind\n"
    "*sheet*), else by its header words.  Header words may be written in Norwegian, Danish or English; the\n"
    "field's own name is taken too; case, accents and `_` make no difference; a column that begins with `#` "
    "is left\n"
    "alone.  An empty cell keeps what the same voice said before; `-` clears it.\n"
    "\n"
    "| type | how to write it |\n"
    "|---|---|\n"
    "| text, prose | words; prose may have several lines |\n"
    "| enum | one of the words listed under [Words](#words), in any of the three languages, or its code |\n"
    "| code | a code of the list named; attributes stand, with their words, in `data/attributes.csv` |\n"
    "| date | `2026-11-21`, `2026-11` or `2026`; the file's own form is recognised (21.11.2026) |\n"
    "| moment | `2026-11-21T10:30:00Z` |\n"
    "| year, integer | whole number |\n"
    "| decimal | number with a unit in the header (`mass (kg)`), in the cell (`250 kg`) or in the column "
    "`unit` |\n"
    "| share | `0.54` or `54 %` |\n"
    "| money | amount with its currency in the header, the cell or the column `currency` |\n"
    "| tri | yes, no, unknown; empty = not said |\n"
    "| ref | id or name of a thing of the families named; a country is `country:COD` or its name |\n"
    "| document | file name in the same folder, or SHA-256 |\n"
    "| point | `59.91, 10.75`, or two columns latitude and longitude |\n"
    "| list | several values parted by `;` or `\\|` |\n"
    "| lines | a group of columns that repeats: `source`, `source 2`, `source 3`, or `src[2].citation` |\n"
    "\n"
    "**Key**: the fields that make the subject's id; `id` means an identifier column (GTIN, org.nr ...) or "
    "an id of your\n"
    "own.  **Apart**: shown, withheld or erased alone, and blank for whoever may see less than the level "
    "named.\n"
    "Levels: public < partners < organisation < case_handlers < named.\n";

/* Header words with | would end the table cell. */
static char *words(const char *heads)
{
    gen_text t = {0};
    for (const char *p = heads; *p; p++)
        gen_add(&t, *p == '|' ? ", " : "%c", *p);
    return gen_copy(gen_text_c(&t), t.n);
}

static char *type_text(const gen_field *f)
{
    gen_text t = {0};
    gen_add(&t, "%s%s", f->list ? "list of " : "", f->type);
    if (f->of[0] && gen_is(f->type, "enum"))
        gen_add(&t, " [%s](#%s)", f->of, f->of);
    else if (f->of[0] && !gen_is(f->of, f->type))
        gen_add(&t, " (%s)", words(f->of));
    if (f->apart)
        gen_add(&t, ", apart: %s, %s", famgen_aparts[f->apart], famgen_audiences[f->reach]);
    return gen_copy(gen_text_c(&t), t.n);
}

static void add_family(gen_text *out, const gen_family *f, bool common)
{
    gen_add(out, "\n## %s\n\n%s.\n\n", f->name, f->doc);
    if (!common)
        gen_add(out, "Sheet: %s / %s / %s.  Key: %s.  Seen by: %s.\n\n", words(f->heads[0]),
                words(f->heads[1]), words(f->heads[2]), f->key, famgen_audiences[f->reach]);
    gen_add(out, "| field | type | headers nb / da / en | what |\n|---|---|---|---|\n");
    for (size_t i = 0; i < f->n; i++) {
        const gen_field *d = &f->fields[i];
        gen_add(out, "| %s%s | %s | %s / %s / %s | %s |\n", d->name, d->required ? " **(required)**" : "",
                type_text(d), words(d->heads[0]), words(d->heads[1]), words(d->heads[2]), words(d->doc));
    }
}

void famgen_write_docs(gen_text *out, const gen_model *m)
{
    gen_add(out, "%s\nFamilies:", intro);
    for (size_t i = 0; i < m->n; i++)
        gen_add(out, "%s [%s](#%s)", i ? "," : "", m->families[i]->name, m->families[i]->name);
    gen_add(out, ".\n");
    add_family(out, m->common, true);
    for (size_t i = 0; i < m->n; i++)
        add_family(out, m->families[i], false);
    gen_add(out, "\n# Words\n\nCode: Norwegian / Danish / English.\n");
    for (size_t e = 0; e < m->enums_n; e++) {
        if (!m->enums[e].used)
            continue;
        gen_add(out, "\n## %s\n\n", m->enums[e].name);
        for (size_t i = 0; i < m->enums[e].n; i++) {
            const gen_value *v = &m->enums[e].values[i];
            gen_add(out, "- `%s`: %s / %s / %s\n", v->code, v->words[0], v->words[1], v->words[2]);
        }
    }
}
