/* resolve.c -- what a text in a reference means. */
#include "record/resolve.h"

#include <string.h>

#include "base/country.h"
#include "record/codes.h"
#include "record/rules.h"

#define ANSWERS_MOST 65536 /* remembered; a file that refers to more different things asks again */
#define NAMED_MOST   4

bool resolve_takes(const char *of, const char *name)
{
    str rest = str_of(of);
    while (rest.n > 0) {
        str one = str_cut(&rest, '|');
        if (str_is(one, name) || str_is(one, "any"))
            return true;
    }
    return false;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

resolver *resolver_new(arena *a, lookup *known, const plan *p)
{
    resolver *r = ARENA_NEW(a, resolver);
    *r = (resolver){
        .a = a, .known = known, .p = p, .texts = {.a = a}, .documents = {.a = a}, .answers = {.a = a}};
    for (size_t i = 0; i < p->documents_n; i++) {
        strmap_put(&r->documents, str_of(p->documents[i]->file), (int64_t)i);
        strmap_put(&r->documents, str_of(base_name(p->documents[i]->file)), (int64_t)i);
    }
    return r;
}

resolver *resolver_again(arena *a, const resolver *other, lookup *known)
{
    resolver *r = ARENA_NEW(a, resolver);
    *r = *other;
    r->a = a;
    r->known = known;
    r->answers = (strmap){.a = a};
    r->found = NULL;
    r->found_n = r->found_cap = 0;
    return r;
}

void resolver_add(resolver *r, arena *tmp, int fam, const char *id, str text)
{
    str folded = str_fold(tmp, text);
    if (folded.n == 0)
        return;
    int64_t *first = strmap_put(&r->texts, folded, -1);
    for (int64_t i = *first; i >= 0; i = r->candidates[i].next)
        if (r->candidates[i].fam == fam && strcmp(r->candidates[i].id, id) == 0)
            return;
    r->candidates = arena_room(r->a, r->candidates, r->n, &r->cap, sizeof *r->candidates);
    r->candidates[r->n] = (resolve_candidate){.fam = fam, .id = id, .next = *first};
    *first = (int64_t)r->n++;
}

/* What fits so far: one id, or the texts of several for the fault. */
typedef struct fit {
    const char *id;
    buf several;
    size_t n;
} fit;

static void fit_add(fit *f, arena *a, const char *id)
{
    if (f->n > 0 && strcmp(f->id, id) == 0)
        return;
    if (f->n == 0) {
        f->several = buf_new(a, 0);
        f->id = id;
    }
    if (f->n < NAMED_MOST)
        buf_printf(&f->several, "%s%s", f->n ? ", " : "", id);
    f->n++;
}

static void fit_plan(fit *out, const resolver *r, arena *a, const char *of, str folded)
{
    const int64_t *first = strmap_get(&r->texts, folded);
    for (int64_t i = first ? *first : -1; i >= 0; i = r->candidates[i].next)
        if (resolve_takes(of, families[r->candidates[i].fam].name))
            fit_add(out, a, r->candidates[i].id);
}

static ak_code fit_if_known(fit *out, resolver *r, arena *a, const char *id)
{
    lookup_subject s = {0};
    AK_TRY(lookup_id(&s, r->known, id, &r->err));
    if (s.n && s.kind >= 0)
        fit_add(out, a, id);
    return AK_OK;
}

static ak_code fit_slugs(fit *out, resolver *r, arena *a, const char *of, str text)
{
    const char *slug = value_slug(a, text);
    for (size_t i = 0; slug[0] && i < families_n; i++)
        if (families[i].id_key && resolve_takes(of, families[i].name))
            AK_TRY(fit_if_known(out, r, a, arena_printf(a, "local:%s/%s", families[i].name, slug)));
    return AK_OK;
}

/* Bare digits that are an identifier of a thing we know. */
static ak_code fit_identifiers(fit *out, resolver *r, arena *a, const char *of, str text)
{
    for (size_t i = 0; i < families_n; i++) {
        if (!families[i].id_key || !resolve_takes(of, families[i].name))
            continue;
        for (size_t k = 0; k < families[i].n; k++) {
            const field *f = &families[i].fields[k];
            const char *id = f->type == FIELD_ID ? code_subject_id(a, f->of, text) : NULL;
            if (id)
                AK_TRY(fit_if_known(out, r, a, id));
        }
    }
    return AK_OK;
}

static ak_code fit_names(fit *out, resolver *r, arena *a, const char *of, str folded)
{
    lookup_named named[NAMED_MOST * 4];
    size_t n = 0;
    AK_TRY(lookup_names(named, &n, NAMED_MOST * 4, r->known, a, folded, &r->err));
    for (size_t i = 0; i < n; i++)
        if (named[i].kind >= 0 && resolve_takes(of, families[named[i].kind].name))
            fit_add(out, a, named[i].id);
    return AK_OK;
}

static void fit_places(fit *out, arena *a, const char *of, str text)
{
    const country *c = resolve_takes(of, "country") ? country_find(a, text) : NULL;
    if (c)
        fit_add(out, a, arena_printf(a, "country:%s", c->iso3));
    const region *r = !c && resolve_takes(of, "region") ? region_find(text) : NULL;
    if (r)
        fit_add(out, a, arena_printf(a, "region:%s", r->code));
}

static ak_code search(fit *out, resolver *r, arena *a, const char *of, str text)
{
    str folded = str_fold(a, text);
    fit_plan(out, r, a, of, folded);
    if (out->n == 0)
        AK_TRY(fit_slugs(out, r, a, of, text));
    if (out->n == 0)
        AK_TRY(fit_identifiers(out, r, a, of, text));
    if (out->n == 0)
        AK_TRY(fit_names(out, r, a, of, folded));
    if (out->n == 0)
        fit_places(out, a, of, text);
    return AK_OK;
}

/* An id with its scheme.  A local id of a kind that the field does not take is a fault of its own. */
static const char *by_scheme(arena *a, const char *of, str text, const ak_rule **why, const char **arg)
{
    const char *id = value_subject_id(a, text, why);
    if (!id || strncmp(id, "local:", 6) != 0)
        return id;
    str rest = str_of(id + 6);
    str kind = str_cut(&rest, '/');
    int fam = family_find(kind);
    if (fam >= 0 && resolve_takes(of, families[fam].name))
        return id;
    *why = &REC_023;
    *arg = of;
    return NULL;
}

static const char *statement_ref(resolver *r, arena *a, const field *f, str text, const ak_rule **why)
{
    char leaf[65] = "";
    r->code = lookup_leaf(leaf, r->known, text, strcmp(f->of, "act") == 0, &r->err);
    *why = &REC_025;
    return leaf[0] ? arena_text(a, leaf) : NULL;
}

static const char *answer(resolver *r, arena *a, const field *f, str text, const ak_rule **why,
                          const char **arg)
{
    if (strcmp(f->of, "act") == 0 || strcmp(f->of, "statement") == 0)
        return statement_ref(r, a, f, text, why);
    const ak_rule *scheme_why = NULL;
    if (memchr(text.p, ':', text.n)) {
        const char *id = by_scheme(a, f->of, text, &scheme_why, arg);
        if (id || scheme_why == &REC_023) {
            *why = scheme_why;
            return id;
        }
    }
    fit found = {0};
    r->code = search(&found, r, a, f->of, text);
    if (found.n == 1)
        return found.id;
    *why = found.n > 1                                                            ? &REC_022
           : scheme_why && scheme_why != &REC_021 && !memchr(text.p, ' ', text.n) ? scheme_why
                                                                                  : &REC_021;
    *arg = found.n > 1 ? buf_str(&found.several).p : "";
    return NULL;
}

static const char *subject(void *payload, arena *a, const field *f, str text, const ak_rule **why,
                           const char **arg)
{
    resolver *r = payload;
    str key = str_of(arena_printf(a, "%s\n%.*s", f->of, (int)text.n, text.p));
    const int64_t *known = strmap_get(&r->answers, key);
    if (known)
        return r->found[*known];
    const char *id = answer(r, a, f, text, why, arg);
    if (!id || r->found_n == ANSWERS_MOST)
        return id;
    r->found = arena_room(r->a, r->found, r->found_n, &r->found_cap, sizeof *r->found);
    strmap_put(&r->answers, key, (int64_t)r->found_n);
    r->found[r->found_n] = arena_text(r->a, id);
    return r->found[r->found_n++];
}

static const char *document(void *payload, arena *a, str text)
{
    resolver *r = payload;
    const int64_t *at = strmap_get(&r->documents, text);
    if (at)
        return r->p->documents[*at]->sha256;
    char hex[65] = "";
    r->code = lookup_document(hex, r->known, text, &r->err);
    return hex[0] ? arena_text(a, hex) : NULL;
}

ak_code resolver_state(resolver *r, ak_err *err)
{
    if (r->code != AK_OK && err)
        *err = r->err;
    return r->code;
}

value_refs resolver_refs(resolver *r)
{
    return (value_refs){.payload = r, .subject = subject, .document = document};
}
