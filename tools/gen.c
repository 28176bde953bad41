/* gen.c -- what the build-time programs share. */
#include "gen.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GEN_FILE_BYTES_MAX ((size_t)64 << 20)

void gen_die(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    vfprintf(stderr, format, ap);
    va_end(ap);
    fputc('\n', stderr);
    exit(1);
}

void *gen_alloc(size_t bytes)
{
    void *p = calloc(1, bytes ? bytes : 1);
    if (!p)
        abort();
    return p;
}

char *gen_copy(const char *p, size_t n)
{
    char *copy = gen_alloc(n + 1);
    memcpy(copy, p, n);
    return copy;
}

void gen_add_bytes(gen_text *t, const char *p, size_t n)
{
    if (t->n + n + 1 > t->cap) {
        t->cap = (t->n + n + 1) * 2;
        char *grown = realloc(t->p, t->cap);
        if (!grown)
            abort();
        t->p = grown;
    }
    memcpy(t->p + t->n, p, n);
    t->n += n;
    t->p[t->n] = '\0';
}

__attribute__((format(printf, 1, 0))) static char *format_va(const char *format, va_list ap)
{
    char *out = NULL;
    if (vasprintf(&out, format, ap) < 0)
        abort();
    return out;
}

void gen_add(gen_text *t, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    char *s = format_va(format, ap);
    va_end(ap);
    gen_add_bytes(t, s, strlen(s));
    free(s);
}

char *gen_format(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    char *s = format_va(format, ap);
    va_end(ap);
    return s;
}

void gen_add_literal(gen_text *t, const char *s, const char *indent)
{
    gen_add(t, "\"");
    for (; *s; s++) {
        if (*s == '\n')
            gen_add(t, s[1] ? "\\n\"\n%s\"" : "\\n", indent);
        else if (*s == '"' || *s == '\\')
            gen_add(t, "\\%c", *s);
        else if (*s == '?') /* no trigraphs */
            gen_add(t, "\\?");
        else
            gen_add_bytes(t, s, 1);
    }
    gen_add(t, "\"");
}

const char *gen_text_c(const gen_text *t)
{
    return t->p ? t->p : "";
}

char *gen_read(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        gen_die("%s: cannot be opened: %s", path, strerror(errno));
    gen_text t = {0};
    char block[65536];
    size_t n = 0;
    while ((n = fread(block, 1, sizeof block, f)) > 0) {
        gen_add_bytes(&t, block, n);
        if (t.n > GEN_FILE_BYTES_MAX)
            gen_die("%s: larger than a table of the source tree can be", path);
    }
    if (ferror(f))
        gen_die("%s: cannot be read", path);
    fclose(f);
    if (t.p && strlen(t.p) != t.n)
        gen_die("%s: holds a NUL byte", path);
    return t.p ? t.p : gen_copy("", 0);
}

void gen_write(const char *path, const gen_text *t)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(gen_text_c(t), 1, t->n, f) != t->n || fclose(f) != 0)
        gen_die("%s: cannot be written: %s", path, strerror(errno));
}

size_t gen_split(char *s, char separator, char **pieces, size_t most)
{
    size_t n = 0;
    while (n < most) {
        pieces[n++] = s;
        char *end = strchr(s, separator);
        if (!end)
            break;
        *end = '\0';
        s = end + 1;
    }
    return n;
}

bool gen_is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

bool gen_in(const char *word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (gen_is(word, list[i]))
            return true;
    return false;
}

gen_words gen_read_words(const char *path)
{
    char *all = gen_read(path);
    gen_words w = {.list = gen_alloc((strlen(all) + 1) * sizeof(char *))};
    for (char *line = strtok(all, "\n"); line; line = strtok(NULL, "\n"))
        if (line[0] != '#')
            w.list[w.n++] = line;
    return w;
}

bool gen_words_have(const gen_words *w, const char *word)
{
    return gen_in(word, (const char *const *)w->list, w->n);
}
