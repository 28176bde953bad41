/* json_read.c -- strict JSON into a tree.
 *
 * No recursion: the open arrays and objects stand in a stack of at most JSON_DEPTH_MOST.  A value is begun
 * (scalars are finished at once), then what ends or follows behind it is read, until nothing is open.
 *
 * Names that stand twice: each name sets one bit of 64 in its object; only where two names meet in a bit
 * are the names of that object compared, when it closes.
 */
#include "base/json_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define DEPTH_DEFAULT       64
#define BYTES_DEFAULT       ((size_t)64 << 20)
#define VALUES_DEFAULT      ((size_t)10000000)
#define CHUNK_FIRST         16
#define CHUNK_MOST          512
#define NAMES_PAIRWISE_MOST 16 /* above this many names they are sorted */

#define ONES  0x0101010101010101u
#define HIGHS 0x8080808080808080u

/* --- where it went wrong --- */

static int64_t line_of(const json_reader *r, const char *at)
{
    int64_t line = 1;
    for (const char *p = r->start; (p = memchr(p, '\n', (size_t)(at - p))) != NULL; p++)
        line++;
    return line;
}

/* "epcisBody/eventList/3/bizStep": names and 0-based places, the end of it when it is long. */
static void path_write(const json_reader *r, char *out, size_t out_bytes)
{
    arena tmp = {0};
    buf b = buf_new(&tmp, 0);
    for (size_t i = 0; i < r->depth; i++) {
        const json *v = r->levels[i].v;
        if (i + 1 == r->depth && !r->in_item)
            break;
        if (b.n)
            buf_add_char(&b, '/');
        if (v->kind == JSON_OBJECT)
            buf_add_str(&b, v->last->name);
        else
            buf_printf(&b, "%zu", v->n - 1);
    }
    str path = buf_str(&b);
    if (path.n >= out_bytes) {
        size_t skip = path.n - out_bytes + 4;
        while (skip < path.n && ((unsigned char)path.p[skip] & 0xC0) == 0x80)
            skip++;
        path = (str){path.p + skip, path.n - skip};
        snprintf(out, out_bytes, "...%.*s", (int)path.n, path.p);
    } else {
        snprintf(out, out_bytes, "%.*s", (int)path.n, path.p);
    }
    arena_free(&tmp);
}

static bool in_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || (c && strchr("+-.,_#", c));
}

/* What stands at the place, for people: the word, or the sign, or its number where it cannot be shown. */
static void show(char *out, size_t out_bytes, const char *at, const char *end)
{
    size_t n = 0;
    while (at + n < end && n + 1 < out_bytes && in_word(at[n]))
        n++;
    if (n == 0 && at<end && * at> 32 && *at < 127)
        n = 1;
    if (n)
        snprintf(out, out_bytes, "%.*s", (int)n, at);
    else if (at < end)
        snprintf(out, out_bytes, "byte 0x%02X", (unsigned char)*at);
}

ak_code json_reader_fail(json_reader *r, const ak_rule *rule, const char *at)
{
    char shown[32] = "";
    char path[sizeof r->err->field];
    show(shown, sizeof shown, at, r->end);
    path_write(r, path, sizeof path);
    return ak_at(r->err, ak_fail(r->err, rule, shown), NULL, line_of(r, at), path, shown);
}

static ak_code fail_limit(json_reader *r, const ak_rule *rule, size_t most)
{
    char path[sizeof r->err->field];
    path_write(r, path, sizeof path);
    return ak_at(r->err, ak_fail(r->err, rule, ak_arg_int((int64_t)most)), NULL, line_of(r, r->p), path,
                 NULL);
}

ak_code json_reader_unexpected(json_reader *r)
{
    if (r->p < r->end)
        return json_reader_fail(r, &JSON_002, r->p);
    if (r->cut)
        return fail_limit(r, &JSON_011, r->bytes_max);
    return json_reader_fail(r, &JSON_001, r->p);
}

