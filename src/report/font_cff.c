/* font_cff.c -- the part of a CFF font that a document uses.
 *
 * CFF (Adobe technical note 5176): header, Name INDEX, Top DICT INDEX, String INDEX, Global Subr INDEX and,
 * by offsets in the Top DICT: charset, CharStrings INDEX, Private DICT (with offset to its Subrs).
 * INDEX: count 2, offSize 1, count + 1 offsets, data.  DICT: operands, then their operator.
 *
 * Written is a CID-keyed font: Top DICT with ROS (Adobe, Identity, 0), charset = the glyph numbers of the
 * whole font, one Font DICT.  Subroutines keep their numbers (the bias of calls depends on their count); one
 * that no glyph calls becomes a single `return`.
 */
#include <assert.h>
#include <string.h>

#include "report/font.h"
#include "report/font_bytes.h"
#include "report/rules.h"

#define OP_RETURN     11
#define OP_CALLSUBR   10
#define OP_CALLGSUBR  29
#define STACK_MOST    513 /* CFF2's limit; CFF's is 48 */
#define NESTING_MOST  16  /* the specification allows 10 */
#define TOP_CHARSET   15
#define TOP_ENCODING  16
#define TOP_GLYPHS    17
#define TOP_PRIVATE   18
#define PRIVATE_SUBRS 19

typedef struct cff_index {
    str file;
    size_t count, size, offsets, data, end;
} cff_index;

typedef struct cff {
    str file;
    cff_index names, tops, strings, globals, glyphs, locals;
    str top, private;
    bool *local_used, *global_used;
    bool odd; /* a call whose number is computed: then all subroutines stay */
} cff;

static cff_index index_read(str file, size_t at)
{
    cff_index x = {.file = file, .count = font_u(file, at, 2), .end = at + 2};
    if (x.count == 0)
        return x;
    x.size = font_u(file, at + 2, 1);
    x.offsets = at + 3;
    x.data = x.offsets + (x.count + 1) * x.size - 1;
    x.end = x.data + font_u(file, x.offsets + x.count * x.size, x.size);
    return x;
}

static str index_item(const cff_index *x, size_t i)
{
    if (i >= x->count)
        return (str){"", 0};
    size_t from = x->data + font_u(x->file, x->offsets + i * x->size, x->size);
    size_t to = x->data + font_u(x->file, x->offsets + (i + 1) * x->size, x->size);
    if (to < from || to > x->file.n)
        return (str){"", 0};
    return (str){x->file.p + from, to - from};
}

/* Length of the operand or operator at p; operators also give their number (12 x as 1200 + x). */
static size_t dict_token(str d, int64_t *number, int *op)
{
    unsigned b = (unsigned char)d.p[0];
    *op = -1;
    *number = 0;
    if (b == 12) {
        *op = 1200 + (int)font_u(d, 1, 1);
        return 2;
    }
    if (b <= 21) {
        *op = (int)b;
        return 1;
    }
    if (b == 28) {
        *number = (int16_t)font_u(d, 1, 2);
        return 3;
    }
    if (b == 29) {
        *number = (int32_t)font_u(d, 1, 4);
        return 5;
    }
    if (b == 30) { /* a decimal in nibbles, up to an f */
        size_t n = 1;
        while (n < d.n && (d.p[n] & 0xf) != 0xf && ((unsigned char)d.p[n] >> 4) != 0xf)
            n++;
        return n + 1;
    }
    if (b <= 246)
        *number = (int)b - 139;
    else if (b <= 250)
        *number = ((int)b - 247) * 256 + (int)font_u(d, 1, 1) + 108;
    else
        *number = -((int)b - 251) * 256 - (int)font_u(d, 1, 1) - 108;
    return b <= 246 ? 1 : 2;
}

/* The operands of an operator as numbers; how many. */
static size_t dict_find(str d, int wanted, int64_t out[static 2])
{
    size_t n = 0;
    while (d.n) {
        int64_t number;
        int op;
        size_t used = dict_token(d, &number, &op);
        if (op == wanted)
            return n;
        if (op >= 0)
            n = 0;
        else if (n < 2)
            out[n++] = number;
        d = used < d.n ? (str){d.p + used, d.n - used} : (str){"", 0};
    }
    return 0;
}

