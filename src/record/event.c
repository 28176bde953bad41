/* event.c -- one thing that happened to lots, read from its source bytes. */
#include "record/event.h"

#include <stdio.h>
#include <string.h>

#include "base/epc.h"
#include "record/rules.h"

/* What the readers below share. */
typedef struct reading {
    arena *a;
    fault_list *faults;
    const fault *place;
    const json *e;
    size_t found;
} reading;

static void wrong(reading *r, const ak_rule *rule, const char *path, const json *value, const char *arg)
{
    r->found++;
    if (!r->faults)
        return;
    fault at = *r->place;
    at.field = path;
    if (value && (value->kind == JSON_STRING || value->kind == JSON_NUMBER))
        at.value = str_c(r->a, value->text);
    fault_add(r->faults, rule, &at, arg ? arg : path);
}

/* ---- Words and identifiers ---- */

/* "https://ref.gs1.org/cbv/BizStep-shipping", "urn:epcglobal:cbv:bizstep:shipping", "cbv:BizStep-shipping",
 * "shipping" -> "shipping". */
static str cbv_word(str text)
{
    static const char *const heads[] = {
        "https://ref.gs1.org/cbv/BizStep-",
        "https://ref.gs1.org/cbv/Disp-",
        "https://ns.gs1.org/cbv/BizStep-",
        "https://ns.gs1.org/cbv/Disp-",
        "urn:epcglobal:cbv:bizstep:",
        "urn:epcglobal:cbv:disp:",
        "cbv:BizStep-",
        "cbv:Disp-",
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        size_t n = strlen(heads[i]);
        if (str_starts(text, heads[i]))
            return (str){text.p + n, text.n - n};
    }
    return text;
}

/* A string member; empty when absent; another kind is a fault. */
static str text_of(reading *r, const json *object, const char *name, const char *path)
{
    const json *v = json_get(object, name);
    if (!v || v->kind == JSON_NULL)
        return STR("");
    if (v->kind != JSON_STRING) {
        wrong(r, &EVT_006, path, v, NULL);
        return STR("");
    }
    return v->text;
}

/* EPCIS names things by URIs: something before a colon, no blanks. */
static bool is_uri(str s)
{
    const char *colon = s.n ? memchr(s.p, ':', s.n) : NULL;
    if (!colon || colon == s.p)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ')
            return false;
    return true;
}

static str id_of(reading *r, const json *v, const char *path)
{
    if (v->kind != JSON_STRING || !is_uri(v->text)) {
        wrong(r, &EVT_005, path, v, NULL);
        return STR("");
    }
    return epc_id(r->a, v->text);
}

static str id_member(reading *r, const json *object, const char *name, const char *path)
{
    const json *v = json_get(object, name);
    return v && v->kind != JSON_NULL ? id_of(r, v, path) : STR("");
}

/* readPoint and bizLocation: {"id": ...}; a bare text is accepted, as published documents have it. */
static str place_member(reading *r, const char *name)
{
    const json *v = json_get(r->e, name);
    if (!v || v->kind == JSON_NULL)
        return STR("");
    if (v->kind == JSON_OBJECT)
        return id_member(r, v, "id", arena_printf(r->a, "%s.id", name));
    return id_of(r, v, name);
}

/* ---- Lists ---- */

static bool is_amount(const json *v)
{
    return v && v->kind == JSON_NUMBER && v->text.n && v->text.p[0] != '-';
}

static event_item quantity_item(reading *r, const json *q, const char *list, size_t i)
{
    event_item item = {.amount = STR(""), .unit = STR(""), .id = STR("")};
    const char *path = arena_printf(r->a, "%s[%zu]", list, i + 1);
    if (q->kind != JSON_OBJECT) {
        wrong(r, &EVT_006, path, q, NULL);
        return item;
    }
    const json *class_id = json_get(q, "epcClass");
    if (class_id)
        item.id = id_of(r, class_id, arena_printf(r->a, "%s.epcClass", path));
    else
        wrong(r, &EVT_002, arena_printf(r->a, "%s.epcClass", path), NULL, NULL);
    const json *amount = json_get(q, "quantity");
    if (amount && !is_amount(amount))
        wrong(r, &EVT_007, arena_printf(r->a, "%s.quantity", path), amount, NULL);
    else if (amount)
        item.amount = amount->text;
    item.unit = text_of(r, q, "uom", arena_printf(r->a, "%s.uom", path));
    return item;
}

