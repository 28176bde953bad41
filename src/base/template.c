/* template.c -- compiles a page: text to nodes, faults with file and line. */
#include "base/template.h"

#include <assert.h>
#include <string.h>

#include "base/template_nodes.h"

typedef struct open_section {
    size_t node;
    str tag; /* as it was opened: what the closing tag has to repeat */
} open_section;

typedef struct compiler {
    arena *a;
    const template_files *files;
    node *nodes;
    size_t n, cap;
    int partials;
} compiler;

/* One file while it is read. */
typedef struct source {
    compiler *c;
    const char *file;
    str rest;
    const char *seen; /* up to here lines are counted */
    int line;
    open_section open[TEMPLATE_DEPTH_MAX];
    int depth;
} source;

static ak_code compile_file(compiler *c, const char *name, ak_err *err);

/* The line of a place: counted from the last place asked for. */
static int line_of(source *s, const char *at)
{
    while (s->seen < at) {
        if (*s->seen == '\n')
            s->line++;
        s->seen++;
    }
    return s->line;
}

static ak_code fault(source *s, const char *at, const ak_rule *rule, str what, ak_err *err)
{
    ak_code code = ak_fail(err, rule, str_c(s->c->a, what));
    return ak_at(err, code, s->file, line_of(s, at), NULL, NULL);
}

static ak_code add(source *s, node **out, node_kind kind, const char *at, ak_err *err)
{
    compiler *c = s->c;
    if (c->n == TEMPLATE_NODES_MAX)
        return fault(s, at, &TPL_006, str_of(s->file), err);
    c->nodes = arena_room(c->a, c->nodes, c->n, &c->cap, sizeof *c->nodes);
    *out = &c->nodes[c->n++];
    **out =
        (node){.kind = kind, .name = "", .msgid = "", .plural = "", .file = s->file, .line = line_of(s, at)};
    return AK_OK;
}

static ak_code add_text(source *s, str text, ak_err *err)
{
    node *n = NULL;
    if (text.n == 0)
        return AK_OK;
    AK_TRY(add(s, &n, NODE_TEXT, text.p, err));
    assert(n);
    n->text = text;
    return AK_OK;
}

static bool is_name(str name)
{
    if (name.n == 0 || name.n > TEMPLATE_NAME_MAX)
        return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && c != '_' && c != '.' && c != '-')
            return false;
    }
    return true;
}

/* Texts to translate: white space single, so that a page may break its lines anywhere. */
static const char *single_spaced(arena *a, str text)
{
    char *out = arena_alloc(a, text.n + 1);
    size_t n = 0;
    bool gap = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            gap = n > 0;
            continue;
        }
        if (gap)
            out[n++] = ' ';
        gap = false;
        out[n++] = c;
    }
    out[n] = '\0';
    return out;
}

/* {names} of a sentence are well formed; *first is the first of them. */
static ak_code check_places(source *s, const char *at, const char *text, str *first, ak_err *err)
{
    for (const char *p = text; *p; p++) {
        if (*p == '}')
            return fault(s, at, &TPL_003, str_of(text), err);
        if (*p != '{')
            continue;
        const char *close = strchr(p, '}');
        str name = {p + 1, close ? (size_t)(close - p - 1) : 0};
        if (!close || !is_name(name))
            return fault(s, at, &TPL_003, str_of(text), err);
        if (!first->n)
            *first = name;
        p = close;
    }
    return AK_OK;
}

static ak_code compile_say(source *s, str body, bool forms, const char *at, ak_err *err)
{
    node *n = NULL;
    str one = body;
    str many = {0};
    str first = {0};
    AK_TRY(add(s, &n, NODE_SAY, at, err));
    if (forms) {
        many = body;
        one = str_cut(&many, '|');
    }
    n->msgid = single_spaced(s->c->a, one);
    n->plural = forms ? single_spaced(s->c->a, many) : "";
    if (!*n->msgid || (forms && !*n->plural))
        return fault(s, at, &TPL_003, body, err);
    AK_TRY(check_places(s, at, n->msgid, &first, err));
    first = (str){0};
    AK_TRY(check_places(s, at, n->plural, &first, err));
    if (forms && !first.n)
        return fault(s, at, &TPL_003, body, err);
    n->name = str_c(s->c->a, first);
    return AK_OK;
}

static ak_code compile_value(source *s, str tag, const char *at, ak_err *err)
{
    static const struct {
        const char *name;
        node_kind kind;
    } filters[] = {
        {"plain", NODE_PLAIN},
        {"code",  NODE_CODE },
        {"url",   NODE_URL  },
        {"short", NODE_SHORT},
    };
    node_kind kind = NODE_VALUE;
    str filter = tag;
    str name = str_trim(str_cut(&filter, '|'));
    filter = str_trim(filter);
    if (filter.n) {
        for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
            if (str_is(filter, filters[i].name))
                kind = filters[i].kind;
        }
        if (kind == NODE_VALUE)
            return fault(s, at, &TPL_005, filter, err);
    }
    if (name.n && name.p[0] == '&') {
        kind = NODE_BLOCK;
        name = str_trim((str){name.p + 1, name.n - 1});
    }
    if (!is_name(name))
        return fault(s, at, &TPL_005, tag, err);
    node *n = NULL;
    AK_TRY(add(s, &n, kind, at, err));
    n->name = str_c(s->c->a, name);
    return AK_OK;
}

