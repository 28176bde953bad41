/* embed.c -- writes files as one C table, so that the program carries what it serves.
 *
 * usage: embed OUT.c SOURCE_ROOT BUILD_ROOT FILE...
 *
 * Each file becomes an asset (base/asset.h) under its path from the build root or the source root
 * ("data/units.csv", "po/nb.mo"); a file outside both, such as a font of the system, becomes
 * "system/NAME".  The table is sorted by path, because asset_find looks up by bisection; two files of one
 * path, an unknown file ending and an unreadable file end the build.
 *
 * Bytes are written as string literals: gcc reads these ten times faster than arrays of numbers, and a NUL
 * behind the last byte comes for free.
 */
#include <openssl/sha.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *ending;
    const char *mime;
} mimes[] = {
    {".css",    "text/css; charset=utf-8"                 },
    {".csv",    "text/csv; charset=utf-8"                 },
    {".html",   "text/html; charset=utf-8"                },
    {".ico",    "image/x-icon"                            },
    {".js",     "text/javascript; charset=utf-8"          },
    {".json",   "application/json"                        },
    {".md",     "text/markdown; charset=utf-8"            },
    {".mo",     "application/x-gettext-translation"       },
    {".otf",    "font/otf"                                },
    {".png",    "image/png"                               },
    {".sql",    "text/plain; charset=utf-8"               },
    {".svg",    "image/svg+xml"                           },
    {".tsv",    "text/tab-separated-values; charset=utf-8"},
    {".ttf",    "font/ttf"                                },
    {".txt",    "text/plain; charset=utf-8"               },
    {".woff2",  "font/woff2"                              },
    {"LICENSE", "text/plain; charset=utf-8"               },
};

typedef struct item {
    char *path; /* name in the table */
    const char *mime;
    unsigned char *bytes;
    size_t size;
    char sha256[2 * SHA256_DIGEST_LENGTH + 1];
} item;

static _Noreturn void stop(const char *what, const char *name)
{
    fprintf(stderr, "embed: %s: %s\n", name, what);
    exit(1);
}

static void *must(void *p)
{
    if (!p)
        stop("out of memory", "");
    return p;
}

static const char *mime_of(const char *path)
{
    size_t n = strlen(path);
    for (size_t i = 0; i < sizeof mimes / sizeof mimes[0]; i++) {
        size_t m = strlen(mimes[i].ending);
        if (n > m && memcmp(path + n - m, mimes[i].ending, m) == 0)
            return mimes[i].mime;
    }
    stop("no media type for this ending; add it to tools/embed.c", path);
}

/* The path behind root, or NULL when the file is not under it. */
static const char *below(const char *file, const char *root)
{
    size_t n = strlen(root);
    return strncmp(file, root, n) == 0 && file[n] == '/' ? file + n + 1 : NULL;
}

static char *table_path(const char *file, const char *source_root, const char *build_root)
{
    char *real = must(realpath(file, NULL));
    const char *name = below(real, build_root); /* first: the build folder lies in the source folder */
    if (!name)
        name = below(real, source_root);
    char out[PATH_MAX + 16];
    if (name)
        snprintf(out, sizeof out, "%s", name);
    else
        snprintf(out, sizeof out, "system/%s", strrchr(real, '/') + 1);
    free(real);
    return must(strdup(out));
}

static void read_file(item *it, const char *file)
{
    FILE *f = fopen(file, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        stop("cannot be read", file);
    long size = ftell(f);
    if (size < 0 || fseek(f, 0, SEEK_SET) != 0)
        stop("cannot be read", file);
    it->size = (size_t)size;
    it->bytes = must(malloc(it->size + 1));
    if (fread(it->bytes, 1, it->size, f) != it->size)
        stop("cannot be read", file);
    fclose(f);
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(it->bytes, it->size, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(it->sha256 + 2 * i, 3, "%02x", digest[i]);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const item *)a)->path, ((const item *)b)->path);
}

/* Octal escapes always have three digits, so that a digit behind them stays a digit; '?' is escaped
 * against trigraphs. */
static void write_bytes(FILE *out, const item *it)
{
    for (size_t i = 0; i < it->size; i++) {
        if (i % 4096 == 0)
            fputs(i ? "\"\n    \"" : "    \"", out);
        unsigned char c = it->bytes[i];
        if (c >= ' ' && c < 127 && c != '"' && c != '\\' && c != '?')
            fputc(c, out);
        else
            fprintf(out, "\\%03o", c);
    }
    fputs(it->size ? "\"" : "    \"\"", out);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: embed OUT.c SOURCE_ROOT BUILD_ROOT FILE...\n", stderr);
        return 2;
    }
    char *source_root = must(realpath(argv[2], NULL));
    char *build_root = must(realpath(argv[3], NULL));
    size_t n = (size_t)argc - 4;
    item *items = must(calloc(n + 1, sizeof *items));
    for (size_t i = 0; i < n; i++) {
        read_file(&items[i], argv[i + 4]);
        items[i].path = table_path(argv[i + 4], source_root, build_root);
        items[i].mime = mime_of(items[i].path);
    }
    qsort(items, n, sizeof *items, by_path);
    for (size_t i = 1; i < n; i++) {
        if (strcmp(items[i - 1].path, items[i].path) == 0)
            stop("two files of this name", items[i].path);
    }
    FILE *out = fopen(argv[1], "wb");
    if (!out)
        stop("cannot be written", argv[1]);
    fputs("/* Written by tools/embed.c; edit the files it names. */\n#include \"base/asset.h\"\n\n", out);
    for (size_t i = 0; i < n; i++) {
        fprintf(out, "static const char bytes_%zu[] =\n", i);
        write_bytes(out, &items[i]);
        fputs(";\n", out);
    }
    fprintf(out, "\nconst size_t asset_count = %zu;\nconst asset asset_table[] = {\n", n);
    for (size_t i = 0; i < n; i++)
        fprintf(out, "    {\"%s\", \"%s\", \"%s\", bytes_%zu, %zu},\n", items[i].path, items[i].mime,
                items[i].sha256, i, items[i].size);
    fputs("    {0},\n};\n", out);
    for (size_t i = 0; i < n; i++) {
        free(items[i].path);
        free(items[i].bytes);
    }
    free(items);
    free(source_root);
    free(build_root);
    return fclose(out) == 0 ? 0 : 1;
}
