/* workspace.c -- the folder that holds one organisation's record. */
#include "record/workspace_private.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/fs.h"
#include "ledger/cosign.h"
#include "ledger/rules.h"
#include "record/commit.h"
#include "record/lookup.h"
#include "record/rebuild.h"
#include "record/rules.h"
#include "record/value.h"
#include "record_sql.h"

/* So many entries, and as many as are applied: then a new file is faster than the old one brought up. */
#define BUILD_FROM     ((uint64_t)65536)
#define CATCH_UP_TRIES 8 /* others may bring the state up at the same time */

const char *workspace_dir(const workspace *ws)
{
    return ws->dir;
}

const char *workspace_path(arena *a, const workspace *ws, const char *name)
{
    return arena_printf(a, "%s/%s", ws->dir, name);
}

ledger *workspace_ledger(const workspace *ws)
{
    return ws->l;
}

store *workspace_state(const workspace *ws)
{
    return ws->db;
}

const char *workspace_party(const workspace *ws)
{
    return ws->party;
}

const char *workspace_name(const workspace *ws)
{
    return ws->name;
}

const char *workspace_zone(const workspace *ws)
{
    return ws->zone;
}

const char *workspace_key_id(const workspace *ws)
{
    return ws->key_id;
}

ak_code workspace_reader(store **out, arena *a, const workspace *ws, ak_err *err)
{
    return store_open(out, a, workspace_path(a, ws, "state.db"), STORE_READ, err);
}

/* ---- Opening ---- */

ak_code workspace_find(const char **dir_out, arena *a, const char *start, ak_err *err)
{
    char real[PATH_MAX];
    if (!realpath(start && start[0] ? start : ".", real))
        return ak_fail(err, &REC_080, start ? start : ".");
    for (char *end;; *end = '\0') {
        if (fs_is_file(arena_printf(a, "%s/log/checkpoint", real[0] ? real : "/"))) {
            *dir_out = arena_text(a, real[0] ? real : "/");
            return AK_OK;
        }
        end = strrchr(real, '/');
        if (!end || !real[0])
            return ak_fail(err, &REC_080, start ? start : ".");
    }
}

static const char *tail_of(const char *id)
{
    const char *slash = strrchr(id, '/'), *colon = strrchr(id, ':');
    return slash ? slash + 1 : colon ? colon + 1 : id;
}

/* A copy that lives as long as the workspace; the text it had is kept where it is the same. */
static const char *keep(workspace *ws, const char *had, str text)
{
    return had && str_is(text, had) ? had : str_c(ws->a, text);
}

ak_code workspace_read_self(workspace *ws, ak_err *err)
{
    arena tmp = {0};
    record_own_party_row party = {0};
    record_own_name_row name = {0};
    record_setting_value_row zone_row = {0};
    record_subject_by_id_row own = {0};
    bool found = false, named = false, zoned = false;
    store_scope all = {.as_of = "9999", .reach = AUDIENCE_CASE};
    ak_code code = record_own_party_one(&party, &found, &tmp, ws->db, err);
    if (code == AK_OK && (!found || party.id.n == 0))
        code = ak_fail(err, &REC_084);
    if (code == AK_OK)
        code = record_subject_by_id_one(&own, &found, &tmp, ws->db, &(record_subject_by_id_params){party.id},
                                        err);
    if (code == AK_OK)
        code = record_own_name_one(&name, &named, &tmp, ws->db, &all, &(record_own_name_params){own.n}, err);
    if (code == AK_OK)
        code = record_setting_value_one(&zone_row, &zoned, &tmp, ws->db, &all,
                                        &(record_setting_value_params){STR("zone"), own.n}, err);
    if (code == AK_OK) {
        zone z = ZONE_OSLO;
        ws->party = keep(ws, ws->party, party.id);
        ws->name = named && name.name.n ? keep(ws, ws->name, name.name) : tail_of(ws->party);
        ws->zone = zone_name(zoned && zone_find(&z, zone_row.value_text) ? z : ZONE_OSLO);
    }
    arena_free(&tmp);
    return code;
}

static void close_workspace(void *handle)
{
    state_let_go(handle);
    state_close(handle);
}

ak_code workspace_open(workspace **out, arena *a, const char *dir, workspace_mode mode, const progress *steps,
                       ak_err *err)
{
    workspace *ws = ARENA_NEW(a, workspace);
    ws->a = a;
    ws->hold_fd = -1;
    ws->dir = arena_text(a, dir);
    AK_TRY(ledger_open(&ws->l, a, dir, mode == WORKSPACE_WRITE ? LEDGER_WRITE : LEDGER_READ, err));
    if (mode == WORKSPACE_WRITE)
        AK_TRY(cosign_attach(ws->l, a, err));
    ledger_hash kid;
    key_id(&kid, ledger_public_key(ws->l));
    hex_write(ws->key_id, kid.b, sizeof kid.b);
    arena_own(a, close_workspace, ws);
    AK_TRY(state_open_or_build(ws, steps, err));
    AK_TRY(workspace_catch_up(ws, steps, err));
    *out = ws;
    return AK_OK;
}

