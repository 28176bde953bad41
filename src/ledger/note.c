/* note.c -- signed notes and checkpoints, strictly read: no byte of a note can change unseen.
 *
 * A note is text, an empty line, signature lines; the last empty line parts the two.  Every line that
 * follows it must be a signature line, base64 is canonical, numbers have no leading zeroes.  So a flipped
 * bit makes the note unreadable, its signature bad, or its signer unknown.
 */
#include "ledger/note.h"

#include <string.h>

#include "ledger/rules.h"

#define DASH "\xE2\x80\x94 " /* U+2014 and a space */

/* SHA-256(name, line feed, type, key), first four bytes, big-endian. */
uint32_t note_key_id(str name, uint8_t type, const ledger_public *pub)
{
    uint8_t bytes[LEDGER_ORIGIN_BYTES_MAX + 2 + sizeof pub->b];
    size_t n = name.n < LEDGER_ORIGIN_BYTES_MAX ? name.n : LEDGER_ORIGIN_BYTES_MAX;
    memcpy(bytes, name.p, n);
    bytes[n] = '\n';
    bytes[n + 1] = type;
    memcpy(bytes + n + 2, pub->b, sizeof pub->b);
    uint8_t digest[SHA256_BYTES];
    sha256_of(digest, bytes, n + 2 + sizeof pub->b);
    return (uint32_t)digest[0] << 24 | (uint32_t)digest[1] << 16 | (uint32_t)digest[2] << 8 | digest[3];
}

str note_vkey_text(arena *a, str name, uint8_t type, const ledger_public *pub)
{
    uint8_t bytes[1 + sizeof pub->b];
    bytes[0] = type;
    memcpy(bytes + 1, pub->b, sizeof pub->b);
    str key = base64_write(a, bytes, sizeof bytes);
    return str_of(arena_printf(a, "%.*s+%08x+%.*s", (int)name.n, name.p, note_key_id(name, type, pub),
                               (int)key.n, key.p));
}

ak_code note_vkey_read(note_vkey *out, arena *a, str text, ak_err *err)
{
    const char *shown = str_c(a, text);
    str rest = text;
    str name = str_cut(&rest, '+');
    str hash = str_cut(&rest, '+'); /* what follows is base64, which may hold a '+' itself */
    uint8_t id[4];
    str key;
    if (!key_origin_ok(name) || !hex_read(id, sizeof id, hash) || !base64_read(a, &key, rest) ||
        key.n != 1 + sizeof out->pub.b)
        return ak_fail(err, &LED_052, shown);
    *out = (note_vkey){.name = str_copy(a, name), .type = (uint8_t)key.p[0]};
    memcpy(out->pub.b, key.p + 1, sizeof out->pub.b);
    out->id = (uint32_t)id[0] << 24 | (uint32_t)id[1] << 16 | (uint32_t)id[2] << 8 | id[3];
    if ((out->type != NOTE_ED25519 && out->type != NOTE_COSIGNATURE) ||
        out->id != note_key_id(name, out->type, &out->pub))
        return ak_fail(err, &LED_052, shown);
    return AK_OK;
}

static bool sig_read(note_sig *out, arena *a, str line)
{
    if (!str_starts(line, DASH))
        return false;
    str rest = {line.p + strlen(DASH), line.n - strlen(DASH)};
    str name = str_cut(&rest, ' ');
    str bytes;
    if (!key_origin_ok(name) || !base64_read(a, &bytes, rest) || bytes.n <= 4)
        return false;
    const unsigned char *p = (const unsigned char *)bytes.p;
    *out = (note_sig){
        .name = name,
        .id = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3],
        .bytes = {bytes.p + 4, bytes.n - 4}
    };
    return true;
}

ak_code note_read(note *out, arena *a, str bytes, ak_err *err)
{
    if (bytes.n > NOTE_BYTES_MAX)
        return ak_fail(err, &LED_057, N_("it is too long"));
    if (bytes.n == 0 || bytes.p[bytes.n - 1] != '\n' || !str_utf8_ok(bytes))
        return ak_fail(err, &LED_057, N_("it is no text that ends with a line"));
    size_t part = 0; /* offset behind the last empty line */
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        if (c < ' ' && c != '\n')
            return ak_fail(err, &LED_057, N_("it holds a control sign"));
        if (i > 0 && c == '\n' && bytes.p[i - 1] == '\n')
            part = i + 1;
    }
    if (part < 2 || part == bytes.n)
        return ak_fail(err, &LED_057, N_("it carries no signature"));
    *out = (note){
        .text = {bytes.p, part - 1},
          .sigs = ARENA_NEWS(a, note_sig, NOTE_SIGS_MAX)
    };
    str rest = {bytes.p + part, bytes.n - part};
    while (rest.n) {
        str line = str_cut(&rest, '\n');
        if (out->n == NOTE_SIGS_MAX)
            return ak_fail(err, &LED_057, N_("it carries too many signatures"));
        if (!sig_read(&out->sigs[out->n++], a, line))
            return ak_fail(err, &LED_057, N_("a signature line is not in its one allowed form"));
    }
    return AK_OK;
}

/* What a cosignature signs (C2SP tlog-cosignature v1). */
static str cosigned_bytes(arena *a, str text, uint64_t time_s)
{
    buf b = buf_new(a, 2 * NOTE_BYTES_MAX);
    buf_printf(&b, "cosignature/v1\ntime %llu\n", (unsigned long long)time_s);
    buf_add_str(&b, text);
    return buf_str(&b);
}

