/* render_plain.c -- a value inside running text, for people: localised, without mark-up. */
#include "base/render.h"

#include <stdlib.h>
#include <string.h>

#include "base/country.h"

#define PLAIN_DEPTH_MAX 16

static ak_code plain_value(buf *out, const view *v, language lang, int depth, ak_err *err);

/* The sentence with its places filled; a place without a value of that name stays as it is, so that a
 * slip in a translation is seen and not hidden. */
static ak_code plain_say(buf *out, const view *v, language lang, int depth, ak_err *err)
{
    const char *p = view_say_text(v, lang);
    while (*p) {
        const char *open = strchr(p, '{');
        const char *close = open ? strchr(open, '}') : NULL;
        if (!close)
            break;
        buf_add(out, p, (size_t)(open - p));
        const view *value = view_say_value(v, open + 1, (size_t)(close - open - 1));
        if (value)
            AK_TRY(plain_value(out, value, lang, depth + 1, err));
        else
            buf_add(out, open, (size_t)(close - open + 1));
        p = close + 1;
    }
    buf_add_c(out, p);
    return AK_OK;
}

static ak_code plain_list(buf *out, const view *v, language lang, int depth, ak_err *err)
{
    for (size_t i = 0; i < view_count(v); i++) {
        if (i)
            buf_add_c(out, ", ");
        AK_TRY(plain_value(out, view_at(v, i), lang, depth + 1, err));
    }
    return AK_OK;
}

/* Rounded for labels, but as it was said where that is 62.5 % or 12.25 %; never to 0 % or 100 % what is
 * neither. */
static const char *plain_share(arena *a, int64_t millionths, language lang)
{
    int64_t size = llabs(millionths);
    bool near_none = size > 0 && size < 10000;
    bool near_all = size > 990000 && size < 1000000;
    int said = size % 100 ? 0 : size % 1000 ? 2 : size % 10000 ? 1 : 0;
    int decimals = near_none || near_all ? (size < 1000 || size > 999000 ? 2 : 1) : said;
    return fmt_share(a, lang, millionths, decimals);
}

static const char *plain_figure(arena *a, const view *v, language lang)
{
    switch (view_kind_of(v)) {
    case VIEW_INT:
        return view_is_year(v) ? arena_printf(a, "%lld", (long long)view_as_int(v))
                               : fmt_int(a, lang, view_as_int(v));
    case VIEW_DECIMAL:
        return *view_unit(v) ? fmt_quantity(a, lang, view_as_text(v), view_unit(v))
                             : fmt_decimal(a, lang, view_as_text(v));
    case VIEW_NUMBER: {
        const char *text = fmt_number(a, lang, view_as_number(v), view_digits(v));
        return view_is_year(v) ? arena_printf(a, "%s\xc2\xa0%s", text, view_unit(v)) : text;
    }
    case VIEW_SHARE:
        return plain_share(a, view_as_int(v), lang);
    case VIEW_MONEY:
        return fmt_money(a, lang, view_as_int(v), view_unit(v));
    case VIEW_DATE:
        return fmt_date(a, lang, view_as_text(v), FMT_DATE_LONG);
    default:
        return "";
    }
}

static ak_code plain_value(buf *out, const view *v, language lang, int depth, ak_err *err)
{
    if (depth > PLAIN_DEPTH_MAX)
        return ak_fail(err, &VIEW_004, ak_arg_int(PLAIN_DEPTH_MAX));
    AK_TRY(view_check(v, err));
    switch (view_kind_of(v)) {
    case VIEW_NULL:
    case VIEW_TABLE:
        break;
    case VIEW_BOOL:
        buf_add_c(out, tr(lang, view_as_int(v) ? N_("yes") : N_("no")));
        break;
    case VIEW_INT:
    case VIEW_DECIMAL:
    case VIEW_NUMBER:
    case VIEW_MONEY:
    case VIEW_SHARE:
    case VIEW_DATE: {
        arena scratch = {0};
        buf_add_c(out, plain_figure(&scratch, v, lang));
        arena_free(&scratch);
        break;
    }
    case VIEW_TEXT:
        buf_add_c(out, view_as_text(v));
        break;
    case VIEW_WORD:
        if (strcmp(view_mark(v), "country") == 0)
            buf_add_c(out, country_name(lang, view_as_text(v)));
        else
            buf_add_c(out, tr(lang, view_name(v)));
        break;
    case VIEW_REF:
        buf_add_c(out, strcmp(view_mark(v), "term") == 0 ? tr(lang, view_name(v)) : view_name(v));
        break;
    case VIEW_SAY:
        return plain_say(out, v, lang, depth, err);
    case VIEW_LIST:
    case VIEW_MAP:
        return plain_list(out, v, lang, depth, err);
    case VIEW_FIGURE:
        return plain_value(out, view_figure_title(v), lang, depth + 1, err);
    }
    return AK_OK;
}

ak_code render_plain(buf *out, const view *v, language lang, ak_err *err)
{
    return plain_value(out, v, lang, 0, err);
}
