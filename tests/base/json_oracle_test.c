/* json_oracle_test.c -- our JSON reader against jansson (what is JSON?) and yajl (what does it say?).
 *
 * Texts are seeds with random changes.  Differences that are known and wanted:
 * - jansson refuses numbers that overflow a double; we keep their text;
 * - jansson refuses U+0000 in names;
 * - jansson takes a byte order mark no more than we do, yajl does;
 * - yajl turns lone surrogates into '?', lets names stand twice and nests without end: only what we accept is
 *   compared with it.
 */
#include "../cmocka_all.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "base/json.h"
#include "jansson_oracle.h"

#define ROUNDS 60000

static const char *const seeds[] = {
    "{\"type\":\"ObjectEvent\",\"epcList\":[\"urn:epc:id:sgtin:1\",\"x\"],\"quantity\":200.10,\"ok\":true,"
    "\"no\":null}",
    "[0,-0,0.10,1e4,-1E-4,5e-324,123456789012345678901234567890,0.1e+1,[[]],{}]",
    "[\"\\u0000\\u001f\\u00e5\\ud83d\\ude00\\\"\\\\\\/"
    "\\b\\f\\n\\r\\t\",\"\xc3\xa5\xe2\x82\xac\xf0\x9f\x98\x80\"]",
    "{\"\":1,\"a\":{\"a\":1,\"b\":2},\"\\u0061b\":[false]}",
    " \t\r\n{ \"a\" : [ 1 , 2 ] } \n",
    "true",
    "\"\\ud800\\udc00\\udbff\\udfff\"",
};

static uint64_t draw(uint64_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return *x;
}

/* A seed with up to four bytes changed, put in, taken out or doubled. */
static size_t change(char *out, size_t out_bytes, uint64_t *x)
{
    static const char likely[] = "{}[]:,\"\\0123456789.eE+-truefalsn/u \n\x80\xc3\xed\xa0\xf4\xff";
    const char *seed = seeds[draw(x) % (sizeof seeds / sizeof *seeds)];
    size_t n = strlen(seed);
    memcpy(out, seed, n);
    for (uint64_t left = draw(x) % 5; left; left--) {
        size_t at = draw(x) % (n + 1);
        char c = draw(x) % 4 ? likely[draw(x) % (sizeof likely - 1)] : (char)draw(x);
        switch (draw(x) % 4) {
        case 0:
            if (at < n)
                out[at] = c;
            break;
        case 1:
            if (n + 1 < out_bytes) {
                memmove(out + at + 1, out + at, n - at);
                out[at] = c;
                n++;
            }
            break;
        case 2:
            if (at < n) {
                memmove(out + at, out + at + 1, n - at - 1);
                n--;
            }
            break;
        default:
            n = at; /* cut off */
            break;
        }
    }
    return n;
}

static bool number_overflows(const json *v)
{
    arena a = {0};
    bool over = v->kind == JSON_NUMBER && !isfinite(strtod(str_c(&a, v->text), NULL));
    arena_free(&a);
    for (const json *item = v->first; item && !over; item = item->next)
        over = number_overflows(item);
    return over;
}

static bool name_has_nul(const json *v)
{
    for (const json *item = v->first; item; item = item->next)
        if ((item->name.n && memchr(item->name.p, '\0', item->name.n)) || name_has_nul(item))
            return true;
    return false;
}

static void we_accept_what_jansson_accepts_and_nothing_else(void **state)
{
    (void)state;
    uint64_t x = 0x2545F4914F6CDD1Du;
    size_t accepted = 0;
    size_t refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
        char text[256];
        size_t n = change(text, sizeof text, &x);
        arena a = {0};
        json *v = NULL;
        bool ours = json_read(&v, &a, (str){text, n}, NULL, NULL) == AK_OK;
        char why[160];
        bool theirs = jansson_accepts(text, n, why);
        bool known = ours && !theirs && (number_overflows(v) || name_has_nul(v));
        if (ours != theirs && !known)
            fail_msg("%.*s: ours %d, jansson %d %s", (int)n, text, ours, theirs, why);
        accepted += ours;
        refused += !ours;
        arena_free(&a);
    }
    assert_true(accepted > ROUNDS / 10);
    assert_true(refused > ROUNDS / 10);
}