static const json *list_member(reading *r, const char *name)
{
    const json *v = json_get(r->e, name);
    if (!v || v->kind == JSON_NULL)
        return NULL;
    if (v->kind != JSON_ARRAY) {
        wrong(r, &EVT_006, name, v, NULL);
        return NULL;
    }
    return v;
}

/* The list of single items and the list of quantities, one after the other. */
static event_items items_of(reading *r, const char *epcs_name, const char *quantities_name)
{
    const json *epcs = list_member(r, epcs_name);
    const json *quantities = list_member(r, quantities_name);
    size_t n = (epcs ? epcs->n : 0) + (quantities ? quantities->n : 0);
    if (n == 0)
        return (event_items){0};
    if (n > EVENT_ITEMS_MOST) {
        wrong(r, &EVT_010, epcs ? epcs_name : quantities_name, NULL, ak_arg_int(EVENT_ITEMS_MOST));
        return (event_items){0};
    }
    event_items items = {.rows = ARENA_NEWS(r->a, event_item, n)};
    size_t i = 0;
    for (const json *v = epcs ? epcs->first : NULL; v; v = v->next, i++) {
        const char *path = v->kind == JSON_STRING && is_uri(v->text)
                               ? epcs_name
                               : arena_printf(r->a, "%s[%zu]", epcs_name, i + 1);
        items.rows[items.n++] = (event_item){.id = id_of(r, v, path), .amount = STR(""), .unit = STR("")};
    }
    i = 0;
    for (const json *v = quantities ? quantities->first : NULL; v; v = v->next, i++)
        items.rows[items.n++] = quantity_item(r, v, quantities_name, i);
    return items;
}

/* ---- Time ---- */

static bool number_at(str s, size_t at, size_t digits, int *out)
{
    uint64_t n;
    if (at + digits > s.n || !str_digits(&n, (str){s.p + at, digits}))
        return false;
    *out = (int)n;
    return true;
}

static bool sign_at(str s, size_t at, const char *one_of)
{
    return at < s.n && s.p[at] && strchr(one_of, s.p[at]) != NULL;
}

