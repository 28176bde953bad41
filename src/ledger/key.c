/* key.c -- Ed25519 keys of a log.
 *
 * The key file private/keys/log.key, mode 0600, lines of ASCII/UTF-8, each ended by a line feed:
 *
 *     aktsom-key-2
 *     origin <origin>
 *     public <base64 of the public key>
 *     until <seconds since 1970>          only of a key that was replaced
 *
 * and one of
 *
 *     seed <base64 of the 32-byte seed of RFC 8032>
 *     argon2id <operations> <memory, KiB> <base64 of salt, 16 bytes> <base64 of nonce, 24 bytes | ciphertext>
 *     signer <base64url of a word of the command>...
 *
 * The ciphertext is XChaCha20-Poly1305 (IETF) of the seed; key = Argon2id 1.3 of the passphrase; what is
 * bound in beside it are the lines `origin` and `public`, so that no other name or key can be put over a
 * secret. An older form has the three lines `aktsom-key-1`, origin, base64 of the seed.
 */
#include "ledger/key.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/command.h"
#include "base/fs.h"
#include "ledger/erase.h"
#include "ledger/rules.h"

#define KEY_HEAD            "aktsom-key-2"
#define KEY_HEAD_OLD        "aktsom-key-1"
#define KEY_FILE_BYTES_MAX  16384
#define LOCK_OPERATIONS     crypto_pwhash_OPSLIMIT_MODERATE
#define LOCK_MEMORY_KIB     (crypto_pwhash_MEMLIMIT_MODERATE / 1024)
#define LOCK_OPERATIONS_MAX 20      /* what a file may ask of us: some seconds, */
#define LOCK_MEMORY_KIB_MAX 1048576 /* a GiB */
#define NONCE_BYTES         crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define SEAL_BYTES          (crypto_sign_SEEDBYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES)

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
    out->open = true;
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

/* ---- passphrases ---- */

/* The lines that are bound to the secret. */
static str bound_lines(arena *a, const ledger_key *key)
{
    str pub = base64_write(a, key->pub.b, sizeof key->pub.b);
    return str_of(
        arena_printf(a, "origin %.*s\npublic %.*s\n", (int)key->origin.n, key->origin.p, (int)pub.n, pub.p));
}

typedef struct lock_parts {
    uint64_t operations, memory_kib;
    str salt, sealed; /* nonce | ciphertext */
} lock_parts;

/* The four words behind `argon2id`. */
static bool lock_read(lock_parts *out, arena *a, str words)
{
    str operations = str_cut(&words, ' '), memory = str_cut(&words, ' '), salt = str_cut(&words, ' ');
    return str_whole(&out->operations, operations, LOCK_OPERATIONS_MAX) && out->operations > 0 &&
           str_whole(&out->memory_kib, memory, LOCK_MEMORY_KIB_MAX) && out->memory_kib >= 8 &&
           base64_read(a, &out->salt, salt) && out->salt.n == crypto_pwhash_SALTBYTES &&
           base64_read(a, &out->sealed, words) && out->sealed.n == NONCE_BYTES + SEAL_BYTES;
}

