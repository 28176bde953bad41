/* import.c -- files and folders become one plan. */
#include "exchange/import.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fs.h"
#include "exchange/format.h"
#include "exchange/rules.h"

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Not meant to be read: hidden, a note to people, or the lock of an open workbook.  path is below the
 * folder that was named, so that a hidden folder above it does not hide everything. */
static bool is_passed_over(const char *path)
{
    if (path[0] == '.' || strstr(path, "/."))
        return true;
    const char *name = base_name(path);
    return strncasecmp(name, "readme", 6) == 0 || strncmp(name, "~$", 2) == 0;
}

static const char *without_slashes(arena *a, const char *path)
{
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    return arena_copy(a, path, n);
}

ak_code import_find(import_file **out, size_t *n_out, arena *a, const char *given, ak_err *err)
{
    const char *path = without_slashes(a, given);
    *out = NULL;
    *n_out = 0;
    if (!fs_exists(path))
        return ak_fail(err, &IMP_020, path);
    if (fs_is_file(path)) {
        *out = ARENA_NEW(a, import_file);
        (*out)[0] = (import_file){path, path};
        *n_out = is_passed_over(base_name(path)) ? 0 : 1;
        return AK_OK;
    }
    if (!fs_is_dir(path))
        return ak_at(err, ak_fail(err, &IMP_023), path, 0, NULL, NULL);
    fs_list list;
    AK_TRY(fs_walk(&list, a, path, IMPORT_FILES_MOST, err));
    *out = ARENA_NEWS(a, import_file, list.n ? list.n : 1);
    for (size_t i = 0; i < list.n; i++) {
        if (list.rows[i].kind != FS_FILE || is_passed_over(list.rows[i].path))
            continue;
        const char *file = arena_printf(a, "%s/%s", path, list.rows[i].path);
        (*out)[(*n_out)++] = (import_file){file, file};
    }
    return AK_OK;
}

/* The file of the plan with the same content, read before; NULL = none. */
static const intake *same_content(const intake *all, size_t n, const char *hex)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].sha256, hex) == 0)
            return &all[i];
    return NULL;
}

static ak_code read_one(intake *in, const intake *all, size_t i, ak_err *err)
{
    plan *p = in->p;
    in->told = plan_add_file(p);
    in->told->file = in->file;
    in->told->path = in->path;
    in->told->note = "";
    AK_TRY(intake_open(in, err));
    const intake *before = same_content(all, i, in->sha256);
    str head;
    AK_TRY(intake_head(&head, in, err));
    const format *f = format_sniff(head, in->name);
    in->told->format = f->name;
    in->told->media_type = f->media_type;
    memcpy(in->told->sha256, in->sha256, sizeof in->sha256);
    if (before) {
        in->told->note = tr_fill(p->a, tr(in->lang, N_("The same as {file}")), "file", before->file, NULL);
        return AK_OK;
    }
    return f->read(in, err);
}

ak_code import_read(plan *p, const import_file *files, size_t n, language lang, const progress *steps,
                    ak_err *err)
{
    heads *words = heads_new(p->a);
    intake *all = ARENA_NEWS(p->a, intake, n ? n : 1);
    for (size_t i = 0; i < n; i++) {
        if (steps && !steps->step(steps->payload, N_("Reading files"), i, n))
            return ak_fail(err, &IMP_025);
        all[i] = (intake){.p = p,
                          .words = words,
                          .lang = lang,
                          .steps = steps,
                          .file = files[i].file,
                          .path = files[i].path};
        AK_TRY(read_one(&all[i], all, i, err));
    }
    return AK_OK;
}

typedef struct found {
    import_file *rows;
    size_t n;
    size_t cap;
} found;

/* Adds what is not there yet: a shell's * may name a file and its folder. */
static void add_found(found *all, arena *a, const import_file *files, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool there = false;
        for (size_t k = 0; k < all->n && !there; k++)
            there = strcmp(all->rows[k].path, files[i].path) == 0;
        if (there)
            continue;
        all->rows = arena_room(a, all->rows, all->n, &all->cap, sizeof *all->rows);
        all->rows[all->n++] = files[i];
    }
}

/* Files that a browser sent are called what the sender called them, not where they lie. */
static void name_as_sent(import_file *files, size_t n, const char *upload)
{
    size_t folder = upload ? strlen(upload) : 0;
    for (size_t i = 0; folder && i < n; i++)
        if (strncmp(files[i].path, upload, folder) == 0 && files[i].path[folder] == '/')
            files[i].file = files[i].path + folder + 1;
}

ak_code import_files(import_file **out, size_t *n_out, ctx *c, const args *a, ak_err *err)
{
    found all = {0};
    const char *first = args_get(a, "file");
    for (size_t i = 0;; i++) {
        const char *path = args_get_nth(a, "file", i);
        if (!path)
            break;
        import_file *files;
        size_t n;
        AK_TRY(import_find(&files, &n, c->a, path, err));
        name_as_sent(files, n, c->upload);
        add_found(&all, c->a, files, n);
        if (all.n > IMPORT_FILES_MOST)
            return ak_fail(err, &IMP_022, ak_arg_int(IMPORT_FILES_MOST));
    }
    if (all.n == 0)
        return ak_fail(err, &IMP_021, first ? first : "");
    *out = all.rows;
    *n_out = all.n;
    return AK_OK;
}

ak_code import_plan(plan **out, ctx *c, const args *a, ak_err *err)
{
    plan *p = plan_new(c->a);
    import_file *files = NULL;
    size_t n = 0;
    AK_TRY(import_files(&files, &n, c, a, err));
    AK_TRY(import_read(p, files, n, c->lang, c->steps, err));
    *out = p;
    return AK_OK;
}
