/* policy.c -- policy files, line by line. */
#include "ledger/policy.h"

#include <string.h>

#include "ledger/rules.h"

#define NOT_FOUND UINT32_MAX

typedef struct reader {
    arena *a;
    policy *p;
    bool member[2 * POLICY_ROWS_MAX]; /* is in a group already */
    bool quorum;
    str line; /* what is left of it */
} reader;

/* Next word of the line; empty at its end. */
static str word(reader *r)
{
    size_t i = 0, from;
    while (i < r->line.n && (r->line.p[i] == ' ' || r->line.p[i] == '\t'))
        i++;
    for (from = i; i < r->line.n && r->line.p[i] != ' ' && r->line.p[i] != '\t';)
        i++;
    str w = {r->line.p + from, i - from};
    r->line = (str){r->line.p + i, r->line.n - i};
    return w;
}

static unsigned find(const reader *r, str name)
{
    for (unsigned i = 0; i < r->p->witnesses_n; i++)
        if (str_eq(r->p->witnesses[i].name, name))
            return i;
    for (unsigned i = 0; i < r->p->groups_n; i++)
        if (str_eq(r->p->groups[i].name, name))
            return POLICY_ROWS_MAX + i;
    return NOT_FOUND;
}

static bool name_free(const reader *r, str name)
{
    return name.n && !str_is(name, "none") && find(r, name) == NOT_FOUND;
}

static bool same_key(const note_vkey *a, const note_vkey *b)
{
    return memcmp(a->pub.b, b->pub.b, sizeof a->pub.b) == 0;
}

static const char *read_log(reader *r)
{
    policy_log log = {0};
    policy *p = r->p;
    if (p->logs_n == POLICY_ROWS_MAX)
        return N_("too many logs");
    if (note_vkey_read(&log.key, r->a, word(r), NULL) != AK_OK || log.key.type != NOTE_ED25519)
        return N_("that is no verifier key of a log");
    for (unsigned i = 0; i < p->logs_n; i++)
        if (same_key(&p->logs[i].key, &log.key))
            return N_("this key is there twice");
    log.url = str_copy(r->a, word(r));
    p->logs[p->logs_n++] = log;
    return NULL;
}

static const char *read_witness(reader *r)
{
    policy_witness w = {0};
    policy *p = r->p;
    if (p->witnesses_n == POLICY_ROWS_MAX)
        return N_("too many witnesses");
    str name = word(r);
    if (!name_free(r, name))
        return N_("this name is missing, reserved or there twice");
    if (note_vkey_read(&w.key, r->a, word(r), NULL) != AK_OK || w.key.type != NOTE_COSIGNATURE)
        return N_("that is no verifier key of a witness");
    for (unsigned i = 0; i < p->witnesses_n; i++)
        if (same_key(&p->witnesses[i].key, &w.key))
            return N_("this key is there twice");
    w.name = str_copy(r->a, name);
    w.url = str_copy(r->a, word(r));
    p->witnesses[p->witnesses_n++] = w;
    return NULL;
}

/* all, any or a number without leading zeroes. */
static bool read_need(unsigned *out, str text, unsigned n)
{
    if (str_is(text, "all") || str_is(text, "any")) {
        *out = text.p[1] == 'l' ? n : 1;
        return true;
    }
    uint64_t number;
    if (!str_whole(&number, text, n) || number == 0)
        return false;
    *out = (unsigned)number;
    return true;
}

static const char *read_group(reader *r)
{
    policy_group g = {0};
    policy *p = r->p;
    if (p->groups_n == POLICY_ROWS_MAX)
        return N_("too many groups");
    str name = word(r), need = word(r);
    if (!name_free(r, name))
        return N_("this name is missing, reserved or there twice");
    g.name = str_copy(r->a, name);
    g.members = ARENA_NEWS(r->a, unsigned, 2 * POLICY_ROWS_MAX);
    for (str w = word(r); w.n; w = word(r)) {
        unsigned member = find(r, w);
        if (member == NOT_FOUND)
            return N_("a member is not named above");
        if (r->member[member])
            return N_("a member is in a group already");
        r->member[member] = true;
        g.members[g.n++] = member;
    }
    if (g.n == 0 || !read_need(&g.need, need, g.n))
        return N_("write all, any, or how many of its members");
    p->groups[p->groups_n++] = g;
    return NULL;
}

