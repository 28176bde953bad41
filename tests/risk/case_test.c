/* case_test.c -- the e-bus case, and a claim as a cell maker made it, from files to views and their JSON. */
#include "../record/workshop.h"

#include <math.h>

#include "base/json.h"
#include "base/render.h"
#include "exchange/import.h"
#include "risk/product_view.h"
#include "risk/risk_view.h"
#include "trace/trace_view.h"

static workshop shop;

static void import_path(const char *path)
{
    ak_err err = {0};
    import_file *files = NULL;
    size_t n = 0;
    shop_ctx(&shop, AUDIENCE_CASE);
    shop_ok(import_find(&files, &n, shop.c.a, path, &err), &err);
    plan *p = plan_new(shop.c.a);
    shop_ok(import_read(p, files, n, LANG_EN, NULL, &err), &err);
    shop_ok(plan_check(p, &shop.c, NULL, &err), &err);
    if (p->faults.total) {
        const fault *f = &p->faults.rows[0];
        fail_msg("%s:%d %s: %s [%s]", f->file, (int)f->row, f->field, f->value, f->rule->code);
    }
    commit_result done;
    shop_ok(plan_commit(&done, &shop.c, p, NULL, &err), &err);
    shop_ctx(&shop, AUDIENCE_CASE);
}

static const json *as_json(const view *v)
{
    ak_err err = {0};
    render_sink out = render_sink_buf(shop.c.a);
    shop_ok(render_json(&out, v, LANG_EN, &err), &err);
    json *read = NULL;
    shop_ok(json_read(&read, shop.c.a, buf_str(&out.out), NULL, &err), &err);
    return read;
}

static double number(const json *object, const char *name)
{
    const json *v = json_get(object, name);
    assert_non_null(v);
    assert_int_equal(v->kind, JSON_NUMBER);
    return strtod(str_c(shop.c.a, v->text), NULL);
}

static const json *ask(action_view show, const char *name, const char *value, int year)
{
    ak_err err = {0};
    const char *names[] = {name};
    const char *values[] = {value};
    args g = {.names = names, .values = values, .n = value ? 1 : 0};
    shop_ctx(&shop, AUDIENCE_CASE);
    if (year)
        shop.c.year = year;
    view *v = NULL;
    shop_ok(show(&v, &shop.c, &g, &err), &err);
    return as_json(v);
}

static const json *node(const json *risk, const char *material, const char *stage)
{
    for (const json *m = json_get(risk, "materials")->first; m; m = m->next) {
        if (str_is(json_str(m, "material"), material) && str_is(json_str(m, "stage"), stage))
            return m;
    }
    fail_msg("no %s %s", material, stage);
    return NULL;
}

static const json *issue(const json *n, const char *name)
{
    for (const json *i = json_get(n, "issues")->first; i; i = i->next) {
        if (str_is(json_str(i, "issue"), name))
            return i;
    }
    fail_msg("no issue %s", name);
    return NULL;
}

/* "the three shares add up to 1"; the origins are what is traced and assumed */
static void shares_add_up_and_origins_are_what_is_traced_and_assumed(void **state)
{
    (void)state;
    const json *risk = ask(risk_view, "id", NULL, 0);
    assert_true(str_is(json_str(json_get(risk, "subject"), "id"), "local:product/elbuss"));
    size_t nodes = 0;
    for (const json *m = json_get(risk, "materials")->first; m; m = m->next, nodes++) {
        double placed = number(m, "traced_share") + number(m, "assumed_share");
        assert_true(fabs(placed + number(m, "unknown_share") - 1) < 1e-9);
        double origins = 0;
        for (const json *o = json_get(m, "origins")->first; o; o = o->next) {
            origins += number(o, "share");
            assert_true(json_str(o, "source").n > 0 && number(o, "year") > 2000);
        }
        assert_true(fabs(origins - placed) < 1e-4); /* each is rounded to six decimals by itself */
        assert_int_equal(json_get(m, "issues")->n, RISK_ISSUES);
        bool later_stage = str_is(json_str(m, "stage"), "manufacture") || str_is(json_str(m, "stage"), "end of life");
        if (later_stage)
            assert_true(number(m, "unknown_share") == 1 && str_is(json_str(m, "level"), "unknown"));
    }
    assert_int_equal(nodes, 8 * RISK_STAGES);
    assert_true(number(json_get(risk, "rests_on"), "count") > 20);
}

