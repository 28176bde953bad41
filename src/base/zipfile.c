/* zipfile.c -- what is packed in a ZIP file in memory, through libzip. */
#include "base/zipfile.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define ENTRIES_DEFAULT  ((size_t)4096)
#define BYTES_DEFAULT    ((size_t)1 << 30)
#define RATIO_DEFAULT    ((size_t)200)
#define RATIO_FREE_BYTES ((size_t)16 << 20) /* smaller entries may be packed as well as they like */

struct zipfile {
    zip_t *archive;
    zipfile_entry *entries;
    const zipfile_entry **by_name;
    size_t n;
};

struct zipfile_stream {
    zip_file_t *file;
    const char *name;
    size_t left; /* bytes that it may still give */
};

static void archive_close(void *archive)
{
    zip_discard(archive); /* frees the source as well; nothing is written */
}

static void file_close(void *file)
{
    zip_fclose(file);
}

/* A plain relative path: what an honest writer of ZIP files gives. */
static bool name_is_plain(const char *name)
{
    if (!*name || *name == '/' || strchr(name, '\\') || strchr(name, ':') || !str_utf8_ok(str_of(name)))
        return false;
    str rest = str_of(name);
    if (name[rest.n - 1] == '/')
        rest.n--; /* a folder */
    while (rest.n) {
        str part = str_cut(&rest, '/');
        if (part.n == 0 || str_is(part, ".") || str_is(part, ".."))
            return false;
    }
    return true;
}

static ak_code check_entry(const zip_stat_t *st, const zipfile_limits *most, size_t *bytes_left, ak_err *err)
{
    const zip_uint64_t wanted = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD |
                                ZIP_STAT_ENCRYPTION_METHOD;
    if ((st->valid & wanted) != wanted || !name_is_plain(st->name))
        return ak_fail(err, &ZIP_002, (st->valid & ZIP_STAT_NAME) ? st->name : "?");
    if (st->encryption_method != ZIP_EM_NONE)
        return ak_fail(err, &ZIP_003, st->name);
    if (st->comp_method != ZIP_CM_STORE && st->comp_method != ZIP_CM_DEFLATE)
        return ak_fail(err, &ZIP_004, st->name);
    if (st->size > *bytes_left)
        return ak_fail(err, &ZIP_005, ak_arg_int((int64_t)most->bytes_max));
    if (st->size > RATIO_FREE_BYTES && st->size / most->ratio_max > st->comp_size)
        return ak_fail(err, &ZIP_006, st->name, ak_arg_int((int64_t)most->ratio_max));
    *bytes_left -= (size_t)st->size;
    return AK_OK;
}

static int name_order(const void *a, const void *b)
{
    return strcmp((*(const zipfile_entry *const *)a)->name, (*(const zipfile_entry *const *)b)->name);
}

static ak_code names_unique(zipfile *z, arena *a, ak_err *err)
{
    z->by_name = ARENA_NEWS(a, const zipfile_entry *, z->n + 1);
    for (size_t i = 0; i < z->n; i++)
        z->by_name[i] = &z->entries[i];
    qsort(z->by_name, z->n, sizeof(const zipfile_entry *), name_order);
    for (size_t i = 1; i < z->n; i++)
        if (strcmp(z->by_name[i - 1]->name, z->by_name[i]->name) == 0)
            return ak_fail(err, &ZIP_002, z->by_name[i]->name);
    return AK_OK;
}

