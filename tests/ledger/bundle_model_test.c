/* bundle_model_test.c -- honest logs and one that forks, keys that are replaced, bundles that get lost, parties that
 * tell each other what they saw.
 *
 * "N honest logs, one forking, random lossy bundle exchange: a fraud file appears for every fork that two
 * parties see"
 */
#include "../cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/rng.h"
#include "ledger/bundle.h"
#include "ledger/fraud.h"
#include "ledger/keys.h"
#include "ledger/peer.h"
#include "ledger/rules.h"
#include "tests/ledger/workspace.h"

#define LOGS    4 /* the last has two histories */
#define SIDES   (LOGS + 1)
#define PARTIES 4
#define STEPS   260
#define ASKED   128
#define RUNS    6
#define YEARS   ((int64_t)20 * 365 * 86400)

/* When the log is forked, as its key goes. */
typedef enum fork_kind {
    FORK_BEFORE, /* and each history replaces its key later, by itself */
    FORK_AT,     /* both replace it with their first word */
    FORK_AFTER,
    FORK_KINDS
} fork_kind;

typedef struct world {
    arena a;
    const char *top;
    const char *dirs[SIDES]; /* LOGS - 1 and LOGS are two copies of one folder that both went on */
    uint64_t fork_at;
    uint64_t draw, seed;
    int64_t now_s;
    size_t replaced;                       /* keys */
    uint64_t asked[PARTIES][SIDES][ASKED]; /* sizes from which the party wants a proof */
    size_t asked_n[PARTIES][SIDES];
    bool beyond[PARTIES][2]; /* it was shown a head of that history behind the fork */
    bool served[PARTIES][2]; /* it got bundles of that history */
    size_t taken, refused;
} world;

static uint64_t dice(world *w, uint64_t sides)
{
    return rng_below(sides, w->seed, w->draw++, 0);
}

static unsigned log_of_side(unsigned side)
{
    return side >= LOGS ? LOGS - 1 : side;
}

static const char *peer_dir(world *w, arena *a, unsigned party, unsigned side)
{
    return arena_printf(a, "%s/party%u/log%u", w->top, party, log_of_side(side));
}

/* A new key in place of the one before, which at times goes on signing heads beside it. */
static void replace_key(world *w, unsigned side)
{
    arena a = {0};
    ledger *l;
    ak_err err = {0};
    w->now_s += 1000;
    key_change how = {
        .party = "local:party/test", .now_s = w->now_s, .until_s = dice(w, 4) == 0 ? w->now_s + YEARS : 0};
    assert_ok(ledger_open(&l, &a, w->dirs[side], LEDGER_WRITE, &test_err));
    ak_code code = keys_rotate(l, &how, &err);
    assert_true(code == AK_OK || err.rule == &LED_192); /* the one before still overlaps */
    w->replaced += code == AK_OK;
    arena_free(&a);
}

static void grow(world *w, unsigned side)
{
    arena a = {0};
    ledger *l;
    if (dice(w, 5) == 0)
        replace_key(w, side);
    assert_ok(ledger_open(&l, &a, w->dirs[side], LEDGER_WRITE, &test_err));
    test_append(l, 1 + (size_t)dice(w, 12));
    test_publish(l);
    arena_free(&a);
}

static void copy_tree(arena *a, const char *from, const char *to)
{
    fs_list files;
    assert_ok(fs_walk(&files, a, from, 100000, &test_err));
    for (size_t i = 0; i < files.n; i++) {
        const char *path = arena_printf(a, "%s/%s", to, files.rows[i].path);
        str bytes;
        if (files.rows[i].kind == FS_DIR) {
            assert_ok(fs_mkdirs(path, 0700, &test_err));
            continue;
        }
        assert_ok(fs_read(&bytes, a, arena_printf(a, "%s/%s", from, files.rows[i].path), (size_t)64 << 20,
                          &test_err));
        assert_ok(fs_write(path, bytes, 0600, &test_err));
    }
}

static void world_end(world *w)
{
    for (unsigned i = 0; i < SIDES; i++)
        assert_ok(fs_remove_tree(w->dirs[i], &test_err));
    test_remove(&w->a, w->top);
}

static void note_beyond(world *w, unsigned party, unsigned side, uint64_t size)
{
    if (side >= LOGS - 1 && size > w->fork_at)
        w->beyond[party][side - (LOGS - 1)] = true;
}

/* What the log says about its keys is in every bundle. */
static bundle_wish *key_words(size_t *n, arena *a, const ledger *l)
{
    uint64_t size = ledger_published_size(l);
    bundle_wish *out = ARENA_NEWS(a, bundle_wish, size);
    *n = 0;
    for (uint64_t i = 0; i < size; i++) {
        ledger_item item;
        assert_ok(ledger_entry(&item, a, l, i, &test_err));
        if (keyring_concerns(item.entry))
            out[(*n)++].index = i;
    }
    return out;
}