static ak_code stretch(uint8_t out[static crypto_aead_xchacha20poly1305_ietf_KEYBYTES], str passphrase,
                       const lock_parts *p, ak_err *err)
{
    if (crypto_pwhash(out, crypto_aead_xchacha20poly1305_ietf_KEYBYTES, passphrase.p, passphrase.n,
                      (const uint8_t *)p->salt.p, p->operations, (size_t)p->memory_kib * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return ak_fail_errno(err, "stretch", "passphrase");
    return AK_OK;
}

ak_code key_lock(ledger_key *key, arena *a, str passphrase, ak_err *err)
{
    uint8_t salt[crypto_pwhash_SALTBYTES], sealed[NONCE_BYTES + SEAL_BYTES];
    uint8_t stretched[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
    if (!key->open || key->guard == KEY_SIGNER)
        return ak_fail(err, &LED_180, str_c(a, key->origin));
    randombytes_buf(salt, sizeof salt);
    randombytes_buf(sealed, NONCE_BYTES);
    lock_parts p = {
        LOCK_OPERATIONS, LOCK_MEMORY_KIB, {(const char *)salt, sizeof salt},
          {NULL,               0          }
    };
    AK_TRY(stretch(stretched, passphrase, &p, err));
    str bound = bound_lines(a, key);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE_BYTES, NULL, key->secret, crypto_sign_SEEDBYTES,
                                               (const uint8_t *)bound.p, bound.n, NULL, sealed, stretched);
    sodium_memzero(stretched, sizeof stretched);
    str salt64 = base64_write(a, salt, sizeof salt), sealed64 = base64_write(a, sealed, sizeof sealed);
    key->lock = str_of(arena_printf(a, "%llu %llu %.*s %.*s", (unsigned long long)p.operations,
                                    (unsigned long long)p.memory_kib, (int)salt64.n, salt64.p,
                                    (int)sealed64.n, sealed64.p));
    key->guard = KEY_LOCKED;
    return AK_OK;
}

ak_code key_unlock(ledger_key *key, arena *a, str passphrase, ak_err *err)
{
    uint8_t stretched[crypto_aead_xchacha20poly1305_ietf_KEYBYTES], seed[crypto_sign_SEEDBYTES];
    lock_parts p;
    if (key->open)
        return AK_OK;
    if (key->guard != KEY_LOCKED || !lock_read(&p, a, key->lock))
        return ak_fail(err, &LED_180, str_c(a, key->origin));
    AK_TRY(stretch(stretched, passphrase, &p, err));
    str bound = bound_lines(a, key);
    ledger_key opened = *key;
    const uint8_t *sealed = (const uint8_t *)p.sealed.p;
    bool fits =
        crypto_aead_xchacha20poly1305_ietf_decrypt(seed, NULL, NULL, sealed + NONCE_BYTES, SEAL_BYTES,
                                                   (const uint8_t *)bound.p, bound.n, sealed, stretched) == 0;
    if (fits)
        from_seed(&opened, seed);
    sodium_memzero(stretched, sizeof stretched);
    sodium_memzero(seed, sizeof seed);
    fits = fits && memcmp(opened.pub.b, key->pub.b, sizeof key->pub.b) == 0;
    if (fits)
        *key = opened;
    key_wipe(&opened);
    return fits ? AK_OK : ak_fail(err, &LED_181, str_c(a, key->origin));
}

/* ---- the file ---- */

static void secret_line(buf *b, arena *a, const ledger_key *key)
{
    if (key->guard == KEY_LOCKED) {
        buf_add_c(b, "argon2id ");
        buf_add_str(b, key->lock);
    } else if (key->guard == KEY_SIGNER) {
        buf_add_c(b, "signer");
        for (char **word = key->signer; *word; word++) {
            buf_add_char(b, ' ');
            buf_add_str(b, base64url_write(a, *word, strlen(*word)));
        }
    } else {
        buf_add_c(b, "seed ");
        buf_add_str(b, base64_write(a, key->secret, crypto_sign_SEEDBYTES));
    }
    buf_add_char(b, '\n');
}

ak_code key_write(const ledger_key *key, const char *path, bool fresh, ak_err *err)
{
    arena tmp = {0};
    buf b = buf_new(&tmp, KEY_FILE_BYTES_MAX);
    buf_add_c(&b, KEY_HEAD "\n");
    buf_add_str(&b, bound_lines(&tmp, key));
    if (key->until_s)
        buf_printf(&b, "until %lld\n", (long long)key->until_s);
    secret_line(&b, &tmp, key);
    ak_code code = buf_done(&b, err);
    if (code == AK_OK)
        code =
            fresh ? fs_write_new(path, buf_str(&b), 0600, err) : erase_replace(path, &tmp, buf_str(&b), err);
    sodium_memzero(b.p, b.n);
    arena_free(&tmp);
    return code;
}

static bool seed_take(ledger_key *out, arena *a, str base64)
{
    str seed;
    if (!base64_read(a, &seed, base64) || seed.n != crypto_sign_SEEDBYTES)
        return false;
    from_seed(out, (const uint8_t *)seed.p);
    sodium_memzero((char *)seed.p, seed.n);
    return true;
}

static bool signer_take(ledger_key *out, arena *a, str words)
{
    size_t n = 0;
    out->signer = ARENA_NEWS(a, char *, KEY_SIGNER_WORDS_MAX + 1);
    while (words.n && n < KEY_SIGNER_WORDS_MAX) {
        str word;
        if (!base64url_read(a, &word, str_cut(&words, ' ')) || memchr(word.p, '\0', word.n))
            return false;
        out->signer[n++] = (char *)str_copy(a, word).p;
    }
    out->signer[n] = NULL;
    out->guard = KEY_SIGNER;
    out->open = true;
    return n > 0 && words.n == 0 && out->signer[0][0] != '\0';
}

static bool word_is(str *line, const char *word)
{
    str rest = *line;
    if (!str_is(str_cut(&rest, ' '), word))
        return false;
    *line = rest;
    return true;
}

static bool old_form(ledger_key *out, arena *a, str rest)
{
    out->origin = str_copy(a, str_cut(&rest, '\n'));
    return seed_take(out, a, str_cut(&rest, '\n')) && rest.n == 0;
}

static bool new_form(ledger_key *out, arena *a, str rest)
{
    lock_parts lock;
    uint64_t until_s;
    str named, line = str_cut(&rest, '\n');
    if (!word_is(&line, "origin"))
        return false;
    out->origin = str_copy(a, line);
    line = str_cut(&rest, '\n');
    if (!word_is(&line, "public") || !base64_read(a, &named, line) || named.n != sizeof out->pub.b)
        return false;
    memcpy(out->pub.b, named.p, sizeof out->pub.b);
    key_id(&out->kid, &out->pub);
    line = str_cut(&rest, '\n');
    if (word_is(&line, "until")) {
        if (!str_whole(&until_s, line, 999999999999))
            return false;
        out->until_s = (int64_t)until_s;
        line = str_cut(&rest, '\n');
    }
    if (rest.n)
        return false;
    if (word_is(&line, "argon2id")) {
        out->guard = KEY_LOCKED;
        out->lock = str_copy(a, line);
        return lock_read(&lock, a, line);
    }
    if (word_is(&line, "signer"))
        return signer_take(out, a, line);
    return word_is(&line, "seed") && seed_take(out, a, line) &&
           memcmp(out->pub.b, named.p, sizeof out->pub.b) == 0;
}

ak_code key_read(ledger_key *out, arena *a, const char *path, ak_err *err)
{
    AK_TRY(key_start(err));
    struct stat st;
    if (stat(path, &st) == 0 && (st.st_mode & 077))
        return ak_fail(err, &LED_021, path);
    str text;
    AK_TRY(fs_read(&text, a, path, KEY_FILE_BYTES_MAX, err));
    *out = (ledger_key){0};
    bool ok = key_parse(out, a, text);
    sodium_memzero((char *)text.p, text.n);
    if (ok)
        return AK_OK;
    key_wipe(out);
    return ak_fail(err, &LED_022, path);
}

bool key_parse(ledger_key *out, arena *a, str text)
{
    str rest = text, head = str_cut(&rest, '\n');
    *out = (ledger_key){0};
    if (!str_ends(text, "\n") || text.n > KEY_FILE_BYTES_MAX)
        return false;
    bool ok = str_is(head, KEY_HEAD) ? new_form(out, a, rest)
                                     : str_is(head, KEY_HEAD_OLD) && old_form(out, a, rest);
    return ok && key_origin_ok(out->origin);
}

void key_wipe(ledger_key *key)
{
    sodium_memzero(key->secret, sizeof key->secret);
    key->open = key->guard == KEY_SIGNER;
}

/* ---- signatures ---- */

/* The answer is checked by the public key: a signer that holds another key, or was put in its place, signs
 * nothing that leaves here. */
static ak_code signer_ask(uint8_t sig[static LEDGER_SIG_BYTES], const ledger_key *key, const void *p,
                          size_t n, ak_err *err)
{
    arena tmp = {0};
    str answer;
    ak_code code =
        command_run(&answer, &tmp, key->signer, (str){p, n}, LEDGER_SIG_BYTES, KEY_SIGNER_WAIT_MS, err);
    if (code == AK_OK &&
        (answer.n != LEDGER_SIG_BYTES || !key_check(&key->pub, (const uint8_t *)answer.p, p, n)))
        code = ak_fail(err, &LED_182, key->signer[0]);
    if (code == AK_OK)
        memcpy(sig, answer.p, LEDGER_SIG_BYTES);
    arena_free(&tmp);
    return code;
}

ak_code key_sign(uint8_t sig[static LEDGER_SIG_BYTES], const ledger_key *key, const void *p, size_t n,
                 ak_err *err)
{
    if (key->guard == KEY_SIGNER)
        return signer_ask(sig, key, p, n, err);
    if (!key->open) {
        char name[LEDGER_ORIGIN_BYTES_MAX + 1];
        snprintf(name, sizeof name, "%.*s", (int)key->origin.n, key->origin.p);
        return ak_fail(err, &LED_180, name);
    }
    crypto_sign_detached(sig, NULL, p, n, key->secret);
    return AK_OK;
}

/* What is signed to see whether it can: neither COSE (0x84) nor a note (a name of a log has no space). */
#define SIGNER_TRY "aktsom asks whether this key can sign\n"

ak_code key_of_signer(ledger_key *out, arena *a, str origin, const ledger_public *pub, char *const *argv,
                      ak_err *err)
{
    uint8_t text[sizeof SIGNER_TRY + 16] = SIGNER_TRY, sig[LEDGER_SIG_BYTES];
    size_t n = 0;
    *out = (ledger_key){.origin = str_copy(a, origin), .pub = *pub, .guard = KEY_SIGNER, .open = true};
    key_id(&out->kid, pub);
    out->signer = ARENA_NEWS(a, char *, KEY_SIGNER_WORDS_MAX + 1);
    for (; n < KEY_SIGNER_WORDS_MAX && argv[n]; n++)
        out->signer[n] = arena_text(a, argv[n]);
    out->signer[n] = NULL;
    randombytes_buf(text + sizeof SIGNER_TRY, 16);
    return key_sign(sig, out, text, sizeof text, err);
}

bool key_check(const ledger_public *pub, const uint8_t sig[static LEDGER_SIG_BYTES], const void *p, size_t n)
{
    return crypto_sign_verify_detached(sig, p, n, pub->b) == 0;
}
