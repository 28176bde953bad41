/* keyring.c -- which key may sign what in a log, and from where to where. */
#include "ledger/keyring.h"

#include <string.h>

#include "base/date.h"
#include "base/json.h"
#include "ledger/es256.h"
#include "ledger/rules.h"
#include "ledger/tile.h"

static const char *const states[] = {"active", "overlapping", "retired", "revoked", "lost"};

keyring keyring_new(arena *a)
{
    return (keyring){.a = a};
}

/* A payload that is said in parts holds no quotes but those of its frame, so these words stand in a plain
 * one. */
bool keyring_concerns(str entry)
{
    static const char word[] = "\"type\":\"";
    return memmem(entry.p, entry.n, word, sizeof word - 1) != NULL;
}

static keyring_key *find(const keyring *ring, const ledger_hash *kid)
{
    for (size_t i = 0; i < ring->n; i++)
        if (ledger_hash_eq(&ring->keys[i].kid, kid))
            return &ring->keys[i];
    return NULL;
}

const keyring_key *keyring_find(const keyring *ring, const ledger_hash *kid)
{
    return find(ring, kid);
}

const keyring_key *keyring_of(const keyring *ring, const ledger_public *pub)
{
    ledger_hash kid;
    key_id(&kid, pub);
    return find(ring, &kid);
}

const keyring_key *keyring_named(const keyring *ring, str word)
{
    const keyring_key *found = NULL;
    for (size_t i = 0; ring->keys && i < ring->n; i++) {
        const keyring_key *k = &ring->keys[i];
        char hex[SHA256_HEX + 1];
        hex_write(hex, k->kid.b, sizeof k->kid.b);
        bool fits = (word.n >= 8 && word.n <= SHA256_HEX && memcmp(hex, word.p, word.n) == 0) ||
                    (k->to == UINT64_MAX && str_eq(k->role, word));
        if (fits && found)
            return NULL;
        if (fits)
            found = k;
    }
    return found;
}

const keyring_key *keyring_at(const keyring *ring, uint64_t size)
{
    const keyring_key *k = NULL;
    for (size_t i = 0; i < ring->n; i++)
        if (str_is(ring->keys[i].role, KEYRING_ROLE_LOG) && (ring->keys[i].from < size || !k))
            k = &ring->keys[i];
    return k;
}

/* keyring_at, to be changed. */
static keyring_key *now_log(keyring *ring)
{
    const keyring_key *k = keyring_at(ring, UINT64_MAX);
    return k ? &ring->keys[k - ring->keys] : NULL;
}

static bool in_wrong_hands(const keyring_key *k)
{
    return strcmp(k->state, "revoked") == 0 || strcmp(k->state, "lost") == 0;
}

bool keyring_is_log(const keyring *ring, const ledger_public *pub)
{
    for (size_t i = 0; i < ring->n; i++) {
        const keyring_key *k = &ring->keys[i];
        if (str_is(k->role, KEYRING_ROLE_LOG) && memcmp(k->pub.b, pub->b, sizeof pub->b) == 0)
            return !in_wrong_hands(k);
    }
    return false;
}

const ak_rule *keyring_may(const keyring *ring, const ledger_hash *kid, uint64_t index)
{
    const keyring_key *k = keyring_find(ring, kid);
    bool first = k && k == ring->keys && k->from == 0;
    if (!k || (index <= k->from && !(first && index == 0)) || str_is(k->role, KEYRING_ROLE_RECEIPT))
        return &LED_123;
    return index > k->to ? &LED_183 : NULL;
}

/* ---- taking a statement ---- */

typedef struct taking {
    keyring *ring;
    str entry;
    entry_info e;
    uint64_t index;
    keyring_key fresh; /* as it is announced */
    str state, replaces;
    const char *why;
} taking;

static const char *state_word(str word)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (str_is(word, states[i]))
            return states[i];
    return NULL;
}

/* A key's id is the digest of its bytes. */
static bool body_read(taking *t, arena *tmp)
{
    const json *body = t->e.body_tree;
    arena *a = t->ring->a;
    keyring_key *k = &t->fresh;
    str pub, until = json_str(body, "heads_until");
    ledger_hash kid;
    if (!hex_read(k->kid.b, sizeof k->kid.b, json_str(body, "key_id")) ||
        !base64_read(tmp, &pub, json_str(body, "public_key")))
        return false;
    sha256_of(kid.b, pub.p, pub.n);
    k->pub64 = str_copy(a, json_str(body, "public_key"));
    k->role = str_copy(a, json_str(body, "key_role"));
    k->party = str_copy(a, json_str(body, "party"));
    k->reason = str_copy(a, json_str(body, "reason"));
    t->state = json_str(body, "key_state");
    t->replaces = json_str(body, "replaces");
    k->state = state_word(t->state);
    k->from = t->index;
    k->to = UINT64_MAX;
    k->since_s = t->e.iat_s;
    if (until.n && moment_read(&k->until_s, until, NULL) != AK_OK)
        return false;
    size_t want = str_is(k->role, KEYRING_ROLE_RECEIPT) ? ES256_PUB_BYTES : sizeof k->pub.b;
    if (pub.n == sizeof k->pub.b)
        memcpy(k->pub.b, pub.p, pub.n);
    return k->state && pub.n == want && k->role.n && ledger_hash_eq(&kid, &k->kid);
}