ak_code zipfile_open(zipfile **out, arena *a, str input, const zipfile_limits *limits, ak_err *err)
{
    zipfile_limits most = limits ? *limits : (zipfile_limits){0};
    if (!most.entries_max)
        most.entries_max = ENTRIES_DEFAULT;
    if (!most.bytes_max)
        most.bytes_max = BYTES_DEFAULT;
    if (!most.ratio_max)
        most.ratio_max = RATIO_DEFAULT;
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *source = zip_source_buffer_create(input.n ? input.p : "", input.n, 0, &why);
    zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &why) : NULL;
    zip_error_fini(&why);
    if (!archive) {
        if (source)
            zip_source_free(source);
        return ak_fail(err, &ZIP_001);
    }
    arena_own(a, archive_close, archive);
    zip_int64_t n = zip_get_num_entries(archive, 0);
    if (n < 0 || (zip_uint64_t)n > most.entries_max)
        return ak_fail(err, &ZIP_007, ak_arg_int((int64_t)most.entries_max));
    zipfile *z = ARENA_NEW(a, zipfile);
    *z =
        (zipfile){.archive = archive, .entries = ARENA_NEWS(a, zipfile_entry, (size_t)n + 1), .n = (size_t)n};
    size_t bytes_left = most.bytes_max;
    for (size_t i = 0; i < z->n; i++) {
        zip_stat_t st;
        if (zip_stat_index(archive, i, 0, &st) != 0)
            return ak_fail(err, &ZIP_001);
        AK_TRY(check_entry(&st, &most, &bytes_left, err));
        z->entries[i] = (zipfile_entry){arena_text(a, st.name), (size_t)st.size};
    }
    AK_TRY(names_unique(z, a, err));
    *out = z;
    return AK_OK;
}

const zipfile_entry *zipfile_entries(const zipfile *z, size_t *n)
{
    *n = z->n;
    return z->entries;
}

bool zipfile_find(const zipfile *z, size_t *entry, const char *name)
{
    zipfile_entry wanted = {.name = name};
    const zipfile_entry *key = &wanted;
    const zipfile_entry **found = bsearch(&key, z->by_name, z->n, sizeof(const zipfile_entry *), name_order);
    if (found)
        *entry = (size_t)(*found - z->entries);
    return found != NULL;
}

ak_code zipfile_stream_open(zipfile_stream **out, arena *a, zipfile *z, size_t entry, ak_err *err)
{
    zipfile_stream *s = ARENA_NEW(a, zipfile_stream);
    *out = s;
    s->name = z->entries[entry].name;
    s->left = z->entries[entry].bytes;
    s->file = zip_fopen_index(z->archive, entry, 0);
    if (!s->file)
        return ak_fail(err, &ZIP_001);
    arena_own(a, file_close, s->file);
    return AK_OK;
}

ak_code zipfile_stream_next(zipfile_stream *s, void *piece, size_t piece_bytes, size_t *n, ak_err *err)
{
    *n = 0;
    zip_int64_t got = zip_fread(s->file, piece, piece_bytes);
    if (got < 0 || (size_t)got > s->left || (got == 0 && s->left))
        return ak_fail(err, &ZIP_008, s->name);
    s->left -= (size_t)got;
    *n = (size_t)got;
    return AK_OK;
}

static ak_code read_all(str *out, arena *a, zipfile *z, size_t entry, arena *tmp, ak_err *err)
{
    size_t bytes = z->entries[entry].bytes;
    zipfile_stream *s = NULL;
    AK_TRY(zipfile_stream_open(&s, tmp, z, entry, err));
    char *p = arena_alloc(a, bytes + 1);
    size_t have = 0;
    size_t n = 1;
    while (n) {
        /* one byte more than claimed, so that an entry that goes on is noticed */
        AK_TRY(zipfile_stream_next(s, p + have, bytes + 1 - have, &n, err));
        have += n;
    }
    *out = (str){p, have};
    return AK_OK;
}

ak_code zipfile_read(str *out, arena *a, zipfile *z, size_t entry, ak_err *err)
{
    if (a->limit_bytes && z->entries[entry].bytes > a->limit_bytes)
        return ak_fail(err, &SYS_002, ak_arg_int((int64_t)(a->limit_bytes >> 20)));
    arena tmp = {0};
    ak_code code = read_all(out, a, z, entry, &tmp, err);
    arena_free(&tmp);
    return code;
}
