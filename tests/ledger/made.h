/* made.h -- logs as nobody's program would write them: entries, keys and bundles put together by hand. */
#ifndef TESTS_LEDGER_MADE_H
#define TESTS_LEDGER_MADE_H

#include "ledger/bundle.h"
#include "tests/ledger/workspace.h"

typedef struct made {
    arena *a;
    ledger_key key;
    str entries[8];
    ledger_hash leaves[8];
    size_t n;
    const char *to; /* of its bundles */
} made;

static inline ak_code made_fetch(ledger_hash *out, void *payload, int level, uint64_t n, ak_err *err)
{
    (void)err;
    const made *m = payload;
    merkle_root_of(out, m->leaves + (n << level), (size_t)1 << level);
    return AK_OK;
}

static inline void made_add(made *m, const ledger_key *by, entry_draft d, uint64_t seq)
{
    assert_ok(entry_build(&d, m->a, by, seq, TEST_NOW, &test_err));
    m->entries[m->n] = d.entry;
    m->leaves[m->n++] = d.leaf;
}

static inline entry_draft key_draft(arena *a, const ledger_key *key, const char *role, const char *key_state)
{
    char kid[SHA256_HEX + 1];
    hex_write(kid, key->kid.b, sizeof key->kid.b);
    str pub = base64_write(a, key->pub.b, sizeof key->pub.b);
    return (entry_draft){
        .type = "key",
        .body = str_of(arena_printf(a,
                                    "{\"key_id\":\"%s\",\"key_role\":\"%s\",\"key_state\":\"%s\","
                                    "\"party\":\"local:party/x\",\"public_key\":\"%.*s\"}",
                                    kid, role, key_state, (int)pub.n, pub.p))};
}

static inline void made_begin(made *m, arena *a)
{
    *m = (made){.a = a, .to = "local:party/b"};
    assert_ok(key_start(&test_err));
    assert_ok(key_new(&m->key, a, "made.example/log", &test_err));
    made_add(m, &m->key, key_draft(a, &m->key, "log", "active"), 0);
}

static inline str made_vkey(const made *m)
{
    return note_vkey_text(m->a, m->key.origin, NOTE_ED25519, &m->key.pub);
}

/* The entries of which the word is true, by number. */
static inline str made_bundle_of(made *m, const bool *there)
{
    arena *a = m->a;
    ledger_hash root;
    str bytes;
    bundle b = {.to = str_of(m->to), .about = STR("local:lot/1"), .logs_n = 1};
    bundle_log *log = b.logs = ARENA_NEW(a, bundle_log);
    merkle_root_of(&root, m->leaves, m->n);
    *log = (bundle_log){.vkey = made_vkey(m), .entries = ARENA_NEWS(a, bundle_entry, m->n)};
    assert_ok(checkpoint_sign(&log->head, a, &m->key, m->n, &root, &test_err));
    for (size_t i = 0; i < m->n; i++) {
        ledger_hash *path = ARENA_NEWS(a, ledger_hash, MERKLE_PROOF_MAX);
        bundle_entry *e = &log->entries[log->entries_n];
        log->entries_n += there[i];
        *e = (bundle_entry){.index = i, .entry = m->entries[i], .path = path, .said = ARENA_NEW(a, str)};
        assert_ok(merkle_inclusion(path, &e->path_n, i, m->n, made_fetch, m, &test_err));
    }
    assert_ok(bundle_write(&bytes, a, &b, &test_err));
    return bytes;
}

static inline str made_bundle(made *m)
{
    const bool all[8] = {true, true, true, true, true, true, true, true};
    return made_bundle_of(m, all);
}

static inline str made_bundle_without(made *m, size_t without)
{
    bool there[8];
    for (size_t i = 0; i < 8; i++)
        there[i] = i != without;
    return made_bundle_of(m, there);
}

/* The first entry and another. */
static inline str made_bundle_with(made *m, size_t index)
{
    bool there[8];
    for (size_t i = 0; i < 8; i++)
        there[i] = i == 0 || i == index;
    return made_bundle_of(m, there);
}

#endif
