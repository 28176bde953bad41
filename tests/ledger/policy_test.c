/* policy_test.c -- policies: read strictly, judged as the specification says. */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "ledger/policy.h"
#include "ledger/proof.h"
#include "ledger/rules.h"
#include "tests/ledger/workspace.h"

#define WITNESSES 6

/* Keys of one log and of six witnesses, w0 .. w5. */
typedef struct cast {
    arena a;
    ledger_key log, witnesses[WITNESSES];
    str log_vkey, vkeys[WITNESSES];
    str head; /* signed by the log alone */
} cast;

static void cast_make(cast *c)
{
    ledger_hash root;
    *c = (cast){0};
    assert_ok(key_new(&c->log, &c->a, "log.example/l", &test_err));
    c->log_vkey = note_vkey_text(&c->a, c->log.origin, NOTE_ED25519, &c->log.pub);
    merkle_empty(&root);
    c->head = test_head(&c->a, &c->log, 12, &root);
    for (int i = 0; i < WITNESSES; i++) {
        assert_ok(key_new(&c->witnesses[i], &c->a, arena_printf(&c->a, "w%d.example", i), &test_err));
        c->vkeys[i] = note_vkey_text(&c->a, c->witnesses[i].origin, NOTE_COSIGNATURE, &c->witnesses[i].pub);
    }
}

/* $L and $0 .. $5 stand for the vkeys. */
static str filled(cast *c, const char *text)
{
    buf b = buf_new(&c->a, 0);
    for (; *text; text++) {
        if (*text != '$')
            buf_add_char(&b, *text);
        else if (*++text == 'L')
            buf_add_str(&b, c->log_vkey);
        else
            buf_add_str(&b, c->vkeys[*text - '0']);
    }
    return buf_str(&b);
}

static policy_verdict judged(cast *c, const char *text, const char *signers, bool log_signs)
{
    policy p;
    note n;
    policy_verdict v;
    assert_ok(policy_read(&p, &c->a, filled(c, text), &test_err));
    str head = c->head;
    assert_ok(note_read(&n, &c->a, head, &test_err));
    for (const char *s = signers; *s; s++)
        head = note_with(&c->a, head,
                         test_cosign(&c->a, &c->witnesses[*s - '0'], n.text, 1700000000 + (uint64_t)*s));
    assert_ok(note_read(&n, &c->a, head, &test_err));
    policy_judge(&v, &c->a, &p, &n, log_signs ? STR("log.example/l") : STR("other.example"));
    return v;
}

/* The example of the specification: "at least two of the X-witnesses, and from at least one of the
 * Y-witnesses". */
static const char example[] =
    "# a comment\n\n\t log $L \n witness X1 $0\nwitness X2 $1\nwitness X3 $2\n"
    "group X-witnesses 2 X1 X2 X3\nwitness Y1 $3\nwitness Y2 $4\nwitness Y3 $5 https://y3.example/\n"
    "group Y-witnesses any Y1 Y2 Y3\ngroup X-and-Y all X-witnesses Y-witnesses\n"
    "quorum X-and-Y\n";

static void a_quorum_of_groups_is_judged_as_the_specification_says(void **state)
{
    (void)state;
    cast c;
    cast_make(&c);
    static const struct {
        const char *signers;
        bool quorum;
    } rows[] = {
        {"",       false},
        {"01",     false},
        {"013",    true },
        {"034",    false},
        {"345",    false},
        {"125",    true },
        {"012345", true },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        policy_verdict v = judged(&c, example, rows[i].signers, true);
        assert_int_equal(v.quorum, rows[i].quorum);
        assert_int_equal(v.good_n, strlen(rows[i].signers));
        assert_non_null(v.log);
        assert_false(v.broken);
    }
    policy_verdict v = judged(&c, example, "013", true);
    assert_int_equal(v.time_s, 1700000000 + '3'); /* the latest of them */
    assert_null(judged(&c, example, "013", false).log);
    assert_true(judged(&c, "quorum none\n", "", true).quorum);
    assert_true(judged(&c, "witness a $0\nquorum a\n", "0", true).quorum);
    assert_false(judged(&c, "witness a $0\nquorum a\n", "1", true).quorum);
    arena_free(&c.a);
}

