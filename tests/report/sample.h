/* sample.h -- a document with every kind of block, for the tests of its writers. */
#ifndef TESTS_SAMPLE_H
#define TESTS_SAMPLE_H

#include "report/doc.h"

static inline const picture *sample_drawing(arena *a)
{
    picture *p = picture_new(a, 960, 120, "Evidence: 39 percent assumed, 61 percent documented");
    picture_rect(p, 120, 20, 300, 60, "f-e1 edge");
    picture_rect(p, 420, 20, 480, 60, "f-e3 edge");
    picture_text(p, 270, 55, PICTURE_MIDDLE, "b", "39 %");
    picture_text_lead(p, 110, 55, PICTURE_ENDING, "", "Cobalt", "64 kg");
    picture_symbol(p, 20, 20, 12, "ink", "i-unknown");
    picture_rect(picture_key(p, "Assumed"), 0.5, 0.5, 23, 15, "f-e1 out");
    picture_point(p, "1", "Kolwezi", "mine", "");
    return p;
}

static const view_source sample_sources[] = {
    {"USGS, Mineral Commodity Summaries 2026", "https://www.usgs.gov/", 2026, "documented",    ""},
    {"Celleprodusenten",                       "",                      2025, "self_declared",
     "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"                          },
};
static const view_basis sample_basis = {sample_sources, 2, -1};

static inline doc *sample_doc(arena *a, language lang)
{
    doc *d = doc_new(a, &(doc_about){.title = "Redegjørelse 2025 & æøå <1>",
                                     .subtitle = "Ærlig også om det som mangler",
                                     .author = "Øvre Åsane kommune",
                                     .footer = "aktsom",
                                     .lang = lang,
                                     .created = "2026-11-21T12:00:00Z",
                                     .contents = 2});
    doc_heading(d, 1, "First step");
    doc_say(d, "One paragraph.\n\nAnother, with 漢 outside the font and e\xcc\x81 composed.");
    doc_run runs[] = {
        {.text = "See "       },
        {.text = "the routine", .href = "https://example.org/a(b)"},
        {.text = "."                    }
    };
    doc_runs(d, DOC_PARAGRAPH, runs, 3);
    doc_note(d, "Step 6 is not established.");
    doc_runs(d, DOC_QUOTE, &(doc_run){.text = "自己的话"}, 1)->lang = "zh";
    doc_heading(d, 2, "A list");
    doc_list(d, true);
    doc_item(d, "alpha");
    doc_item(d, "beta");
    doc_heading(d, 1, "Second step");
    const doc_column columns[] = {
        {.head = "Measure" },
        {.head = "Mass, kg", .number = true},
        {.head = "Rests on"                 }
    };
    doc_table *t = doc_table_new(d, "Measures", columns, 3);
    for (int i = 0; i < 80; i++) {
        doc_row(t);
        doc_cell(
            t, arena_printf(a, "Measure number %d that is long enough to break over two lines of a cell", i));
        doc_cell_number(t, "64,5", "64.5");
        doc_cell(t, doc_cite(d, &sample_basis));
    }
    doc_figure(d, sample_drawing(a), "39 percent of the cobalt is assumed");
    doc_break(d);
    doc_runs(d, DOC_SMALL, &(doc_run){.text = "Small print."}, 1);
    doc_sources(d);
    return d;
}

#endif
