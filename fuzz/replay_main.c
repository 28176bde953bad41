/* replay_main.c -- runs a fuzzer over every file of a folder, as a test: no file may stop it. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int is_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* The bytes in a block of exactly their size, so that AddressSanitizer sees a step past the end. */
static bool run(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    arena a = {0};
    buf b = buf_new(&a, 0);
    char piece[4096];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_add(&b, piece, n);
    fclose(f);
    uint8_t *exact = malloc(b.n ? b.n : 1);
    if (b.n)
        memcpy(exact, b.p, b.n);
    (void)LLVMFuzzerTestOneInput(exact, b.n);
    free(exact);
    arena_free(&a);
    return true;
}

int main(int argc, char **argv)
{
    struct dirent **names = NULL;
    int n = argc == 2 ? scandir(argv[1], &names, is_file, alphasort) : -1;
    if (n <= 0) {
        fprintf(stderr, "usage: %s FOLDER (with at least one file)\n", argv[0]);
        return 2;
    }
    int bad = 0;
    printf("1..%d\n", n);
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], names[i]->d_name);
        bool ok = run(path);
        bad += !ok;
        printf("%sok %d - %s\n", ok ? "" : "not ", i + 1, names[i]->d_name);
        fflush(stdout);
        free(names[i]);
    }
    free(names);
    return bad != 0;
}
