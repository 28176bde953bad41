/* epcis_json.c -- events in the JSON of GS1 EPCIS 2.0: an EPCISDocument, a bare list, or one event a line.
 *
 * Each event is checked (record/event.h) and kept by its source bytes in batches of at most 4,096 events or
 * 4 MiB (D13); what stands around the list (@context, header, master data) is kept with each batch.
 */
#include <string.h>

#include "base/json.h"
#include "base/unit.h"
#include "exchange/format.h"
#include "exchange/rules.h"
#include "record/batch.h"
#include "record/event.h"

#define EVENT_BYTES_MOST ((size_t)1 << 20)

static bool has(str head, const char *word)
{
    return head.n && head.p && memmem(head.p, head.n, word, strlen(word)) != NULL;
}

int epcis_json_sniff(str head, const char *name)
{
    str text = head;
    if (str_starts(text, "\xef\xbb\xbf"))
        text = (str){text.p + 3, text.n - 3};
    text = str_trim(text);
    if (!text.n || (text.p[0] != '{' && text.p[0] != '['))
        return 0;
    if (has(text, "\"EPCISDocument\"") || has(text, "\"eventTimeZoneOffset\"") ||
        has(text, "\"EPCISQueryDocument\""))
        return 95;
    if (has(text, "\"eventTime\"") || has(text, "epcis-context.jsonld"))
        return 80;
    return name_ends(name, ".jsonld") || name_ends(name, ".ndjson") ? 30 : 0;
}

/* A batch being filled. */
typedef struct filling {
    intake *in;
    size_t first_batch; /* of this file, in the plan */
    str *events;
    size_t n;
    size_t bytes;
    int64_t first_ms, last_ms;
    char first_at[32], last_at[32];
    size_t events_all;
} filling;

static void close_batch(filling *f)
{
    if (f->n == 0)
        return;
    arena *a = f->in->p->a;
    plan_batch *b = plan_add_batch(f->in->p);
    b->file = f->in->file;
    b->media_type = EVENT_MEDIA_TYPE;
    b->header = STR("");
    b->events = ARENA_NEWS(a, str, f->n);
    memcpy(b->events, f->events, f->n * sizeof *b->events);
    b->n = f->n;
    b->first_at = arena_text(a, f->first_at);
    b->last_at = arena_text(a, f->last_at);
    memcpy(b->sha256, f->in->sha256, sizeof b->sha256);
    f->n = 0;
    f->bytes = 0;
}

/* Moments of a batch are whole seconds, as all stored moments (D8). */
static void whole_seconds(char out[static 32], const char *time)
{
    size_t n = strcspn(time, ".Z");
    memcpy(out, time, n);
    out[n] = 'Z';
    out[n + 1] = '\0';
}

static void keep_event(filling *f, const event *e, str source)
{
    if (f->n == BATCH_EVENTS_MAX || f->bytes + source.n > BATCH_BYTES_MAX)
        close_batch(f);
    if (f->n == 0 || e->time_ms < f->first_ms) {
        f->first_ms = e->time_ms;
        whole_seconds(f->first_at, e->time);
    }
    if (f->n == 0 || e->time_ms > f->last_ms) {
        f->last_ms = e->time_ms;
        whole_seconds(f->last_at, e->time);
    }
    f->events[f->n++] = source;
    f->bytes += source.n;
}

/* Units are Rec 20 codes (CBV 2.0 section 7.2); another word would be an amount of nobody knows what. */
static bool units_known(filling *f, arena *scratch, const json *element, const char *list, const fault *place)
{
    bool ok = true;
    const json *items = json_get(element, list);
    size_t i = 0;
    for (const json *q = items && items->kind == JSON_ARRAY ? items->first : NULL; q; q = q->next) {
        str uom = json_str(q, "uom");
        i++;
        if (!uom.n || unit_find(uom))
            continue;
        fault at = *place;
        at.field = arena_printf(scratch, "%s[%zu].uom", list, i);
        at.value = str_c(scratch, uom);
        fault_add(&f->in->p->faults, &IMP_033, &at);
        ok = false;
    }
    return ok;
}

