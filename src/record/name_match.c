/* name_match.c -- names of organisations taken apart and compared. */
#include "record/name_match.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/country.h"
#include "record/strmap.h"

/* ---- Taking apart ---- */

enum {
    NO = 1,
    DK = 2,
    SE = 4,
    FI = 8,
    DE = 16,
    GB = 32,
    US = 64,
    NL = 128,
    FR = 256,
    IT = 512,
    PL = 1024,
    ANY = 2047
};

/* Forms of companies, and where they are used; in letters only. */
static const struct {
    const char *form;
    unsigned where;
} forms[] = {
    {"ab",           SE | FI     },
    {"ag",           DE          },
    {"amba",         DK          },
    {"ans",          NO          },
    {"aps",          DK          },
    {"as",           NO | DK     },
    {"asa",          NO          },
    {"ba",           NO          },
    {"bv",           NL          },
    {"co",           GB | US     },
    {"company",      GB | US     },
    {"corp",         US          },
    {"corporation",  US          },
    {"da",           NO          },
    {"enk",          NO          },
    {"fkf",          NO          },
    {"gmbh",         DE          },
    {"hb",           SE          },
    {"iks",          NO          },
    {"inc",          US          },
    {"incorporated", US          },
    {"is",           DK          },
    {"ivs",          DK          },
    {"kf",           NO          },
    {"kg",           DE          },
    {"ks",           DK | NO     },
    {"limited",      GB          },
    {"llc",          US          },
    {"llp",          GB | US     },
    {"ltd",          GB          },
    {"nuf",          NO          },
    {"nv",           NL          },
    {"ohg",          DE          },
    {"oy",           FI          },
    {"oyj",          FI          },
    {"plc",          GB          },
    {"ps",           DK          },
    {"sa",           NO | FR | PL},
    {"sarl",         FR          },
    {"sas",          FR          },
    {"sf",           NO          },
    {"smba",         DK          },
    {"spa",          IT          },
    {"spzoo",        PL          },
    {"srl",          IT          },
};

/* Words that say which company of a group it is; countries are asked elsewhere. */
static const char telling[] =
    "|nord|sor|ost|vest|syd|midt|indre|ytre|north|south|east|west|central|ovest|norden|nordic|europe|europa|"
    "emea"
    "|international|global|holding|holdings|invest|investment|investments|eiendom|eiendommer|ejendomme"
    "|ejendom|property|properties|oslo|bergen|trondheim|stavanger|kristiansand|tromso|drammen|fredrikstad"
    "|bodo|molde|alesund|haugesund|hamar|lillehammer|kobenhavn|arhus|aarhus|odense|aalborg|alborg|esbjerg"
    "|stockholm|goteborg|malmo|helsinki|london|hamburg|berlin|fjord|fjell|by|barnehage|skole|sykehus|"
    "leasing|finans|finance|forsikring|bank|avd|avdeling|afdeling|filial|branch|";

/* Words that are now there and now not. */
static const char weak[] = "|og|och|and|und|et|the|of|i|for|de|den|stiftelsen|firma|fa|v|";

static bool is_in(const char *list, str word)
{
    for (const char *at = list; (at = memmem(at, strlen(at), word.p, word.n)); at++)
        if (at > list && at[-1] == '|' && at[word.n] == '|')
            return true;
    return false;
}

/* Lower case letters and digits; what Norwegian, Danish and Swedish write in two ways becomes one. */
static str plain_letters(arena *a, str name)
{
    static const struct {
        const char *from, *to;
    } letters[] = {
        {"æ", "ae"},
        {"ä", "ae"},
        {"ø", "o" },
        {"ö", "o" },
        {"å", "a" },
        {"é", "e" },
        {"è", "e" },
        {"ü", "u" },
        {"ó", "o" },
        {"á", "a" },
        {"ß", "ss"},
        {"ł", "l" },
        {"ś", "s" },
        {"ñ", "n" }
    };
    str in = str_fold(a, name);
    char *out = arena_alloc(a, in.n * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < in.n;) {
        size_t took = 0;
        for (size_t k = 0; k < sizeof letters / sizeof *letters && !took; k++)
            if (in.n - i >= strlen(letters[k].from) &&
                memcmp(in.p + i, letters[k].from, strlen(letters[k].from)) == 0) {
                memcpy(out + n, letters[k].to, strlen(letters[k].to));
                n += strlen(letters[k].to);
                took = strlen(letters[k].from);
            }
        if (!took) {
            char c = in.p[i];
            bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
            bool inside = c == '.' || c == '/' || c == '\''; /* a.s, a/s, o'neill */
            if (!inside)
                out[n++] = word ? c : ' ';
            took = 1;
        }
        i += took;
    }
    return (str){out, n};
}

static bool has_digit(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            return true;
    return false;
}

static unsigned form_of(str word)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_is(word, forms[i].form))
            return forms[i].where;
    return 0;
}

static bool is_telling(arena *a, str word)
{
    return is_in(telling, word) || has_digit(word) || (word.n > 3 && country_find(a, word));
}