static ak_code open_one(source *s, str tag, bool unless, const char *at, ak_err *err)
{
    if (s->depth == TEMPLATE_DEPTH_MAX)
        return fault(s, at, &TPL_006, tag, err);
    str equals = tag;
    str name = str_trim(str_cut(&equals, '='));
    bool compares = memchr(tag.p, '=', tag.n) != NULL;
    if (!is_name(name))
        return fault(s, at, &TPL_005, tag, err);
    node *n = NULL;
    AK_TRY(add(s, &n, unless ? NODE_UNLESS : NODE_SECTION, at, err));
    n->name = str_c(s->c->a, name);
    n->equals = compares ? str_c(s->c->a, str_trim(equals)) : NULL;
    s->open[s->depth++] = (open_section){s->c->n - 1, name};
    return AK_OK;
}

/* The closing tag repeats the name, or is empty. */
static ak_code close_one(source *s, str tag, const char *at, ak_err *err)
{
    if (s->depth == 0)
        return fault(s, at, &TPL_002, tag, err);
    const open_section *open = &s->open[s->depth - 1];
    str name = tag;
    name = str_trim(str_cut(&name, '='));
    if (name.n && !str_eq(name, open->tag))
        return fault(s, at, &TPL_002, tag, err);
    s->c->nodes[open->node].end = s->c->n;
    s->depth--;
    return AK_OK;
}

static ak_code partial(source *s, str tag, const char *at, ak_err *err)
{
    if (!is_name(tag))
        return fault(s, at, &TPL_005, tag, err);
    if (s->c->partials == TEMPLATE_DEPTH_MAX)
        return fault(s, at, &TPL_006, tag, err);
    s->c->partials++;
    ak_code code = compile_file(s->c, arena_printf(s->c->a, "%.*s.html", (int)tag.n, tag.p), err);
    s->c->partials--;
    return code;
}

/* The end of a tag: the "}}" at which no {name} is open. NULL = none. */
static const char *tag_end(str rest)
{
    int open = 0;
    for (size_t i = 0; i + 1 < rest.n; i++) {
        if (rest.p[i] == '{')
            open++;
        else if (rest.p[i] == '}' && open)
            open--;
        else if (rest.p[i] == '}' && rest.p[i + 1] == '}')
            return rest.p + i;
    }
    return NULL;
}

static ak_code compile_tag(source *s, str tag, const char *at, ak_err *err)
{
    str body = tag.n ? str_trim((str){tag.p + 1, tag.n - 1}) : tag;
    switch (tag.n ? tag.p[0] : '\0') {
    case '!':
        return AK_OK;
    case '#':
        return open_one(s, body, false, at, err);
    case '^':
        return open_one(s, body, true, at, err);
    case '/':
        return close_one(s, body, at, err);
    case '>':
        return partial(s, body, at, err);
    case '_':
        if (str_starts(tag, "_n "))
            return compile_say(s, (str){tag.p + 3, tag.n - 3}, true, at, err);
        return compile_say(s, body, false, at, err);
    default:
        return compile_value(s, str_trim(tag), at, err);
    }
}

/* A tag that writes nothing itself and stands alone on its line takes the line with it: text loses the
 * blanks before it, *behind moves past the line end. */
static void take_line(str *text, const char **behind, const char *end, bool at_line_start)
{
    size_t n = text->n;
    while (n && (text->p[n - 1] == ' ' || text->p[n - 1] == '\t'))
        n--;
    if (n ? text->p[n - 1] != '\n' : !at_line_start)
        return;
    const char *p = *behind;
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\r'))
        p++;
    if (p < end && *p != '\n')
        return;
    text->n = n;
    *behind = p < end ? p + 1 : p;
}

static ak_code compile_source(source *s, ak_err *err)
{
    const char *end = s->rest.p + s->rest.n;
    bool at_line_start = true;
    while (s->rest.n) {
        const char *open = memmem(s->rest.p, s->rest.n, "{{", 2);
        if (!open)
            return add_text(s, s->rest, err);
        str text = {s->rest.p, (size_t)(open - s->rest.p)};
        const char *close = tag_end((str){open + 2, (size_t)(end - open - 2)});
        if (!close)
            return fault(s, open, &TPL_001,
                         (str){open, (size_t)(end - open) < 40 ? (size_t)(end - open) : 40}, err);
        const char *behind = close + 2;
        str tag = {open + 2, (size_t)(close - open - 2)};
        if (tag.n && strchr("!#^/>", tag.p[0]))
            take_line(&text, &behind, end, at_line_start);
        AK_TRY(add_text(s, text, err));
        AK_TRY(compile_tag(s, tag, open, err));
        at_line_start = behind > s->rest.p && behind[-1] == '\n';
        s->rest = (str){behind, (size_t)(end - behind)};
    }
    return AK_OK;
}

static ak_code compile_file(compiler *c, const char *name, ak_err *err)
{
    source s = {.c = c, .file = name, .line = 1};
    AK_TRY(c->files->load(c->files->payload, c->a, &s.rest, name, err));
    s.seen = s.rest.p;
    AK_TRY(compile_source(&s, err));
    if (s.depth) {
        const open_section *open = &s.open[s.depth - 1];
        return ak_at(err, ak_fail(err, &TPL_004, str_c(c->a, open->tag)), name, c->nodes[open->node].line,
                     NULL, NULL);
    }
    return AK_OK;
}

ak_code template_compile(const template **out, arena *a, const template_files *files, const char *name,
                         ak_err *err)
{
    compiler c = {.a = a, .files = files};
    AK_TRY(compile_file(&c, arena_text(a, name), err));
    template *t = ARENA_NEW(a, template);
    *t = (template){c.nodes, c.n};
    *out = t;
    return AK_OK;
}

void template_texts(const template *t,
                    void (*each)(void *payload, const char *msgid, const char *plural, const char *file,
                                 int line),
                    void *payload)
{
    for (size_t i = 0; i < t->n; i++) {
        const node *n = &t->nodes[i];
        if (n->kind == NODE_SAY)
            each(payload, n->msgid, n->plural, n->file, n->line);
    }
}
