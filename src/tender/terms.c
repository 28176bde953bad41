/* terms.c -- words that stand for one code in three languages, and the law's standstill. */
#include "tender/terms.h"

#include <string.h>

typedef struct term {
    const char *code;
    const char *list;
    const char *nb, *da, *en; /* words parted by |, the first is shown */
    const char *source;
} term;

#define ROW(code_, list_, nb_, da_, en_, source_) {(code_), (list_), (nb_), (da_), (en_), (source_)},
static const term terms[] = {
#include "tender/terms.def"
};
#undef ROW
#define TERMS_N (sizeof terms / sizeof *terms)

#define ROW(jurisdiction_, calendar_, days_, paragraph_, source_, year_, url_)                               \
    {(jurisdiction_), (calendar_), (days_), (paragraph_), (source_), (year_), (url_)},
static const standstill_law laws[] = {
#include "tender/standstill.def"
};
#undef ROW
#define LAWS_N (sizeof laws / sizeof *laws)

static const char *words_in(const term *t, language lang)
{
    return lang == LANG_NB ? t->nb : lang == LANG_DA ? t->da : t->en;
}

static bool has_word(arena *tmp, const char *words, str folded)
{
    str rest = str_of(words);
    while (rest.n)
        if (str_eq(str_fold(tmp, str_cut(&rest, '|')), folded))
            return true;
    return false;
}

str terms_answer(arena *tmp, str word)
{
    str folded = str_fold(tmp, str_trim(word));
    for (size_t i = 0; i < TERMS_N; i++) {
        if (strcmp(terms[i].list, "answer") != 0)
            continue;
        bool same = str_is(folded, terms[i].code);
        for (int l = 0; l < LANGUAGES && !same; l++)
            same = has_word(tmp, words_in(&terms[i], (language)l), folded);
        if (same)
            return str_of(terms[i].code);
    }
    return folded;
}

static str first_word_of(str code, language lang)
{
    for (size_t i = 0; i < TERMS_N; i++)
        if (strcmp(terms[i].list, "answer") == 0 && str_is(code, terms[i].code)) {
            str words = str_of(words_in(&terms[i], lang));
            return str_cut(&words, '|');
        }
    return code;
}

const char *terms_answers_shown(arena *a, const char *list, language lang)
{
    buf shown = buf_new(a, 0);
    for (const char *s = list; *s;) {
        size_t n = strcspn(s, "|;");
        str word = str_trim((str){s, n});
        if (shown.n && word.n)
            buf_add_c(&shown, ", ");
        buf_add_str(&shown, first_word_of(word, lang));
        s += n + (s[n] != '\0');
    }
    return str_c(a, buf_str(&shown));
}

const char *terms_product_group(const char *code, language lang)
{
    for (size_t i = 0; i < TERMS_N; i++)
        if (strcmp(terms[i].list, "product_group") == 0 && strcmp(terms[i].code, code) == 0)
            return words_in(&terms[i], lang);
    return code;
}

const standstill_law *standstill_law_of(const char *jurisdiction)
{
    for (size_t i = 0; i < LAWS_N; i++)
        if (strcmp(laws[i].jurisdiction, jurisdiction) == 0)
            return &laws[i];
    return NULL;
}
