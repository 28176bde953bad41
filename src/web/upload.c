/* upload.c -- the body of a POST. */
#include "web/upload.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "web/rules.h"

#define FILES_MAX      200
#define NAME_BYTES_MAX 120

struct upload {
    request *r;
    struct MHD_PostProcessor *reader;
    const char *dir;     /* made with the first file */
    int fd;              /* file being written, -1 = none */
    uint64_t file_bytes; /* of all files */
    size_t files;
    buf field; /* value being read */
    char field_name[64];
    bool field_open;
    size_t form_bytes;
    ak_err err; /* first fault */
    ak_code code;
};

static void field_close(upload *u)
{
    if (u->field_open)
        request_add_field(u->r, str_of(u->field_name), buf_str(&u->field));
    u->field_open = false;
}

static void file_close(upload *u)
{
    if (u->fd >= 0 && close(u->fd) != 0 && u->code == AK_OK)
        u->code = ak_fail_errno(&u->err, "write", u->dir);
    u->fd = -1;
}

static void dir_remove(void *payload)
{
    const upload *u = payload;
    ak_err err;
    ak_code code = u->dir ? fs_remove_tree(u->dir, &err) : AK_OK;
    (void)code; /* what stays is private/stage's: the next writer clears it */
}

static bool dir_make(upload *u)
{
    if (u->dir)
        return true;
    unsigned char random[8];
    char hex[17];
    randombytes_buf(random, sizeof random);
    hex_write(hex, random, sizeof random);
    const char *stage = workspace_path(&u->r->a, u->r->w->ws, "private/stage");
    char *dir = arena_printf(&u->r->a, "%s/upload-%s", stage, hex);
    u->code = fs_mkdirs(dir, 0700, &u->err);
    if (u->code != AK_OK)
        return false;
    arena_own(&u->r->a, dir_remove, u);
    u->dir = dir;
    return true;
}

/* The last part of the name as sent, without what a file system or a reader could stumble over. */
static const char *safe_name(arena *a, const char *sent, size_t number)
{
    str name = str_of(sent);
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '/' || name.p[i] == '\\') {
            name = (str){name.p + i + 1, name.n - i - 1};
            i = (size_t)-1;
        }
    }
    while (name.n && name.p[0] == '.')
        name = (str){name.p + 1, name.n - 1};
    if (name.n > NAME_BYTES_MAX)
        name = (str){name.p + name.n - NAME_BYTES_MAX, NAME_BYTES_MAX};
    char *out = arena_copy(a, name.p, name.n);
    for (char *at = out; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            *at = '_';
    if (!*out || !str_utf8_ok(str_of(out)))
        out = arena_printf(a, "file-%zu", number);
    return out;
}

static void file_begin(upload *u, const char *sent)
{
    field_close(u);
    file_close(u);
    if (u->code != AK_OK || !*sent) /* an empty name is a file box that was left empty */
        return;
    if (++u->files > FILES_MAX) {
        u->code = ak_fail(&u->err, &WEB_011, ak_arg_int(FILES_MAX));
        return;
    }
    if (!dir_make(u))
        return;
    const char *path = arena_printf(&u->r->a, "%s/%s", u->dir, safe_name(&u->r->a, sent, u->files));
    u->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (u->fd < 0)
        u->code = ak_fail_errno(&u->err, "create", path);
}

static void file_take(upload *u, const char *data, size_t n)
{
    u->file_bytes += n;
    if (u->file_bytes > WEB_UPLOAD_BYTES_MAX && u->code == AK_OK)
        u->code = ak_fail(&u->err, &WEB_006, ak_arg_int((int64_t)(WEB_UPLOAD_BYTES_MAX >> 20)));
    while (n && u->fd >= 0 && u->code == AK_OK) {
        ssize_t wrote = write(u->fd, data, n);
        if (wrote < 0) {
            u->code = ak_fail_errno(&u->err, "write", u->dir);
            return;
        }
        data += wrote;
        n -= (size_t)wrote;
    }
}

static enum MHD_Result take_part(void *payload, enum MHD_ValueKind kind, const char *key,
                                 const char *filename, const char *content_type, const char *encoding,
                                 const char *data, uint64_t off, size_t size)
{
    (void)kind;
    (void)content_type;
    (void)encoding;
    upload *u = payload;
    if (filename) {
        if (off == 0)
            file_begin(u, filename);
        file_take(u, data, size);
        return MHD_YES;
    }
    if (off == 0) {
        file_close(u);
        field_close(u);
        u->field = buf_new(&u->r->a, WEB_FORM_BYTES_MAX);
        snprintf(u->field_name, sizeof u->field_name, "%s", key ? key : "");
        u->field_open = true;
    }
    u->form_bytes += size;
    if (u->form_bytes > WEB_FORM_BYTES_MAX && u->code == AK_OK)
        u->code = ak_fail(&u->err, &WEB_006, ak_arg_int((int64_t)(WEB_FORM_BYTES_MAX >> 20)));
    if (u->code == AK_OK)
        buf_add(&u->field, data, size);
    return MHD_YES;
}

static void upload_close(void *payload)
{
    upload *u = payload;
    if (u->reader)
        MHD_destroy_post_processor(u->reader);
    if (u->fd >= 0)
        close(u->fd);
    u->reader = NULL;
    u->fd = -1;
}

ak_code upload_begin(request *r, ak_err *err)
{
    upload *u = ARENA_NEW(&r->a, upload);
    u->r = r;
    u->fd = -1;
    u->reader = MHD_create_post_processor(r->con, 64 << 10, take_part, u);
    if (!u->reader)
        return ak_fail(err, &WEB_005, "POST");
    r->upload = u;
    arena_own(&r->a, upload_close, u);
    return AK_OK;
}

void upload_take(request *r, const char *data, size_t n)
{
    upload *u = r->upload;
    if (MHD_post_process(u->reader, data, n) != MHD_YES && u->code == AK_OK)
        u->code = ak_fail(&u->err, &WEB_005, "POST");
}

ak_code upload_end(request *r, ak_err *err)
{
    upload *u = r->upload;
    field_close(u);
    file_close(u);
    if (u->code != AK_OK)
        *err = u->err;
    return u->code;
}

const char *upload_dir(const request *r)
{
    return r->upload ? r->upload->dir : NULL;
}

void upload_release(request *r)
{
    r->upload->dir = NULL;
}