/* --- texts --- */

static inline int peek(json_reader *r)
{
    const char *p = r->p;
    while (p < r->end && (unsigned char)*p <= ' ' && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
        p++;
    r->p = p;
    return p < r->end ? (unsigned char)*p : -1;
}

int json_reader_peek(json_reader *r)
{
    return peek(r);
}

/* The first byte that is no plain ASCII of a text: quote, backslash, control, or above 0x7F. */
static inline const char *plain_end(const char *p, const char *end)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i slash = _mm_set1_epi8('\\');
    const __m128i space = _mm_set1_epi8(' ');
    while (end - p >= 16) {
        __m128i w = _mm_loadu_si128((const __m128i *)(const void *)p);
        /* as signed bytes, those above 0x7F are less than a space too */
        __m128i hit = _mm_or_si128(_mm_cmplt_epi8(w, space),
                                   _mm_or_si128(_mm_cmpeq_epi8(w, quote), _mm_cmpeq_epi8(w, slash)));
        int bits = _mm_movemask_epi8(hit);
        if (bits)
            return p + __builtin_ctz((unsigned)bits);
        p += 16;
    }
#endif
    while (p < end && (unsigned char)*p >= 32 && (unsigned char)*p < 128 && *p != '"' && *p != '\\')
        p++;
    return p;
}

static bool is_tail(const char *p)
{
    return ((unsigned char)*p & 0xC0) == 0x80;
}

/* Bytes of the well-formed UTF-8 character of two to four bytes at p (Unicode table 3-7), else 0. */
static size_t utf8_bytes(const char *p, const char *end)
{
    unsigned c = (unsigned char)p[0];
    size_t left = (size_t)(end - p);
    if (c < 0xC2 || c > 0xF4 || left < 2)
        return 0;
    unsigned d = (unsigned char)p[1];
    if (c < 0xE0)
        return is_tail(p + 1) ? 2 : 0;
    if (c < 0xF0) {
        bool second = c == 0xE0 ? d >= 0xA0 && d < 0xC0 : c == 0xED ? d >= 0x80 && d < 0xA0 : is_tail(p + 1);
        return left >= 3 && second && is_tail(p + 2) ? 3 : 0;
    }
    bool second = c == 0xF0 ? d >= 0x90 && d < 0xC0 : c == 0xF4 ? d >= 0x80 && d < 0x90 : is_tail(p + 1);
    return left >= 4 && second && is_tail(p + 2) && is_tail(p + 3) ? 4 : 0;
}

/* The four digits of \uXXXX at p, or -1. */
static long hex4(const char *p, const char *end)
{
    unsigned char bytes[2];
    if (end - p < 4 || !hex_read(bytes, 2, (str){p, 4}))
        return -1;
    return bytes[0] << 8 | bytes[1];
}

/* Checks the escape at r->p and steps behind it. */
static ak_code pass_escape(json_reader *r)
{
    const char *at = r->p;
    if (r->end - at < 2) {
        r->p = r->end;
        return json_reader_unexpected(r);
    }
    if (at[1] != 'u') {
        if (!at[1] || !strchr("\"\\/bfnrt", at[1]))
            return json_reader_fail(r, &JSON_006, at);
        r->p = at + 2;
        return AK_OK;
    }
    long high = hex4(at + 2, r->end);
    if (high < 0)
        return json_reader_fail(r, &JSON_006, at);
    r->p = at + 6;
    if (high < 0xD800 || high > 0xDFFF)
        return AK_OK;
    long low = r->end - r->p >= 6 && r->p[0] == '\\' && r->p[1] == 'u' ? hex4(r->p + 2, r->end) : -1;
    if (high > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
        return json_reader_fail(r, &JSON_007, at);
    r->p += 6;
    return AK_OK;
}

/* raw has been checked; an escape is never shorter than what it stands for. */
static str unescape(arena *a, str raw)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char signs[] = "\"\\/\b\f\n\r\t";
    char *out = arena_alloc(a, raw.n + 1);
    size_t n = 0;
    const char *end = raw.p + raw.n;
    for (const char *p = raw.p; p < end;) {
        if (*p != '\\') {
            out[n++] = *p++;
            continue;
        }
        if (p[1] != 'u') {
            out[n++] = signs[strchr(letters, p[1]) - letters];
            p += 2;
            continue;
        }
        unsigned long c = (unsigned long)hex4(p + 2, end);
        p += 6;
        if (c >= 0xD800 && c <= 0xDBFF) {
            c = 0x10000 + ((c - 0xD800) << 10) + ((unsigned long)hex4(p + 2, end) - 0xDC00);
            p += 6;
        }
        n += (size_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)out + n);
    }
    return (str){out, n};
}

