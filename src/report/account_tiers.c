/* account_tiers.c -- at which tier the risk sits, and at which tier somebody looked. */
#include "report/account_tiers.h"

#include <string.h>

#include "base/figure_text.h"
#include "base/picture.h"

static const char *const stages[ACCOUNT_TIERS] = {"extraction", "processing", "manufacture",
                                                  "transport",  "use",        "end_of_life"};

static int stage_of(str word)
{
    for (int i = 0; i < ACCOUNT_TIERS; i++)
        if (str_is(word, stages[i]))
            return i;
    return -1;
}

/* Unknown is worse than low: it is a reason to look. */
static int badness(const char *level)
{
    static const char *const order[] = {"low", "unknown", "medium", "high"};
    for (int i = 0; i < 4; i++)
        if (strcmp(level, order[i]) == 0)
            return i + 1;
    return 0;
}

static void worsen(account_tier *tiers, account *t, str stage, str level)
{
    int i = stage_of(stage);
    const char *code = level.n ? str_c(t->c->a, level) : "unknown";
    if (i >= 0 && badness(code) > badness(tiers[i].level))
        tiers[i].level = code;
}

static bool somebody_was_there(str kind)
{
    return str_is(kind, "visit") || str_is(kind, "interview");
}

/* Somebody was there by the year's end; what is older than three years then shows nothing any more. */
static bool take_look(account_tier *tiers, const account *t, str stage, str said_on, int64_t evidence_code)
{
    char oldest[32];
    int at = stage_of(stage);
    if (at < 0 || !account_before(t, said_on))
        return false;
    account_years_before(oldest, t, 3);
    evidence found = (evidence)evidence_code;
    if (said_on.n && str_cmp(said_on, str_of(oldest)) < 0)
        tiers[at].older = true;
    else
        tiers[at].seen = found > tiers[at].seen ? found : tiers[at].seen;
    return true;
}

static size_t read_tiers(account_tier out[static ACCOUNT_TIERS], account *t)
{
    account_tier all[ACCOUNT_TIERS];
    for (int i = 0; i < ACCOUNT_TIERS; i++)
        all[i] = (account_tier){
            .stage = stages[i], .word = account_word(t, "stage", str_of(stages[i])), .level = ""};
    for (size_t i = 0; i < t->f.judgements_n; i++)
        worsen(all, t, t->f.judgements[i].stage, t->f.judgements[i].level);
    for (size_t i = 0; i < t->f.incidents_n; i++)
        if (account_before(t, t->f.incidents[i].said_on))
            worsen(all, t, t->f.incidents[i].stage, STR("unknown"));
    for (size_t i = 0; i < t->f.dialogues_n; i++) {
        const report_dialogues_row *d = &t->f.dialogues[i];
        if (somebody_was_there(d->dialogue_kind) && take_look(all, t, d->stage, d->said_on, d->evidence))
            all[stage_of(d->stage)].visits++;
    }
    for (size_t i = 0; i < t->f.audits_n; i++) {
        const report_audits_row *a = &t->f.audits[i];
        if (take_look(all, t, a->stage, a->said_on, a->evidence))
            all[stage_of(a->stage)].audits +=
                a->has_audits_count && a->audits_count > 1 ? a->audits_count : 1;
    }
    size_t n = 0;
    for (int i = 0; i < ACCOUNT_TIERS; i++)
        if (*all[i].level || all[i].seen != EVIDENCE_NONE || all[i].older)
            out[n++] = all[i];
    return n;
}

size_t account_tiers(account_tier out[static ACCOUNT_TIERS], const account *t)
{
    return read_tiers(out, (account *)(uintptr_t)t);
}

/* The words of the tiers of high risk that nothing shows anybody at, or of those where something does. */
static view *words_of(account *t, const account_tier *tiers, size_t n, bool missed)
{
    view *list = view_list(t->c->a);
    for (size_t i = 0; i < n; i++) {
        bool high = strcmp(tiers[i].level, "high") == 0;
        bool seen = tiers[i].seen >= EVIDENCE_DOCUMENTED;
        if (missed ? high && !seen : seen)
            view_add(list, view_text_c(t->c->a, tiers[i].word));
    }
    return list;
}

void account_tiers_check(account *t)
{
    account_tier tiers[ACCOUNT_TIERS];
    size_t n = read_tiers(tiers, t);
    view *missed = words_of(t, tiers, n, true);
    view *seen = words_of(t, tiers, n, false);
    if (view_count(missed) == 0 || view_count(seen) == 0)
        return;
    account_finding *f = account_finding_new(t, "ACC-007", "step2.mapping");
    f->title = view_say(t->c->a, N_("Risk and evidence lie on different tiers"), NULL);
    f->text =
        view_say(t->c->a,
                 N_("The risk lies at {risk}; visits and audits reached {seen}. What was seen there says "
                    "nothing about the other tier: ask for names and addresses of every tier."),
                 "risk", missed, "seen", seen, NULL);
}