static const char *read_quorum(reader *r)
{
    if (r->quorum)
        return N_("the quorum is there twice");
    r->quorum = true;
    str name = word(r);
    if (str_is(name, "none")) {
        r->p->quorum = POLICY_NO_QUORUM;
        return NULL;
    }
    r->p->quorum = find(r, name);
    return r->p->quorum == NOT_FOUND ? N_("the quorum is not named above") : NULL;
}

static const char *read_line(reader *r)
{
    static const struct {
        const char *word;
        const char *(*read)(reader *r);
    } kinds[] = {
        {"group",   read_group  },
        {"log",     read_log    },
        {"quorum",  read_quorum },
        {"witness", read_witness},
    };
    for (size_t i = 0; i < r->line.n; i++) {
        unsigned char c = (unsigned char)r->line.p[i];
        if ((c < ' ' && c != '\t') || c == 0x7F)
            return N_("it holds a control sign");
    }
    str first = word(r);
    if (first.n == 0 || first.p[0] == '#')
        return NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!str_is(first, kinds[i].word))
            continue;
        const char *wrong = kinds[i].read(r);
        return wrong ? wrong : word(r).n ? N_("there is more on the line than belongs there") : NULL;
    }
    return N_("it begins with none of log, witness, group, quorum");
}

ak_code policy_read(policy *out, arena *a, str text, ak_err *err)
{
    *out = (policy){.logs = ARENA_NEWS(a, policy_log, POLICY_ROWS_MAX),
                    .witnesses = ARENA_NEWS(a, policy_witness, POLICY_ROWS_MAX),
                    .groups = ARENA_NEWS(a, policy_group, POLICY_ROWS_MAX)};
    reader r = {.a = a, .p = out};
    int64_t line = 1;
    if (text.n > POLICY_BYTES_MAX)
        return ak_fail(err, &LED_100, "1", N_("the file is too long"));
    if (text.n && text.p[text.n - 1] != '\n')
        return ak_fail(err, &LED_100, "-", N_("the last line has no end"));
    for (str rest = text; rest.n; line++) {
        r.line = str_cut(&rest, '\n');
        const char *wrong = read_line(&r);
        if (wrong)
            return ak_fail(err, &LED_100, ak_arg_int(line), wrong);
    }
    if (!r.quorum)
        return ak_fail(err, &LED_100, "-", N_("it names no quorum"));
    return AK_OK;
}

/* ---- judging ---- */

/* Groups name only what stands above them, so one pass from the top tells who is satisfied. */
static bool satisfied(const policy *p, const policy_seal *seals)
{
    bool groups[POLICY_ROWS_MAX] = {false};
    if (p->quorum == POLICY_NO_QUORUM)
        return true;
    for (unsigned i = 0; i < p->groups_n; i++) {
        unsigned have = 0;
        for (unsigned k = 0; k < p->groups[i].n; k++) {
            unsigned m = p->groups[i].members[k];
            have += m < POLICY_ROWS_MAX ? seals[m].check == NOTE_GOOD : groups[m - POLICY_ROWS_MAX];
        }
        groups[i] = have >= p->groups[i].need;
    }
    return p->quorum < POLICY_ROWS_MAX ? seals[p->quorum].check == NOTE_GOOD
                                       : groups[p->quorum - POLICY_ROWS_MAX];
}

void policy_judge(policy_verdict *out, arena *a, const policy *p, const note *n, str origin)
{
    *out = (policy_verdict){.seals = ARENA_NEWS(a, policy_seal, p->witnesses_n + 1)};
    for (unsigned i = 0; i < p->logs_n; i++) {
        const policy_log *log = &p->logs[i];
        note_check check = str_eq(log->key.name, origin) ? note_verify(n, &log->key, NULL) : NOTE_UNSIGNED;
        out->broken = out->broken || check == NOTE_BAD;
        if (check == NOTE_GOOD && !out->log)
            out->log = log;
    }
    for (unsigned i = 0; i < p->witnesses_n; i++) {
        policy_seal *s = &out->seals[i];
        s->witness = &p->witnesses[i];
        s->check = note_verify(n, &s->witness->key, &s->time_s);
        out->broken = out->broken || s->check == NOTE_BAD;
        out->good_n += s->check == NOTE_GOOD;
        if (s->check == NOTE_GOOD && s->time_s > out->time_s)
            out->time_s = s->time_s;
    }
    out->quorum = !out->broken && satisfied(p, out->seals);
}
