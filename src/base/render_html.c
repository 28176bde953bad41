/* render_html.c -- a value inside running text of a page. */
#include "base/render_html.h"

#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

#define HTML_LIST_MOST 50

void html_capital(buf *out, str text)
{
    utf8proc_int32_t sign = 0;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text.p, (utf8proc_ssize_t)text.n, &sign);
    if (n > 0) {
        utf8proc_uint8_t upper[4];
        utf8proc_ssize_t bytes = utf8proc_encode_char(utf8proc_toupper(sign), upper);
        html_escape(out, (str){(const char *)upper, (size_t)bytes});
        text = (str){text.p + n, text.n - (size_t)n};
    }
    html_escape(out, text);
}

void html_shape(buf *out, const view *level)
{
    buf_printf(out, "<svg aria-hidden=\"true\" viewBox=\"0 0 12 12\"><use href=\"#i-%s\"/></svg>",
               view_as_text(level));
}

/* Five rising bars: as many filled as the evidence is good; assumed is hatched. */
static void evidence_bars(buf *out, const char *code)
{
    static const char *const levels[] = {"assumed", "self_declared", "documented", "verified", "measured"};
    size_t rank = 0;
    while (rank < 4 && strcmp(levels[rank], code) != 0)
        rank++;
    buf_add_c(out, "<svg aria-hidden=\"true\" viewBox=\"0 0 26 15\">");
    for (size_t i = 0; i < 5; i++) {
        const char *fill = i > rank ? "off" : rank == 0 ? "none" : "on";
        buf_printf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"4\" height=\"%.1f\" class=\"%s\"/>",
                   0.5 + 5.2 * (double)i, 11.1 - 2.4 * (double)i, 2.4 + 2.4 * (double)i, fill);
    }
    buf_add_c(out, "</svg>");
}

ak_code html_plain(buf *out, const view *v, language lang, ak_err *err)
{
    arena scratch = {0};
    buf text = buf_new(&scratch, 0);
    ak_code code = render_plain(&text, v, lang, err);
    if (code == AK_OK)
        html_escape(out, buf_str(&text));
    arena_free(&scratch);
    return code;
}

static ak_code html_word(buf *out, const view *v, const render_page *page, ak_err *err)
{
    const char *mark = view_mark(v);
    bool risk = strcmp(mark, "risk") == 0;
    if (!risk && strcmp(mark, "ev") != 0)
        return html_plain(out, v, page->lang, err);
    buf_printf(out, "<span class=\"%s", mark);
    if (risk) {
        buf_printf(out, " risk-%s\">", view_as_text(v));
        html_shape(out, v);
    } else {
        buf_add_c(out, "\">");
        evidence_bars(out, view_as_text(v));
    }
    html_capital(out, str_of(tr(page->lang, view_name(v))));
    buf_add_c(out, "</span>");
    return AK_OK;
}

/* /nb/trace/up?id=... */
static void ref_href(buf *out, const view *v, language lang)
{
    buf_printf(out, "/%s/", language_code(lang));
    for (const char *p = view_action(v); *p; p++)
        buf_add_char(out, *p == ' ' ? '/' : *p);
    buf_add_c(out, "?id=");
    html_query(out, str_of(view_as_text(v)));
}

bool html_link_open(buf *out, const view *v, language lang)
{
    if (*view_href(v)) {
        char prefix[8];
        snprintf(prefix, sizeof prefix, "/%s/", language_code(lang));
        buf_add_c(out, "<a href=\"");
        html_href(out, prefix, view_href(v));
        buf_add_c(out, "\">");
        return true;
    }
    if (view_kind_of(v) == VIEW_REF && *view_action(v)) {
        bool statement = strcmp(view_action(v), "statement") == 0;
        buf_add_c(out, statement ? "<a class=\"st\" href=\"" : "<a href=\"");
        ref_href(out, v, lang);
        buf_add_c(out, "\">");
        return true;
    }
    return false;
}

static ak_code html_say(buf *out, const view *v, const render_page *page, int depth, ak_err *err);

static ak_code inline_value(buf *out, const view *v, const render_page *page, int depth, ak_err *err)
{
    if (depth > RENDER_DEPTH_MAX)
        return ak_fail(err, &VIEW_004, ak_arg_int(RENDER_DEPTH_MAX));
    bool linked = html_link_open(out, v, page->lang);
    switch (view_kind_of(v)) {
    case VIEW_WORD:
        AK_TRY(html_word(out, v, page, err));
        break;
    case VIEW_SAY:
        AK_TRY(html_say(out, v, page, depth, err));
        break;
    case VIEW_DATE:
        buf_add_c(out, "<time datetime=\"");
        html_escape(out, str_of(view_as_text(v)));
        buf_add_c(out, "\">");
        AK_TRY(html_plain(out, v, page->lang, err));
        buf_add_c(out, "</time>");
        break;
    case VIEW_LIST:
        for (size_t i = 0; i < view_count(v) && i < HTML_LIST_MOST; i++) {
            if (i)
                buf_add_c(out, ", ");
            AK_TRY(inline_value(out, view_at(v, i), page, depth + 1, err));
        }
        if (view_count(v) > HTML_LIST_MOST)
            buf_add_c(out, ", \xe2\x80\xa6");
        break;
    default:
        AK_TRY(html_plain(out, v, page->lang, err));
    }
    if (linked)
        buf_add_c(out, "</a>");
    return AK_OK;
}

/* Words inside a sentence are words, without shape; refs stay links. */
static ak_code html_say(buf *out, const view *v, const render_page *page, int depth, ak_err *err)
{
    const char *p = view_say_text(v, page->lang);
    while (*p) {
        const char *open = strchr(p, '{');
        const char *close = open ? strchr(open, '}') : NULL;
        if (!close)
            break;
        html_escape(out, (str){p, (size_t)(open - p)});
        const view *value = view_say_value(v, open + 1, (size_t)(close - open - 1));
        if (!value)
            html_escape(out, (str){open, (size_t)(close - open + 1)});
        else if (view_kind_of(value) == VIEW_WORD && !*view_href(value))
            AK_TRY(html_plain(out, value, page->lang, err));
        else
            AK_TRY(inline_value(out, value, page, depth + 1, err));
        p = close + 1;
    }
    html_escape(out, str_of(p));
    return AK_OK;
}

ak_code render_html_value(buf *out, const view *v, const render_page *page, ak_err *err)
{
    return inline_value(out, v, page, 0, err);
}