static size_t bias(size_t count)
{
    return count < 1240 ? 107 : count < 33900 ? 1131 : 32768;
}

/* Where a glyph's program stands: numbers on the stack, hints declared so far (they size the masks). */
typedef struct walk {
    cff *c;
    int stack[STACK_MOST];
    size_t n;
    size_t hints;
    int nesting;
} walk;

static void walk_program(walk *w, str p);

static void walk_call(walk *w, const cff_index *subrs, bool *used)
{
    if (w->n == 0 || w->nesting == NESTING_MOST) {
        w->c->odd = true;
        return;
    }
    int64_t number = w->stack[--w->n] + (int64_t)bias(subrs->count);
    if (number < 0 || number >= (int64_t)subrs->count) {
        w->c->odd = true;
        return;
    }
    used[number] = true;
    w->nesting++;
    walk_program(w, index_item(subrs, (size_t)number));
    w->nesting--;
}

static size_t walk_number(walk *w, str p)
{
    unsigned b = (unsigned char)p.p[0];
    int number = 0;
    size_t used = 1;
    if (b == 28) {
        number = (int16_t)font_u(p, 1, 2);
        used = 3;
    } else if (b == 255) {
        number = (int16_t)font_u(p, 1, 2); /* 16.16: the fraction never counts here */
        used = 5;
    } else if (b <= 246) {
        number = (int)b - 139;
    } else {
        int high = b <= 250 ? (int)b - 247 : -((int)b - 251);
        int low = (int)font_u(p, 1, 1) + 108;
        number = high * 256 + (b <= 250 ? low : -low);
        used = 2;
    }
    if (w->n < STACK_MOST)
        w->stack[w->n++] = number;
    return used;
}

/* An operator; how many bytes it takes. */
static size_t walk_operator(walk *w, str p)
{
    size_t used = 1;
    switch ((unsigned char)p.p[0]) {
    case 1: /* hstem vstem hstemhm vstemhm */
    case 3:
    case 18:
    case 23:
        w->hints += w->n / 2;
        break;
    case 19: /* hintmask cntrmask: what is on the stack declares vertical hints first */
    case 20:
        w->hints += w->n / 2;
        used += (w->hints + 7) / 8;
        break;
    case OP_CALLSUBR:
        walk_call(w, &w->c->locals, w->c->local_used);
        return 1;
    case OP_CALLGSUBR:
        walk_call(w, &w->c->globals, w->c->global_used);
        return 1;
    case 12:
        used = 2;
        if (font_u(p, 1, 1) < 34) /* arithmetic: what is left on the stack is not known */
            w->c->odd = true;
        break;
    default:
        break;
    }
    w->n = 0;
    return used;
}

static void walk_program(walk *w, str p)
{
    while (p.n && !w->c->odd) {
        unsigned b = (unsigned char)p.p[0];
        if (b == OP_RETURN)
            return;
        size_t used = b == 28 || b >= 32 ? walk_number(w, p) : walk_operator(w, p);
        p = used < p.n ? (str){p.p + used, p.n - used} : (str){"", 0};
    }
}

/* --- writing --- */

static void put(buf *b, uint64_t x, size_t bytes)
{
    while (bytes--)
        buf_add_char(b, (char)(x >> (8 * bytes) & 0xff));
}

static void put_index(buf *out, const str *items, size_t n)
{
    put(out, n, 2);
    if (n == 0)
        return;
    put(out, 4, 1);
    size_t at = 1;
    for (size_t i = 0; i < n; i++) {
        put(out, at, 4);
        at += items[i].n;
    }
    put(out, at, 4);
    for (size_t i = 0; i < n; i++)
        buf_add_str(out, items[i]);
}

/* Always five bytes, so that the size is known before the offset is. */
static void put_offset(buf *out, size_t number)
{
    put(out, 29, 1);
    put(out, number, 4);
}

static str *subrs_kept(const cff *c, arena *a, const cff_index *x, const bool *used)
{
    str *items = ARENA_NEWS(a, str, x->count + 1);
    assert(used);
    for (size_t i = 0; i < x->count; i++)
        items[i] = used[i] || c->odd ? index_item(x, i) : STR("\x0b");
    return items;
}

