/* make_log.c -- makes a workspace with a few hundred entries and a proof file, for a reader of its own.
 *   make_log DIR [more]      DIR must not exist; more: a witness signs, and there are receipts of every form
 */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "ledger/keys.h"
#include "ledger/note.h"
#include "ledger/proof.h"
#include "tests/ledger/workspace.h"

static const char *dir;
static bool more;

static void put(arena *a, const char *name, str bytes)
{
    assert_ok(fs_write(arena_printf(a, "%s/%s", dir, name), bytes, 0600, &test_err));
}

/* Size and root of the head as it is now, for a proof from here. */
static void put_old(arena *a, ledger *l)
{
    ledger_hash root;
    ledger_root(&root, l);
    put(a, "old",
        str_of(arena_printf(a, "%d %s\n", (int)ledger_size(l),
                            str_c(a, base64_write(a, root.b, sizeof root.b)))));
}

/* The witness's line goes under the head that is out. */
static void cosign(arena *a, ledger *l)
{
    ledger_key witness;
    str head;
    note n;
    assert_ok(key_new(&witness, a, "witness.example.org/w", &test_err));
    assert_ok(ledger_checkpoint(&head, a, l, &test_err));
    assert_ok(note_read(&n, a, head, &test_err));
    assert_ok(ledger_lock(l, LEDGER_WAIT_MS, &test_err));
    assert_ok(ledger_head_put(l, note_with(a, head, test_cosign(a, &witness, n.text, TEST_NOW)), &test_err));
    ledger_unlock(l);
    str vkey = note_vkey_text(a, witness.origin, NOTE_COSIGNATURE, &witness.pub);
    put(a, "witness-vkey", vkey);
    put(a, "policy",
        str_of(arena_printf(a, "log %s\nwitness w %s\nquorum w\n", str_c(a, ledger_vkey(a, l)),
                            str_c(a, vkey))));
}

static void receipts(arena *a, ledger *l)
{
    es256_key second;
    ledger_item item;
    bool fresh;
    str file;
    assert_ok(proof_receipt_key(&second, &fresh, a, l, "local:party/test", TEST_NOW, &test_err));
    put(a, "receipt.pem", es256_pem(a, &second.pub));
    assert_ok(proof_receipt(&file, a, l, 261, RECEIPT_EDDSA, &test_err));
    put(a, "261.receipt.cose", file);
    assert_ok(proof_statement(&file, a, l, 261, RECEIPT_EDDSA, &test_err));
    put(a, "261.statement.cose", file);
    assert_ok(proof_receipt(&file, a, l, 261, RECEIPT_ES256, &test_err));
    put(a, "261.es256.cose", file);
    assert_ok(ledger_entry(&item, a, l, 261, &test_err));
    put(a, "261.entry.cose", item.entry);
    assert_ok(ledger_entry(&item, a, l, ledger_size(l) - 1, &test_err));
    put(a, "key.entry.cose", item.entry);
}

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
    /* the log's key is replaced: who reads the log must follow its own statements */
    key_change replaced = {.party = "local:party/test", .now_s = TEST_NOW};
    assert_ok(keys_rotate(l, &replaced, &test_err));
    assert_ok(ledger_stage_doc(&digest, l, STR("a certificate"), &test_err));
    if (more)
        put_old(&a, l);
    test_append(l, 265);
    test_settle(l); /* the next head lies over entries that are in the write-ahead log */
    test_append(l, 5);
    test_publish(l);
    if (more) {
        receipts(&a, l);
        cosign(&a, l);
    }
    assert_ok(proof_make(&proof, &a, l, 261, NULL, 0, &test_err));
    put(&a, "261.tlog-proof", proof);
    vkey = ledger_vkey(&a, l);
    put(&a, "vkey", vkey);
    test_append(l, 2); /* stays in the write-ahead log */
    arena_free(&a);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(make)};
    if (argc != 2 && argc != 3)
        return 2;
    more = argc == 3;
    dir = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