static keyring_key *push(keyring *ring, const keyring_key *key)
{
    if (ring->n == ring->cap) {
        size_t cap = ring->cap ? 2 * ring->cap : 8;
        keyring_key *more = ARENA_NEWS(ring->a, keyring_key, cap);
        if (ring->n)
            memcpy(more, ring->keys, ring->n * sizeof *more);
        ring->keys = more;
        ring->cap = cap;
    }
    ring->keys[ring->n] = *key;
    return &ring->keys[ring->n++];
}

static void announce(taking *t)
{
    keyring_key *k = push(t->ring, &t->fresh);
    if (str_is(k->role, KEYRING_ROLE_LOG) || str_is(k->role, KEYRING_ROLE_BACK))
        k->entry = str_copy(t->ring->a, t->entry);
}

static void end_key(keyring_key *k, const taking *t, const char *state)
{
    if (k->to == UINT64_MAX) {
        k->to = t->index;
        k->ended_s = t->e.iat_s;
    }
    k->state = state;
}

void keyring_begin(keyring *ring, str origin, const ledger_public *pub)
{
    keyring_key k = {.pub = *pub, .role = STR(KEYRING_ROLE_LOG), .to = UINT64_MAX, .state = "active"};
    k.pub64 = base64_write(ring->a, pub->b, sizeof pub->b);
    key_id(&k.kid, pub);
    ring->origin = str_copy(ring->a, origin);
    push(ring, &k);
}

/* A new key of the log stands in for the one that it names, which must be the one in use. */
static const char *take_log_key(taking *t)
{
    keyring_key *now = now_log(t->ring);
    ledger_hash named = {{0}};
    if (!hex_read(named.b, sizeof named.b, t->replaces) || !ledger_hash_eq(&named, &now->kid))
        return N_("it does not name the key that it replaces");
    now->until_s = t->fresh.until_s;
    end_key(now, t, now->until_s > t->e.iat_s ? "overlapping" : "retired");
    t->fresh.until_s = 0;
    announce(t);
    return NULL;
}

static const char *take_new(taking *t)
{
    if (strcmp(t->fresh.state, "active") != 0)
        return N_("it speaks of a key that was never announced");
    if (t->ring->n == KEYRING_MAX)
        return N_("there are too many keys");
    if (str_is(t->fresh.role, KEYRING_ROLE_LOG))
        return take_log_key(t);
    announce(t);
    return NULL;
}

/* What is said of a key that is known: how it ended. */
static const char *take_state(taking *t, keyring_key *known)
{
    bool ending = strcmp(t->fresh.state, "active") != 0;
    if (!ending)
        return known->to == UINT64_MAX ? NULL : N_("it brings a key back that was taken out");
    if (known == now_log(t->ring))
        return N_("it takes out the only key of the log");
    bool overlaps = strcmp(t->fresh.state, "overlapping") == 0,
         retires = strcmp(t->fresh.state, "retired") == 0;
    if (((overlaps || retires) && in_wrong_hands(known)) || (overlaps && known->until_s == 0))
        return N_("it lengthens the use of a key that was taken out");
    end_key(known, t, t->fresh.state);
    if (t->fresh.reason.n)
        known->reason = t->fresh.reason;
    return NULL;
}

/* Who may say it: the log key all; a recovery key only that there is a new log key. */
static const char *may_say(const taking *t, const keyring_key *signer)
{
    if (signer == keyring_at(t->ring, UINT64_MAX))
        return NULL;
    if (str_is(signer->role, KEYRING_ROLE_BACK) && str_is(t->fresh.role, KEYRING_ROLE_LOG) &&
        !find(t->ring, &t->fresh.kid) && strcmp(t->fresh.state, "active") == 0)
        return NULL;
    return N_("it is not signed by the key of the log");
}

