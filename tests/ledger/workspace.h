/* workspace.h -- workspaces for the ledger's tests: made, filled, checked, removed. */
#ifndef TESTS_LEDGER_WORKSPACE_H
#define TESTS_LEDGER_WORKSPACE_H

#include "ledger/ledger.h"

#define TEST_NOW 1795000000 /* seconds; a day in November 2026 */

extern ak_err test_err;

#define assert_ok(call)                                                                                      \
    do {                                                                                                     \
        test_err = (ak_err){0};                                                                              \
        ak_code code_ = (call);                                                                              \
        if (code_ != AK_OK)                                                                                  \
            fail_msg("%s: %s [%s %s %s]", #call, test_err.rule ? test_err.rule->code : "?",                  \
                     test_err.rule ? test_err.rule->text : "?", test_err.arg[0], test_err.arg[1]);           \
    } while (0)
#define assert_code(call, rule_)                                                                             \
    do {                                                                                                     \
        test_err = (ak_err){0};                                                                              \
        ak_code code_ = (call);                                                                              \
        if (code_ != (rule_).kind || test_err.rule != &(rule_))                                              \
            fail_msg("%s: code %d rule %s, wanted %s", #call, (int)code_,                                    \
                     test_err.rule ? test_err.rule->code : "-", (rule_).code);                               \
    } while (0)

const char *test_workspace(arena *a);        /* a fresh one below the build folder's temporary place */
void test_remove(arena *a, const char *dir); /* frees the arena, then the folder */

/* Drafts with head, body and now and then fields apart; what draft i says is a function of i. */
entry_draft *test_drafts(arena *a, size_t n);
void test_append(ledger *l, size_t n); /* lock, build, append, unlock */
void test_publish(ledger *l);
void test_settle(ledger *l);
void test_read_all(const ledger *l, uint64_t size); /* every entry is readable and its parts are whole */
/* Signed by a key that is at hand. */
str test_head(arena *a, const ledger_key *key, uint64_t size, const ledger_hash *root);
str test_cosign(arena *a, const ledger_key *key, str note_text, uint64_t time_s);
void test_verify_clean(const char *dir, uint64_t size);

#endif