/* The text behind the quote that was read. */
static inline ak_code read_text(json_reader *r, str *out)
{
    const char *first = r->p;
    bool escapes = false;
    for (;;) {
        r->p = plain_end(r->p, r->end);
        if (r->p == r->end)
            return json_reader_unexpected(r);
        unsigned char c = (unsigned char)*r->p;
        if (c == '"')
            break;
        if (c == '\\') {
            escapes = true;
            AK_TRY(pass_escape(r));
        } else if (c < 32) {
            return json_reader_fail(r, &JSON_005, r->p);
        } else {
            size_t n = utf8_bytes(r->p, r->end);
            if (n == 0)
                return json_reader_fail(r, &JSON_003, r->p);
            r->p += n;
        }
    }
    str raw = {first, (size_t)(r->p - first)};
    r->p++;
    *out = escapes ? unescape(r->a, raw) : raw;
    return AK_OK;
}

ak_code json_reader_name(json_reader *r, str *name)
{
    if (peek(r) != '"')
        return json_reader_unexpected(r);
    r->p++;
    AK_TRY(read_text(r, name));
    if (peek(r) != ':')
        return json_reader_unexpected(r);
    r->p++;
    return AK_OK;
}

/* --- numbers and words --- */

static inline bool is_digit(const char *p, const char *end)
{
    return p < end && *p >= '0' && *p <= '9';
}

const char *json_number_end(const char *p, const char *end)
{
    if (p < end && *p == '-')
        p++;
    if (!is_digit(p, end))
        return NULL;
    if (*p++ != '0') {
        while (is_digit(p, end))
            p++;
    } else if (is_digit(p, end)) {
        return NULL;
    }
    if (p < end && *p == '.') {
        if (!is_digit(++p, end))
            return NULL;
        while (is_digit(p, end))
            p++;
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        if (p < end && (*p == '+' || *p == '-'))
            p++;
        if (!is_digit(p, end))
            return NULL;
        while (is_digit(p, end))
            p++;
    }
    return p;
}

static ak_code read_number(json_reader *r, json *v)
{
    const char *end = json_number_end(r->p, r->end);
    if (!end) {
        /* "-" or "1." as the last bytes are a text that was cut off */
        const char *p = r->p;
        while (p < r->end && strchr("+-.eE0123456789", *p) && *p)
            p++;
        bool over = p == r->end && p > r->p && !is_digit(p - 1, r->end);
        if (!over)
            return json_reader_fail(r, &JSON_008, r->p);
        r->p = p;
        return json_reader_unexpected(r);
    }
    v->kind = JSON_NUMBER;
    v->text = (str){r->p, (size_t)(end - r->p)};
    r->p = end;
    return AK_OK;
}

static ak_code read_word(json_reader *r, json *v, const char *word, size_t n)
{
    size_t left = (size_t)(r->end - r->p);
    if (left < n && memcmp(r->p, word, left) == 0) {
        r->p = r->end;
        return json_reader_unexpected(r);
    }
    if (left < n || memcmp(r->p, word, n) != 0)
        return json_reader_unexpected(r);
    r->p += n;
    v->kind = n == 4 && *word == 'n' ? JSON_NULL : JSON_BOOL;
    v->truth = *word == 't';
    return AK_OK;
}