static void masses_go_down_through_pack_and_cell(void **state)
{
    (void)state;
    const json *risk = ask(risk_view, "id", NULL, 0);
    /* eight packs of 250 kg; 124 kg of cells in each; 0.04 kg of cobalt in a cell of 0.62 kg */
    assert_true(fabs(number(node(risk, "cobalt", "extraction"), "mass_kg") - 2000 * 124.0 / 250 * 0.04 / 0.62) < 1e-6);
    /* lithium sits in the cathode and in the electrolyte */
    assert_true(fabs(number(node(risk, "lithium", "extraction"), "mass_kg") - 992 * (0.021 + 0.002) / 0.62) < 1e-6);
}

static void origins_come_from_the_nearest_who_says_so(void **state)
{
    (void)state;
    const json *risk = ask(risk_view, "id", NULL, 0);
    const json *cobalt = node(risk, "cobalt", "extraction");
    assert_true(fabs(number(cobalt, "traced_share") - 0.625) < 1e-9);
    assert_true(number(cobalt, "claimed_share") == 0);
    const json *nickel = node(risk, "nickel", "extraction");
    assert_true(fabs(number(nickel, "traced_share") - 0.5) < 1e-9);
    assert_true(fabs(number(nickel, "claimed_share") - 0.5) < 1e-9);
    const json *first = json_get(nickel, "origins")->first;
    assert_true(str_is(json_str(first, "country"), "IDN"));
    assert_true(str_is(json_str(first, "basis"), "traced"));
}

/* "Nickel then and now (Philippines 22 %, Indonesia 67 %)"; incidents of 2016 and 2018 age */
static void the_year_chooses_the_tables(void **state)
{
    (void)state;
    const json *then = ask(risk_view, "id", "local:material/nickel", 2018);
    const json *now = ask(risk_view, "id", "local:material/nickel", 2026);
    const json *a = node(then, "nickel", "extraction");
    const json *b = node(now, "nickel", "extraction");
    assert_true(str_is(json_str(json_get(a, "mix"), "edition"), "slide-2018"));
    assert_true(str_is(json_str(json_get(b, "mix"), "edition"), "usgs-2026"));
    double philippines = 0;
    for (const json *o = json_get(a, "origins")->first; o; o = o->next)
        philippines += str_is(json_str(o, "country"), "PHL") ? number(o, "share") : 0;
    assert_true(fabs(philippines - 0.22) < 1e-9);
    assert_true(str_is(json_str(b, "level"), "high"));
    assert_true(str_is(json_str(issue(b, "pollution"), "hazard"), "severe conditions"));
    assert_true(str_is(json_str(issue(b, "forced labour"), "hazard"), "named"));
    for (const json *s = json_get(issue(a, "child labour"), "sources")->first; s; s = s->next)
        assert_false(str_is(json_get(s, "year")->text, "2024"));
}

static void the_mass_of_each_origin_in_a_pack(void **state)
{
    (void)state;
    const json *b = ask(trace_balance_view, "id", "EB-0117", 0);
    const json *first = json_get(b, "origins")->first;
    /* 5/8 of the refined lot; 800 kg of it in 12,400 kg of cells, 124 kg of which are in 250 kg of pack */
    double cobalt = 1000.0 / 1600 * 800 / 12400 * 124 / 250;
    assert_true(fabs(number(first, "share") - cobalt) < 1e-6);
    assert_true(fabs(number(first, "mass_kg") - 250 * cobalt) < 1e-3);
    assert_true(fabs(number(first, "share") + number(b, "unknown_share") - 1) < 1e-9);
    assert_int_equal(json_get(b, "origins")->n, 1);
    assert_int_equal(json_get(b, "faults")->n, 2); /* cells and pack hold more than their events say went in */
}

static void a_lot_leads_down_to_the_pack_and_up_again(void **state)
{
    (void)state;
    const json *down = ask(trace_down_view, "id", "CO-KOL-2511", 0);
    assert_true(number(down, "count") >= 4);
    const json *up = ask(trace_up_view, "id", "EB-0117", 0);
    assert_true(number(up, "count") >= 8);
}

