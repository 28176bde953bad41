/* replay_main.c -- runs a fuzzer's function over files and folders: the seed corpus as a test.
 *
 * Built with clang's libFuzzer (-Dfuzz=true) the same source is a real fuzzer instead.
 */
#include <stdint.h>
#include <stdio.h>

#include "base/fs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static size_t run_file(arena *a, const char *path)
{
    str bytes;
    if (fs_read(&bytes, a, path, (size_t)64 << 20, NULL) != AK_OK) {
        printf("Bail out! cannot read %s\n", path);
        return 0;
    }
    /* A copy of exactly that size: AddressSanitizer then sees one byte too far. */
    uint8_t *exact = (uint8_t *)arena_copy(a, bytes.p, bytes.n);
    LLVMFuzzerTestOneInput(exact, bytes.n);
    return 1;
}

int main(int argc, char **argv)
{
    arena a = {0};
    size_t runs = 0;
    for (int i = 1; i < argc; i++) {
        fs_list files = {0};
        if (!fs_is_dir(argv[i])) {
            runs += run_file(&a, argv[i]);
            continue;
        }
        if (fs_walk(&files, &a, argv[i], 100000, NULL) != AK_OK)
            printf("Bail out! cannot read %s\n", argv[i]);
        for (size_t k = 0; k < files.n; k++)
            runs += run_file(&a, arena_printf(&a, "%s/%s", argv[i], files.rows[k].path));
    }
    arena_free(&a);
    printf("1..1\n%s 1 - %zu seeds replayed\n", runs ? "ok" : "not ok", runs);
    return 0;
}
