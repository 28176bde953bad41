/* html.h -- the only two ways in which a text gets into a page. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/str.h"

/* & < > " ' become references, in content and in attributes alike; control signs (not tab, line end) and
 * bytes that are no UTF-8 become U+FFFD.  Right in XML too. */
void html_escape(buf *out, str text);
/* Query values: all but letters, digits and - . _ ~ : as %XX. */
void html_query(buf *out, str text);
/* A link of ours inside an attribute: escaped; prefix ("/nb/") goes before one that does not begin with
 * '#', '/' or https://.  Anything else with a scheme (javascript:) becomes "#". */
void html_href(buf *out, const char *prefix, const char *href);

#endif
