/* fraud.c -- two signed heads of one log that cannot both be true. */
#include "ledger/fraud.h"

#include <string.h>

#include "base/fs.h"
#include "ledger/entry.h"
#include "ledger/rules.h"

static bool signed_by(const note *n, const keyring *ring)
{
    for (size_t i = 0; i < ring->n; i++) {
        const keyring_key *k = &ring->keys[i];
        note_vkey key = {.name = ring->origin, .type = NOTE_ED25519, .pub = k->pub};
        key.id = note_key_id(key.name, key.type, &key.pub);
        if (str_is(k->role, KEYRING_ROLE_LOG) && note_verify(n, &key, NULL) == NOTE_GOOD)
            return true;
    }
    return false;
}

/* By one of the log keys that either way leads to; without statements that is vkey. */
static bool head_ok(checkpoint *out, arena *a, const fraud *f, str bytes)
{
    note n;
    return checkpoint_note_read(&n, out, a, bytes, NULL) == AK_OK &&
           str_eq(out->origin, f->ways[0].ring.origin) &&
           (signed_by(&n, &f->ways[0].ring) || signed_by(&n, &f->ways[1].ring));
}

/* The keys that the statements lead to from the first one; each must announce one, for this log. */
static bool ring_of(fraud_way *way, arena *a, const note_vkey *first)
{
    const char *why;
    entry_info e;
    way->ring = keyring_new(a);
    keyring_begin(&way->ring, first->name, &first->pub);
    for (size_t i = 0; i < way->n; i++)
        if (entry_read(&e, a, way->words[i], NULL, 0, NULL, NULL) != AK_OK || !str_eq(e.iss, first->name) ||
            keyring_take(&way->ring, way->words[i], i + 1, &why) || way->ring.n != i + 2)
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

static bool fill(fraud *out, arena *a, str vkey, const fraud_way ways[2], str note1, str note2)
{
    note_vkey key;
    *out = (fraud){
        .vkey = vkey, .notes = {note1,   note2  },
             .ways = {ways[0], ways[1]}
    };
    if (note_vkey_read(&key, a, vkey, NULL) != AK_OK || key.type != NOTE_ED25519 ||
        !str_eq(note_vkey_text(a, key.name, key.type, &key.pub), vkey) || !ring_of(&out->ways[0], a, &key) ||
        !ring_of(&out->ways[1], a, &key) || !head_ok(&out->heads[0], a, out, note1) ||
        !head_ok(&out->heads[1], a, out, note2))
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

static bool shows(fraud *out, arena *a, str vkey, const fraud_way ways[2], str note1, str note2,
                  const ledger_hash *nodes, size_t n)
{
    if (n > MERKLE_PROOF_MAX + 1 || !fill(out, a, vkey, ways, note1, note2))
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
    return shows(out, a, vkey, (fraud_way[2]){0}, note1, note2, nodes, n);
}

/* The statements that announce what stands in the ring behind one of its keys.  False: too many. */
static bool way_from(fraud_way *out, arena *a, const keyring *ring, size_t at)
{
    *out = (fraud_way){.words = ARENA_NEWS(a, str, ring->n + 1)};
    for (size_t k = at + 1; k < ring->n; k++)
        if (ring->keys[k].entry.n)
            out->words[out->n++] = ring->keys[k].entry;
    return out->n <= FRAUD_WORDS_MAX;
}

bool fraud_of_ring(fraud *out, arena *a, const keyring *ring, str note1, str note2, const ledger_hash *nodes,
                   size_t n)
{
    for (size_t far = 0; far < 2;
         far++) /* by one key; then by the way from one to another, the shortest first */
        for (size_t i = ring->n; i-- > 0;) {
            fraud_way ways[2] = {0};
            if (!str_is(ring->keys[i].role, KEYRING_ROLE_LOG) || (far && !way_from(&ways[0], a, ring, i)))
                continue;
            str vkey = note_vkey_text(a, ring->origin, NOTE_ED25519, &ring->keys[i].pub);
            if (shows(out, a, vkey, ways, note1, note2, nodes, n))
                return true;
        }
    return false;
}

bool fraud_of_rings(fraud *out, arena *a, const keyring *one, const keyring *two, str note1, str note2,
                    const ledger_hash *nodes, size_t n)
{
    for (size_t i = one->n; i-- > 0;) {
        fraud_way ways[2];
        const keyring_key *both =
            str_is(one->keys[i].role, KEYRING_ROLE_LOG) ? keyring_of(two, &one->keys[i].pub) : NULL;
        if (!both || !way_from(&ways[0], a, one, i) ||
            !way_from(&ways[1], a, two, (size_t)(both - two->keys)) || ways[0].n == 0 || ways[1].n == 0)
            continue;
        str vkey = note_vkey_text(a, one->origin, NOTE_ED25519, &one->keys[i].pub);
        if (shows(out, a, vkey, ways, note1, note2, nodes, n))
            return true;
    }
    return false;
}

static void put_way(buf *b, arena *a, const char *word, const fraud_way *way)
{
    for (size_t i = 0; i < way->n; i++) {
        buf_printf(b, "\n%s ", word);
        buf_add_str(b, base64_write(a, way->words[i].p, way->words[i].n));
    }
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
    put_way(&b, a, "key", &f->ways[0]);
    put_way(&b, a, "other", &f->ways[1]);
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

/* The lines that begin with the word. */
static bool way_read(fraud_way *out, arena *a, str *rest, const char *word)
{
    str line;
    *out = (fraud_way){.words = ARENA_NEWS(a, str, FRAUD_WORDS_MAX)};
    while (str_starts(*rest, word) && field(&line, rest, word))
        if (out->n == FRAUD_WORDS_MAX || !base64_read(a, &out->words[out->n++], line))
            return false;
    return true;
}

ak_code fraud_read(fraud *out, arena *a, str file, ak_err *err)
{
    str rest = file, vkey, text[2], head[2], hash;
    fraud_way ways[2];
    if (file.n > FRAUD_BYTES_MAX || !str_ends(file, "\n") || !str_is(str_cut(&rest, '\n'), FRAUD_HEAD) ||
        !field(&vkey, &rest, "vkey") || !field(&text[0], &rest, "head") || !field(&text[1], &rest, "head") ||
        !base64_read(a, &head[0], text[0]) || !base64_read(a, &head[1], text[1]))
        return ak_fail(err, &LED_107);
    AK_TRY(key_start(err));
    if (!way_read(&ways[0], a, &rest, "key") || !way_read(&ways[1], a, &rest, "other") ||
        (ways[1].n > 0 && ways[0].n == 0))
        return ak_fail(err, &LED_107);
    bool filled = fill(out, a, vkey, ways, head[0], head[1]);
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
