/* apply_word.c -- the words by which a subject is found (D17).
 *
 * Folded words and the whole of names and titles (weight 2), of a few other fields (1), and of the id (3).
 * Apart fields are left out, with one exception: the name of an organisation, without which nobody would
 * find it.  Whoever is said to be a natural person is found by id and role only; the word carries the
 * field's reach, so it finds nothing for those who may not read the name.
 */
#include <string.h>

#include "apply_sql.h"
#include "record/apply_private.h"

#define WORDS_MOST 64 /* of one text; more would be prose */

static const struct {
    const char *field;
    int weight;
} fields_found[] = {
    {"name",      2},
    {"title",     2},
    {"aliases",   2},
    {"number",    2},
    {"code",      2},
    {"ledger_no", 1},
    {"model",     1},
    {"brand",     1},
    {"batch_no",  1},
    {"serial_no", 1},
    {"locality",  1},
};

static ak_code add(applier *ap, const applying *x, str word, int weight, audience reach, ak_err *err)
{
    if (word.n == 0 || word.n > 200)
        return AK_OK;
    return apply_word_add_run(
        ap->db,
        &(apply_word_add_params){
            .word = word, .subject = x->subject, .weight = weight, .audience = reach, .sid = x->sid},
        NULL, err);
}

static bool in_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

/* The whole text and each of its words. */
static ak_code add_text(applier *ap, const applying *x, str text, int weight, audience reach, ak_err *err)
{
    str folded = str_fold(&ap->tmp, text);
    AK_TRY(add(ap, x, folded, weight, reach, err));
    size_t i = 0;
    for (size_t n = 0; i < folded.n && n < WORDS_MOST; n++) {
        while (i < folded.n && !in_word(folded.p[i]))
            i++;
        size_t from = i;
        while (i < folded.n && in_word(folded.p[i]))
            i++;
        if (i - from < folded.n)
            AK_TRY(add(ap, x, (str){folded.p + from, i - from}, weight == 3 ? 3 : 1, reach, err));
    }
    return AK_OK;
}

/* What people type of an id: behind its scheme and kind; of a Digital Link its last part. */
static ak_code add_id(applier *ap, const applying *x, ak_err *err)
{
    str id = str_of(x->s->id);
    str tail = id;
    for (size_t i = 0; i < id.n; i++)
        if (id.p[i] == ':' || id.p[i] == '/')
            tail = (str){id.p + i + 1, id.n - i - 1};
    AK_TRY(add(ap, x, str_fold(&ap->tmp, id), 3, x->s->audience, err));
    return add_text(ap, x, tail, 3, x->s->audience, err);
}

static bool is_person(const applying *x)
{
    const json *v = json_get(x->values, "natural_person");
    return v && str_is(v->text, "yes");
}

ak_code apply_words(applier *ap, const applying *x, bool new_subject, ak_err *err)
{
    const family *f = &families[x->s->family];
    if (new_subject && f->id_key)
        AK_TRY(add_id(ap, x, err));
    for (size_t i = 0; i < sizeof fields_found / sizeof *fields_found; i++) {
        int at = field_find(f, str_of(fields_found[i].field));
        const json *v = at >= 0 ? x->slot[at] : NULL;
        if (!v)
            continue;
        const field *d = &f->fields[at];
        bool organisation = strcmp(f->name, "party") == 0 && strcmp(d->name, "name") == 0 && !is_person(x);
        if (d->apart && !organisation)
            continue;
        audience reach = d->apart && d->reach > x->s->audience ? d->reach : x->s->audience;
        if (v->kind == JSON_STRING)
            AK_TRY(add_text(ap, x, v->text, fields_found[i].weight, reach, err));
        for (const json *one = v->kind == JSON_ARRAY ? v->first : NULL; one; one = one->next)
            AK_TRY(add_text(ap, x, one->text, fields_found[i].weight, reach, err));
    }
    return AK_OK;
}
