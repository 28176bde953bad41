/* said_read.c -- a statement back from its disclosures, read strictly. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/sha256.h"
#include "record/rules.h"
#include "record/said.h"

#define NAMES_MAX 1000

typedef struct reading {
    arena *a;
    const entry_info *e;
    ak_err *err;
    bool bad; /* a member was not of its form; what says where */
    const char *what;
} reading;

static void *wrong(reading *r, const char *what)
{
    if (!r->bad)
        r->what = what;
    r->bad = true;
    return NULL;
}

static const char *text_of(reading *r, const json *v, const char *what)
{
    if (!v)
        return "";
    if (v->kind != JSON_STRING) {
        wrong(r, what);
        return "";
    }
    return str_c(r->a, v->text);
}

static int word_index(const char *const *words, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(words[i], word) == 0)
            return (int)i;
    return -1;
}

static evidence evidence_of(reading *r, const char *word)
{
    for (evidence e = EVIDENCE_NONE; e <= EVIDENCE_MEASURED; e++)
        if (strcmp(evidence_word(e), word) == 0)
            return e;
    wrong(r, "evidence");
    return EVIDENCE_NONE;
}

static audience audience_of(reading *r, const char *word)
{
    for (audience i = AUDIENCE_PUBLIC; i <= AUDIENCE_NAMED; i++)
        if (strcmp(audience_word(i), word) == 0)
            return i;
    wrong(r, "audience");
    return AUDIENCE_NAMED;
}

static const char **texts_of(reading *r, const json *list, size_t *n_out, const char *what)
{
    *n_out = 0;
    if (!list)
        return NULL;
    if (list->kind != JSON_ARRAY || list->n > NAMES_MAX)
        return wrong(r, what);
    const char **out = ARENA_NEWS(r->a, const char *, list->n);
    for (const json *v = list->first; v; v = v->next)
        out[(*n_out)++] = text_of(r, v, what);
    return out;
}

static void read_sources(reading *r, said *s, const json *list)
{
    if (!list)
        return;
    if (list->kind != JSON_ARRAY || list->n > NAMES_MAX) {
        wrong(r, "src");
        return;
    }
    s->src = ARENA_NEWS(r->a, said_source, list->n);
    for (const json *v = list->first; v; v = v->next) {
        said_source *one = &s->src[s->src_n++];
        one->citation = text_of(r, json_get(v, "citation"), "src");
        one->document = text_of(r, json_get(v, "document"), "src");
        one->page = text_of(r, json_get(v, "page"), "src");
        one->url = text_of(r, json_get(v, "url"), "src");
        int64_t year = 0;
        const json *y = json_get(v, "year");
        if (y && (!json_i64(&year, y) || year < 0 || year > 9999))
            wrong(r, "src");
        one->year = (int)year;
    }
}

static const char *const head_members[] = {"act",   "audience", "by",  "evidence", "id",      "in",
                                           "names", "on",       "src", "type",     "undated", "valid"};

static void read_head(reading *r, said *s, const json *head)
{
    if (head->kind != JSON_OBJECT) {
        wrong(r, "head");
        return;
    }
    for (const json *m = head->first; m; m = m->next)
        if (word_index(head_members, sizeof head_members / sizeof *head_members, str_c(r->a, m->name)) < 0)
            wrong(r, str_c(r->a, m->name));
    int64_t act = 0;
    if (!json_i64(&act, json_get(head, "act")) || act < 0)
        wrong(r, "act");
    s->act = (uint64_t)act;
    s->family = family_find(json_str(head, "type"));
    s->id = text_of(r, json_get(head, "id"), "id");
    s->by = text_of(r, json_get(head, "by"), "by");
    s->on = text_of(r, json_get(head, "on"), "on");
    s->audience = audience_of(r, text_of(r, json_get(head, "audience"), "audience"));
    s->evidence = evidence_of(r, text_of(r, json_get(head, "evidence"), "evidence"));
    s->names = texts_of(r, json_get(head, "names"), &s->names_n, "names");
    s->in = texts_of(r, json_get(head, "in"), &s->in_n, "in");
    read_sources(r, s, json_get(head, "src"));
    const json *undated = json_get(head, "undated");
    s->undated = undated && undated->kind == JSON_BOOL && undated->truth;
    size_t valid_n = 0;
    const char **valid = texts_of(r, json_get(head, "valid"), &valid_n, "valid");
    s->valid_from = valid_n == 2 ? valid[0] : "";
    s->valid_to = valid_n == 2 ? valid[1] : "";
    if (valid_n != 0 && valid_n != 2)
        wrong(r, "valid");
    if (!s->id[0] || !s->by[0] || !s->on[0])
        wrong(r, "id, by, on");
}

static int by_name(const void *x, const void *y)
{
    const said_apart *a = x, *b = y;
    return str_cmp(a->name, b->name);
}

static void read_parts(said *s, arena *a, const entry_info *e)
{
    s->apart = ARENA_NEWS(a, said_apart, e->shown_n);
    for (size_t i = 0; i < e->shown_n; i++)
        if (str_starts(e->shown[i].name, "body/"))
            s->apart[s->apart_n++] =
                (said_apart){e->shown[i].name, e->shown[i].value, (json *)e->shown[i].tree};
    if (s->apart_n)
        qsort(s->apart, s->apart_n, sizeof *s->apart, by_name);
    const entry_shown *body = entry_part_get(e, "body");
    s->body = body ? body->value : STR("{}");
    s->body_tree = body ? (json *)body->tree : NULL;
    s->withheld_n = (uint32_t)e->withheld_n;
}