/* Another program may have put a new file into the place of the one that is open. */
static bool replaced(const workspace *ws)
{
    arena tmp = {0};
    struct stat there;
    bool other = stat(workspace_path(&tmp, ws, "state.db"), &there) != 0 || there.st_dev != ws->device ||
                 there.st_ino != ws->inode;
    arena_free(&tmp);
    return other;
}

static ak_code bring_up(workspace *ws, const progress *steps, ak_err *err)
{
    if (!ws->ap)
        AK_TRY(applier_new(&ws->ap, &ws->state_mem, ws->db, err));
    ak_code code = apply_up_to(ws->ap, ws->l, 0, steps, err);
    if (code != AK_OK)
        ws->ap = NULL; /* what it remembers was rolled back */
    return code;
}

ak_code workspace_catch_up(workspace *ws, const progress *steps, ak_err *err)
{
    AK_TRY(ledger_catch_up(ws->l, err));
    if (replaced(ws))
        AK_TRY(state_open_or_build(ws, steps, err));
    uint64_t applied = 0;
    char root[65];
    AK_TRY(state_applied(&applied, root, ws->db, err));
    if (applied == ledger_size(ws->l) && ws->party)
        return AK_OK;
    uint64_t behind = ledger_size(ws->l) - applied;
    if (behind >= BUILD_FROM && behind >= applied)
        return workspace_rebuild(ws, steps, err);
    ak_code code = AK_OK;
    for (int i = 0; i < CATCH_UP_TRIES; i++) {
        code = bring_up(ws, steps, err);
        if (code == AK_OK || !err || err->rule != &REC_062)
            break;
    }
    AK_TRY(code);
    return workspace_read_self(ws, err);
}

/* ---- Making ---- */

static ak_code first_words(ctx *c, const workspace_new *o, const char *party, const char *name, ak_err *err)
{
    plan *p = plan_new(c->a);
    const family *f = &families[family_find(STR("party"))];
    plan_row *self = plan_add_row(p, family_find(STR("party")), 2);
    plan_add_cell(self, (plan_cell){.field = PLAN_COMMON + field_find(&family_common, STR("id")),
                                    .text = str_of(party)});
    plan_add_cell(self, (plan_cell){.field = field_find(f, STR("name")), .text = str_of(name)});
    f = &families[family_find(STR("setting"))];
    plan_row *set = plan_add_row(p, family_find(STR("setting")), 3);
    plan_add_cell(set, (plan_cell){.field = field_find(f, STR("setting_name")), .text = STR("zone")});
    plan_add_cell(set, (plan_cell){.field = field_find(f, STR("setting_scope")), .text = STR("workspace")});
    plan_add_cell(set, (plan_cell){.field = field_find(f, STR("value_text")),
                                   .text = str_of(o->zone ? o->zone : zone_name(ZONE_OSLO))});
    AK_TRY(plan_check(p, c, NULL, err));
    commit_result done = {0};
    return plan_commit(&done, c, p, NULL, err);
}

static const char *name_of_folder(arena *a, const char *dir)
{
    char real[PATH_MAX];
    if (!realpath(dir, real))
        return "workspace";
    const char *slash = strrchr(real, '/');
    return slash && slash[1] ? arena_text(a, slash + 1) : "workspace";
}

/* The log in dir, new or begun before, says as its second word what it follows. */
static ak_code follow(arena *a, const char *dir, const workspace_new *o, int64_t now_s, ak_err *err)
{
    ledger *l;
    const keyring *ring;
    ledger_before before;
    AK_TRY(ledger_open(&l, a, dir, LEDGER_WRITE, err));
    AK_TRY(ledger_ring(&ring, l, err));
    if (ring->before.n ? !str_eq(ring->before, o->before)
                       : ledger_size(l) != 1) /* before anything is closed for it */
        return ak_fail(err, &LED_198, dir);
    AK_TRY(o->follow(&before, a, o->payload, ledger_origin(l), err));
    return ledger_follow(l, &before, NULL, now_s, err);
}

