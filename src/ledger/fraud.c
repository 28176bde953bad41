/* fraud.c -- two signed heads of one log that cannot both be true. */
#include "ledger/fraud.h"

#include <string.h>

#include "base/fs.h"
#include "ledger/entry.h"
#include "ledger/rules.h"

/* By one of the ring's log keys, or, where nothing replaced it, by the one. */
static bool head_ok(checkpoint *out, arena *a, const keyring *ring, str bytes)
{
    note n;
    if (checkpoint_note_read(&n, out, a, bytes, NULL) != AK_OK || !str_eq(out->origin, ring->origin))
        return false;
    for (size_t i = 0; i < ring->n; i++) {
        const keyring_key *k = &ring->keys[i];
        note_vkey key = {.name = ring->origin, .type = NOTE_ED25519, .pub = k->pub};
        key.id = note_key_id(key.name, key.type, &key.pub);
        if (str_is(k->role, KEYRING_ROLE_LOG) && note_verify(&n, &key, NULL) == NOTE_GOOD)
            return true;
    }
    return false;
}

/* The keys that the statements lead to from the first one; each must announce one, for this log. */
static bool ring_of(keyring *out, arena *a, const note_vkey *first, const str *words, size_t n)
{
    const char *why;
    entry_info e;
    *out = keyring_new(a);
    keyring_begin(out, first->name, &first->pub);
    for (size_t i = 0; i < n; i++)
        if (entry_read(&e, a, words[i], NULL, 0, NULL, NULL) != AK_OK || !str_eq(e.iss, first->name) ||
            keyring_take(out, words[i], i + 1, &why) || out->n != i + 2)
            return false;
    return true;
}

/* True when the nodes are those of the tree at size2, and give another root at size1. */
static bool contradicts(const fraud *f)
{
    const checkpoint *one = &f->heads[0], *two = &f->heads[1];
    if (one->size == two->size)
        return f->n == 0 && !ledger_hash_eq(&one->root, &two->root);
    ledger_hash root1, root2;
    return one->size > 0 && merkle_consistency_roots(&root1, &root2, one->size, two->size, f->nodes, f->n) &&
           ledger_hash_eq(&root2, &two->root) && !ledger_hash_eq(&root1, &one->root);
}

static bool fill(fraud *out, arena *a, str vkey, str *words, size_t words_n, str note1, str note2)
{
    note_vkey key;
    *out = (fraud){
        .vkey = vkey, .notes = {note1, note2},
             .words = words, .words_n = words_n
    };
    if (note_vkey_read(&key, a, vkey, NULL) != AK_OK || key.type != NOTE_ED25519 ||
        !str_eq(note_vkey_text(a, key.name, key.type, &key.pub), vkey) ||
        !ring_of(&out->ring, a, &key, words, words_n) || !head_ok(&out->heads[0], a, &out->ring, note1) ||
        !head_ok(&out->heads[1], a, &out->ring, note2))
        return false;
    const checkpoint *h = out->heads;
    bool swap = h[0].size > h[1].size ||
                (h[0].size == h[1].size && memcmp(h[0].root.b, h[1].root.b, sizeof h[0].root.b) > 0);
    if (swap) {
        checkpoint keep = out->heads[0];
        out->heads[0] = out->heads[1];
        out->heads[1] = keep;
        out->notes[0] = note2;
        out->notes[1] = note1;
    }
    return true;
}

static bool shows(fraud *out, arena *a, str vkey, str *words, size_t words_n, str note1, str note2,
                  const ledger_hash *nodes, size_t n)
{
    if (n > MERKLE_PROOF_MAX + 1 || !fill(out, a, vkey, words, words_n, note1, note2))
        return false;
    if (out->heads[0].size != out->heads[1].size) {
        if (n)
            memcpy(out->nodes, nodes, n * sizeof *nodes);
        out->n = n;
    }
    return contradicts(out);
}

bool fraud_of_heads(fraud *out, arena *a, str vkey, str note1, str note2, const ledger_hash *nodes, size_t n)
{
    return shows(out, a, vkey, NULL, 0, note1, note2, nodes, n);
}

bool fraud_of_ring(fraud *out, arena *a, const keyring *ring, str note1, str note2, const ledger_hash *nodes,
                   size_t n)
{
    str *words = ARENA_NEWS(a, str, ring->n + 1);
    for (size_t way = 0; way < 2;
         way++) /* by one key; then by the way from one to another, the shortest first */
        for (size_t i = ring->n; i-- > 0;) {
            size_t words_n = 0;
            if (!str_is(ring->keys[i].role, KEYRING_ROLE_LOG))
                continue;
            for (size_t k = i + 1; way && k < ring->n; k++)
                if (ring->keys[k].entry.n)
                    words[words_n++] = ring->keys[k].entry;
            str vkey = note_vkey_text(a, ring->origin, NOTE_ED25519, &ring->keys[i].pub);
            if (words_n <= FRAUD_WORDS_MAX && shows(out, a, vkey, words, words_n, note1, note2, nodes, n))
                return true;
        }
    return false;
}

