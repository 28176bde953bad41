/* said.c -- a statement in memory, from values and into disclosures. */
#include "record/said.h"

#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "record/rules.h"

static const char *const evidence_words[] = {"",           "assumed",  "self_declared",
                                             "documented", "verified", "measured"};
static const char *const audience_words[] = {"public", "partners", "organisation", "case_handlers", "named"};

const char *evidence_word(evidence e)
{
    return evidence_words[e];
}

const char *audience_word(audience a)
{
    return audience_words[a];
}

static void put_text(arena *a, json *object, const char *name, const char *text)
{
    if (text && text[0])
        json_put(a, object, name, json_string_new(a, str_of(text)));
}

static void put_texts(arena *a, json *object, const char *name, const char *const *texts, size_t n)
{
    if (n == 0)
        return;
    json *list = json_array_new(a);
    for (size_t i = 0; i < n; i++)
        json_push(list, json_string_new(a, str_of(texts[i])));
    json_put(a, object, name, list);
}

static void put_sources(arena *a, json *head, const said *s)
{
    if (s->src_n == 0)
        return;
    json *list = json_array_new(a);
    for (size_t i = 0; i < s->src_n; i++) {
        json *one = json_object_new(a);
        put_text(a, one, "citation", s->src[i].citation);
        put_text(a, one, "document", s->src[i].document);
        put_text(a, one, "page", s->src[i].page);
        put_text(a, one, "url", s->src[i].url);
        if (s->src[i].year)
            json_put(a, one, "year", json_int_new(a, s->src[i].year));
        json_push(list, one);
    }
    json_put(a, head, "src", list);
}

/* The head without act; for_content also leaves out what only says when it was recorded. */
static json *head_json(arena *a, const said *s, bool for_content)
{
    json *head = json_object_new(a);
    put_text(a, head, "audience", audience_word(s->audience));
    put_text(a, head, "by", s->by);
    put_text(a, head, "evidence", evidence_word(s->evidence));
    put_text(a, head, "id", s->id);
    put_texts(a, head, "in", s->in, s->in_n);
    put_texts(a, head, "names", s->names, s->names_n);
    if (!for_content || !s->undated)
        put_text(a, head, "on", s->on);
    put_sources(a, head, s);
    put_text(a, head, "type", families[s->family].type_word);
    if (s->undated && !for_content)
        json_put(a, head, "undated", json_bool_new(a, true));
    if (s->valid_from[0] || s->valid_to[0]) {
        json *valid = json_array_new(a);
        json_push(valid, json_string_new(a, str_of(s->valid_from)));
        json_push(valid, json_string_new(a, str_of(s->valid_to)));
        json_put(a, head, "valid", valid);
    }
    return head;
}

static int by_name(const void *x, const void *y)
{
    const said_apart *a = x, *b = y;
    return str_cmp(a->name, b->name);
}

static ak_code content_of(said *s, arena *tmp, ak_err *err)
{
    buf text = buf_new(tmp, 0);
    buf_add_c(&text, "{\"apart\":{");
    for (size_t i = 0; i < s->apart_n; i++) {
        buf_add_c(&text, i ? ",\"" : "\"");
        buf_add_str(&text, s->apart[i].name); /* field names: nothing in them needs an escape */
        buf_add_c(&text, "\":");
        buf_add_str(&text, s->apart[i].value);
    }
    buf_add_c(&text, "},\"body\":");
    buf_add_str(&text, s->body);
    buf_add_c(&text, ",\"head\":");
    AK_TRY(json_canonical(&text, head_json(tmp, s, true), err));
    buf_add_c(&text, "}");
    AK_TRY(buf_done(&text, err));
    sha256_of(s->content, text.p, text.n);
    return AK_OK;
}

static ak_code canonical_text(str *out, arena *a, arena *tmp, const json *v, ak_err *err)
{
    buf text = buf_new(tmp, 0);
    AK_TRY(json_canonical(&text, v, err));
    AK_TRY(buf_done(&text, err));
    *out = str_copy(a, buf_str(&text));
    return AK_OK;
}

/* Grows by doubling in tmp; the list is copied to its place at the end. */
typedef struct apart_list {
    arena *tmp;
    said_apart *rows;
    size_t n, cap;
} apart_list;

static void apart_add(apart_list *list, str name, str value)
{
    list->rows = arena_room(list->tmp, list->rows, list->n, &list->cap, sizeof *list->rows);
    list->rows[list->n++] = (said_apart){.name = name, .value = value};
}