/* "+01:00", "-09:30", "Z": minutes east of Greenwich. */
static bool zone_minutes(int *out, str s)
{
    if (str_is(s, "Z")) {
        *out = 0;
        return true;
    }
    int hours;
    int minutes;
    if (s.n != 6 || !sign_at(s, 0, "+-") || !number_at(s, 1, 2, &hours) || s.p[3] != ':' ||
        !number_at(s, 4, 2, &minutes) || hours > 14 || minutes > 59)
        return false;
    *out = (s.p[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
    return true;
}

/* Days since 1970-01-01 in the proleptic Gregorian calendar; March leads the year, so that the leap day
 * is its last. */
static int64_t days_of(int year, int month, int day)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t era = y / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static bool day_exists(int year, int month, int day)
{
    static const int most[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (year < 1 || month < 1 || month > 12 || day < 1)
        return false;
    return day <= most[month - 1] + (month == 2 && leap);
}

static void time_write(event *out)
{
    int64_t days = out->time_ms / 86400000 - (out->time_ms % 86400000 < 0);
    int64_t ms = out->time_ms - days * 86400000;
    int64_t z = days + 719468;
    int64_t era = z / 146097;
    int64_t of_era = z - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * of_year + 2) / 153;
    int day = (int)(of_year - (153 * shifted + 2) / 5 + 1);
    int month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    int year = (int)(year_of_era + era * 400 + (month <= 2));
    int n = snprintf(out->time, sizeof out->time, "%04d-%02d-%02dT%02d:%02d:%02d", year % 10000, month, day,
                     (int)(ms / 3600000), (int)(ms / 60000 % 60), (int)(ms / 1000 % 60));
    if (ms % 1000)
        snprintf(out->time + n, sizeof out->time - (size_t)n, ".%03dZ", (int)(ms % 1000));
    else
        snprintf(out->time + n, sizeof out->time - (size_t)n, "Z");
}

/* RFC 3339 with an offset: without one nobody knows when it was.  *form: its shape is right, so that a
 * refusal means that the day or hour does not exist. */
static bool time_read(event *out, str s, bool *form)
{
    int year, month, day, hour, minute, second, zone;
    *form = number_at(s, 0, 4, &year) && sign_at(s, 4, "-") && number_at(s, 5, 2, &month) &&
            sign_at(s, 7, "-") && number_at(s, 8, 2, &day) && sign_at(s, 10, "T") &&
            number_at(s, 11, 2, &hour) && sign_at(s, 13, ":") && number_at(s, 14, 2, &minute) &&
            sign_at(s, 16, ":") && number_at(s, 17, 2, &second);
    if (!*form)
        return false;
    size_t at = 19;
    int64_t ms = 0;
    if (sign_at(s, at, ".")) {
        int64_t weight = 100;
        for (at++; sign_at(s, at, "0123456789"); at++, weight /= 10)
            ms += (s.p[at] - '0') * weight;
        *form = at > 20;
    }
    if (!*form || at >= s.n || !zone_minutes(&zone, (str){s.p + at, s.n - at})) {
        *form = false;
        return false;
    }
    if (!day_exists(year, month, day) || hour > 23 || minute > 59 || second > 59)
        return false;
    int64_t seconds = days_of(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - zone * 60;
    out->time_ms = seconds * 1000 + ms;
    time_write(out);
    return true;
}

static void read_when(event *out, reading *r)
{
    const json *when = json_get(r->e, "eventTime");
    bool form = false;
    if (!when)
        wrong(r, &EVT_002, "eventTime", NULL, NULL);
    else if (when->kind != JSON_STRING || !time_read(out, when->text, &form))
        wrong(r, form ? &EVT_004 : &EVT_003, "eventTime", when, NULL);
    const json *zone = json_get(r->e, "eventTimeZoneOffset");
    int minutes;
    if (!zone)
        wrong(r, &EVT_002, "eventTimeZoneOffset", NULL, NULL);
    else if (zone->kind != JSON_STRING || !zone_minutes(&minutes, zone->text))
        wrong(r, &EVT_008, "eventTimeZoneOffset", zone, NULL);
    else
        out->zone = zone->text;
}

/* ---- The event ---- */

static bool read_type(event *out, reading *r)
{
    static const struct {
        const char *name;
        event_type type;
    } types[] = {
        {"ObjectEvent",         EVENT_OBJECT        },
        {"AggregationEvent",    EVENT_AGGREGATION   },
        {"TransactionEvent",    EVENT_TRANSACTION   },
        {"TransformationEvent", EVENT_TRANSFORMATION},
        {"AssociationEvent",    EVENT_ASSOCIATION   }
    };
    const json *type = json_get(r->e, "type");
    if (!type) {
        wrong(r, &EVT_002, "type", NULL, NULL);
        return false;
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (type->kind == JSON_STRING && str_is(type->text, types[i].name)) {
            out->type = types[i].type;
            return true;
        }
    wrong(r, &EVT_001, "type", type, NULL);
    return false;
}

static void read_action(event *out, reading *r)
{
    static const char *const words[] = {
        [EVENT_ADD] = "ADD", [EVENT_OBSERVE] = "OBSERVE", [EVENT_DELETE] = "DELETE"};
    const json *action = json_get(r->e, "action");
    if (out->type == EVENT_TRANSFORMATION) {
        if (action)
            wrong(r, &EVT_009, "action", action, NULL);
        return;
    }
    if (!action) {
        wrong(r, &EVT_002, "action", NULL, NULL);
        return;
    }
    for (int i = EVENT_ADD; i <= EVENT_DELETE; i++)
        if (action->kind == JSON_STRING && str_is(action->text, words[i]))
            out->action = (event_action)i;
    if (out->action == EVENT_NO_ACTION)
        wrong(r, &EVT_009, "action", action, NULL);
}

static void read_things(event *out, reading *r)
{
    switch (out->type) {
    case EVENT_OBJECT:
    case EVENT_TRANSACTION:
        out->items = items_of(r, "epcList", "quantityList");
        break;
    case EVENT_AGGREGATION:
    case EVENT_ASSOCIATION:
        out->items = items_of(r, "childEPCs", "childQuantityList");
        break;
    case EVENT_TRANSFORMATION:
        out->inputs = items_of(r, "inputEPCList", "inputQuantityList");
        out->outputs = items_of(r, "outputEPCList", "outputQuantityList");
        out->transformation = id_member(r, r->e, "transformationID", "transformationID");
        break;
    }
    if (out->type != EVENT_OBJECT && out->type != EVENT_TRANSFORMATION)
        out->parent = id_member(r, r->e, "parentID", "parentID");
    bool contains = out->type == EVENT_AGGREGATION || out->type == EVENT_ASSOCIATION;
    /* The published schema lets these pass; without them nothing can be traced (EPCIS 7.4.3, 7.4.6). */
    if (contains && (out->action == EVENT_ADD || out->action == EVENT_DELETE) && !json_get(r->e, "parentID"))
        wrong(r, &EVT_002, "parentID", NULL, NULL);
    if (contains && out->action == EVENT_ADD && out->items.n == 0)
        wrong(r, &EVT_011, "childEPCs", NULL, NULL);
    if (out->type == EVENT_OBJECT && out->items.n == 0)
        wrong(r, &EVT_011, "epcList", NULL, NULL);
    if (out->type == EVENT_TRANSFORMATION && out->inputs.n == 0 && out->outputs.n == 0)
        wrong(r, &EVT_011, "inputEPCList", NULL, NULL);
}

bool event_read(event *out, arena *a, const json *e, fault_list *faults, const fault *place)
{
    static const fault nowhere = {.file = ""};
    *out = (event){.zone = STR(""),
                   .id = STR(""),
                   .step = STR(""),
                   .disposition = STR(""),
                   .read_point = STR(""),
                   .place = STR(""),
                   .parent = STR(""),
                   .transformation = STR("")};
    reading r = {.a = a, .faults = faults, .place = place ? place : &nowhere, .e = e};
    if (e->kind != JSON_OBJECT) {
        wrong(&r, &EVT_006, "", e, "event");
        return false;
    }
    bool typed = read_type(out, &r);
    read_when(out, &r);
    if (typed) {
        read_action(out, &r);
        read_things(out, &r);
    }
    out->id = text_of(&r, e, "eventID", "eventID");
    out->step = cbv_word(text_of(&r, e, "bizStep", "bizStep"));
    out->disposition = cbv_word(text_of(&r, e, "disposition", "disposition"));
    out->read_point = place_member(&r, "readPoint");
    out->place = place_member(&r, "bizLocation");
    out->declared_wrong = json_get(e, "errorDeclaration") != NULL;
    return r.found == 0;
}

ak_code event_parse(event *out, arena *a, str source, ak_err *err)
{
    json *e;
    AK_TRY(json_read(&e, a, source, NULL, err));
    fault_list faults = fault_list_new(a);
    if (event_read(out, a, e, &faults, NULL))
        return AK_OK;
    const fault *first = &faults.rows[0];
    return ak_at(err, ak_fail(err, first->rule, first->arg[0]), NULL, 0, first->field, first->value);
}
