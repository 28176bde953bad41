/* message.c -- errors and faults as one line for a person. */
#include "base/message.h"

#include <inttypes.h>

#include "base/json.h"

typedef struct place {
    const char *file, *sheet, *field, *value;
    int64_t row;
} place;

/* "file:row:field: value: ", as much of it as is known. */
static void add_place(buf *b, const place *p)
{
    const char *between = "";
    if (*p->file) {
        buf_add_c(b, p->file);
        between = ":";
    }
    if (*p->sheet) {
        buf_printf(b, "%s%s", between, p->sheet);
        between = ":";
    }
    if (p->row) {
        buf_printf(b, "%s%" PRId64, between, p->row);
        between = ":";
    }
    if (*p->field) {
        buf_printf(b, "%s%s", between, p->field);
        between = ":";
    }
    if (*between)
        buf_add_c(b, ": ");
    if (*p->value)
        buf_printf(b, "%s: ", p->value);
}

/* Values come from files: a line break or another control character in one must not break the line. */
static const char *one_line(buf *b)
{
    for (size_t i = 0; i < b->n; i++) {
        if ((unsigned char)b->p[i] < ' ' || b->p[i] == 127)
            b->p[i] = ' ';
    }
    return b->n ? b->p : "";
}

static const char *whole(arena *a, language lang, const place *where, const ak_rule *rule,
                         const char *const args[4])
{
    buf b = buf_new(a, 0);
    add_place(&b, where);
    buf_printf(&b, "%s; %s [%s]", tr_fill_args(a, tr(lang, rule->text), args),
               tr_fill_args(a, tr(lang, rule->remedy), args), rule->code);
    return one_line(&b);
}

const char *message_err(arena *a, language lang, const ak_err *err)
{
    if (!err->rule)
        return "";
    const char *args[4] = {err->arg[0], err->arg[1], err->arg[2], err->arg[3]};
    place where = {err->file, "", err->field, err->value, err->line};
    return whole(a, lang, &where, err->rule, args);
}

const char *message_fault(arena *a, language lang, const fault *f)
{
    const char *args[4] = {f->arg[0], f->arg[1], f->arg[2], f->arg[3]};
    place where = {f->file, f->sheet, f->field, f->value, f->row};
    return whole(a, lang, &where, f->rule, args);
}

const char *message_fault_text(arena *a, language lang, const fault *f)
{
    return tr_fill_args(a, tr(lang, f->rule->text), f->arg);
}

const char *message_fault_remedy(arena *a, language lang, const fault *f)
{
    return tr_fill_args(a, tr(lang, f->rule->remedy), f->arg);
}

const char *message_err_text(arena *a, language lang, const ak_err *err)
{
    const char *args[4] = {err->arg[0], err->arg[1], err->arg[2], err->arg[3]};
    return err->rule ? tr_fill_args(a, tr(lang, err->rule->text), args) : "";
}

const char *message_err_remedy(arena *a, language lang, const ak_err *err)
{
    const char *args[4] = {err->arg[0], err->arg[1], err->arg[2], err->arg[3]};
    return err->rule ? tr_fill_args(a, tr(lang, err->rule->remedy), args) : "";
}

static void put_text(arena *a, json *object, const char *name, const char *text)
{
    if (*text)
        json_put(a, object, name, json_string_new(a, str_of(text)));
}

str message_err_json(arena *a, language lang, const ak_err *err)
{
    json *v = json_object_new(a);
    json *e = json_object_new(a);
    put_text(a, e, "code", err->rule->code);
    put_text(a, e, "text", message_err_text(a, lang, err));
    put_text(a, e, "remedy", message_err_remedy(a, lang, err));
    put_text(a, e, "file", err->file);
    if (err->line)
        json_put(a, e, "row", json_int_new(a, err->line));
    put_text(a, e, "field", err->field);
    put_text(a, e, "value", err->value);
    json_put(a, v, "error", e);
    buf b = buf_new(a, 0);
    json_write(&b, v, 0);
    return buf_str(&b);
}