/* --- the figure: level above, evidence below, tier by tier --- */

typedef struct tier_drawing {
    account_tier tiers[ACCOUNT_TIERS];
    size_t n;
    const char *describe;
} tier_drawing;

#define LEFT       120.0
#define STEP_MOST  164.0
#define BOX_WIDTH  148.0
#define BOX_HEIGHT 56.0
#define BARS       5
#define BAR_WIDTH  22.4

static void draw_bars(picture *p, double x, int on)
{
    for (int i = 0; i < BARS; i++) {
        double height = 13.0 * (i + 1);
        const char *classes = i < on ? "f-e5" : on == 0 && i == 0 ? "f-unknown out" : "box";
        picture_rect(p, x + 8 + i * (BAR_WIDTH + 4), 196 - height, BAR_WIDTH, height, classes);
    }
}

static const picture *draw_tiers(arena *a, const void *data, language lang)
{
    const tier_drawing *d = data;
    picture *p = picture_new(a, 960, 232, d->describe);
    double step = (960 - LEFT) / (double)d->n < STEP_MOST ? (960 - LEFT) / (double)d->n : STEP_MOST;
    picture_text(p, LEFT - 14, 70, PICTURE_ENDING, "b", tr(lang, N_("Risk")));
    picture_text(p, LEFT - 14, 168, PICTURE_ENDING, "b", tr(lang, N_("Evidence")));
    for (size_t i = 0; i < d->n; i++) {
        const account_tier *t = &d->tiers[i];
        double x = LEFT + step * (double)i;
        double middle = x + BOX_WIDTH / 2;
        const char *level = *t->level ? t->level : "unknown";
        bool high = strcmp(level, "high") == 0;
        picture_text(p, middle, 22, PICTURE_MIDDLE, "b", t->word);
        picture_rect(p, x, 36, BOX_WIDTH, BOX_HEIGHT, arena_printf(a, "f-%s out", level));
        const char *word = figure_word(a, view_level(a, level), lang);
        if (strcmp(level, "unknown") == 0)
            picture_plate(p, middle - 34, 52, 68, 24);
        picture_text(p, middle, 69, PICTURE_MIDDLE, high ? "b w" : "b", word);
        draw_bars(p, x, t->seen == EVIDENCE_NONE ? 0 : (int)t->seen);
        const char *how = t->seen != EVIDENCE_NONE
                              ? figure_word(a, view_evidence(a, evidence_word(t->seen)), lang)
                          : t->older ? tr(lang, N_("Only older than three years"))
                                     : tr(lang, N_("Nobody was there"));
        picture_text(p, middle, 218, PICTURE_MIDDLE, "", picture_text_cut(a, how, step - 4, 14, false));
    }
    return p;
}

static const view_column columns[] = {
    {"tier",     N_("Tier"),     VIEW_TEXT, ""},
    {"level",    N_("Risk"),     VIEW_WORD, ""},
    {"evidence", N_("Evidence"), VIEW_WORD, ""},
    {"visits",   N_("Visits"),   VIEW_INT,  ""},
    {"audits",   N_("Audits"),   VIEW_INT,  ""},
};

view *account_tiers_figure(account *t)
{
    arena *a = t->c->a;
    tier_drawing *d = ARENA_NEW(a, tier_drawing);
    d->n = read_tiers(d->tiers, t);
    if (d->n == 0)
        return NULL;
    view *missed = words_of(t, d->tiers, d->n, true);
    view *seen = words_of(t, d->tiers, d->n, false);
    view *title;
    if (view_count(missed) && view_count(seen))
        title = view_say(a, N_("The risk lies at {risk}, the evidence at {seen}"), "risk", missed, "seen",
                         seen, NULL);
    else if (view_count(missed))
        title = view_say(a, N_("High risk at {risk}, and no documented visit or audit there"), "risk", missed,
                         NULL);
    else
        title = view_say(a, N_("No tier of high risk is without a visit or an audit"), NULL);
    d->describe = figure_text(a, title, t->c->lang);
    view *table = view_table(a, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < d->n; i++) {
        const account_tier *row = &d->tiers[i];
        view_row(table);
        view_cell(table, view_text_c(a, row->word));
        view_cell(table, *row->level ? view_level(a, row->level) : NULL);
        view_cell(table, row->seen != EVIDENCE_NONE ? view_evidence(a, evidence_word(row->seen))
                         : row->older               ? view_word(a, "stale", N_("only older than three years"))
                                                    : NULL);
        view_cell(table, view_int(a, row->visits));
        view_cell(table, view_int(a, row->audits));
    }
    view *note = view_say(a,
                          N_("The worst level that anybody judges at a tier, and the best evidence of who "
                             "was there. More bars: better evidence."),
                          NULL);
    return view_figure(a, "tiers", title, note, draw_tiers, d, table);
}
