/* disclosure_fuzz.c -- lines as disclosures of an entry that names them all: what is taken has one spelling of its
 * frame, each name once, and is an array of three. */
#include "base/json.h"
#include "fuzz.h"
#include "ledger/cose.h"

#define LINES_MOST 16

typedef struct digest {
    char text[43];
} digest;

static int by_text(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(digest));
}

/* An entry over the digests of said, of which no two are the same. */
static str entry_over(arena *a, const str *said, size_t n)
{
    digest all[LINES_MOST];
    for (size_t i = 0; i < n; i++) {
        ledger_hash h;
        entry_digest(&h, said[i]);
        memcpy(all[i].text, base64url_write(a, h.b, sizeof h.b).p, sizeof all[i].text);
    }
    qsort(all, n, sizeof *all, by_text);
    buf payload = buf_new(a, 0);
    buf_add_c(&payload, "{\"_sd\":[");
    for (size_t i = 0; i < n; i++)
        buf_printf(&payload, "%s\"%.43s\"", i ? "," : "", all[i].text);
    buf_add_c(&payload, "],\"_sd_alg\":\"sha-256\",\"seq\":7,\"v\":1}");
    static const ledger_hash nobody;
    static const uint8_t sig[64];
    return cose_write(a, cose_protected(a, &nobody, STR("log.example.org/fuzz"), 1), buf_str(&payload), sig);
}

/* Salt and name are written in one way, and the whole is JSON. */
static void must_be_framed(arena *a, str said, const entry_shown *shown)
{
    json *whole;
    str salt = {said.p + 2, 22};
    str again = str_of(arena_printf(a, "[\"%.*s\",\"%.*s\",", 22, salt.p, (int)shown->name.n, shown->name.p));
    MUST(said.n == again.n + shown->value.n + 1 && memcmp(said.p, again.p, again.n) == 0);
    MUST(json_read(&whole, a, said, &(json_limits){.depth_max = 65}, NULL) == AK_OK && whole->n == 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = {0};
    str rest = {(const char *)data, size}, said[LINES_MOST];
    size_t n = 0;
    bool twice = false;
    while (rest.n && n < LINES_MOST) {
        said[n] = str_cut(&rest, '\n');
        for (size_t i = 0; i < n; i++)
            twice |= str_eq(said[i], said[n]);
        n++;
    }
    entry_info e;
    if (!twice && entry_read(&e, &a, entry_over(&a, said, n), said, n, NULL, NULL) == AK_OK) {
        MUST(e.shown_n == n && e.withheld_n == 0);
        for (size_t i = 0; i < n; i++) {
            must_be_framed(&a, said[i], &e.shown[i]);
            MUST(entry_part_get(&e, str_c(&a, e.shown[i].name)) == &e.shown[i]);
        }
    }
    arena_free(&a);
    return 0;
}
