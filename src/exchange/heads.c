/* heads.c -- header words: how they are compared, and the index of them all. */
#include "exchange/heads_private.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/sorted.h"

static bool is_edge(char c)
{
    return c == ' ' || c == '*' || c == ':' || c == '.' || c == ',';
}

str heads_key(arena *a, str text)
{
    str folded = str_fold(a, text);
    utf8proc_uint8_t *bare = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)folded.p, (utf8proc_ssize_t)folded.n, &bare,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_STRIPMARK);
    str in = n < 0 ? folded : (str){(char *)bare, (size_t)n};
    char *out = arena_alloc(a, in.n * 2 + 1);
    size_t k = 0;
    for (size_t i = 0; i < in.n; i++) {
        unsigned char c = (unsigned char)in.p[i];
        unsigned char d = i + 1 < in.n ? (unsigned char)in.p[i + 1] : 0;
        if (c == 0xC3 && d == 0xB8) { /* o with stroke has no decomposition */
            out[k++] = 'o';
            i++;
        } else if (c == 0xC3 && d == 0xA6) { /* ae ligature */
            out[k++] = 'a';
            out[k++] = 'e';
            i++;
        } else {
            out[k++] = c == '_' ? ' ' : (char)c;
        }
    }
    free(bare);
    str key = {out, k};
    while (key.n && is_edge(key.p[key.n - 1]))
        key.n--;
    while (key.n && key.p[0] == ' ') {
        key.p++;
        key.n--;
    }
    return key;
}

/* ---- The index ---- */

static void add_word(heads *h, arena *a, str text, int family_index, int field_index, unsigned langs)
{
    h->words = arena_room(a, h->words, h->n, &h->cap, sizeof *h->words);
    h->words[h->n++] = (head_word){heads_key(a, text), family_index, field_index, langs};
}

static void add_words(heads *h, arena *a, const char *const of[3], const char *name, int family_index,
                      int field_index)
{
    for (int lang = 0; lang < LANGUAGES; lang++) {
        str rest = str_of(of[lang]);
        while (rest.n) {
            str one = str_trim(str_cut(&rest, '|'));
            if (one.n && !str_is(one, "-"))
                add_word(h, a, one, family_index, field_index, 1u << lang);
        }
    }
    add_word(h, a, str_of(name), family_index, field_index, 1u << HEADS_NAMES);
}

static int word_order(const void *x, const void *y)
{
    const head_word *a = x;
    const head_word *b = y;
    int order = str_cmp(a->key, b->key);
    if (order)
        return order;
    if (a->family != b->family)
        return a->family < b->family ? -1 : 1;
    return (a->field > b->field) - (a->field < b->field);
}

/* The same word in several languages is one word with several bits. */
static void merge_words(heads *h)
{
    size_t k = 0;
    for (size_t i = 0; i < h->n; i++) {
        if (k && word_order(&h->words[k - 1], &h->words[i]) == 0)
            h->words[k - 1].langs |= h->words[i].langs;
        else
            h->words[k++] = h->words[i];
    }
    h->n = k;
}

heads *heads_new(arena *a)
{
    heads *h = ARENA_NEW(a, heads);
    for (size_t f = 0; f < families_n; f++) {
        const family *fam = &families[f];
        add_words(h, a, fam->heads, fam->name, (int)f, -1);
        for (size_t i = 0; i < fam->n; i++)
            add_words(h, a, fam->fields[i].heads, fam->fields[i].name, (int)f, (int)i);
    }
    for (size_t i = 0; i < family_common.n; i++)
        add_words(h, a, family_common.fields[i].heads, family_common.fields[i].name, -1,
                  PLAN_COMMON + (int)i);
    qsort(h->words, h->n, sizeof *h->words, word_order);
    merge_words(h);
    h->recipes = recipe_all(a, NULL);
    return h;
}

const recipe_list *heads_recipes(const heads *h)
{
    return &h->recipes;
}

static int key_order(const void *word, const void *key)
{
    return str_cmp(((const head_word *)word)->key, *(const str *)key);
}

size_t heads_find_key(const heads *h, str key)
{
    size_t low = sorted_first_by(h->words, h->n, sizeof *h->words, &key, key_order);
    return low < h->n && str_eq(h->words[low].key, key) ? low : h->n;
}

const field *heads_field(int family_index, int index)
{
    if (index >= PLAN_COMMON)
        return &family_common.fields[index - PLAN_COMMON];
    return index >= 0 && family_index >= 0 ? &families[family_index].fields[index] : NULL;
}
