/* policy_fuzz.c -- no policy is read that names what is not above, or counts anybody twice. */
#include "fuzz.h"
#include "ledger/policy.h"

static void member_must(const policy *p, unsigned member, unsigned groups_above)
{
    if (member < POLICY_ROWS_MAX)
        MUST(member < p->witnesses_n);
    else
        MUST(member - POLICY_ROWS_MAX < groups_above);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = {0};
    policy p;
    policy_verdict v;
    if (policy_read(&p, &a, (str){(const char *)data, size}, NULL) == AK_OK) {
        unsigned seen[2 * POLICY_ROWS_MAX] = {0};
        if (p.quorum != POLICY_NO_QUORUM)
            member_must(&p, p.quorum, p.groups_n);
        for (unsigned i = 0; i < p.groups_n; i++) {
            MUST(p.groups[i].need >= 1 && p.groups[i].need <= p.groups[i].n);
            for (unsigned k = 0; k < p.groups[i].n; k++) {
                member_must(&p, p.groups[i].members[k], i);
                MUST(seen[p.groups[i].members[k]]++ == 0);
            }
        }
        policy_judge(&v, &a, &p, &(note){.text = STR("a\n0\nb\n")}, STR("a"));
        MUST(!v.log && v.good_n == 0 && v.quorum == (p.quorum == POLICY_NO_QUORUM));
    }
    arena_free(&a);
    return 0;
}
