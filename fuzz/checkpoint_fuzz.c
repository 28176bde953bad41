/* checkpoint_fuzz.c -- a note that is accepted has exactly the bytes that would be written for it. */
#include "fuzz.h"
#include "ledger/note.h"

static void note_again(arena *a, const note *n, str in)
{
    buf b = buf_new(a, 0);
    buf_add_str(&b, n->text);
    buf_add_char(&b, '\n');
    for (size_t i = 0; i < n->n; i++) {
        const note_sig *s = &n->sigs[i];
        buf sig = buf_new(a, 0);
        for (int k = 24; k >= 0; k -= 8)
            buf_add_char(&sig, (char)(s->id >> k));
        buf_add_str(&sig, s->bytes);
        buf_add_c(&b, "\xE2\x80\x94 ");
        buf_add_str(&b, s->name);
        buf_add_char(&b, ' ');
        buf_add_str(&b, base64_write(a, sig.p, sig.n));
        buf_add_char(&b, '\n');
    }
    MUST(str_eq(buf_str(&b), in));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = {0};
    str in = {(const char *)data, size};
    note n;
    checkpoint c;
    note_vkey key;
    if (note_read(&n, &a, in, NULL) == AK_OK) {
        note_again(&a, &n, in);
        if (checkpoint_read(&c, n.text, NULL) == AK_OK) {
            str root = base64_write(&a, c.root.b, sizeof c.root.b);
            str text = str_of(arena_printf(&a, "%.*s\n%llu\n%.*s\n%.*s", (int)c.origin.n, c.origin.p,
                                           (unsigned long long)c.size, (int)root.n, root.p,
                                           (int)c.extension.n, c.extension.p));
            MUST(str_eq(text, n.text));
        }
    }
    if (note_vkey_read(&key, &a, in, NULL) == AK_OK)
        MUST(note_vkey_text(&a, key.name, key.type, &key.pub).n == in.n);
    arena_free(&a);
    return 0;
}