static void what_the_specification_forbids_is_refused_with_its_line(void **state)
{
    (void)state;
    cast c;
    cast_make(&c);
    static const struct {
        const char *text;
        const char *line;
    } rows[] = {
        {"log $L\n",                                               "-"},
        {"quorum none",                                            "-"},
        {"quorum none\nquorum none\n",                             "2"},
        {"quorum a\nwitness a $0\n",                               "1"},
        {"log $L\nlog $L\nquorum none\n",                          "2"},
        {"log $0\nquorum none\n",                                  "1"},
        {"witness a $L\nquorum none\n",                            "1"},
        {"witness none $0\nquorum none\n",                         "1"},
        {"witness a $0\nwitness a $1\nquorum a\n",                 "2"},
        {"witness a $0\nwitness b $0\nquorum a\n",                 "2"},
        {"witness a $0\ngroup a any a\nquorum a\n",                "2"},
        {"witness a $0\ngroup g any\nquorum a\n",                  "2"},
        {"witness a $0\ngroup g 0 a\nquorum g\n",                  "2"},
        {"witness a $0\ngroup g 2 a\nquorum g\n",                  "2"},
        {"witness a $0\ngroup g 01 a\nquorum g\n",                 "2"},
        {"witness a $0\ngroup g some a\nquorum g\n",               "2"},
        {"witness a $0\ngroup g any a a\nquorum g\n",              "2"},
        {"witness a $0\ngroup g any a\ngroup h any a\nquorum h\n", "3"},
        {"witness a $0\ngroup g any none\nquorum g\n",             "2"},
        {"group g any b\nwitness b $0\nquorum g\n",                "1"},
        {"witness a $0 https://a.example/ more\nquorum a\n",       "1"},
        {"quorum none more\n",                                     "1"},
        {"Quorum none\n",                                          "1"},
        {"quorum none\r\n",                                        "1"},
        {"witness a $0\nquorum\n",                                 "2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        policy p;
        ak_err err = {0};
        ak_code code = policy_read(&p, &c.a, filled(&c, rows[i].text), &err);
        if (code != AK_E_INPUT || err.rule != &LED_100 || strcmp(err.arg[0], rows[i].line) != 0)
            fail_msg("%s: line %s", rows[i].text, err.arg[0]);
    }
    arena_free(&c.a);
}

/* signed-note: "If any signature from a known key fails to verify, the note is to be rejected." */
static void a_bad_signature_of_a_listed_witness_breaks_the_head(void **state)
{
    (void)state;
    cast c;
    policy p;
    note n;
    policy_verdict v;
    cast_make(&c);
    assert_ok(policy_read(&p, &c.a, filled(&c, example), &test_err));
    str line = test_cosign(&c.a, &c.witnesses[0], STR("another text\n"), 5);
    assert_ok(note_read(&n, &c.a, note_with(&c.a, c.head, line), &test_err));
    policy_judge(&v, &c.a, &p, &n, STR("log.example/l"));
    assert_true(v.broken);
    assert_false(v.quorum);
    arena_free(&c.a);
}

/* Every bit of a proof under a policy; and the policy decides, not the own key. */
static void a_proof_is_held_against_the_policy(void **state)
{
    (void)state;
    cast c;
    arena a = {0};
    ledger *l;
    note n;
    str file, head, text;
    cast_make(&c);
    const char *dir = test_workspace(&a);
    assert_ok(ledger_open(&l, &a, dir, LEDGER_WRITE, &test_err));
    test_append(l, 9);
    test_publish(l);
    c.log_vkey = ledger_vkey(&a, l);
    assert_ok(ledger_checkpoint(&head, &a, l, &test_err));
    assert_ok(note_read(&n, &a, head, &test_err));
    policy p;
    assert_ok(policy_read(
        &p, &a, filled(&c, "log $L\nwitness a $0\nwitness b $1\ngroup g all a b\nquorum g\n"), &test_err));
    proof_trust trust = {.policy = &p, .own = ledger_public_key(l), .own_origin = ledger_origin(l)};
    proof_result r;
    for (int signers = 0; signers < 3; signers++) {
        assert_ok(ledger_lock(l, LEDGER_WAIT_MS, &test_err));
        if (signers)
            head = note_with(&a, head, test_cosign(&a, &c.witnesses[signers - 1], n.text, 1700000000));
        assert_ok(ledger_head_put(l, head, &test_err));
        ledger_unlock(l);
        assert_ok(proof_make(&file, &a, l, 4, NULL, 0, &test_err));
        assert_ok(proof_verify(&r, &a, file, &trust, &test_err));
        assert_int_equal(r.verdict, signers == 2 ? PROOF_TRUSTED : PROOF_FEW);
        assert_int_equal(r.judged.good_n, signers);
    }
    test_verify_clean(dir, 10);
    size_t heads_n;
    str *heads;
    assert_ok(ledger_heads(&heads, &heads_n, &a, dir, 10, &test_err));
    assert_int_equal(heads_n, 2); /* of init, and this one with all its signatures */
    assert_true(str_eq(heads[1], head));
    char *bytes = arena_copy(&a, file.p, file.n);
    for (size_t i = 0; i < 8 * file.n; i++) {
        arena tmp = {0};
        bytes[i / 8] ^= (char)(1 << i % 8);
        if (proof_verify(&r, &tmp, (str){bytes, file.n}, &trust, NULL) == AK_OK && r.verdict == PROOF_TRUSTED)
            fail_msg("bit %zu of byte %zu ('%c')", i % 8, i / 8, file.p[i / 8]);
        bytes[i / 8] ^= (char)(1 << i % 8);
        arena_free(&tmp);
    }
    text = filled(&c, "log $L\nquorum none\n");
    c.log_vkey = note_vkey_text(&a, c.log.origin, NOTE_ED25519, &c.log.pub);
    assert_ok(policy_read(&p, &a, text, &test_err));
    assert_ok(proof_verify(&r, &a, file, &trust, &test_err));
    assert_int_equal(r.verdict, PROOF_TRUSTED);
    assert_ok(policy_read(&p, &a, filled(&c, "log $L\nquorum none\n"), &test_err));
    assert_ok(proof_verify(&r, &a, file, &trust, &test_err));
    assert_int_equal(r.verdict, PROOF_BROKEN);
    assert_ptr_equal(r.why.rule, &LED_101);
    assert_ok(ledger_lock(l, LEDGER_WAIT_MS, &test_err));
    assert_code(ledger_head_put(l, c.head, &test_err), LED_112);
    ledger_unlock(l);
    test_remove(&a, dir);
    arena_free(&c.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quorum_of_groups_is_judged_as_the_specification_says),
        cmocka_unit_test(what_the_specification_forbids_is_refused_with_its_line),
        cmocka_unit_test(a_bad_signature_of_a_listed_witness_breaks_the_head),
        cmocka_unit_test(a_proof_is_held_against_the_policy),
    };
    assert_ok(key_start(&test_err));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