/* --- names that stand twice --- */

static int name_order(const json *a, const json *b)
{
    if (a->name.n != b->name.n)
        return a->name.n < b->name.n ? -1 : 1;
    return a->name.n ? memcmp(a->name.p, b->name.p, a->name.n) : 0;
}

static int name_order_then_place(const void *pa, const void *pb)
{
    const json *a = *(json *const *)pa;
    const json *b = *(json *const *)pb;
    int order = name_order(a, b);
    return order ? order : (a->at > b->at) - (a->at < b->at);
}

/* The first member whose name stood before, or NULL. */
static const json *name_again(arena *a, const json *object)
{
    if (object->n <= NAMES_PAIRWISE_MOST) {
        for (const json *m = object->first; m; m = m->next)
            for (const json *before = object->first; before != m; before = before->next)
                if (name_order(before, m) == 0)
                    return m;
        return NULL;
    }
    arena_mark mark = arena_save(a);
    const json **sorted = ARENA_NEWS(a, const json *, object->n);
    size_t n = 0;
    for (const json *m = object->first; m; m = m->next)
        sorted[n++] = m;
    qsort(sorted, n, sizeof(const json *), name_order_then_place);
    const json *again = NULL;
    for (size_t i = 1; i < n; i++)
        if (name_order(sorted[i - 1], sorted[i]) == 0 && (!again || sorted[i]->at < again->at))
            again = sorted[i];
    arena_rewind(a, mark);
    return again;
}

ak_code json_reader_names(json_reader *r, const json *object)
{
    const json *again = name_again(r->a, object);
    if (!again)
        return AK_OK;
    const char *name = str_c(r->a, again->name);
    char path[sizeof r->err->field];
    r->in_item = false;
    path_write(r, path, sizeof path);
    return ak_at(r->err, ak_fail(r->err, &JSON_004, name), NULL, line_of(r, r->start + again->at), path,
                 name);
}

/* --- the tree --- */

static ak_code node_new(json_reader *r, json **out)
{
    if (r->nodes_left == 0) {
        AK_TRY(arena_check(r->a, r->err));
        if (r->values >= r->values_max)
            return fail_limit(r, &JSON_010, r->values_max);
        size_t n = r->values_max - r->values;
        r->nodes_left = n < r->chunk ? n : r->chunk;
        r->values += r->nodes_left;
        r->nodes = ARENA_NEWS(r->a, json, r->nodes_left);
        if (r->chunk < CHUNK_MOST)
            r->chunk *= 2;
    }
    *out = r->nodes++;
    r->nodes_left--;
    return AK_OK;
}

void json_append(json *container, json *item)
{
    if (container->last)
        container->last->next = item;
    else
        container->first = item;
    item->next = NULL; /* a builder may hand in a copy of another container's item */
    container->last = item;
    container->n++;
}

static uint64_t name_bit(str name)
{
    if (name.n == 0)
        return 1;
    unsigned h = (unsigned)name.n * 7 + (unsigned char)name.p[0] * 5 +
                 (unsigned char)name.p[name.n - 1] * 11 + (unsigned char)name.p[name.n / 2];
    return (uint64_t)1 << (h & 63);
}

static ak_code open_level(json_reader *r, json *v, int closing)
{
    v->kind = closing == ']' ? JSON_ARRAY : JSON_OBJECT;
    r->p++;
    if (peek(r) == closing) {
        r->p++;
        return AK_OK;
    }
    if (r->depth == r->depth_max)
        return fail_limit(r, &JSON_009, r->depth_max);
    r->levels[r->depth++] = (json_level){v, 0, false};
    r->in_item = false;
    return AK_OK;
}

