/* json_bench.c -- the bare JSON reader beside yajl's events, on the same NDJSON of EPCIS events.
 *
 * Both read every byte strictly; ours also builds the tree of each line and refuses names that stand twice.
 * Pairs of runs alternate, so a busy machine slows both; the middle of the pairs is printed.
 */
#include <stdio.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "base/json.h"
#include "bench.h"

#define EVENTS 60000
#define PAIRS  9

static str events(arena *a)
{
    buf b = buf_new(a, (size_t)1 << 30);
    for (unsigned i = 0; i < EVENTS; i++) {
        unsigned lot = i * 2654435761u % 1000003;
        buf_printf(
            &b,
            "{\"type\":\"TransformationEvent\",\"eventTime\":\"20%02u-%02u-%02uT%02u:30:00.000+01:00\","
            "\"eventTimeZoneOffset\":\"+01:00\",\"inputQuantityList\":[{\"epcClass\":"
            "\"https://id.gs1.org/01/0703801000%04u/10/"
            "LOT%06u\",\"quantity\":%u.%02u,\"uom\":\"KGM\"},{\"epcClass\":"
            "\"https://id.gs1.org/01/0703801000%04u/10/LOT%06u\",\"quantity\":%u,\"uom\":\"KGM\"}],",
            20 + i % 7, i % 12 + 1, i % 28 + 1, i % 24, i % 10000, lot, i % 5000, i % 100, i % 9999, lot + 1,
            i % 700);
        buf_printf(
            &b,
            "\"outputQuantityList\":[{\"epcClass\":\"https://id.gs1.org/01/0703801001%04u/10/OUT%06u\","
            "\"quantity\":%u.5,\"uom\":\"KGM\"}],\"transformationID\":\"urn:uuid:8f2c%04x-0000-4000-8000-%"
            "012x\","
            "\"bizStep\":\"commissioning\",\"disposition\":\"active\",\"readPoint\":{\"id\":"
            "\"https://id.gs1.org/414/7038010%06u\"},\"bizLocation\":{\"id\":\"https://id.gs1.org/414/"
            "7038010%06u\"},",
            i % 10000, lot, i % 5000, i % 65536, i, i % 1000000, i % 999983);
        buf_add_c(&b, "\"bizTransactionList\":[{\"type\":\"po\",\"bizTransaction\":\"urn:epcglobal:cbv:bt:"
                      "7038010000003:PO\"}],"
                      "\"ilmd\":{\"cbvmda:countryOfOrigin\":\"CL\",\"note\":\"fra gruva i nord "
                      "\xc3\xa6\xc3\xb8\xc3\xa5\"}}\n");
    }
    return buf_str(&b);
}

static double ours_s(str text, size_t *values)
{
    arena a = {0};
    arena scratch = {0};
    json_stream *s = NULL;
    json *v = NULL;
    double start = bench_cpu_s();
    ak_code code = json_stream_open(&s, &a, text, "", NULL, NULL);
    (void)arena_alloc(&scratch, 1); /* the first block stays when the rest is rewound */
    arena_mark mark = arena_save(&scratch);
    for (*values = 0; code == AK_OK; ++*values) {
        arena_rewind(&scratch, mark);
        code = json_stream_next(s, &scratch, &v, NULL, NULL);
        if (!v)
            break;
    }
    double passed = bench_cpu_s() - start;
    arena_free(&scratch);
    arena_free(&a);
    return code == AK_OK ? passed : -1;
}

static int on_anything(void *count)
{
    ++*(size_t *)count;
    return 1;
}

static int on_bool(void *count, int truth)
{
    (void)truth;
    return on_anything(count);
}

static int on_number(void *count, const char *text, size_t n)
{
    (void)text, (void)n;
    return on_anything(count);
}

static int on_text(void *count, const unsigned char *text, size_t n)
{
    (void)text, (void)n;
    return on_anything(count);
}

static double yajl_s(str text, size_t *events_n)
{
    static const yajl_callbacks callbacks = {
        .yajl_null = on_anything,
        .yajl_boolean = on_bool,
        .yajl_number = on_number,
        .yajl_string = on_text,
        .yajl_start_map = on_anything,
        .yajl_map_key = on_text,
        .yajl_end_map = on_anything,
        .yajl_start_array = on_anything,
        .yajl_end_array = on_anything,
    };
    *events_n = 0;
    double start = bench_cpu_s();
    yajl_handle h = yajl_alloc(&callbacks, NULL, events_n);
    yajl_config(h, yajl_allow_multiple_values, 1);
    bool ok = yajl_parse(h, (const unsigned char *)text.p, text.n) == yajl_status_ok &&
              yajl_complete_parse(h) == yajl_status_ok;
    double passed = bench_cpu_s() - start;
    yajl_free(h);
    return ok ? passed : -1;
}

int main(void)
{
    arena a = {0};
    str text = events(&a);
    double mb = (double)text.n / 1e6;
    double ours[PAIRS];
    double yajl[PAIRS];
    double ratio[PAIRS];
    size_t lines = 0;
    size_t yajl_events = 0;
    for (size_t i = 0; i < PAIRS; i++) {
        double x = ours_s(text, &lines);
        double y = yajl_s(text, &yajl_events);
        if (x <= 0 || y <= 0 || lines != EVENTS || yajl_events == 0) {
            fprintf(stderr, "json_bench: a reader failed\n");
            return 1;
        }
        ours[i] = mb / x;
        yajl[i] = mb / y;
        ratio[i] = y / x;
    }
    printf("{\"name\":\"json\",\"mb\":%.1f,\"events\":%d,\"pairs\":%d,\"ours_mb_s\":%.0f,\"yajl_mb_s\":%.0f,"
           "\"ratio\":%.2f,\"bar_mb_s\":600}\n",
           mb, EVENTS, PAIRS, bench_median(ours, PAIRS), bench_median(yajl, PAIRS),
           bench_median(ratio, PAIRS));
    arena_free(&a);
    return 0;
}