/* The DICT without the operators that are replaced. */
static void put_dict_rest(buf *out, str d, const int *without, size_t n)
{
    const char *from = d.p;
    while (d.n) {
        int64_t number;
        int op;
        size_t used = dict_token(d, &number, &op);
        used = used < d.n ? used : d.n;
        d = (str){d.p + used, d.n - used};
        if (op < 0)
            continue;
        bool dropped = false;
        for (size_t i = 0; i < n; i++)
            dropped = dropped || without[i] == op;
        if (!dropped)
            buf_add(out, from, (size_t)(d.p - from));
        from = d.p;
    }
}

typedef struct parts {
    buf head; /* up to and with the Top DICT INDEX's header */
    buf top;
    buf rest; /* String INDEX, Global Subr INDEX */
    buf charset, select, glyphs, fonts, private;
} parts;

static ak_code read_cff(cff *c, const font *f, ak_err *err)
{
    c->file = (str){f->file.p + f->cff, f->cff_bytes};
    if (f->cff + f->cff_bytes > f->file.n)
        return ak_fail(err, &DOC_001, f->name);
    c->names = index_read(c->file, font_u(c->file, 2, 1));
    c->tops = index_read(c->file, c->names.end);
    c->strings = index_read(c->file, c->tops.end);
    c->globals = index_read(c->file, c->strings.end);
    c->top = index_item(&c->tops, 0);
    int64_t at[2] = {0, 0};
    if (dict_find(c->top, 1230, at) || dict_find(c->top, TOP_GLYPHS, at) != 1) /* 12 30: CID-keyed already */
        return ak_fail(err, &DOC_001, f->name);
    c->glyphs = index_read(c->file, (size_t)at[0]);
    if (dict_find(c->top, TOP_PRIVATE, at) != 2 || at[0] < 0 || at[1] < 0 ||
        (size_t)(at[0] + at[1]) > c->file.n)
        return ak_fail(err, &DOC_001, f->name);
    c->private = (str){c->file.p + at[1], (size_t)at[0]};
    size_t private_at = (size_t)at[1];
    if (dict_find(c->private, PRIVATE_SUBRS, at) == 1)
        c->locals = index_read(c->file, private_at + (size_t)at[0]);
    c->local_used = ARENA_NEWS(f->a, bool, c->locals.count + 1);
    c->global_used = ARENA_NEWS(f->a, bool, c->globals.count + 1);
    return AK_OK;
}

/* Glyph 0 and those that were used: their programs, their numbers, one Font DICT for all. */
static void put_glyphs(parts *p, cff *c, const font *f)
{
    str *programs = ARENA_NEWS(f->a, str, f->glyphs_n);
    size_t n = 0;
    put(&p->charset, 0, 1);
    for (size_t g = 0; g < f->glyphs_n && g < c->glyphs.count; g++) {
        if (g && !f->sign_of[g])
            continue;
        programs[n++] = index_item(&c->glyphs, g);
        if (g)
            put(&p->charset, g, 2);
        walk w = {.c = c};
        walk_program(&w, programs[n - 1]);
    }
    put_index(&p->glyphs, programs, n);
    put(&p->select, 3, 1); /* format 3, one range: all glyphs have Font DICT 0 */
    put(&p->select, 1, 2);
    put(&p->select, 0, 2);
    put(&p->select, 0, 1);
    put(&p->select, n, 2);
}

static void put_private(parts *p, const cff *c, arena *a, size_t *dict_bytes)
{
    static const int without[] = {PRIVATE_SUBRS};
    put_dict_rest(&p->private, c->private, without, 1);
    if (c->locals.count) { /* the offset counts from the DICT's own beginning; 6 = offset and operator */
        put_offset(&p->private, p->private.n + 6);
        put(&p->private, PRIVATE_SUBRS, 1);
    }
    *dict_bytes = p->private.n;
    if (c->locals.count)
        put_index(&p->private, subrs_kept(c, a, &c->locals, c->local_used), c->locals.count);
}

