/* ocds.c -- a tender and its award as an OCDS 1.1 release package. */
#include "tender/ocds.h"

#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "record/value.h"
#include "record/workspace.h"

#define NO_PREFIX "ocds-000000"

typedef struct writer {
    ctx *c;
    arena *a;
    const tender *t;
    json *parties;
} writer;

static void put_text(arena *a, json *object, const char *name, const char *text)
{
    if (text[0])
        json_put(a, object, name, json_string_new(a, str_of(text)));
}

static json *amount(arena *a, tender_amount m)
{
    char text[DECIMAL_TEXT_BYTES];
    json *v = json_object_new(a);
    json_put(a, v, "amount", json_number_new(a, arena_text(a, money_text(text, m.m))));
    put_text(a, v, "currency", m.m.currency->code);
    return v;
}

static json *reference(arena *a, const char *id, const char *name)
{
    json *v = json_object_new(a);
    put_text(a, v, "id", id);
    put_text(a, v, "name", name);
    return v;
}

/* Each party once, with its roles. */
static void add_party(writer *w, const char *id, const char *name, const char *role)
{
    arena *a = w->a;
    for (json *p = w->parties->first; p; p = p->next)
        if (str_is(json_str(p, "id"), id)) {
            json *roles = (json *)json_get(p, "roles");
            for (const json *r = roles->first; r; r = r->next)
                if (str_is(r->text, role))
                    return;
            json_push(roles, json_string_new(a, str_of(role)));
            return;
        }
    json *p = reference(a, id, name);
    json *roles = json_array_new(a);
    json_push(roles, json_string_new(a, str_of(role)));
    json_put(a, p, "roles", roles);
    json_push(w->parties, p);
}

/* A civil day as the moment at which it begins in the workspace's zone. */
static const char *moment_of(writer *w, const char *day)
{
    return strlen(day) == 10 ? value_moment(w->a, day, workspace_zone(w->c->ws), false) : day;
}

static const char *criteria_word(const char *basis)
{
    return strcmp(basis, "price_only") == 0      ? "priceOnly"
           : strcmp(basis, "cost_only") == 0     ? "costOnly"
           : strcmp(basis, "price_quality") == 0 ? "ratedCriteria"
                                                 : "";
}

static const char *criteria_details(writer *w)
{
    buf text = buf_new(w->a, 0);
    for (size_t i = 0; i < w->t->criteria_n; i++) {
        const tender_criterion *k = &w->t->criteria[i];
        char share[DECIMAL_TEXT_BYTES];
        buf_printf(&text, "%s%s %s", text.n ? "; " : "", k->code, k->title);
        if (k->weight_ppb >= 0)
            buf_printf(&text, ": %s %%", decimal_text(share, decimal_trim((decimal){k->weight_ppb, 7})));
    }
    return text.n ? buf_str(&text).p : "";
}

static ak_code put_items(writer *w, json *tender_object, ak_err *err)
{
    json *items = json_array_new(w->a);
    for (size_t i = 0; i < w->t->items_n; i++) {
        state_subject s = {0};
        AK_TRY(state_subject_by_id(&s, w->c, w->t->items[i], err));
        json *one = json_object_new(w->a);
        put_text(w->a, one, "id", s.canon_id);
        put_text(w->a, one, "description", s.name);
        if (i < w->t->cpv_n) {
            json *class_ = json_object_new(w->a);
            put_text(w->a, class_, "scheme", "CPV");
            put_text(w->a, class_, "id", w->t->cpv[i]);
            json_put(w->a, one, "classification", class_);
        }
        json_push(items, one);
    }
    if (items->n)
        json_put(w->a, tender_object, "items", items);
    return AK_OK;
}

static void put_period(writer *w, json *object, const char *name, const char *start, const char *end)
{
    json *period = json_object_new(w->a);
    put_text(w->a, period, "startDate", start);
    put_text(w->a, period, "endDate", end);
    if (end[0])
        json_put(w->a, object, name, period);
}

static void put_parts(writer *w, json *tender_object)
{
    json *lots = json_array_new(w->a);
    for (size_t i = 0; i < w->t->parts_n; i++) {
        json *one = json_object_new(w->a);
        put_text(w->a, one, "id", w->t->parts[i].part_no);
        put_text(w->a, one, "title", w->t->parts[i].title);
        if (w->t->parts[i].value.said)
            json_put(w->a, one, "value", amount(w->a, w->t->parts[i].value));
        json_push(lots, one);
    }
    if (lots->n)
        json_put(w->a, tender_object, "lots", lots);
}

static void put_tenderers(writer *w, json *tender_object)
{
    json *list = json_array_new(w->a);
    for (size_t i = 0; i < w->t->bids_n; i++)
        for (size_t k = 0; k < w->t->bids[i].tenderers_n; k++) {
            const char *id = w->t->bids[i].tenderers[k];
            const char *name = w->t->bids[i].tenderer_names[k];
            bool told = false;
            for (const json *one = list->first; one && !told; one = one->next)
                told = str_is(json_str(one, "id"), id);
            add_party(w, id, name, "tenderer");
            if (!told)
                json_push(list, reference(w->a, id, name));
        }
    json_put(w->a, tender_object, "numberOfTenderers", json_int_new(w->a, (int64_t)list->n));
    json_put(w->a, tender_object, "tenderers", list);
}