static void the_page_of_a_product_renders_in_every_language(void **state)
{
    (void)state;
    ak_err err = {0};
    args g = {0};
    shop_ctx(&shop, AUDIENCE_CASE);
    view *v = NULL;
    shop_ok(product_view(&v, &shop.c, &g, &err), &err);
    static const char *const figures[] = {"origin", "sites", "matrix", "evidence"};
    for (int i = 0; i < 4; i++)
        assert_int_equal(view_kind_of(view_get(v, figures[i])), VIEW_FIGURE);
    for (int lang = 0; lang < LANGUAGES; lang++) {
        render_sink out = render_sink_buf(shop.c.a);
        shop_ok(render_text(&out, v, (language)lang, &err), &err);
        render_page page = {.lang = (language)lang, .action = "product", .query = ""};
        out = render_sink_buf(shop.c.a);
        shop_ok(render_html(&out, v, &page, &err), &err);
    }
}

static void write_file(const char *dir, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

/* Seed: a cell maker says that all cobalt comes from DR Congo, nickel from DR Congo and Papua New Guinea. */
static void a_claim_that_the_tables_doubt_is_an_unknown_origin(void **state)
{
    (void)state;
    char dir[] = "/tmp/aktsom-risk-XXXXXX";
    assert_non_null(mkdtemp(dir));
    write_file(dir, "products.csv", "id,name,manufacturer\ncell,Cell,cellmaker\ncar,Car,\n");
    write_file(dir, "parties.csv", "id,name,role\ncellmaker,Cell maker,component maker\n");
    write_file(dir, "materials.csv", "id,name\ncobalt,cobalt\nnickel,nickel\n");
    write_file(dir, "composition.csv", "whole,part,mass (kg)\ncar,cell,100\ncell,cobalt,10\ncell,nickel,30\n");
    write_file(dir, "supply.csv",
               "item,from,to,stage,origins complete\ncobalt,country:COD,cellmaker,extraction,yes\n"
               "nickel,country:COD,cellmaker,extraction,yes\nnickel,country:PNG,cellmaker,extraction,yes\n");
    import_path(dir);
    const json *car = ask(risk_view, "id", "local:product/car", 0);
    const json *cobalt = node(car, "cobalt", "extraction");
    assert_true(number(cobalt, "traced_share") == 1 && number(cobalt, "claimed_share") == 1);
    const json *origin = json_get(cobalt, "origins")->first;
    assert_true(str_starts(json_str(origin, "plausible"), "produced"));
    assert_true(str_is(json_str(cobalt, "level"), "high"));
    const json *nickel = node(car, "nickel", "extraction");
    bool doubted = false;
    bool newer_silent = false;
    for (const json *o = json_get(nickel, "origins")->first; o; o = o->next) {
        str says = json_str(o, "plausible");
        doubted |= str_is(json_str(o, "country"), "COD") && str_starts(says, "not listed as producer");
        newer_silent |= str_is(json_str(o, "country"), "PNG") && str_starts(says, "produced (EC") &&
                        str_ends(says, "2026");
    }
    assert_true(doubted);
    assert_true(newer_silent);
    assert_true(number(nickel, "unknown_share") == 1); /* one of the two is no origin: nobody knows the shares */
    assert_int_equal(fs_remove_tree(dir, NULL), AK_OK);
}

static int make(void **state)
{
    (void)state;
    shop_make(&shop);
    import_path("cases/elbuss");
    return 0;
}

static int drop(void **state)
{
    (void)state;
    shop_close(&shop);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_add_up_and_origins_are_what_is_traced_and_assumed),
        cmocka_unit_test(masses_go_down_through_pack_and_cell),
        cmocka_unit_test(origins_come_from_the_nearest_who_says_so),
        cmocka_unit_test(the_year_chooses_the_tables),
        cmocka_unit_test(the_mass_of_each_origin_in_a_pack),
        cmocka_unit_test(a_lot_leads_down_to_the_pack_and_up_again),
        cmocka_unit_test(the_page_of_a_product_renders_in_every_language),
        cmocka_unit_test(a_claim_that_the_tables_doubt_is_an_unknown_origin),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
