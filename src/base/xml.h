/* xml.h -- XML read piece by piece: well-formed, with namespaces, without document types and entities.
 *
 * Names come as the namespace, a space, and the local name ("urn:x part"), or as the local name alone where
 * there is no namespace; xml_local gives the part behind the space.  A handler that fails ends the parsing;
 * its error is what xml_feed returns, with the line where it happened.
 */
#ifndef BASE_XML_H
#define BASE_XML_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

typedef struct xml_handler {
    /* attributes: name, value, name, value, ..., NULL; all texts live until the handler returns */
    ak_code (*start)(void *payload, const char *name, const char **attributes, ak_err *err);
    ak_code (*end)(void *payload, const char *name, ak_err *err);
    ak_code (*text)(void *payload, str text, ak_err *err); /* one text may come in several pieces */
    void *payload;
} xml_handler;

typedef struct xml_limits {
    size_t depth_max; /* 0 = 64 */
    size_t bytes_max; /* 0 = 1 GiB */
} xml_limits;

typedef struct xml_reader xml_reader;

/* Any handler function and limits may be NULL. */
AK_MUST_USE ak_code xml_open(xml_reader **out, arena *a, const xml_handler *handler, const xml_limits *limits,
                             ak_err *err);
/* AK_E_INPUT with err->line.  After xml_pause the rest of the piece waits for xml_resume. */
AK_MUST_USE ak_code xml_feed(xml_reader *r, str piece, bool last, ak_err *err);
/* From within a handler: xml_feed or xml_resume returns behind this element. */
void xml_pause(xml_reader *r);
bool xml_paused(const xml_reader *r);
AK_MUST_USE ak_code xml_resume(xml_reader *r, ak_err *err);
int64_t xml_line(const xml_reader *r);

/* A whole document. */
AK_MUST_USE ak_code xml_read(str input, const xml_handler *handler, const xml_limits *limits, ak_err *err);

const char *xml_local(const char *name);
/* Value of the attribute with that local name and no namespace; NULL without. */
const char *xml_attribute(const char **attributes, const char *name);

#endif
