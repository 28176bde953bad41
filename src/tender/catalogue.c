/* catalogue.c -- the rows of data/catalogue, built in, and which of them hold. */
#include "tender/catalogue.h"

#include <assert.h>
#include <string.h>

/* A macro a table, its columns as in the file. */
/* clang-format off */
#define ROW(key_, title_, edition_, published_, read_, url_, jurisdiction_, bound_, nb, da, en, source_) \
    {.key = (key_), .title = (title_), .edition = (edition_), .published = (published_), .read = (read_), \
     .url = (url_), .jurisdiction = (jurisdiction_), .bound = (bound_), .bound_words = {nb, da, en}, \
     .source = (source_)},
static const catalogue_source sources[] = {
#include "tender/catalogue_sources.def"
};
#define SOURCES_N (sizeof sources / sizeof *sources)

const catalogue_row catalogue[] = {
#define ROW(code_, group_, level_, from_, to_, attribute_, operator_, threshold_, high_, unit_, text_, \
            when_, unless_, equivalent_, due_, days_, source_, paragraph_, tnb, tda, ten, xnb, xda, xen, \
            enb, eda, een) \
    {.kind = CATALOGUE_REQUIREMENT, .code = (code_), .product_group = (group_), .level = (level_), \
     .valid_from = (from_), .valid_to = (to_), .attribute = (attribute_), .operator = (operator_), \
     .threshold = (threshold_), .threshold_high = (high_), .unit = (unit_), .threshold_text = (text_), \
     .applies_when = (when_), .except_when = (unless_), .equivalent = (equivalent_), .evidence_due = (due_), \
     .evidence_days = (days_), .source_key = (source_), .paragraph = (paragraph_), .title = {tnb, tda, ten}, \
     .text = {xnb, xda, xen}, .evidence = {enb, eda, een}},
#include "tender/catalogue_requirements.def"
#define ROW(code_, group_, from_, to_, attribute_, model_, direction_, unit_, steps_, environmental_, when_, \
            source_, paragraph_, tnb, tda, ten, xnb, xda, xen) \
    {.kind = CATALOGUE_CRITERION, .code = (code_), .product_group = (group_), .valid_from = (from_), \
     .valid_to = (to_), .attribute = (attribute_), .point_model = (model_), .direction = (direction_), \
     .unit = (unit_), .steps = (steps_), .environmental = (environmental_), .applies_when = (when_), \
     .except_when = "", .source_key = (source_), .paragraph = (paragraph_), .title = {tnb, tda, ten}, \
     .text = {xnb, xda, xen}},
#include "tender/catalogue_criteria.def"
#define ROW(code_, group_, from_, to_, kind_, obliged_, trigger_, count_, day_, once_, yearly_, openness_, \
            consequences_, materials_, source_, paragraph_, tnb, tda, ten, xnb, xda, xen, enb, eda, een) \
    {.kind = CATALOGUE_CLAUSE, .code = (code_), .product_group = (group_), .valid_from = (from_), \
     .valid_to = (to_), .clause_kind = (kind_), .obliged = (obliged_), .triggered_by = (trigger_), \
     .deadline_count = (count_), .day_kind = (day_), .at_once = (once_), .yearly_on = (yearly_), \
     .openness = (openness_), .consequences = (consequences_), .materials = (materials_), \
     .applies_when = "", .except_when = "", .source_key = (source_), .paragraph = (paragraph_), .title = {tnb, tda, ten}, \
     .text = {xnb, xda, xen}, .evidence = {enb, eda, een}},
#include "tender/catalogue_clauses.def"
#define ROW(code_, group_, from_, to_, when_, must_, severity_, source_, paragraph_, tnb, tda, ten, xnb, \
            xda, xen, rnb, rda, ren) \
    {.kind = CATALOGUE_RULE, .code = (code_), .product_group = (group_), .valid_from = (from_), \
     .valid_to = (to_), .applies_when = (when_), .except_when = "", .must = (must_), \
     .severity = (severity_), \
     .source_key = (source_), .paragraph = (paragraph_), .title = {tnb, tda, ten}, .text = {xnb, xda, xen}, \
     .remedy = {rnb, rda, ren}},
#include "tender/catalogue_rules.def"
};
/* clang-format on */
const size_t catalogue_n = sizeof catalogue / sizeof *catalogue;

const char *const catalogue_kind_words[CATALOGUE_KINDS] = {"requirement", "criterion", "clause", "rule"};

const catalogue_row *catalogue_find(const char *code)
{
    for (size_t i = 0; i < catalogue_n; i++)
        if (strcmp(catalogue[i].code, code) == 0)
            return &catalogue[i];
    return NULL;
}

const catalogue_source *catalogue_source_of(const catalogue_row *row)
{
    size_t i = 0;
    while (i + 1 < SOURCES_N && strcmp(sources[i].key, row->source_key) != 0)
        i++;
    assert(strcmp(sources[i].key, row->source_key) == 0); /* every row has one: the test walks them all */
    return &sources[i];
}

static bool is_below(const char *group, const char *above)
{
    size_t n = strlen(above);
    return strncmp(group, above, n) == 0 && (group[n] == '\0' || group[n] == '_');
}

bool catalogue_group_fits(const char *row_group, const char *tender_group)
{
    if (strcmp(row_group, "all") == 0)
        return true;
    return tender_group[0] && (is_below(tender_group, row_group) || is_below(row_group, tender_group));
}

bool catalogue_in_force(const catalogue_row *row, const char *day)
{
    return strcmp(row->valid_from, day) <= 0 && (!row->valid_to[0] || strcmp(day, row->valid_to) <= 0);
}

bool catalogue_binds(const catalogue_row *row, const tender *t)
{
    return tender_has_circumstance(t, catalogue_source_of(row)->bound);
}

bool catalogue_left_to_buyer(const catalogue_row *row)
{
    static const char *const with_limit[] = {"eq", "lt", "le", "gt", "ge", "between", "one_of"};
    if (row->kind != CATALOGUE_REQUIREMENT || row->threshold[0] || row->threshold_text[0])
        return false;
    for (size_t i = 0; i < sizeof with_limit / sizeof *with_limit; i++)
        if (strcmp(row->operator, with_limit[i]) == 0)
            return true;
    return false;
}
