/* xml.c -- XML read piece by piece, through expat.
 *
 * Nothing unwinds through expat: the first error is kept here and the parser is stopped.
 */
#include "base/xml.h"

#include <expat.h>
#include <limits.h>
#include <string.h>

#define DEPTH_DEFAULT 64
#define BYTES_DEFAULT ((size_t)1 << 30)
#define FEED_MOST     ((size_t)1 << 24) /* expat counts in int */

struct xml_reader {
    XML_Parser parser;
    xml_handler handler;
    xml_limits limits;
    size_t depth;
    size_t bytes;
    bool pause;
    ak_code code; /* of the first error */
    ak_err first;
};

static void parser_free(void *parser)
{
    XML_ParserFree(parser);
}

static void stop(xml_reader *r, ak_code code)
{
    if (code == AK_OK)
        return;
    if (r->code == AK_OK)
        r->code = ak_at(&r->first, code, NULL, xml_line(r), NULL, NULL);
    XML_StopParser(r->parser, XML_FALSE);
}

static void on_start(void *payload, const XML_Char *name, const XML_Char **attributes)
{
    xml_reader *r = payload;
    if (r->code != AK_OK)
        return;
    if (r->depth++ == r->limits.depth_max)
        stop(r, ak_fail(&r->first, &XML_003, ak_arg_int((int64_t)r->limits.depth_max)));
    else if (r->handler.start)
        stop(r, r->handler.start(r->handler.payload, name, attributes, &r->first));
}

static void on_end(void *payload, const XML_Char *name)
{
    xml_reader *r = payload;
    if (r->code != AK_OK)
        return;
    r->depth--;
    if (r->handler.end)
        stop(r, r->handler.end(r->handler.payload, name, &r->first));
    if (r->pause && r->code == AK_OK)
        XML_StopParser(r->parser, XML_TRUE);
}

static void on_text(void *payload, const XML_Char *p, int n)
{
    xml_reader *r = payload;
    if (r->code == AK_OK && r->handler.text)
        stop(r, r->handler.text(r->handler.payload, (str){p, (size_t)n}, &r->first));
}

static void on_doctype(void *payload, const XML_Char *name, const XML_Char *system, const XML_Char *public_id,
                       int internal)
{
    xml_reader *r = payload;
    (void)name, (void)system, (void)public_id, (void)internal;
    stop(r, ak_fail(&r->first, &XML_002));
}

ak_code xml_open(xml_reader **out, arena *a, const xml_handler *handler, const xml_limits *limits,
                 ak_err *err)
{
    xml_reader *r = ARENA_NEW(a, xml_reader);
    *out = r;
    r->parser = XML_ParserCreateNS(NULL, ' ');
    if (!r->parser)
        return ak_fail_errno(err, "reading", "XML");
    arena_own(a, parser_free, r->parser);
    r->handler = *handler;
    if (limits)
        r->limits = *limits;
    if (!r->limits.depth_max)
        r->limits.depth_max = DEPTH_DEFAULT;
    if (!r->limits.bytes_max)
        r->limits.bytes_max = BYTES_DEFAULT;
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_start, on_end);
    XML_SetCharacterDataHandler(r->parser, on_text);
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
    return AK_OK;
}

/* What expat's answer means; the error that a handler left comes first. */
static ak_code outcome(xml_reader *r, enum XML_Status status, ak_err *err)
{
    if (r->code != AK_OK) {
        if (err)
            *err = r->first;
        return r->code;
    }
    if (status != XML_STATUS_ERROR)
        return AK_OK;
    r->code = ak_fail(&r->first, &XML_001, XML_ErrorString(XML_GetErrorCode(r->parser)));
    r->code = ak_at(&r->first, r->code, NULL, xml_line(r), NULL, NULL);
    if (err)
        *err = r->first;
    return r->code;
}

ak_code xml_feed(xml_reader *r, str piece, bool last, ak_err *err)
{
    if (r->code != AK_OK)
        return outcome(r, XML_STATUS_OK, err);
    if (piece.n > r->limits.bytes_max - r->bytes || piece.n > INT_MAX)
        return ak_fail(err, &XML_004, ak_arg_int((int64_t)r->limits.bytes_max));
    r->bytes += piece.n;
    r->pause = false;
    return outcome(r, XML_Parse(r->parser, piece.p, (int)piece.n, last), err);
}

void xml_pause(xml_reader *r)
{
    r->pause = true;
}

bool xml_paused(const xml_reader *r)
{
    XML_ParsingStatus status;
    XML_GetParsingStatus(r->parser, &status);
    return status.parsing == XML_SUSPENDED;
}

ak_code xml_resume(xml_reader *r, ak_err *err)
{
    r->pause = false;
    return outcome(r, XML_ResumeParser(r->parser), err);
}

int64_t xml_line(const xml_reader *r)
{
    return (int64_t)XML_GetCurrentLineNumber(r->parser);
}

static ak_code feed_all(arena *a, str input, const xml_handler *handler, const xml_limits *limits,
                        ak_err *err)
{
    xml_reader *r = NULL;
    AK_TRY(xml_open(&r, a, handler, limits, err));
    for (;;) {
        str piece = {input.p, input.n < FEED_MOST ? input.n : FEED_MOST};
        input = (str){input.p + piece.n, input.n - piece.n};
        AK_TRY(xml_feed(r, piece, input.n == 0, err));
        if (input.n == 0)
            return AK_OK;
    }
}

ak_code xml_read(str input, const xml_handler *handler, const xml_limits *limits, ak_err *err)
{
    arena a = {0};
    ak_code code = feed_all(&a, input.n ? input : STR(""), handler, limits, err);
    arena_free(&a);
    return code;
}

const char *xml_local(const char *name)
{
    const char *space = strrchr(name, ' ');
    return space ? space + 1 : name;
}

const char *xml_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2)
        if (strcmp(attributes[i], name) == 0)
            return attributes[i + 1];
    return NULL;
}