/* The digest over what was shown: with all parts shown it is the one the writer had (D10). */
static ak_code content_of(said *s, arena *a, const json *head, ak_err *err)
{
    json *less = json_object_new(a);
    for (const json *m = head->first; m; m = m->next) {
        if (str_is(m->name, "act") || str_is(m->name, "undated") || (s->undated && str_is(m->name, "on")))
            continue;
        json *copy = ARENA_NEW(a, json);
        *copy = *m;
        json_put(a, less, str_c(a, m->name), copy);
    }
    buf text = buf_new(a, 0);
    buf_add_c(&text, "{\"apart\":{");
    for (size_t i = 0; i < s->apart_n; i++)
        buf_printf(&text, "%s\"%.*s\":%.*s", i ? "," : "", (int)s->apart[i].name.n, s->apart[i].name.p,
                   (int)s->apart[i].value.n, s->apart[i].value.p);
    buf_add_c(&text, "},\"body\":");
    buf_add_str(&text, s->body);
    buf_add_c(&text, ",\"head\":");
    AK_TRY(json_canonical(&text, less, err));
    buf_add_c(&text, "}");
    AK_TRY(buf_done(&text, err));
    sha256_of(s->content, text.p, text.n);
    return AK_OK;
}

/* The ledger's own statements have no head: public, about what their key says, by the log's party. */
static ak_code read_plain(said **out, arena *a, const entry_info *e, const char *plain_by, ak_err *err)
{
    *out = NULL;
    int fam = family_find(e->type);
    if (fam < 0)
        return AK_OK;
    json *body = NULL;
    AK_TRY(json_read(&body, a, e->body, NULL, err));
    said *s = ARENA_NEW(a, said);
    s->family = fam;
    s->id = said_key_id(a, a, &families[fam], body);
    if (!s->id)
        return AK_OK;
    const json *party = json_get(body, "party");
    s->by = plain_by ? plain_by : party ? str_c(a, party->text) : s->id;
    char on[24];
    s->on = arena_text(a, moment_text(on, e->iat_s));
    s->undated = true;
    s->valid_from = s->valid_to = "";
    s->evidence = EVIDENCE_SELF_DECLARED;
    s->audience = AUDIENCE_PUBLIC;
    s->body = e->body;
    s->act = e->seq;
    sha256_of(s->content, e->body.p, e->body.n);
    *out = s;
    return AK_OK;
}

ak_code said_read(said **out, arena *a, const entry_info *e, const char *plain_by, ak_err *err)
{
    *out = NULL;
    if (e->type.n > 0)
        return read_plain(out, a, e, plain_by, err);
    const entry_shown *shown = entry_part_get(e, "head");
    if (!shown)
        return AK_OK;
    char leaf[65];
    hex_write(leaf, e->leaf.b, sizeof e->leaf.b);
    json *head = (json *)shown->tree;
    if (!head)
        AK_TRY(json_read(&head, a, shown->value, NULL, err));
    said *s = ARENA_NEW(a, said);
    reading r = {.a = a, .e = e, .err = err};
    read_head(&r, s, head);
    if (r.bad)
        return ak_fail(err, &REC_060, leaf, r.what);
    read_parts(s, a, e);
    AK_TRY(content_of(s, a, head, err));
    *out = s;
    return AK_OK;
}

/* "body/wording.text/0": puts the member back into line 0 of the group. */
static bool put_line_member(arena *a, json *values, str group, str member, str line, json *v)
{
    const json *lines = json_get(values, str_c(a, group));
    uint64_t at = 0;
    bool known = str_whole(&at, line, INT64_MAX) && lines && lines->kind == JSON_ARRAY;
    json *one = known ? lines->first : NULL;
    for (; one && at > 0; at--)
        one = one->next;
    if (!one || one->kind != JSON_OBJECT)
        return false;
    json_put(a, one, str_c(a, member), v);
    return true;
}

ak_code said_values(json **out, arena *a, const said *s, ak_err *err)
{
    json *values = s->body_tree;
    if (!values)
        AK_TRY(json_read(&values, a, s->body, NULL, err));
    if (values->kind != JSON_OBJECT)
        return ak_fail(err, &REC_061, s->id, "body");
    for (size_t i = 0; i < s->apart_n; i++) {
        json *v = s->apart[i].tree;
        if (!v)
            AK_TRY(json_read(&v, a, s->apart[i].value, NULL, err));
        str rest = s->apart[i].name;
        str_cut(&rest, '/');
        str name = str_cut(&rest, '/');
        str line = rest;
        str member = name;
        str group = str_cut(&member, '.');
        if (member.n == 0)
            json_put(a, values, str_c(a, name), v);
        else if (!put_line_member(a, values, group, member, line, v))
            return ak_fail(err, &REC_061, s->id, str_c(a, s->apart[i].name));
    }
    *out = values;
    return AK_OK;
}
