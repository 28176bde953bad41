/* template_render.c -- fills a compiled page with a view value. */
#include "base/template.h"

#include <string.h>

#include "base/html.h"
#include "base/render_parts.h"
#include "base/template_nodes.h"

/* One context of names; the innermost is looked at first. */
typedef struct scope scope;
struct scope {
    const view *v;
    const char *path; /* from the page's value to v; NULL = not in it */
    const scope *outer;
};

typedef struct filler {
    render_sink *sink;
    const template *t;
    const render_page *page;
    arena *a; /* paths of open sections */
    const view *root;
    const scope *inner;
} filler;

/* The path of a step below another path. */
static const char *below(const filler *f, const char *path, const char *step)
{
    if (!path || !*path)
        return path ? step : NULL;
    return arena_printf(f->a, "%s.%s", path, step);
}

/* "." is the innermost context; else the first step is looked for from inside outwards.  *path (may be
 * NULL) is where the value stands in the page's own value, NULL if it does not. */
static const view *look_up(const filler *f, const char *name, const char **path)
{
    const char *ignored = NULL;
    if (!path)
        path = &ignored;
    if (strcmp(name, ".") == 0) {
        *path = f->inner->path;
        return f->inner->v;
    }
    size_t first = strcspn(name, ".");
    char step[TEMPLATE_NAME_MAX + 1];
    memcpy(step, name, first);
    step[first] = '\0';
    for (const scope *s = f->inner; s; s = s->outer) {
        const view *found = view_path(s->v, step);
        if (!found)
            continue;
        *path = path == &ignored ? NULL : below(f, s->path, name);
        return name[first] ? view_path(found, name + first + 1) : found;
    }
    *path = NULL;
    return NULL;
}

static ak_code required(const filler *f, const view **out, const node *n, const char *name, ak_err *err)
{
    *out = look_up(f, name, NULL);
    if (*out)
        return AK_OK;
    return ak_at(err, ak_fail(err, &TPL_007, name), n->file, n->line, NULL, NULL);
}

static ak_code fill_plain(filler *f, const view *v, bool shorter, ak_err *err)
{
    arena scratch = {0};
    buf text = buf_new(&scratch, 0);
    ak_code code =
        shorter ? render_cell(&text, v, "", f->page->lang, err) : render_plain(&text, v, f->page->lang, err);
    if (code == AK_OK)
        html_escape(&f->sink->out, buf_str(&text));
    arena_free(&scratch);
    return code;
}

/* What machines get: an int has no text of its own. */
static ak_code fill_code(filler *f, const view *v, bool url, ak_err *err)
{
    AK_TRY(view_check(v, err));
    char number[24];
    view_kind kind = view_kind_of(v);
    str text =
        str_of(kind == VIEW_INT || kind == VIEW_BOOL ? ak_int_text(number, view_as_int(v)) : view_as_text(v));
    if (url)
        html_query(&f->sink->out, text);
    else
        html_escape(&f->sink->out, text);
    return AK_OK;
}

/* A sentence inside a page: the values are marked up as anywhere on it, words without their shape. */
static ak_code fill_say(filler *f, const node *n, ak_err *err)
{
    buf *out = &f->sink->out;
    const char *p = tr(f->page->lang, n->msgid);
    if (*n->plural) {
        const view *count = NULL;
        AK_TRY(required(f, &count, n, n->name, err));
        p = trn(f->page->lang, n->msgid, n->plural, view_as_int(count));
    }
    while (*p) {
        size_t before = strcspn(p, "{");
        html_escape(out, (str){p, before});
        p += before;
        size_t length = strcspn(p, "}");
        if (!*p || !p[length] || length > TEMPLATE_NAME_MAX)
            break;
        char name[TEMPLATE_NAME_MAX + 1];
        memcpy(name, p + 1, length - 1);
        name[length - 1] = '\0';
        const view *value = NULL;
        AK_TRY(required(f, &value, n, name, err));
        if (view_kind_of(value) == VIEW_WORD && !*view_href(value))
            AK_TRY(fill_plain(f, value, false, err));
        else
            AK_TRY(render_html_value(out, value, f->page, err));
        p += length + 1;
    }
    html_escape(out, str_of(p));
    return AK_OK;
}

/* The label that the nearest map gives it. */
static const char *label_of(const filler *f, const view *v)
{
    for (const scope *s = f->inner; s; s = s->outer) {
        for (size_t i = 0; view_kind_of(s->v) == VIEW_MAP && i < view_count(s->v); i++) {
            if (view_at(s->v, i) == v)
                return view_label_at(s->v, i);
        }
    }
    return "";
}