name_parts name_read(arena *a, str name)
{
    name_parts p = {0};
    str rest = plain_letters(a, name);
    buf joined = buf_new(a, 0);
    while (rest.n && p.n < NAME_WORDS_MOST) {
        str word = str_cut(&rest, ' ');
        if (!word.n)
            continue;
        unsigned where = form_of(word);
        /* A form stands at an end: "AS Bokhuset", "Bokhuset AS"; "Da Vinci" is no form. */
        if (where && (p.n > 0 || str_is(word, "as"))) {
            p.forms = p.forms ? p.forms & where : where;
            p.form = word;
            continue;
        }
        if (is_in(weak, word))
            continue;
        p.words[p.n++] = (name_word){word, is_telling(a, word)};
        p.firsts |= 1u << ((unsigned char)word.p[0] % 32);
        buf_add_str(&joined, word);
    }
    p.joined = joined.n ? buf_str(&joined) : STR("");
    return p;
}

/* ---- Comparing ---- */

#define LETTERS_MOST 40

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters to change, add, take away or swap with their neighbour. */
static size_t letters_apart(str a, str b)
{
    size_t rows[3][LETTERS_MOST + 1];
    if (a.n > LETTERS_MOST || b.n > LETTERS_MOST)
        return str_eq(a, b) ? 0 : LETTERS_MOST;
    for (size_t j = 0; j <= b.n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *row = rows[i % 3], *before = rows[(i + 2) % 3], *before2 = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t best = before[j - 1] + (a.p[i - 1] != b.p[j - 1]);
            best = least(best, least(before[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                best = least(best, before2[j - 2] + 1);
            row[j] = best;
        }
    }
    return rows[a.n % 3][b.n];
}

/* 1 = the same word; 0 = another. */
static double word_likeness(const name_word *a, const name_word *b)
{
    if (str_eq(a->text, b->text))
        return 1.0;
    if (a->telling || b->telling)
        return 0.0;
    const name_word *brief = a->text.n < b->text.n ? a : b, *full = brief == a ? b : a;
    if (brief->text.n >= 3 && full->text.n - brief->text.n >= 3 &&
        memcmp(brief->text.p, full->text.p, brief->text.n) == 0)
        return 0.75; /* cut short: "Internasj", "Entr" */
    size_t long_n = full->text.n, apart = letters_apart(a->text, b->text);
    /* A slip seldom takes the first letter, and in a short word any other letter makes another name. */
    if (brief->text.n < 5 || a->text.p[0] != b->text.p[0] || apart > (long_n >= 8 ? 2u : 1u))
        return 0.0;
    return 1.0 - 0.12 * (double)apart;
}

/* Each word of one with the likest free word of the other. */
static double words_likeness(const name_parts *one, const name_parts *two, bool *telling_left, bool *ordered,
                             bool *exact)
{
    bool taken[NAME_WORDS_MOST] = {false};
    double sum = 0.0;
    size_t last = 0, alone = one->n;
    *ordered = true;
    *exact = true;
    *telling_left = false;
    for (size_t i = 0; i < one->n; i++) {
        double best = 0.0;
        size_t with = two->n;
        for (size_t k = 0; k < two->n; k++) {
            double like = taken[k] ? 0.0 : word_likeness(&one->words[i], &two->words[k]);
            if (like > best) {
                best = like;
                with = k;
            }
        }
        if (with == two->n) {
            *telling_left |= one->words[i].telling;
            continue;
        }
        taken[with] = true;
        alone--;
        *ordered &= with >= last;
        last = with;
        *exact &= best == 1.0;
        sum += 2.0 * best;
    }
    for (size_t k = 0; k < two->n; k++)
        if (!taken[k])
            *telling_left |= two->words[k].telling;
    *exact &= alone == 0 && one->n == two->n;
    return sum / (double)(one->n + two->n);
}

/* Whether no pairing of words can reach what is likely; then only the joined letters may. */
static bool cannot_pair(const name_parts *one, const name_parts *two)
{
    size_t fewer = least(one->n, two->n), all = one->n + two->n;
    if (one->firsts != two->firsts && one->n == two->n)
        fewer--; /* one word at least has no partner */
    return 2.0 * (double)fewer < NAME_LIKELY * (double)all;
}

static bool has_telling(const name_parts *p)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->words[i].telling)
            return true;
    return false;
}

double name_likeness(const name_parts *one, const name_parts *two, name_apart *apart)
{
    *apart = NAME_LETTERS;
    if (!one->n || !two->n)
        return 0.0;
    if (one->forms && two->forms && !(one->forms & two->forms))
        return 0.0; /* companies of two countries */
    size_t short_n = least(one->joined.n, two->joined.n), long_n = one->joined.n + two->joined.n - short_n;
    bool paired = !cannot_pair(one, two);
    if (!paired && (one->n == two->n || long_n - short_n > 1))
        return 0.0;
    bool telling_left = false, ordered = false, exact = false;
    double like = paired ? words_likeness(one, two, &telling_left, &ordered, &exact) : 0.0;
    if (exact) {
        bool form = !str_eq(one->form, two->form);
        *apart = !ordered ? NAME_ORDER : form ? NAME_FORM : NAME_EQUAL;
        return !ordered ? 0.95 : form ? 0.98 : 1.0;
    }
    size_t joined = one->n != two->n ? letters_apart(one->joined, two->joined) : LETTERS_MOST;
    if (joined == 0) {
        *apart = NAME_SPACES;
        return 0.97;
    }
    if (telling_left)
        return like < 0.5 ? like : 0.5;
    if (joined == 1 && long_n >= 8 && like < 0.9 && has_telling(one) == has_telling(two))
        like = 0.9;
    return like;
}

