/* key.c -- Ed25519 keys of a log.
 *
 * The key file private/keys/log.key, mode 0600, three lines of ASCII/UTF-8, each ended by a line feed:
 *
 *     aktsom-key-1
 *     <origin>
 *     <base64 with padding of the 32-byte seed of RFC 8032>
 */
#include "ledger/key.h"

#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "ledger/rules.h"

#define KEY_HEAD           "aktsom-key-1"
#define KEY_FILE_BYTES_MAX 4096

ak_code key_start(ak_err *err)
{
    if (sodium_init() < 0)
        return ak_fail(err, &LED_020);
    return AK_OK;
}

void key_id(ledger_hash *kid_out, const ledger_public *pub)
{
    sha256_of(kid_out->b, pub->b, sizeof pub->b);
}

bool key_origin_ok(str origin)
{
    if (origin.n == 0 || origin.n > LEDGER_ORIGIN_BYTES_MAX || !str_utf8_ok(origin))
        return false;
    for (size_t i = 0; i < origin.n; i++) {
        unsigned char c = (unsigned char)origin.p[i];
        if (c <= ' ' || c == '+' || c == 0x7F)
            return false;
        /* Spaces outside ASCII: U+0085, U+00A0, U+1680, U+2000..200A, 2028, 2029, 202F, 205F, U+3000. */
        if (c == 0xC2 && i + 1 < origin.n && (origin.p[i + 1] == '\x85' || origin.p[i + 1] == '\xA0'))
            return false;
        if (i + 2 >= origin.n)
            continue;
        unsigned char d = (unsigned char)origin.p[i + 1], e = (unsigned char)origin.p[i + 2];
        bool space = (c == 0xE1 && d == 0x9A && e == 0x80) || (c == 0xE3 && d == 0x80 && e == 0x80) ||
                     (c == 0xE2 && d == 0x81 && e == 0x9F) ||
                     (c == 0xE2 && d == 0x80 && (e <= 0x8A || e == 0xA8 || e == 0xA9 || e == 0xAF));
        if (space)
            return false;
    }
    return true;
}

static void from_seed(ledger_key *out, const uint8_t seed[static crypto_sign_SEEDBYTES])
{
    crypto_sign_seed_keypair(out->pub.b, out->secret, seed);
    key_id(&out->kid, &out->pub);
}

ak_code key_new(ledger_key *out, arena *a, const char *origin, ak_err *err)
{
    AK_TRY(key_start(err));
    *out = (ledger_key){0};
    uint8_t seed[crypto_sign_SEEDBYTES];
    randombytes_buf(seed, sizeof seed);
    from_seed(out, seed);
    sodium_memzero(seed, sizeof seed);
    if (origin && *origin) {
        out->origin = str_copy(a, str_of(origin));
    } else {
        char hex[9];
        hex_write(hex, out->kid.b, 4);
        out->origin = str_of(arena_printf(a, "local.invalid/%s", hex));
    }
    if (!key_origin_ok(out->origin))
        return ak_fail(err, &LED_009, origin);
    return AK_OK;
}

ak_code key_write(const ledger_key *key, const char *path, ak_err *err)
{
    arena tmp = {0};
    buf b = buf_new(&tmp, KEY_FILE_BYTES_MAX);
    buf_add_c(&b, KEY_HEAD "\n");
    buf_add_str(&b, key->origin);
    buf_add_char(&b, '\n');
    str seed = base64_write(&tmp, key->secret, crypto_sign_SEEDBYTES);
    buf_add_str(&b, seed);
    buf_add_char(&b, '\n');
    ak_code code = fs_write_new(path, buf_str(&b), 0600, err);
    sodium_memzero(b.p, b.n);
    arena_free(&tmp);
    return code;
}

ak_code key_read(ledger_key *out, arena *a, const char *path, ak_err *err)
{
    AK_TRY(key_start(err));
    struct stat st;
    if (stat(path, &st) == 0 && (st.st_mode & 077))
        return ak_fail(err, &LED_021, path);
    str text;
    AK_TRY(fs_read(&text, a, path, KEY_FILE_BYTES_MAX, err));
    str rest = text;
    str head = str_cut(&rest, '\n');
    str origin = str_cut(&rest, '\n');
    str seed64 = str_cut(&rest, '\n');
    str seed;
    if (!str_is(head, KEY_HEAD) || !key_origin_ok(origin) || rest.n || !str_ends(text, "\n") ||
        !base64_read(a, &seed, seed64) || seed.n != crypto_sign_SEEDBYTES)
        return ak_fail(err, &LED_022, path);
    *out = (ledger_key){.origin = str_copy(a, origin)};
    from_seed(out, (const uint8_t *)seed.p);
    sodium_memzero((char *)seed.p, seed.n);
    sodium_memzero((char *)text.p, text.n);
    return AK_OK;
}

void key_wipe(ledger_key *key)
{
    sodium_memzero(key->secret, sizeof key->secret);
}

void key_sign(uint8_t sig[static LEDGER_SIG_BYTES], const ledger_key *key, const void *p, size_t n)
{
    crypto_sign_detached(sig, NULL, p, n, key->secret);
}

bool key_check(const ledger_public *pub, const uint8_t sig[static LEDGER_SIG_BYTES], const void *p, size_t n)
{
    return crypto_sign_verify_detached(sig, p, n, pub->b) == 0;
}