static ak_code fill_block(filler *f, const node *n, ak_err *err)
{
    const char *path = NULL;
    const view *v = look_up(f, n->name, &path);
    switch (view_kind_of(v)) {
    case VIEW_NULL:
    case VIEW_TABLE:
    case VIEW_FIGURE:
    case VIEW_MAP:
    case VIEW_LIST:
        break;
    default: /* a text would be written as it is elsewhere: here it is a slip */
        return ak_at(err, ak_fail(err, &TPL_008, n->name), n->file, n->line, NULL, NULL);
    }
    if (view_kind_of(v) == VIEW_NULL)
        return AK_OK;
    int level = v == f->root ? 2 : 3; /* below the page's h1, or below the h2 of a section */
    return render_html_block(f->sink, v, path ? path : "", label_of(f, v), level, f->page, err);
}

static ak_code fill(filler *f, size_t from, size_t to, ak_err *err);

static ak_code fill_with(filler *f, const view *v, const char *path, size_t from, size_t to, ak_err *err)
{
    const scope *outer = f->inner;
    scope inner = {v, path, outer};
    f->inner = &inner;
    ak_code code = fill(f, from, to, err);
    f->inner = outer;
    return code;
}

static ak_code fill_items(filler *f, const view *v, const char *path, size_t from, size_t to, ak_err *err)
{
    for (size_t i = 0; i < view_count(v); i++) {
        arena_mark mark = arena_save(f->a);
        const char *item = below(f, path, arena_printf(f->a, "%zu", i));
        AK_TRY(fill_with(f, view_at(v, i), item, from, to, err));
        arena_rewind(f->a, mark);
    }
    return AK_OK;
}

static ak_code fill_section(filler *f, size_t at, ak_err *err)
{
    const node *n = &f->t->nodes[at];
    const char *path = NULL;
    const view *v = look_up(f, n->name, &path);
    bool holds = n->equals ? v && strcmp(view_as_text(v), n->equals) == 0 : view_truth(v);
    if (holds != (n->kind == NODE_SECTION))
        return AK_OK;
    if (n->equals || n->kind == NODE_UNLESS)
        return fill(f, at + 1, n->end, err);
    view_kind kind = view_kind_of(v);
    if (kind == VIEW_LIST || kind == VIEW_TABLE)
        return fill_items(f, v, path, at + 1, n->end, err);
    return fill_with(f, v, path, at + 1, n->end, err);
}

static ak_code fill_value(filler *f, const node *n, ak_err *err)
{
    const view *v = NULL;
    AK_TRY(required(f, &v, n, n->name, err));
    switch (n->kind) {
    case NODE_PLAIN:
        return fill_plain(f, v, false, err);
    case NODE_SHORT:
        return fill_plain(f, v, true, err);
    case NODE_CODE:
        return fill_code(f, v, false, err);
    case NODE_URL:
        return fill_code(f, v, true, err);
    case NODE_BLOCK:
        return fill_block(f, n, err);
    default:
        return render_html_value(&f->sink->out, v, f->page, err);
    }
}

static ak_code fill(filler *f, size_t from, size_t to, ak_err *err)
{
    for (size_t i = from; i < to; i++) {
        const node *n = &f->t->nodes[i];
        switch (n->kind) {
        case NODE_TEXT:
            buf_add_str(&f->sink->out, n->text);
            AK_TRY(render_flush(f->sink, err));
            break;
        case NODE_SECTION:
        case NODE_UNLESS:
            AK_TRY(fill_section(f, i, err));
            i = n->end - 1;
            break;
        case NODE_SAY:
            AK_TRY(fill_say(f, n, err));
            break;
        default:
            AK_TRY(fill_value(f, n, err));
        }
    }
    return AK_OK;
}

ak_code template_render(render_sink *sink, const template *t, const view *v, const view *vars,
                        const render_page *page, ak_err *err)
{
    arena a = {0};
    scope outermost = {vars, NULL, NULL};
    scope whole = {v, "", vars ? &outermost : NULL};
    filler f = {.sink = sink, .t = t, .page = page, .a = &a, .root = v, .inner = &whole};
    ak_code code = fill(&f, 0, t->n, err);
    arena_free(&a);
    return code == AK_OK ? render_end(sink, err) : code;
}
