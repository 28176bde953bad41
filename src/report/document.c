/* document.c -- the document of an action. */
#include "report/document.h"

#include <string.h>

#include "base/figure_text.h"
#include "record/workspace.h"

doc_about document_about(const ctx *c, const char *title)
{
    const char *footer = "";
    if (c->root && *c->root)
        footer = arena_printf(c->a, "aktsom · %s %llu · %.16s", tr(c->lang, N_("log")),
                              (unsigned long long)c->size, c->root);
    return (doc_about){.title = title,
                       .author = c->ws ? workspace_name(c->ws) : "aktsom",
                       .footer = footer,
                       .lang = c->lang,
                       .created = c->now};
}

/* The thing's own name where the value is about a thing, else what the action does. */
static const char *title_of(const ctx *c, const action *act, const view *v)
{
    const view *subject = view_get(v, "subject");
    if (view_kind_of(subject) != VIEW_REF)
        subject = view_get(v, "name");
    const char *text = subject ? figure_text(c->a, subject, c->lang) : "";
    return *text ? text : tr(c->lang, act->help);
}

ak_code document_of(doc **out, ctx *c, const action *act, const view *v, ak_err *err)
{
    if (act->document)
        return act->document(out, c, v, err);
    doc_about about = document_about(c, title_of(c, act, v));
    return doc_of_view(out, c->a, v, &about, err);
}

const char *document_name(arena *a, const action *act, const view *v, doc_format f)
{
    const char *word = strrchr(act->name, ' ');
    word = word ? word + 1 : act->name;
    const char *ending = f == DOC_TEXT ? "txt" : doc_format_name(f);
    const view *year = view_get(v, "year");
    if (view_kind_of(year) == VIEW_INT)
        return arena_printf(a, "%s-%lld.%s", word, (long long)view_as_int(year), ending);
    return arena_printf(a, "%s.%s", word, ending);
}
