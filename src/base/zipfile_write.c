/* zipfile_write.c -- a ZIP file in memory, through libzip. */
#include <string.h>
#include <zip.h>

#include "base/zipfile.h"

#define DOS_DATE_FIRST 0x21 /* 1980-01-01 */

static void source_close(void *source)
{
    zip_source_free(source);
}

static ak_code failed(ak_err *err, zip_error_t *why)
{
    ak_code code = ak_fail(err, &ZIP_009, zip_error_strerror(why));
    zip_error_fini(why);
    return code;
}

static ak_code take_bytes(str *out, arena *a, zip_source_t *source, ak_err *err)
{
    if (zip_source_open(source) != 0 || zip_source_seek(source, 0, SEEK_END) != 0)
        return ak_fail(err, &ZIP_009, zip_error_strerror(zip_source_error(source)));
    zip_int64_t n = zip_source_tell(source);
    char *p = arena_alloc(a, (size_t)(n < 0 ? 0 : n) + 1);
    bool read = n > 0 && zip_source_seek(source, 0, SEEK_SET) == 0 &&
                zip_source_read(source, p, (zip_uint64_t)n) == n;
    (void)zip_source_close(source);
    if (!read)
        return ak_fail(err, &ZIP_009, zip_error_strerror(zip_source_error(source)));
    *out = (str){p, (size_t)n};
    return AK_OK;
}

ak_code zipfile_write(str *out, arena *a, const zipfile_part *parts, size_t n, ak_err *err)
{
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &why);
    if (!source)
        return failed(err, &why);
    arena_own(a, source_close, source);
    zip_t *archive = zip_open_from_source(source, ZIP_TRUNCATE, &why);
    if (!archive)
        return failed(err, &why);
    zip_source_keep(source); /* closing the archive lets go of one; the other is the arena's */
    for (size_t i = 0; i < n; i++) {
        zip_source_t *part = zip_source_buffer(archive, parts[i].bytes.p, parts[i].bytes.n, 0);
        zip_int64_t at = part ? zip_file_add(archive, parts[i].name, part, ZIP_FL_ENC_UTF_8) : -1;
        if (at < 0 || zip_file_set_dostime(archive, (zip_uint64_t)at, 0, DOS_DATE_FIRST, 0) != 0) {
            ak_code code = ak_fail(err, &ZIP_009, zip_strerror(archive));
            if (part && at < 0)
                zip_source_free(part);
            zip_discard(archive);
            return code;
        }
    }
    if (zip_close(archive) != 0) {
        ak_code code = ak_fail(err, &ZIP_009, zip_strerror(archive));
        zip_discard(archive);
        return code;
    }
    return take_bytes(out, a, source, err);
}