str fraud_write(arena *a, const fraud *f)
{
    buf b = buf_new(a, FRAUD_BYTES_MAX);
    buf_add_c(&b, FRAUD_HEAD "\nvkey ");
    buf_add_str(&b, f->vkey);
    for (int i = 0; i < 2; i++) {
        buf_add_c(&b, "\nhead ");
        buf_add_str(&b, base64_write(a, f->notes[i].p, f->notes[i].n));
    }
    for (size_t i = 0; i < f->words_n; i++) {
        buf_add_c(&b, "\nkey ");
        buf_add_str(&b, base64_write(a, f->words[i].p, f->words[i].n));
    }
    for (size_t i = 0; i < f->n; i++) {
        buf_add_c(&b, "\nnode ");
        buf_add_str(&b, base64_write(a, f->nodes[i].b, sizeof f->nodes[i].b));
    }
    buf_add_char(&b, '\n');
    return buf_str(&b);
}

static bool field(str *out, str *rest, const char *name)
{
    str line = str_cut(rest, '\n');
    if (!str_is(str_cut(&line, ' '), name))
        return false;
    *out = line;
    return true;
}

ak_code fraud_read(fraud *out, arena *a, str file, ak_err *err)
{
    str rest = file, vkey, text[2], head[2], hash, *words = ARENA_NEWS(a, str, FRAUD_WORDS_MAX);
    size_t words_n = 0;
    if (file.n > FRAUD_BYTES_MAX || !str_ends(file, "\n") || !str_is(str_cut(&rest, '\n'), FRAUD_HEAD) ||
        !field(&vkey, &rest, "vkey") || !field(&text[0], &rest, "head") || !field(&text[1], &rest, "head") ||
        !base64_read(a, &head[0], text[0]) || !base64_read(a, &head[1], text[1]))
        return ak_fail(err, &LED_107);
    AK_TRY(key_start(err));
    while (str_starts(rest, "key "))
        if (words_n == FRAUD_WORDS_MAX || !field(&hash, &rest, "key") ||
            !base64_read(a, &words[words_n++], hash))
            return ak_fail(err, &LED_107);
    bool filled = fill(out, a, vkey, words, words_n, head[0], head[1]);
    while (rest.n) {
        if (!field(&hash, &rest, "node") || out->n > MERKLE_PROOF_MAX || !base64_read(a, &hash, hash) ||
            hash.n != SHA256_BYTES)
            return ak_fail(err, &LED_107);
        memcpy(out->nodes[out->n++].b, hash.p, SHA256_BYTES);
    }
    if (!filled || out->notes[0].p != head[0].p || !contradicts(out))
        return ak_fail(err, &LED_108);
    return AK_OK;
}

ak_code fraud_keep(const char **path_out, arena *a, const char *dir, const fraud *f, ak_err *err)
{
    str file = fraud_write(a, f);
    char hex[SHA256_HEX + 1];
    sha256_hex(hex, file.p, file.n);
    AK_TRY(fs_mkdirs(dir, 0700, err));
    *path_out = arena_printf(a, "%s/%llu-%llu-%.8s.fraud", dir, (unsigned long long)f->heads[0].size,
                             (unsigned long long)f->heads[1].size, hex);
    return fs_exists(*path_out) ? AK_OK : fs_write(*path_out, file, 0600, err);
}

/* ---- two entries of one number ---- */

str fraud_twice_write(arena *a, str origin, const ledger_public *key, const str entries[2])
{
    int first = str_cmp(entries[0], entries[1]) > 0;
    buf b = buf_new(a, FRAUD_BYTES_MAX);
    buf_add_c(&b, FRAUD_TWICE_HEAD "\norigin ");
    buf_add_str(&b, origin);
    buf_add_c(&b, "\nkey ");
    buf_add_str(&b, base64_write(a, key->b, sizeof key->b));
    for (int i = 0; i < 2; i++) {
        str e = entries[i ^ first];
        buf_add_c(&b, "\nentry ");
        buf_add_str(&b, base64_write(a, e.p, e.n));
    }
    buf_add_char(&b, '\n');
    return buf_str(&b);
}

ak_code fraud_twice_read(fraud_twice *out, arena *a, str file, ak_err *err)
{
    str rest = file, key, text[2];
    entry_info e[2];
    *out = (fraud_twice){0};
    if (file.n > FRAUD_BYTES_MAX || !str_ends(file, "\n") ||
        !str_is(str_cut(&rest, '\n'), FRAUD_TWICE_HEAD) || !field(&out->origin, &rest, "origin") ||
        !field(&key, &rest, "key") || !field(&text[0], &rest, "entry") || !field(&text[1], &rest, "entry") ||
        rest.n || !base64_read(a, &key, key) || key.n != sizeof out->key.b ||
        !base64_read(a, &out->entries[0], text[0]) || !base64_read(a, &out->entries[1], text[1]))
        return ak_fail(err, &LED_107);
    memcpy(out->key.b, key.p, key.n);
    AK_TRY(key_start(err));
    for (int i = 0; i < 2; i++)
        if (entry_read(&e[i], a, out->entries[i], NULL, 0, &out->key, NULL) != AK_OK ||
            !str_eq(e[i].iss, out->origin))
            return ak_fail(err, &LED_108);
    out->seq = e[0].seq;
    if (e[0].seq != e[1].seq || str_cmp(out->entries[0], out->entries[1]) >= 0)
        return ak_fail(err, &LED_108);
    return AK_OK;
}

ak_code fraud_twice_keep(const char **path_out, arena *a, const char *dir, str file, ak_err *err)
{
    char hex[SHA256_HEX + 1];
    sha256_hex(hex, file.p, file.n);
    AK_TRY(fs_mkdirs(dir, 0700, err));
    *path_out = arena_printf(a, "%s/twice-%.8s.fraud", dir, hex);
    return fs_exists(*path_out) ? AK_OK : fs_write(*path_out, file, 0600, err);
}