static const ak_rule *take_key(taking *t, arena *tmp)
{
    if (!body_read(t, tmp)) {
        t->why = N_("it is not of its form");
        return &LED_184;
    }
    if (t->ring->n == 0) { /* the first names itself, in whatever role */
        t->fresh.role = STR(KEYRING_ROLE_LOG);
        t->ring->origin = str_copy(t->ring->a, t->e.iss);
        t->why = ledger_hash_eq(&t->e.kid, &t->fresh.kid) && strcmp(t->fresh.state, "active") == 0
                     ? NULL
                     : N_("it does not name the key that signs it");
        if (!t->why)
            announce(t);
        return t->why ? &LED_184 : NULL;
    }
    const keyring_key *signer = find(t->ring, &t->e.kid);
    t->why = may_say(t, signer);
    keyring_key *known = find(t->ring, &t->fresh.kid);
    if (!t->why)
        t->why = known ? take_state(t, known) : take_new(t);
    return t->why ? &LED_184 : NULL;
}

static void take_other(taking *t)
{
    keyring *ring = t->ring;
    const json *body = t->e.body_tree;
    int64_t size;
    if (str_is(t->e.type, "close") && !ring->closed) {
        ring->closed = true;
        ring->close_index = t->index;
        ring->successor = str_copy(ring->a, json_str(body, "successor"));
    }
    if (str_is(t->e.type, "predecessor") && ring->before.n == 0 && json_i64(&size, json_get(body, "size")) &&
        size > 0 && hex_read(ring->before_root.b, sizeof ring->before_root.b, json_str(body, "root"))) {
        ring->before = str_copy(ring->a, json_str(body, "origin_name"));
        ring->before_size = (uint64_t)size;
    }
}

/* The signer must be known and in use, but for the first entry, which names itself. */
static const ak_rule *signer_check(taking *t, arena *tmp, str entry)
{
    ledger_public pub = {{0}};
    const ak_rule *wrong = NULL;
    str bytes;
    if (t->ring->n == 0) {
        if (base64_read(tmp, &bytes, json_str(t->e.body_tree, "public_key")) && bytes.n == sizeof pub.b)
            memcpy(pub.b, bytes.p, sizeof pub.b);
    } else {
        wrong = keyring_may(t->ring, &t->e.kid, t->index);
        if (!wrong)
            pub = keyring_find(t->ring, &t->e.kid)->pub;
    }
    entry_info again;
    if (!wrong && entry_read(&again, tmp, entry, NULL, 0, &pub, NULL) != AK_OK)
        wrong = &LED_012;
    return wrong;
}

const ak_rule *keyring_take(keyring *ring, str entry, uint64_t index, const char **why)
{
    arena tmp = {0};
    taking t = {.ring = ring, .entry = entry, .index = index};
    const ak_rule *wrong = NULL;
    *why = "";
    bool key = false;
    if (keyring_concerns(entry) && entry_read(&t.e, &tmp, entry, NULL, 0, NULL, NULL) == AK_OK &&
        t.e.type.n) {
        key = str_is(t.e.type, "key");
        if (ring->n || key)
            wrong = signer_check(&t, &tmp, entry);
        if (!wrong && key)
            wrong = take_key(&t, &tmp);
        else if (!wrong && ring->n)
            take_other(&t);
        if (t.why)
            *why = t.why;
    }
    arena_free(&tmp);
    return wrong;
}

/* Row = number of the entry, counted from 1. */
static void tell(fault_list *faults, arena *tmp, const ak_rule *rule, const char *file, uint64_t index,
                 str entry, const char *why)
{
    entry_info e;
    char hex[SHA256_HEX + 1] = "";
    fault place = {.file = arena_text(faults->a, file), .row = (int64_t)index + 1};
    if (entry_read(&e, tmp, entry, NULL, 0, NULL, NULL) == AK_OK)
        hex_write(hex, e.kid.b, sizeof e.kid.b);
    fault_add(faults, rule, &place, ak_arg_int((int64_t)index), rule == &LED_184 ? why : hex);
}

void keyring_scan(keyring *ring, const char *log_dir, uint64_t from, uint64_t size, fault_list *faults,
                  const char *prefix)
{
    for (uint64_t n = from / TILE_WIDTH; n * TILE_WIDTH < size; n++) {
        arena tmp = {0};
        str bundle, entries[TILE_WIDTH];
        unsigned width;
        const char *why;
        char name[TILE_PATH_BYTES];
        bool read = tile_bundle_read(&bundle, &width, &tmp, log_dir, size, n, NULL) == AK_OK &&
                    keyring_concerns(bundle) && tile_bundle_first(entries, width, bundle);
        for (unsigned i = 0; read && i < width; i++) {
            uint64_t index = n * TILE_WIDTH + i;
            const ak_rule *wrong = index >= from ? keyring_take(ring, entries[i], index, &why) : NULL;
            tile_path(name, TILE_ENTRIES, n, width);
            /* who may not sign at all is found entry by entry */
            if (wrong == &LED_184 && faults)
                tell(faults, &tmp, wrong, arena_printf(&tmp, "%s%s", prefix, name), index, entries[i], why);
        }
        arena_free(&tmp);
    }
}