static ak_code init_in(arena *a, const char *dir, const workspace_new *o, ak_err *err)
{
    zone z = ZONE_OSLO;
    int64_t now_s = 0;
    const ak_rule *why = NULL;
    if (o->zone && !zone_find(&z, str_of(o->zone)))
        return ak_fail(err, &REC_081, o->zone);
    AK_TRY(moment_read(&now_s, str_of(o->now), err));
    AK_TRY(fs_mkdirs(dir, 0755, err));
    const char *name = o->name && o->name[0] ? o->name : name_of_folder(a, dir);
    const char *party = o->party ? value_subject_id(a, str_of(o->party), &why)
                                 : arena_printf(a, "local:party/%s", value_slug(a, str_of(name)));
    if (!party || strcmp(party, "local:party/") == 0)
        return ak_fail(err, &REC_082, o->party ? o->party : name);
    if (!o->follow || !fs_is_file(arena_printf(a, "%s/log/checkpoint", dir)))
        AK_TRY(ledger_init(dir, o->origin, &(ledger_party){.id = party}, now_s, err));
    if (o->follow)
        AK_TRY(follow(a, dir, o, now_s, err));
    workspace *ws = NULL;
    AK_TRY(workspace_open(&ws, a, dir, WORKSPACE_WRITE, NULL, err));
    ctx c = {0};
    AK_TRY(
        workspace_ctx(&c, a, ws, &(ctx_wish){.lang = LANG_EN, .now = o->now, .reach = AUDIENCE_CASE}, err));
    return first_words(&c, o, party, name, err);
}

ak_code workspace_init(const char *dir, const workspace_new *o, ak_err *err)
{
    arena a = {0};
    ak_code code = init_in(&a, dir, o, err);
    arena_free(&a);
    return code;
}

/* ---- Contexts ---- */

/* The state as it was when the log had so many entries: replayed in memory, for audits. */
static ak_code replay(store **out, arena *a, workspace *ws, uint64_t size, ak_err *err)
{
    if (size > ledger_size(ws->l))
        return ak_fail(err, &REC_083, ak_arg_int((int64_t)ledger_size(ws->l)), ak_arg_int((int64_t)size));
    applier *ap = NULL;
    AK_TRY(store_open(out, a, ":memory:", STORE_CREATE, err));
    AK_TRY(state_schema(*out, ledger_origin(ws->l), err));
    AK_TRY(applier_new(&ap, a, *out, err));
    return apply_whole(ap, ws->l, size, NULL, err);
}

static ak_code as_of_moment(const char **out, int *year, arena *a, const char *zone_word,
                            const ctx_wish *wish, ak_err *err)
{
    zone z = ZONE_OSLO;
    int64_t s = 0;
    zone_find(&z, str_of(zone_word));
    AK_TRY(zone_as_of(&s, z, str_of(wish->as_of ? wish->as_of : wish->now), err));
    char text[MOMENT_TEXT_BYTES];
    *out = arena_text(a, moment_text(text, s));
    *year = date_civil(zone_day_of(z, s)).year;
    return AK_OK;
}

ak_code workspace_ctx(ctx *out, arena *a, workspace *ws, const ctx_wish *wish, ak_err *err)
{
    int year = 0;
    *out = (ctx){.a = a, .ws = ws, .lang = wish->lang, .now = wish->now, .reach = wish->reach, .root = ""};
    AK_TRY(as_of_moment(&out->as_of, &year, a, ws ? ws->zone : "UTC", wish, err));
    out->year = wish->year ? wish->year : year;
    out->tables = wish->tables;
    out->actor = wish->actor ? wish->actor : ws ? ws->party : "";
    out->scope = (store_scope){.as_of = out->as_of, .reach = (int)wish->reach};
    if (!ws)
        return AK_OK;
    out->db = wish->db ? wish->db : ws->db;
    out->at_size = wish->at_size;
    if (wish->at_size)
        AK_TRY(replay(&out->db, a, ws, wish->at_size, err));
    record_subject_by_id_row actor = {0};
    bool found = false;
    record_subject_by_id_params who = {str_of(out->actor)};
    AK_TRY(record_subject_by_id_one(&actor, &found, a, out->db, &who, err));
    out->scope.actor = found ? actor.n : 0;
    char root[65];
    AK_TRY(state_applied(&out->size, root, out->db, err));
    out->root = arena_text(a, root);
    return AK_OK;
}

const char *workspace_setting(arena *a, const ctx *c, const char *name)
{
    record_subject_by_id_row own = {0};
    record_setting_value_row value = {0};
    bool found = false;
    record_subject_by_id_params who = {str_of(c->ws->party)};
    if (record_subject_by_id_one(&own, &found, a, c->db, &who, NULL) != AK_OK || !found)
        return NULL;
    record_setting_value_params p = {.name = str_of(name), .own = own.n};
    if (record_setting_value_one(&value, &found, a, c->db, &c->scope, &p, NULL) != AK_OK || !found)
        return NULL;
    return str_c(a, value.value_text);
}