/* A log's own program makes a bundle for the party; on its own history, knowing nothing of the other one. */
static void make(bundle *out, arena *a, world *w, unsigned party, unsigned side)
{
    ledger *l;
    size_t words_n;
    bundle b = {.to = STR("local:party/b"), .about = STR("local:lot/1"), .logs_n = 1};
    str bytes;
    assert_ok(ledger_open(&l, a, w->dirs[side], LEDGER_READ, &test_err));
    bundle_wish *words = key_words(&words_n, a, l);
    b.logs = ARENA_NEW(a, bundle_log);
    assert_ok(bundle_own_log(b.logs, a, l, words, words_n, w->asked[party][side], w->asked_n[party][side],
                             &test_err));
    assert_ok(bundle_write(&bytes, a, &b, &test_err));
    assert_ok(bundle_read(out, a, bytes, false, &test_err));
}

static void want(world *w, unsigned party, unsigned side, uint64_t size)
{
    size_t *n = &w->asked_n[party][side];
    w->asked[party][side][*n % ASKED] = size;
    *n = *n < ASKED ? *n + 1 : ASKED;
}

/* The party takes it, or asks for the proof that it misses. */
static void send(world *w, unsigned party, unsigned side)
{
    arena a = {0};
    bundle b;
    bundle_twice twice;
    bundle_fraud found;
    keyring ring;
    ak_err err = {0}, keys_err = {0};
    bool honest = log_of_side(side) != LOGS - 1;
    make(&b, &a, w, party, side);
    const char *dir = peer_dir(w, &a, party, side);
    assert_ok(bundle_check_log(&b.logs[0], &a, &twice, &test_err));
    note_beyond(w, party, side, b.logs[0].check.size);
    if (!honest)
        w->served[party][side - (LOGS - 1)] = true;
    ak_code keys = bundle_check_keys(&ring, &a, dir, &b.logs[0], &keys_err);
    ak_code code = bundle_check_head(&found, &a, dir, &b.logs[0], &ring, true, &err);
    if (code == AK_OK) {
        assert_int_equal(keys, AK_OK); /* else it is of another history, and not joined to what is kept */
        assert_ok(bundle_keep_log(&a, dir, &b.logs[0], &test_err));
        want(w, party, side, b.logs[0].check.size); /* what was sent is proved on from, unasked */
        w->taken++;
    } else {
        w->refused++;
        if (err.rule == &LED_146)
            want(w, party, side, strtoull(err.arg[1], NULL, 10));
        else
            assert_true(err.rule == &LED_121 || err.rule == &LED_145);
    }
    if (honest) {
        assert_int_equal(keys, AK_OK);
        assert_int_equal(found.file.n, 0); /* nobody honest is accused */
    }
    arena_free(&a);
}

static void world_make(world *w, uint64_t seed, fork_kind kind)
{
    *w = (world){.seed = seed, .now_s = TEST_NOW};
    for (unsigned i = 0; i < LOGS; i++) {
        ledger *l;
        w->dirs[i] = test_workspace(&w->a);
        grow(w, i);
        if (i == LOGS - 1 && kind == FORK_AFTER)
            replace_key(w, i);
        assert_ok(ledger_open(&l, &w->a, w->dirs[i], LEDGER_READ, &test_err));
        w->fork_at = ledger_size(l);
    }
    w->dirs[LOGS] = test_workspace(&w->a);
    assert_ok(fs_remove_tree(w->dirs[LOGS], &test_err));
    w->top = test_workspace(&w->a);
    for (unsigned p = 0; p < PARTIES;
         p++) /* what both histories share is known, and proved on from by both */
        if (dice(w, 2)) {
            send(w, p, LOGS - 1);
            want(w, p, LOGS, w->fork_at);
        }
    memset(w->served, 0, sizeof w->served);
    copy_tree(&w->a, w->dirs[LOGS - 1], w->dirs[LOGS]);
    for (unsigned side = LOGS - 1; side < SIDES; side++) {
        if (kind == FORK_AT)
            replace_key(w, side);
        grow(w, side);
    }
}

/* Of the two histories the one that the head is of, where that is behind the fork. */
static void note_told(world *w, arena *a, unsigned to, const checkpoint *head)
{
    for (unsigned s = 0; s < 2 && head->size > w->fork_at; s++) {
        str *notes;
        size_t n;
        note read;
        checkpoint now;
        assert_ok(ledger_heads(&notes, &n, a, w->dirs[LOGS - 1 + s], 10000, &test_err));
        for (size_t i = 0; i < n; i++) {
            assert_ok(checkpoint_note_read(&read, &now, a, notes[i], &test_err));
            w->beyond[to][s] |= now.size == head->size && ledger_hash_eq(&now.root, &head->root);
        }
    }
}

/* One party tells another the newest head that it keeps of a log, signed by the key by which it knows it.  One whose
 * key the other cannot know tells it nothing. */