/* Begins a value: its node hangs in the tree; a scalar or an empty container is complete afterwards. */
static inline ak_code begin_value(json_reader *r, json *v)
{
    if (r->depth) {
        json_level *level = &r->levels[r->depth - 1];
        if (level->v->kind == JSON_OBJECT) {
            AK_TRY(json_reader_name(r, &v->name));
            uint64_t bit = name_bit(v->name);
            level->names_meet |= (level->names & bit) != 0;
            level->names |= bit;
        }
        json_append(level->v, v);
        r->in_item = true;
    }
    int c = peek(r);
    v->at = (size_t)(r->p - r->start);
    switch (c) {
    case '"':
        r->p++;
        v->kind = JSON_STRING;
        return read_text(r, &v->text);
    case '{':
        return open_level(r, v, '}');
    case '[':
        return open_level(r, v, ']');
    case 't':
        return read_word(r, v, "true", 4);
    case 'f':
        return read_word(r, v, "false", 5);
    case 'n':
        return read_word(r, v, "null", 4);
    default:
        if (c == '-' || c == '+' || c == '.' || (c >= '0' && c <= '9'))
            return read_number(r, v);
        return json_reader_unexpected(r);
    }
}

/* Closes what ends behind a value and steps over the comma before the next one. */
static inline ak_code end_value(json_reader *r)
{
    while (r->depth) {
        json_level *level = &r->levels[r->depth - 1];
        r->in_item = false;
        int c = peek(r);
        if (c == ',') {
            r->p++;
            return AK_OK;
        }
        if (c != (level->v->kind == JSON_OBJECT ? '}' : ']'))
            return json_reader_unexpected(r);
        r->p++;
        level->v->end = (size_t)(r->p - r->start);
        if (level->names_meet)
            AK_TRY(json_reader_names(r, level->v));
        r->depth--;
    }
    return AK_OK;
}

ak_code json_reader_value(json_reader *r, json **out)
{
    json *root = NULL;
    do {
        json *v = NULL;
        size_t depth = r->depth;
        AK_TRY(node_new(r, &v));
        if (!root)
            root = v;
        AK_TRY(begin_value(r, v));
        if (r->depth > depth)
            continue; /* its first item follows */
        v->end = (size_t)(r->p - r->start);
        AK_TRY(end_value(r));
    } while (r->depth);
    *out = root;
    return AK_OK;
}

void json_reader_start(json_reader *r, arena *a, str input, size_t at, const json_limits *limits, ak_err *err)
{
    json_limits most = limits ? *limits : (json_limits){0};
    r->a = a;
    r->start = input.p;
    r->p = input.p + at;
    r->bytes_max = most.bytes_max ? most.bytes_max : BYTES_DEFAULT;
    r->cut = input.n - at > r->bytes_max;
    r->end = r->cut ? r->p + r->bytes_max : input.p + input.n;
    r->depth_max = most.depth_max ? most.depth_max : DEPTH_DEFAULT;
    if (r->depth_max > JSON_DEPTH_MOST)
        r->depth_max = JSON_DEPTH_MOST;
    r->values_max = most.values_max ? most.values_max : VALUES_DEFAULT;
    r->values = 0;
    r->nodes = NULL;
    r->nodes_left = 0;
    r->chunk = CHUNK_FIRST;
    r->in_item = false;
    r->depth = 0;
    r->err = err;
}

ak_code json_read(json **out, arena *a, str input, const json_limits *limits, ak_err *err)
{
    json_reader r;
    if (input.n == 0)
        input = STR("");
    json_reader_start(&r, a, input, 0, limits, err);
    if (r.cut)
        return fail_limit(&r, &JSON_011, r.bytes_max);
    if (str_starts(input, "\xEF\xBB\xBF"))
        return json_reader_fail(&r, &JSON_015, r.p);
    json *v = NULL;
    AK_TRY(json_reader_value(&r, &v));
    if (peek(&r) != -1)
        return json_reader_fail(&r, &JSON_012, r.p);
    *out = v;
    return AK_OK;
}
