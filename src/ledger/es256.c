/* es256.c -- ECDSA with P-256 and SHA-256, over OpenSSL. */
#include "ledger/es256.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "ledger/rules.h"

#define PEM_BYTES_MAX 4096
#define DER_BYTES_MAX 80 /* of a signature: two integers of at most 33 bytes */

static void free_pkey(void *pkey)
{
    EVP_PKEY_free(pkey);
}

static bool public_of(es256_public *out, EVP_PKEY *pkey)
{
    size_t n = 0;
    char group[32] = "";
    return EVP_PKEY_get_utf8_string_param(pkey, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group, NULL) == 1 &&
           strcmp(group, "prime256v1") == 0 &&
           EVP_PKEY_set_utf8_string_param(pkey, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, "uncompressed") ==
               1 &&
           EVP_PKEY_get_octet_string_param(pkey, OSSL_PKEY_PARAM_PUB_KEY, out->b, sizeof out->b, &n) == 1 &&
           n == sizeof out->b;
}

/* NULL when the point is not on the curve. */
static EVP_PKEY *pkey_of(const es256_public *pub)
{
    EVP_PKEY *pkey = NULL;
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)(uintptr_t) "prime256v1", 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)(uintptr_t)pub->b, sizeof pub->b),
        OSSL_PARAM_construct_end(),
    };
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    if (pub->b[0] != 4 || !ctx || EVP_PKEY_fromdata_init(ctx) != 1 ||
        EVP_PKEY_fromdata(ctx, &pkey, EVP_PKEY_PUBLIC_KEY, params) != 1)
        pkey = NULL;
    EVP_PKEY_CTX_free(ctx);
    return pkey;
}

static str pem_of(arena *a, EVP_PKEY *pkey, bool secret)
{
    BIO *bio = BIO_new(BIO_s_mem());
    char *p;
    if (!bio || (secret ? PEM_write_bio_PrivateKey(bio, pkey, NULL, NULL, 0, NULL, NULL)
                        : PEM_write_bio_PUBKEY(bio, pkey)) != 1)
        abort();
    long n = BIO_get_mem_data(bio, &p);
    str text = str_copy(a, (str){p, (size_t)n});
    BIO_free(bio);
    return text;
}

ak_code es256_new(es256_key *out, arena *a, const char *path, ak_err *err)
{
    EVP_PKEY *pkey = EVP_EC_gen("P-256");
    if (!pkey || !public_of(&out->pub, pkey)) {
        EVP_PKEY_free(pkey);
        return ak_fail(err, &LED_020);
    }
    out->pkey = pkey;
    arena_own(a, free_pkey, pkey);
    arena tmp = {0};
    str pem = pem_of(&tmp, pkey, true);
    ak_code code = fs_write_new(path, pem, 0600, err);
    OPENSSL_cleanse((char *)(uintptr_t)pem.p, pem.n);
    arena_free(&tmp);
    return code;
}

ak_code es256_read(es256_key *out, arena *a, const char *path, ak_err *err)
{
    struct stat st;
    arena tmp = {0};
    str pem = {0};
    if (stat(path, &st) == 0 && (st.st_mode & 077))
        return ak_fail(err, &LED_021, path);
    ak_code code = fs_read(&pem, &tmp, path, PEM_BYTES_MAX, err);
    if (code == AK_OK) {
        BIO *bio = BIO_new_mem_buf(pem.p, (int)pem.n);
        EVP_PKEY *pkey = bio ? PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL) : NULL;
        BIO_free(bio);
        OPENSSL_cleanse((char *)(uintptr_t)pem.p, pem.n);
        if (pkey)
            arena_own(a, free_pkey, pkey);
        out->pkey = pkey;
        if (!pkey || !public_of(&out->pub, pkey))
            code = ak_fail(err, &LED_022, path);
    }
    arena_free(&tmp);
    return code;
}

ak_code es256_sign(uint8_t sig[static ES256_SIG_BYTES], const es256_key *key, str bytes, ak_err *err)
{
    uint8_t der[DER_BYTES_MAX];
    size_t n = sizeof der;
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool ok = ctx && EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key->pkey) == 1 &&
              EVP_DigestSign(ctx, der, &n, (const uint8_t *)bytes.p, bytes.n) == 1;
    EVP_MD_CTX_free(ctx);
    const uint8_t *at = der;
    ECDSA_SIG *pair = ok ? d2i_ECDSA_SIG(NULL, &at, (long)n) : NULL;
    ok = pair && BN_bn2binpad(ECDSA_SIG_get0_r(pair), sig, 32) == 32 &&
         BN_bn2binpad(ECDSA_SIG_get0_s(pair), sig + 32, 32) == 32;
    ECDSA_SIG_free(pair);
    return ok ? AK_OK : ak_fail(err, &LED_020);
}

bool es256_check(const es256_public *pub, const uint8_t sig[static ES256_SIG_BYTES], str bytes)
{
    EVP_PKEY *pkey = pkey_of(pub);
    ECDSA_SIG *pair = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(sig, 32, NULL), *s = BN_bin2bn(sig + 32, 32, NULL);
    if (!pair || !r || !s || ECDSA_SIG_set0(pair, r, s) != 1)
        abort();
    uint8_t *der = NULL;
    int n = i2d_ECDSA_SIG(pair, &der);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool ok = pkey && n > 0 && ctx && EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, pkey) == 1 &&
              EVP_DigestVerify(ctx, der, (size_t)n, (const uint8_t *)bytes.p, bytes.n) == 1;
    EVP_MD_CTX_free(ctx);
    OPENSSL_free(der);
    ECDSA_SIG_free(pair);
    EVP_PKEY_free(pkey);
    return ok;
}

str es256_pem(arena *a, const es256_public *pub)
{
    EVP_PKEY *pkey = pkey_of(pub);
    str pem = pkey ? pem_of(a, pkey, false) : STR("");
    EVP_PKEY_free(pkey);
    return pem;
}

bool es256_pem_read(es256_public *out, str pem)
{
    BIO *bio = pem.n < PEM_BYTES_MAX ? BIO_new_mem_buf(pem.p, (int)pem.n) : NULL;
    EVP_PKEY *pkey = bio ? PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL) : NULL;
    bool ok = pkey && public_of(out, pkey);
    EVP_PKEY_free(pkey);
    BIO_free(bio);
    return ok;
}
