/* bought.h -- who is bought from, for how much, under which contract and heading: the ledger and the register
 * as the ranked list needs them.
 *
 * All of it is read in one pass, keyed by subject.n of the canonical name, so that 200,000 suppliers stay a
 * matter of sorted arrays.  A line of the ledger, a contract and a lot have one subject each: however many
 * voices speak of it, it counts once.
 */
#ifndef RISK_BOUGHT_H
#define RISK_BOUGHT_H

#include "record/ctx.h"
#include "risk/own_list.h"
#include "risk/risk_sql.h"
#include "risk/tables.h"

typedef enum bought_kind {
    BOUGHT_OWN,      /* own operations */
    BOUGHT_SUPPLIER, /* of goods, or of what nobody says */
    BOUGHT_SERVICE,  /* of services and works only */
    BOUGHT_PARTNER,  /* stands in a relation to us, nothing is bought */
    BOUGHT_SECTOR,   /* a cluster: what its members let be counted */
    BOUGHT_CONTRACT,
    BOUGHT_PRODUCT,
    BOUGHT_KINDS
} bought_kind;
extern const char *const bought_kind_codes[BOUGHT_KINDS]; /* "own" "supplier" ... */

/* A code that says what is made, done or bought: NACE of the party, CPV of a line or contract. */
typedef struct bought_code {
    int64_t owner; /* canon of party or contract */
    bool cpv;      /* else NACE */
    str code;
} bought_code;

typedef struct bought_money {
    int64_t minor; /* sum in that currency */
    str currency;  /* empty = nothing is said */
    bool mixed;    /* and other currencies beside it, not added */
} bought_money;

typedef struct bought_party {
    int64_t canon;
    str id, name;
    const char *country; /* ISO alpha-3; "" = not said */
    bought_kind kind;
    bool listed;             /* stands in the ranked list */
    bool makes;              /* by role or NACE: what it sells is made by itself */
    bool trades_goods;       /* goods are bought from it */
    size_t codes, codes_n;   /* in bought.codes */
    size_t groups, groups_n; /* in bought.groups: the user's own words for what is bought */
    bought_money spend;
    size_t contracts; /* how many */
    str unit;         /* the first own unit that buys; all of them: bought_buys_for() */
    double leverage;  /* 0..1; negative = nobody says */
    int64_t leverage_sid;
    int64_t sid;
    int64_t cluster; /* canon of a cluster that it is a member of and consents to be counted in; 0 = none */
} bought_party;

typedef struct bought_group {
    int64_t owner;
    str words;
} bought_group;

typedef struct bought_unit { /* an own unit that buys from a party */
    int64_t owner;
    str unit;
} bought_unit;

typedef struct bought_good { /* a product or material that a contract covers */
    int64_t owner;
    str item;
} bought_good;

typedef struct bought {
    int64_t own;           /* canon of the own party; 0 = not in the record */
    bought_party *parties; /* by canon */
    size_t parties_n;
    risk_contracts_row *contracts; /* by canon */
    size_t contracts_n;
    bought_good *goods; /* by owner */
    size_t goods_n;
    bought_code *codes; /* by owner, scheme, code */
    size_t codes_n;
    bought_group *groups; /* by owner, words; each once */
    size_t groups_n;
    risk_spend_row *spend; /* one a subject */
    size_t spend_n;
    risk_relations_row *relations; /* by other, party */
    size_t relations_n;
    str currency; /* the one most lines are in; empty = no line */
    bought_unit *units; /* by owner, each once */
    size_t units_n;
} bought;

/* Amounts of another currency are not added, and said to be left out. */
void bought_money_add(bought_money *m, int64_t minor, str currency);

AK_MUST_USE ak_code bought_load(bought **out, ctx *c, ak_err *err);
/* NULL = no such party. */
bought_party *bought_party_of(const bought *b, int64_t canon);
const risk_contracts_row *bought_contract_of(const bought *b, int64_t canon);
/* The party that a line of the ledger pays: whom it is about, unless that is ourselves or a member whose
 * purchases we may count; then the other one. */
int64_t bought_paid(const bought *b, const risk_spend_row *r);
/* Codes of a party or contract: first and count. */
size_t bought_codes_of(const bought *b, int64_t owner, size_t *n);
size_t bought_goods_of(const bought *b, int64_t owner, size_t *n);
/* Whether that own unit buys from the party, by any line of the ledger or contract. */
bool bought_buys_for(const bought *b, int64_t owner, str unit);
/* CPV 45 and up are works and services; NACE 35 and up neither grow, dig nor make. */
bool bought_is_goods(const bought_code *c);

#endif
