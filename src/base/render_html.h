/* render_html.h -- what the parts of the HTML renderer share. */
#ifndef BASE_RENDER_HTML_H
#define BASE_RENDER_HTML_H

#include "base/html.h"
#include "base/picture.h"
#include "base/render_parts.h"

/* Escaped, the first letter a capital: words that stand alone. */
void html_capital(buf *out, str text);
/* The shape of a level, from the page's sprite. */
void html_shape(buf *out, const view *level);
/* Without mark-up, escaped. */
AK_MUST_USE ak_code html_plain(buf *out, const view *v, language lang, ak_err *err);
/* <a ...> where the value opens into something; true = </a> is owed. */
bool html_link_open(buf *out, const view *v, language lang);

#endif
