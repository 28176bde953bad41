/* make_log.c -- makes a workspace with a few hundred entries and a proof file, for a reader of its own.
 *   make_log DIR      DIR must not exist; prints the verifier key
 */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "ledger/proof.h"
#include "tests/ledger/workspace.h"

static const char *dir;

static void make(void **state)
{
    (void)state;
    arena a = {0};
    ledger *l;
    ledger_hash digest;
    str proof, vkey;
    assert_ok(ledger_init(dir, "log.example.org/test", &(ledger_party){.id = "local:party/test"}, TEST_NOW,
                          &test_err));
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    test_append(l, 3);
    test_publish(l);
    assert_ok(ledger_stage_doc(&digest, l, STR("a certificate"), &test_err));
    test_append(l, 265);
    test_publish(l);
    test_append(l, 5);
    test_publish(l);
    assert_ok(proof_make(&proof, &a, l, 261, NULL, 0, &test_err));
    assert_ok(fs_write(arena_printf(&a, "%s/261.tlog-proof", dir), proof, 0600, &test_err));
    vkey = ledger_vkey(&a, l);
    assert_ok(fs_write(arena_printf(&a, "%s/vkey", dir), vkey, 0600, &test_err));
    test_append(l, 2); /* stays in the write-ahead log */
    arena_free(&a);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(make)};
    if (argc != 2)
        return 2;
    dir = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