static ak_code tender_object(json **out, writer *w, ak_err *err)
{
    arena *a = w->a;
    const tender *t = w->t;
    json *v = json_object_new(a);
    put_text(a, v, "id", t->number);
    put_text(a, v, "title", t->title);
    put_text(a, v, "description", t->description);
    put_text(a, v, "status", t->status);
    put_text(a, v, "procurementMethod", t->procurement_method);
    put_text(a, v, "awardCriteria", criteria_word(t->award_basis));
    put_text(a, v, "awardCriteriaDetails", criteria_details(w));
    json_put(a, v, "procuringEntity", reference(a, t->buyer, t->buyer_name));
    if (t->value_estimate.said && w->c->reach >= AUDIENCE_PARTNERS && t->awards_n)
        json_put(a, v, "value", amount(a, t->value_estimate));
    const char *published = t->published_on[0] ? moment_of(w, t->published_on) : "";
    put_period(w, v, "tenderPeriod", published, t->bids_until);
    put_period(w, v, "enquiryPeriod", published, t->questions_until);
    AK_TRY(put_items(w, v, err));
    put_parts(w, v);
    if (t->awards_n)
        put_tenderers(w, v);
    *out = v;
    return AK_OK;
}

static json *awards_of(writer *w)
{
    arena *a = w->a;
    json *list = json_array_new(a);
    for (size_t i = 0; i < w->t->awards_n; i++) {
        const tender_award *x = &w->t->awards[i];
        json *v = json_object_new(a);
        put_text(a, v, "id", arena_printf(a, "%s-award-%s", w->t->number, x->part_no[0] ? x->part_no : "1"));
        put_text(a, v, "status", x->status);
        if (x->decided_on[0])
            put_text(a, v, "date", moment_of(w, x->decided_on));
        put_text(a, v, "description", x->reasons);
        if (x->value.said)
            json_put(a, v, "value", amount(a, x->value));
        json *suppliers = json_array_new(a);
        for (size_t k = 0; k < x->winners_n; k++) {
            const tender_bid *b = x->winners[k] >= 0 ? &w->t->bids[x->winners[k]] : NULL;
            for (size_t s = 0; b && s < b->tenderers_n; s++) {
                add_party(w, b->tenderers[s], b->tenderer_names[s], "supplier");
                json_push(suppliers, reference(a, b->tenderers[s], b->tenderer_names[s]));
            }
        }
        json_put(a, v, "suppliers", suppliers);
        json_push(list, v);
    }
    return list;
}

static ak_code release_of(json **out, writer *w, const char *prefix, ak_err *err)
{
    arena *a = w->a;
    const tender *t = w->t;
    json *v = json_object_new(a);
    json *tag = json_array_new(a);
    json *body = NULL;
    const char *ocid = arena_printf(a, "%s-%s", prefix, value_slug(a, str_of(t->number)));
    put_text(a, v, "ocid", ocid);
    put_text(a, v, "id", arena_printf(a, "%s-%llu", ocid, (unsigned long long)w->c->size));
    put_text(a, v, "date", w->c->as_of);
    json_push(tag,
              json_string_new(a, t->awards_n ? STR("award")
                                 : strcmp(t->status, "planning") == 0 || strcmp(t->status, "planned") == 0
                                     ? STR("planning")
                                     : STR("tender")));
    json_put(a, v, "tag", tag);
    put_text(a, v, "initiationType", "tender");
    add_party(w, t->buyer, t->buyer_name, "buyer");
    add_party(w, t->buyer, t->buyer_name, "procuringEntity");
    AK_TRY(tender_object(&body, w, err));
    json *awards = awards_of(w);
    json_put(a, v, "parties", w->parties);
    json_put(a, v, "buyer", reference(a, t->buyer, t->buyer_name));
    json_put(a, v, "tender", body);
    if (awards->n)
        json_put(a, v, "awards", awards);
    *out = v;
    return AK_OK;
}

ak_code ocds_package(str *out, ctx *c, const tender *t, const char *prefix, ak_err *err)
{
    arena *a = c->a;
    writer w = {.c = c, .a = a, .t = t, .parties = json_array_new(a)};
    json *release = NULL;
    AK_TRY(release_of(&release, &w, prefix, err));
    json *package = json_object_new(a);
    json *publisher = json_object_new(a);
    json *releases = json_array_new(a);
    put_text(a, publisher, "name", t->buyer_name);
    json_push(releases, release);
    put_text(a, package, "uri", arena_printf(a, "urn:aktsom:%s", value_slug(a, str_of(t->number))));
    put_text(a, package, "version", "1.1");
    put_text(a, package, "publishedDate", c->now);
    json_put(a, package, "publisher", publisher);
    if (t->parts_n) {
        json *extensions = json_array_new(a);
        json_push(extensions,
                  json_string_new(a, STR("https://raw.githubusercontent.com/open-contracting-extensions/"
                                         "ocds_lots_extension/v1.1.5/extension.json")));
        json_put(a, package, "extensions", extensions);
    }
    json_put(a, package, "releases", releases);
    buf text = buf_new(a, 0);
    json_write(&text, package, 2);
    buf_add_char(&text, '\n');
    AK_TRY(buf_done(&text, err));
    *out = buf_str(&text);
    return AK_OK;
}

ak_code ocds_run(int *exit_out, ctx *c, const args *g, ak_err *err)
{
    tender *t = NULL;
    str text = {0};
    const char *out = args_get(g, "out");
    const char *prefix = args_get(g, "prefix");
    *exit_out = 0;
    AK_TRY(tender_of_args(&t, c, g, err));
    AK_TRY(ocds_package(&text, c, t, prefix ? prefix : NO_PREFIX, err));
    if (out)
        return fs_write(out, text, 0644, err);
    if (fwrite(text.p, 1, text.n, stdout) != text.n || fflush(stdout) != 0)
        return ak_fail_errno(err, "write", "stdout");
    return AK_OK;
}