/* ---- Among many ---- */

#define KEY_LETTERS 3
#define POST_MOST   400 /* a beginning that more names share says nothing */

typedef struct posting {
    uint32_t name;
    int64_t next;
} posting;

typedef struct index_of {
    arena *a;
    strmap heads; /* key -> last posting */
    strmap counts;
    posting *rows;
    size_t n, cap;
} index_of;

static void post(index_of *x, str key, size_t name)
{
    x->rows = arena_room(x->a, x->rows, x->n, &x->cap, sizeof *x->rows);
    int64_t *head = strmap_put(&x->heads, key, -1);
    if (*head >= 0 && x->rows[*head].name == name)
        return;
    x->rows[x->n] = (posting){(uint32_t)name, *head};
    *head = (int64_t)x->n++;
    *strmap_put(&x->counts, key, 0) += 1;
}

/* What names that may be one share: the beginning or the end of a word, or of all words together. */
static size_t keys_of(str *keys, arena *a, const name_parts *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) {
        str w = p->words[i].text;
        size_t k = least(w.n, KEY_LETTERS);
        keys[n++] = str_of(arena_printf(a, "<%.*s", (int)k, w.p));
        keys[n++] = str_of(arena_printf(a, ">%.*s", (int)k, w.p + w.n - k));
    }
    size_t k = least(p->joined.n, 2 * KEY_LETTERS);
    keys[n++] = str_of(arena_printf(a, "=%.*s", (int)k, p->joined.p));
    keys[n++] = str_of(arena_printf(a, "~%.*s", (int)k, p->joined.p + p->joined.n - k));
    return n;
}

static int pair_order(const void *x, const void *y)
{
    const name_pair *a = x, *b = y;
    if (a->likeness != b->likeness)
        return a->likeness > b->likeness ? -1 : 1;
    if (a->one != b->one)
        return a->one < b->one ? -1 : 1;
    return (a->two > b->two) - (a->two < b->two);
}

typedef struct pairing {
    name_pair *rows;
    size_t n, cap;
} pairing;

static void add_pair(pairing *all, arena *a, name_pair pair)
{
    all->rows = arena_room(a, all->rows, all->n, &all->cap, sizeof *all->rows);
    all->rows[all->n++] = pair;
}

/* Compares name i with those after it that share a key. */
static void pairs_with(pairing *all, arena *a, const index_of *x, const name_parts *names, size_t i,
                       uint32_t *seen)
{
    str keys[2 * NAME_WORDS_MOST + 2];
    arena_mark mark = arena_save(a);
    size_t keys_n = keys_of(keys, a, &names[i]);
    name_pair found[POST_MOST];
    size_t found_n = 0;
    for (size_t k = 0; k < keys_n; k++) {
        if (*strmap_get(&x->counts, keys[k]) > POST_MOST)
            continue;
        for (int64_t at = *strmap_get(&x->heads, keys[k]); x->rows && at >= 0; at = x->rows[at].next) {
            size_t other = x->rows[at].name;
            if (other <= i || seen[other] == i + 1)
                continue;
            seen[other] = (uint32_t)i + 1;
            name_pair pair = {.one = i, .two = other};
            pair.likeness = name_likeness(&names[i], &names[other], &pair.apart);
            if (pair.likeness >= NAME_LIKELY && found_n < POST_MOST)
                found[found_n++] = pair;
        }
    }
    arena_rewind(a, mark);
    for (size_t k = 0; k < found_n; k++)
        add_pair(all, a, found[k]);
}

void name_pairs(name_pair **out, size_t *pairs_n, arena *a, const name_parts *names, size_t n)
{
    index_of x = {.a = a};
    x.heads.a = a;
    x.counts.a = a;
    str keys[2 * NAME_WORDS_MOST + 2];
    for (size_t i = 0; i < n; i++) {
        size_t keys_n = names[i].n ? keys_of(keys, a, &names[i]) : 0;
        for (size_t k = 0; k < keys_n; k++)
            post(&x, keys[k], i);
    }
    pairing all = {0};
    uint32_t *seen = ARENA_NEWS(a, uint32_t, n ? n : 1);
    for (size_t i = 0; i < n; i++)
        if (names[i].n)
            pairs_with(&all, a, &x, names, i, seen);
    if (all.n)
        qsort(all.rows, all.n, sizeof *all.rows, pair_order);
    *out = all.rows;
    *pairs_n = all.n;
}