static void tell(world *w, unsigned from, unsigned to, unsigned side)
{
    arena a = {0};
    peer_head *heads;
    size_t n;
    bundle_fraud found;
    bundle_head head = {0};
    keyring ring;
    ak_err err = {0};
    const char *dir = peer_dir(w, &a, from, side), *there = peer_dir(w, &a, to, side);
    assert_ok(peer_heads(&heads, &n, &a, dir, &test_err));
    assert_ok(peer_vkey(&head.vkey, &a, dir, &test_err));
    assert_ok(peer_ring(&ring, &a, dir, &test_err));
    for (; n > 0 && head.vkey.n; n--) {
        head.note = heads[n - 1].note;
        if (bundle_head_signed(&head, &a, &ring))
            break;
    }
    if (n > 0 && head.vkey.n && bundle_head_known(&head, &a, there)) {
        ak_code code = bundle_hear_head(&found, &a, there, &head, true, &err);
        assert_true(code == AK_OK || (err.rule == &LED_121 && log_of_side(side) == LOGS - 1));
        if (log_of_side(side) == LOGS - 1)
            note_told(w, &a, to, &heads[n - 1].head);
    }
    arena_free(&a);
}

static size_t frauds_of(arena *a, const char *dir)
{
    fs_list files = {0};
    const char *folder = arena_printf(a, "%s/fraud", dir);
    if (!fs_is_dir(folder))
        return 0;
    assert_ok(fs_walk(&files, a, folder, 10000, &test_err));
    for (size_t i = 0; i < files.n; i++) {
        str file;
        fraud f;
        assert_ok(fs_read(&file, a, arena_printf(a, "%s/%s", folder, files.rows[i].path), FRAUD_BYTES_MAX,
                          &test_err));
        assert_ok(fraud_read(&f, a, file, &test_err)); /* anybody can check it */
    }
    return files.n;
}

/* Which of the two histories a party is served: half of them one, half the other; by a slip the last two now and
 * then get what was meant for others. */
static unsigned side_for(world *w, unsigned party)
{
    unsigned log = (unsigned)dice(w, LOGS);
    unsigned slip = party + 2 >= PARTIES && dice(w, 8) == 0;
    return log == LOGS - 1 ? LOGS - 1 + (party + slip) % 2 : log;
}

static void step(world *w)
{
    unsigned party = (unsigned)dice(w, PARTIES), other = (unsigned)dice(w, PARTIES);
    switch (dice(w, 4)) {
    case 0:
        grow(w, (unsigned)dice(w, SIDES));
        break;
    case 1:
        if (dice(w, 3)) /* every third is lost */
            tell(w, other, party, (unsigned)dice(w, LOGS));
        break;
    default:
        if (dice(w, 3))
            send(w, party, side_for(w, party));
        break;
    }
}

static uint64_t size_of(world *w, unsigned side)
{
    arena a = {0};
    ledger *l;
    assert_ok(ledger_open(&l, &a, w->dirs[side], LEDGER_READ, &test_err));
    uint64_t size = ledger_published_size(l);
    arena_free(&a);
    return size;
}

/* At last nothing is lost: each history in turn grows past what was shown of the other one, and the proofs that
 * were asked for come. */
static void settle(world *w)
{
    for (unsigned round = 0; round < 8; round++) {
        unsigned side = LOGS - 1 + round % 2, other = LOGS - 1 + (round + 1) % 2;
        while (size_of(w, side) <= size_of(w, other))
            grow(w, side);
        for (unsigned p = 0; p < 2 * PARTIES; p++) /* twice: asked, and answered */
            if (w->served[p % PARTIES][round % 2])
                send(w, p % PARTIES, side);
    }
}

static void who_sees_two_histories_has_the_file_that_shows_it(void **state)
{
    (void)state;
    size_t convicted = 0, parties = 0, taken = 0, refused = 0, replaced = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        world w;
        world_make(&w, 20261122 + run, (fork_kind)(run % FORK_KINDS));
        for (size_t i = 0; i < STEPS; i++)
            step(&w);
        settle(&w);
        for (unsigned p = 0; p < PARTIES; p++) {
            arena a = {0};
            size_t n = frauds_of(&a, peer_dir(&w, &a, p, LOGS - 1));
            assert_true((n > 0) == (w.beyond[p][0] && w.beyond[p][1]));
            convicted += n > 0;
            parties++;
            for (unsigned log = 0; log + 1 < LOGS; log++)
                assert_int_equal(frauds_of(&a, peer_dir(&w, &a, p, log)), 0);
            arena_free(&a);
        }
        taken += w.taken;
        refused += w.refused;
        replaced += w.replaced;
        world_end(&w);
    }
    print_message("# %d runs: %zu keys replaced, %zu bundles taken, %zu refused; %zu of %zu parties saw both "
                  "histories\n",
                  RUNS, replaced, taken, refused, convicted, parties);
    assert_true(convicted > 3 && convicted < parties && taken > 100 && replaced > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_sees_two_histories_has_the_file_that_shows_it),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("bundle_model", tests, NULL, NULL);
}