static void take_event(filling *f, arena *scratch, const json *element, str source)
{
    fault_list *faults = &f->in->p->faults;
    const fault at = {.file = f->in->file, .row = (int64_t)++f->events_all};
    event e;
    bool ok = event_read(&e, scratch, element, faults, &at);
    static const char *const lists[] = {"quantityList", "childQuantityList", "inputQuantityList",
                                        "outputQuantityList"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        ok = units_known(f, scratch, element, lists[i], &at) && ok;
    if (source.n > EVENT_BYTES_MOST) {
        fault_add(faults, &IMP_032, &at, ak_arg_int((int64_t)(EVENT_BYTES_MOST >> 20)));
        ok = false;
    }
    if (ok)
        keep_event(f, &e, source);
}

/* Where the events stand; "" = the input is itself a list, or one event a line. */
static const char *list_path(str bytes)
{
    str head = {bytes.p, bytes.n < ((size_t)1 << 20) ? bytes.n : (size_t)1 << 20};
    if (has(head, "\"EPCISQueryDocument\""))
        return "epcisBody/queryResults/resultsBody/eventList";
    return has(head, "\"EPCISDocument\"") || has(head, "\"epcisBody\"") ? "epcisBody/eventList" : "";
}

static ak_code read_events(filling *f, arena *scratch, json_stream *s, ak_err *err)
{
    const progress *steps = f->in->steps;
    arena_alloc(scratch, 1); /* so that rewinding keeps the first block */
    arena_mark mark = arena_save(scratch);
    for (;;) {
        json *element;
        str source;
        AK_TRY(json_stream_next(s, scratch, &element, &source, err));
        if (!element)
            return AK_OK;
        take_event(f, scratch, element, source);
        arena_rewind(scratch, mark);
        if (f->events_all % 1024 == 0 && steps &&
            !steps->step(steps->payload, N_("Reading events"), f->events_all, 0))
            return ak_fail(err, &IMP_025);
    }
}

static ak_code read_all(filling *f, str bytes, ak_err *err)
{
    arena *a = f->in->p->a;
    json_stream *s;
    AK_TRY(json_stream_open(&s, a, bytes, list_path(bytes), NULL, err));
    arena scratch = {0};
    ak_code code = read_events(f, &scratch, s, err);
    arena_free(&scratch);
    AK_TRY(code);
    close_batch(f);
    /* What stands around the list is whole only at its end. */
    const json *envelope = json_stream_envelope(s);
    buf header = buf_new(a, 0);
    if (envelope)
        json_write(&header, envelope, 0);
    for (size_t i = f->first_batch; i < f->in->p->batches_n; i++)
        f->in->p->batches[i]->header = buf_str(&header);
    return buf_done(&header, err);
}

ak_code epcis_json_read(intake *in, ak_err *err)
{
    str bytes;
    AK_TRY(intake_bytes(&bytes, in->p->a, in, err));
    if (!bytes.n)
        return AK_OK;
    if (str_starts(bytes, "\xef\xbb\xbf"))
        bytes = (str){bytes.p + 3, bytes.n - 3};
    filling f = {
        .in = in, .first_batch = in->p->batches_n, .events = ARENA_NEWS(in->p->a, str, BATCH_EVENTS_MAX)};
    ak_err bad = {0};
    ak_code code = read_all(&f, bytes, &bad);
    if (code != AK_OK && bad.rule == &JSON_014) {
        fault_add(&in->p->faults, &IMP_030, &(fault){.file = in->file});
        return AK_OK;
    }
    if (code == AK_E_INPUT || code == AK_E_LIMIT) {
        fault_add_err(&in->p->faults, &bad, &(fault){.file = in->file});
        return AK_OK;
    }
    if (code != AK_OK) {
        *err = bad;
        return code;
    }
    if (f.events_all == 0) {
        fault_add(&in->p->faults, &IMP_030, &(fault){.file = in->file});
        return AK_OK;
    }
    const char *n = ak_arg_int((int64_t)f.events_all);
    in->told->note = tr_fill(
        in->p->a, trn(in->lang, N_("{n} event"), N_("{n} events"), (int64_t)f.events_all), "n", n, NULL);
    return AK_OK;
}