/* One line an event: what yajl says, and what our tree says in the same words. */
static void say(buf *b, const char *what, const void *p, size_t n)
{
    buf_printf(b, "%s %zu ", what, n);
    buf_add(b, p, n);
    buf_add_char(b, '\n');
}

static int on_null(void *b)
{
    buf_add_c(b, "null\n");
    return 1;
}

static int on_bool(void *b, int truth)
{
    buf_add_c(b, truth ? "true\n" : "false\n");
    return 1;
}

static int on_number(void *b, const char *p, size_t n)
{
    say(b, "number", p, n);
    return 1;
}

static int on_string(void *b, const unsigned char *p, size_t n)
{
    say(b, "string", p, n);
    return 1;
}

static int on_key(void *b, const unsigned char *p, size_t n)
{
    say(b, "name", p, n);
    return 1;
}

static int on_open_map(void *b)
{
    buf_add_c(b, "{\n");
    return 1;
}

static int on_close_map(void *b)
{
    buf_add_c(b, "}\n");
    return 1;
}

static int on_open_array(void *b)
{
    buf_add_c(b, "[\n");
    return 1;
}

static int on_close_array(void *b)
{
    buf_add_c(b, "]\n");
    return 1;
}

static void tell(buf *b, const json *v)
{
    switch (v->kind) {
    case JSON_NULL:
        on_null(b);
        return;
    case JSON_BOOL:
        on_bool(b, v->truth);
        return;
    case JSON_NUMBER:
        say(b, "number", v->text.p, v->text.n);
        return;
    case JSON_STRING:
        say(b, "string", v->text.p, v->text.n);
        return;
    case JSON_ARRAY:
    case JSON_OBJECT:
        break;
    }
    bool object = v->kind == JSON_OBJECT;
    buf_add_c(b, object ? "{\n" : "[\n");
    for (const json *item = v->first; item; item = item->next) {
        if (object)
            say(b, "name", item->name.p, item->name.n);
        tell(b, item);
    }
    buf_add_c(b, object ? "}\n" : "]\n");
}

static void what_we_accept_says_to_yajl_what_it_says_to_us(void **state)
{
    (void)state;
    static const yajl_callbacks callbacks = {
        .yajl_null = on_null,
        .yajl_boolean = on_bool,
        .yajl_number = on_number,
        .yajl_string = on_string,
        .yajl_start_map = on_open_map,
        .yajl_map_key = on_key,
        .yajl_end_map = on_close_map,
        .yajl_start_array = on_open_array,
        .yajl_end_array = on_close_array,
    };
    uint64_t x = 0x9E3779B97F4A7C15u;
    for (int i = 0; i < ROUNDS; i++) {
        char text[256];
        size_t n = change(text, sizeof text, &x);
        arena a = {0};
        json *v = NULL;
        if (json_read(&v, &a, (str){text, n}, NULL, NULL) == AK_OK) {
            buf ours = buf_new(&a, 0);
            buf theirs = buf_new(&a, 0);
            tell(&ours, v);
            yajl_handle h = yajl_alloc(&callbacks, NULL, &theirs);
            assert_int_equal(yajl_parse(h, (const unsigned char *)text, n), yajl_status_ok);
            assert_int_equal(yajl_complete_parse(h), yajl_status_ok);
            yajl_free(h);
            assert_string_equal(ours.p, theirs.p);
            assert_int_equal(ours.n, theirs.n);
        }
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(we_accept_what_jansson_accepts_and_nothing_else),
        cmocka_unit_test(what_we_accept_says_to_yajl_what_it_says_to_us),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