/* Lines without their apart members, which are put into the list. */
static ak_code strip_lines(json **out, apart_list *apart, arena *a, arena *tmp, const family *f,
                           const json *lines, ak_err *err)
{
    json *kept = json_array_new(tmp);
    int64_t line = 0;
    for (const json *l = lines->first; l; l = l->next, line++) {
        json *stripped = json_object_new(tmp);
        for (const json *m = l->first; m; m = m->next) {
            str full = str_of(
                arena_printf(tmp, "%.*s.%.*s", (int)lines->name.n, lines->name.p, (int)m->name.n, m->name.p));
            int i = field_find(f, full);
            if (i >= 0 && f->fields[i].apart) {
                str text = {0};
                AK_TRY(canonical_text(&text, a, tmp, m, err));
                apart_add(apart, str_of(arena_printf(a, "body/%s/%d", full.p, (int)line)), text);
                continue;
            }
            json *copy = ARENA_NEW(tmp, json);
            *copy = *m;
            json_put(tmp, stripped, str_c(tmp, m->name), copy);
        }
        json_push(kept, stripped);
    }
    *out = kept;
    return AK_OK;
}

ak_code said_seal(said *s, arena *a, arena *tmp, const json *values, ak_err *err)
{
    const family *f = &families[s->family];
    apart_list apart = {.tmp = tmp};
    json *body = json_object_new(tmp);
    for (const json *v = values->first; v; v = v->next) {
        int i = field_find(f, v->name);
        if (i >= 0 && f->fields[i].apart) {
            str text = {0};
            AK_TRY(canonical_text(&text, a, tmp, v, err));
            apart_add(&apart, str_of(arena_printf(a, "body/%s", f->fields[i].name)), text);
            continue;
        }
        json *copy = ARENA_NEW(tmp, json);
        *copy = *v;
        if (i >= 0 && f->fields[i].type == FIELD_LINES)
            AK_TRY(strip_lines(&copy, &apart, a, tmp, f, v, err));
        json_put(tmp, body, str_c(tmp, v->name), copy);
    }
    AK_TRY(canonical_text(&s->body, a, tmp, body, err));
    if (s->body.n > SAID_BODY_BYTES_MAX)
        return ak_fail(err, &REC_040, ak_arg_int((int64_t)s->body.n),
                       ak_arg_int((int64_t)SAID_BODY_BYTES_MAX));
    if (apart.n > SAID_APART_MAX)
        return ak_fail(err, &REC_041, ak_arg_int((int64_t)apart.n), ak_arg_int(SAID_APART_MAX));
    s->apart_n = (uint32_t)apart.n;
    s->apart = apart.n ? ARENA_NEWS(a, said_apart, apart.n) : NULL;
    if (apart.n) {
        memcpy(s->apart, apart.rows, apart.n * sizeof *apart.rows);
        qsort(s->apart, apart.n, sizeof *s->apart, by_name);
    }
    return content_of(s, tmp, err);
}

ak_code said_draft(entry_draft *out, arena *a, const said *s, uint64_t act, ak_err *err)
{
    if (families[s->family].plain) { /* the ledger's own: no head, nothing apart */
        *out = (entry_draft){.type = families[s->family].type_word, .body = s->body};
        return AK_OK;
    }
    json *head = head_json(a, s, false);
    json_put(a, head, "act", json_int_new(a, (int64_t)act));
    buf text = buf_new(a, 0);
    AK_TRY(json_canonical(&text, head, err));
    AK_TRY(buf_done(&text, err));
    entry_part *parts = ARENA_NEWS(a, entry_part, s->apart_n + 2);
    parts[0] = (entry_part){STR("head"), buf_str(&text)};
    parts[1] = (entry_part){STR("body"), s->body};
    for (size_t i = 0; i < s->apart_n; i++)
        parts[i + 2] = (entry_part){s->apart[i].name, s->apart[i].value};
    *out = (entry_draft){.parts = parts, .parts_n = s->apart_n + 2};
    return AK_OK;
}

static bool stands_plain(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_' || c == '~' || c == ':' || c == '/';
}

/* Percent-codes all but letters, digits and - . _ ~ : / of ASCII, so that + = % # stay what they mean. */
static void add_coded(buf *out, str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        while (i < s.n && stands_plain((unsigned char)s.p[i]))
            i++;
        buf_add(out, s.p + from, i - from);
        if (i < s.n)
            buf_printf(out, "%%%02X", (unsigned char)s.p[i++]);
    }
}

const char *said_key_id(arena *a, arena *tmp, const family *f, const json *values)
{
    if (f->id_key)
        return NULL;
    buf id = buf_new(tmp, 0);
    buf_printf(&id, "local:%s/", f->name);
    bool any = false;
    for (size_t k = 0; k < f->key_n; k++) {
        const field *key = &f->fields[f->key[k]];
        const json *v = json_get(values, key->name);
        if (!v)
            continue;
        buf_printf(&id, "%s%s=", any ? "+" : "", key->name);
        if (v->kind == JSON_OBJECT) /* a decimal with its unit is no key today; its digits would do */
            v = json_get(v, "value");
        add_coded(&id, v ? v->text : (str){0});
        any = true;
    }
    return any ? str_c(a, buf_str(&id)) : NULL;
}
