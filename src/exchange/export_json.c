/* export_json.c -- standing statements as one JSON object, written as it goes. */
#include <string.h>

#include "exchange/export.h"
#include "record/value.h"

typedef struct json_out {
    FILE *file;
    bool any;
} json_out;

static void put_text(arena *a, json *o, const char *name, const char *text)
{
    if (text && *text)
        json_put(a, o, name, json_string_new(a, str_of(text)));
}

static void put_texts(arena *a, json *o, const char *name, const char *const *texts, size_t n)
{
    if (n == 0)
        return;
    json *list = json_array_new(a);
    for (size_t i = 0; i < n; i++)
        json_push(list, json_string_new(a, str_of(texts[i])));
    json_put(a, o, name, list);
}

static json *sources(arena *a, const said *s)
{
    json *list = json_array_new(a);
    for (size_t i = 0; i < s->src_n; i++) {
        json *one = json_object_new(a);
        put_text(a, one, "document", s->src[i].document);
        put_text(a, one, "citation", s->src[i].citation);
        put_text(a, one, "page", s->src[i].page);
        put_text(a, one, "url", s->src[i].url);
        if (s->src[i].year)
            json_put(a, one, "year", json_int_new(a, s->src[i].year));
        json_push(list, one);
    }
    return list;
}

static json *statement(arena *a, const export_item *item)
{
    const said *s = item->s;
    json *o = json_object_new(a);
    put_text(a, o, "statement", item->leaf);
    json_put(a, o, "index", json_int_new(a, (int64_t)item->index));
    put_text(a, o, "family", families[s->family].name);
    put_text(a, o, "id", s->id);
    put_text(a, o, "by", s->by);
    put_text(a, o, "on", s->on);
    put_text(a, o, "valid_from", s->valid_from);
    put_text(a, o, "valid_to", s->valid_to);
    put_text(a, o, "evidence", evidence_word(s->evidence));
    put_text(a, o, "audience", audience_word(s->audience));
    json_put(a, o, "sources", sources(a, s));
    put_texts(a, o, "based_on", s->in, s->in_n);
    json_put(a, o, "fields", (json *)item->values);
    return o;
}

static ak_code write_text(FILE *file, str text, ak_err *err)
{
    return fwrite(text.p, 1, text.n, file) == text.n ? AK_OK : ak_fail_errno(err, "write", "export");
}

static ak_code json_item(void *payload, const export_item *item, ak_err *err)
{
    json_out *out = payload;
    arena scratch = {0};
    buf text = buf_new(&scratch, 0);
    buf_add_c(&text, out->any ? ",\n" : "\n");
    json_write(&text, statement(&scratch, item), 0);
    out->any = true;
    ak_code code = buf_done(&text, err);
    if (code == AK_OK)
        code = write_text(out->file, buf_str(&text), err);
    arena_free(&scratch);
    return code;
}

ak_code export_json(FILE *file, ctx *c, const export_wish *wish, ak_err *err)
{
    json_out out = {file, false};
    buf head = buf_new(c->a, 0);
    buf_add_c(&head, "{\"as_of\":");
    json_write_string(&head, str_of(c->as_of));
    buf_printf(&head, ",\"size\":%llu,\"root\":", (unsigned long long)c->size);
    json_write_string(&head, str_of(c->root));
    buf_add_c(&head, ",\"statements\":[");
    AK_TRY(write_text(file, buf_str(&head), err));
    for (int f = 0; f < (int)families_n; f++)
        if (wish->family == f || (wish->family < 0 && !families[f].plain))
            AK_TRY(export_each(c, f, wish->subject, (export_visit){json_item, &out}, err));
    return write_text(file, STR("\n]}\n"), err);
}