/* The Top DICT has a fixed size, whatever the offsets are: written twice, with the right ones at last. */
static void put_top(parts *p, const cff *c, size_t sid, size_t charset, size_t select, size_t glyphs,
                    size_t fonts)
{
    static const int without[] = {TOP_CHARSET, TOP_ENCODING, TOP_GLYPHS, TOP_PRIVATE};
    p->top.n = 0;
    put_offset(&p->top, sid); /* ROS: Adobe, Identity, 0; must be first */
    put_offset(&p->top, sid + 1);
    put_offset(&p->top, 0);
    put(&p->top, 0x0c1e, 2);
    put_dict_rest(&p->top, c->top, without, 4);
    put_offset(&p->top, 65535);
    put(&p->top, 0x0c22, 2); /* CIDCount */
    put_offset(&p->top, charset);
    put(&p->top, TOP_CHARSET, 1);
    put_offset(&p->top, select);
    put(&p->top, 0x0c25, 2);
    put_offset(&p->top, glyphs);
    put(&p->top, TOP_GLYPHS, 1);
    put_offset(&p->top, fonts);
    put(&p->top, 0x0c24, 2);
}

static void put_fonts(parts *p, arena *a, size_t private_bytes, size_t private_at)
{
    buf dict = buf_new(a, 64);
    put_offset(&dict, private_bytes);
    put_offset(&dict, private_at);
    put(&dict, TOP_PRIVATE, 1);
    str item = buf_str(&dict);
    p->fonts.n = 0;
    put_index(&p->fonts, &item, 1);
}

/* Names in the String INDEX: those that the Top DICT uses keep their numbers, the glyphs' names go. */
static void put_strings(parts *p, const cff *c, arena *a, size_t *sid)
{
    size_t kept = c->strings.count < 16 ? c->strings.count : 16;
    str *items = ARENA_NEWS(a, str, c->strings.count + 2);
    for (size_t i = 0; i < c->strings.count; i++)
        items[i] = index_item(&c->strings, i);
    /* the Top DICT's own strings may stand anywhere: find the highest that it names */
    str d = c->top;
    while (d.n) {
        int64_t number;
        int op;
        size_t used = dict_token(d, &number, &op);
        if (op < 0 && number >= 391 && (size_t)number - 391 < c->strings.count &&
            (size_t)number - 391 >= kept)
            kept = (size_t)number - 391 + 1;
        d = used < d.n ? (str){d.p + used, d.n - used} : (str){"", 0};
    }
    items[kept] = STR("Adobe");
    items[kept + 1] = STR("Identity");
    *sid = 391 + kept; /* 391 standard strings come first */
    put_index(&p->rest, items, kept + 2);
}

ak_code font_subset(str *out, const font *f, ak_err *err)
{
    cff c = {0};
    AK_TRY(read_cff(&c, f, err));
    arena *a = f->a;
    parts p = {.head = buf_new(a, 0),
               .top = buf_new(a, 0),
               .rest = buf_new(a, 0),
               .charset = buf_new(a, 0),
               .select = buf_new(a, 0),
               .glyphs = buf_new(a, 0),
               .fonts = buf_new(a, 0),
               .private = buf_new(a, 0)};
    put_glyphs(&p, &c, f);
    size_t private_bytes;
    put_private(&p, &c, a, &private_bytes);
    size_t sid;
    put_strings(&p, &c, a, &sid);
    put_index(&p.rest, subrs_kept(&c, a, &c.globals, c.global_used), c.globals.count);
    put_fonts(&p, a, private_bytes, 0);
    put_top(&p, &c, sid, 0, 0, 0, 0);

    str name = str_of(f->name);
    put(&p.head, 0x01000404, 4);
    put_index(&p.head, &name, 1);
    size_t top_index = 2 + 1 + 8 + p.top.n;
    size_t charset = p.head.n + top_index + p.rest.n;
    size_t select = charset + p.charset.n;
    size_t glyphs = select + p.select.n;
    size_t fonts = glyphs + p.glyphs.n;
    size_t private_at = fonts + p.fonts.n;
    put_top(&p, &c, sid, charset, select, glyphs, fonts);
    put_fonts(&p, a, private_bytes, private_at);

    str top = buf_str(&p.top);
    put_index(&p.head, &top, 1);
    const str tail[] = {buf_str(&p.rest),   buf_str(&p.charset), buf_str(&p.select),
                        buf_str(&p.glyphs), buf_str(&p.fonts),   buf_str(&p.private)};
    for (size_t i = 0; i < sizeof tail / sizeof *tail; i++)
        buf_add_str(&p.head, tail[i]);
    *out = buf_str(&p.head);
    return buf_done(&p.head, err);
}