static bool cosignature_ok(const note *n, const note_vkey *key, str bytes, uint64_t *time_out)
{
    if (bytes.n != 8 + LEDGER_SIG_BYTES)
        return false;
    uint64_t time = 0;
    for (size_t i = 0; i < 8; i++)
        time = time << 8 | (unsigned char)bytes.p[i];
    arena tmp = {0};
    str text = cosigned_bytes(&tmp, n->text, time);
    bool ok = key_check(&key->pub, (const uint8_t *)bytes.p + 8, text.p, text.n);
    arena_free(&tmp);
    if (ok && time_out)
        *time_out = time;
    return ok;
}

note_check note_verify(const note *n, const note_vkey *key, uint64_t *time_out)
{
    note_check found = NOTE_UNSIGNED;
    for (size_t i = 0; i < n->n; i++) {
        const note_sig *s = &n->sigs[i];
        if (s->id != key->id || !str_eq(s->name, key->name))
            continue;
        bool ok = key->type == NOTE_COSIGNATURE
                      ? cosignature_ok(n, key, s->bytes, time_out)
                      : s->bytes.n == LEDGER_SIG_BYTES &&
                            key_check(&key->pub, (const uint8_t *)s->bytes.p, n->text.p, n->text.n);
        if (!ok)
            return NOTE_BAD;
        found = NOTE_GOOD;
    }
    return found;
}

/* ---- checkpoints ---- */

static bool size_read(uint64_t *out, str text)
{
    if (text.n == 0 || text.n > 20 || (text.n > 1 && text.p[0] == '0'))
        return false;
    uint64_t v = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, (uint64_t)(text.p[i] - '0'), &v))
            return false;
    }
    *out = v;
    return true;
}

ak_code checkpoint_read(checkpoint *out, str note_text, ak_err *err)
{
    str rest = note_text;
    str origin = str_cut(&rest, '\n');
    str size = str_cut(&rest, '\n');
    str root64 = str_cut(&rest, '\n');
    *out = (checkpoint){.origin = origin, .extension = rest};
    if (origin.n == 0)
        return ak_fail(err, &LED_058, N_("it names no log"));
    if (!size_read(&out->size, size))
        return ak_fail(err, &LED_058, N_("its second line is no size"));
    arena tmp = {0};
    str root;
    bool ok = base64_read(&tmp, &root, root64) && root.n == sizeof out->root.b;
    if (ok)
        memcpy(out->root.b, root.p, sizeof out->root.b);
    arena_free(&tmp);
    if (!ok)
        return ak_fail(err, &LED_058, N_("its third line is no root"));
    if (str_starts(rest, "\n") || memmem(rest.p, rest.n, "\n\n", 2))
        return ak_fail(err, &LED_058, N_("it holds an empty line"));
    return AK_OK;
}

ak_code checkpoint_note_read(note *note_out, checkpoint *out, arena *a, str bytes, ak_err *err)
{
    AK_TRY(note_read(note_out, a, bytes, err));
    return checkpoint_read(out, note_out->text, err);
}

/* "— name base64(id | bytes)", with its line feed. */
static str sig_line(arena *a, str name, uint32_t id, const uint8_t *bytes, size_t n)
{
    uint8_t all[4 + 8 + LEDGER_SIG_BYTES];
    for (int i = 0; i < 4; i++)
        all[i] = (uint8_t)(id >> (24 - 8 * i));
    memcpy(all + 4, bytes, n);
    str text = base64_write(a, all, 4 + n);
    return str_of(arena_printf(a, DASH "%.*s %.*s\n", (int)name.n, name.p, (int)text.n, text.p));
}

ak_code note_cosign(str *out, arena *a, const ledger_key *key, str note_text, uint64_t time_s, ak_err *err)
{
    uint8_t bytes[8 + LEDGER_SIG_BYTES];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(time_s >> (56 - 8 * i));
    str text = cosigned_bytes(a, note_text, time_s);
    AK_TRY(key_sign(bytes + 8, key, text.p, text.n, err));
    *out =
        sig_line(a, key->origin, note_key_id(key->origin, NOTE_COSIGNATURE, &key->pub), bytes, sizeof bytes);
    return AK_OK;
}

str note_with(arena *a, str note_bytes, str line)
{
    if (memmem(note_bytes.p, note_bytes.n, line.p, line.n))
        return note_bytes;
    buf b = buf_new(a, 2 * NOTE_BYTES_MAX);
    buf_add_str(&b, note_bytes);
    buf_add_str(&b, line);
    return buf_str(&b);
}

ak_code note_sign(str *out, arena *a, const ledger_key *key, str note_text, ak_err *err)
{
    uint8_t sig[LEDGER_SIG_BYTES];
    AK_TRY(key_sign(sig, key, note_text.p, note_text.n, err));
    *out = sig_line(a, key->origin, note_key_id(key->origin, NOTE_ED25519, &key->pub), sig, sizeof sig);
    return AK_OK;
}

ak_code checkpoint_sign(str *out, arena *a, const ledger_key *key, uint64_t size, const ledger_hash *root,
                        ak_err *err)
{
    str root64 = base64_write(a, root->b, sizeof root->b), line;
    char *text = arena_printf(a, "%.*s\n%llu\n%.*s\n", (int)key->origin.n, key->origin.p,
                              (unsigned long long)size, (int)root64.n, root64.p);
    AK_TRY(note_sign(&line, a, key, str_of(text), err));
    *out = str_of(arena_printf(a, "%s\n%.*s", text, (int)line.n, line.p));
    return AK_OK;
}
