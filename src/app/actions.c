/* actions.c -- the one table of all that can be done. */
#include "app/actions.h"

#include <stdlib.h>
#include <string.h>

#include "app/basis_view.h"
#include "app/bundle_actions.h"
#include "app/help.h"
#include "app/keep_actions.h"
#include "app/keys_actions.h"
#include "app/ledger_actions.h"
#include "app/log_actions.h"
#include "app/monitor_action.h"
#include "app/overview_view.h"
#include "app/rules.h"
#include "app/say_actions.h"
#include "app/serve_action.h"
#include "app/verify_action.h"
#include "app/witness_actions.h"
#include "exchange/export.h"
#include "exchange/import.h"
#include "exchange/own_table.h"
#include "record/draft.h"
#include "record/due.h"
#include "record/erase.h"
#include "record/find.h"
#include "record/match_view.h"
#include "record/subject_view.h"
#include "report/account.h"
#include "report/protocol.h"
#include "risk/ask_view.h"
#include "risk/evidence.h"
#include "risk/calibration_view.h"
#include "risk/follow_up_view.h"
#include "risk/product_view.h"
#include "risk/ranked_view.h"
#include "risk/risk_view.h"
#include "risk/supplier_view.h"
#include "tender/bid.h"
#include "tender/catalogue.h"
#include "tender/compliance.h"
#include "tender/findings.h"
#include "tender/ocds.h"
#include "tender/owed.h"
#include "tender/lab_view.h"
#include "tender/protocol_view.h"
#include "tender/score_view.h"
#include "tender/tender_view.h"
#include "tender/trial.h"
#include "trace/trace_view.h"

/* Keep sorted by name; CLI, URL, .json/.csv/.xlsx, OpenAPI, man page and completion come from here.
 * No page = the generic one, "-" = command line only; no need = a workspace. */
const action actions[] = {
  /* clang-format off */
    /* a row reads as name and arguments, then what does it, then what it is for */
    {.name = "add", .args = "FAMILY WORD... [--dry-run]",
     .plan = add_plan, .page = "-", .right = RIGHT_WRITE,
     .help = N_("Say one thing by hand: add FAMILY field=value ...")},
    {.name = "ask", .args = "[ID] [--limit N] [--order gain|each|chance]",
     .view = ask_view, .page = "ask.html", .right = RIGHT_READ,
     .help = N_("The few questions that would tell most, ready to send")},
    {.name = "backup", .args = "DIR [--forget]",
     .view = backup_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("Copy what cannot be made again to another place")},
    {.name = "basis", .args = "COMMAND... [--material M] [--after DIGEST]",
     .view = basis_view, .page = "basis.html", .right = RIGHT_READ,
     .help = N_("All statements that an answer rests on")},
    {.name = "bundle", .args = "",
     .view = bundle_view, .page = "bundle.html", .right = RIGHT_READ,
     .help = N_("Bundles that were received and sent")},
    {.name = "bundle export",
     .args = "ID --to PARTY [--show PART...] [--hide PART...] [--from SIZE...] [--with-documents] [--gossip] [--out FILE]",
     .view = bundle_export_view, .file = bundle_export_file, .page = "preview.html", .right = RIGHT_WRITE,
     .help = N_("Statements about a thing, for a party, each with its proof, as one file")},
    {.name = "bundle import", .args = "FILE [--vkey K...] [--require-in] [--dry-run]",
     .view = bundle_import_view, .page = "bundle_show.html", .right = RIGHT_WRITE,
     .help = N_("Check what somebody sent, and take it in whole or not at all")},
    {.name = "bundle preview", .args = "ID --to PARTY [--show PART...] [--hide PART...]",
     .view = bundle_preview_view, .page = "preview.html", .right = RIGHT_READ,
     .help = N_("What would a party see of a thing?")},
    {.name = "bundle show", .args = "FILE [--vkey K...] [--require-in]",
     .view = bundle_show_view, .page = "bundle_show.html", .right = RIGHT_READ,
     .help = N_("What is in a bundle, and whether it would be taken in; writes nothing")},
    {.name = "calibration", .args = "",
     .view = calibration_view, .right = RIGHT_READ,
     .help = N_("The model's classes beside lists that it was not made with: what agrees and what does not")},
    {.name = "check", .args = "",
     .view = keep_check_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("What is open: backups out of reach, erasing that is not done")},
    {.name = "close", .args = "--reason TEXT [--successor DIR] [--origin HOST/PATH]",
     .view = close_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("End the log: nothing can be said in it any more; another one may follow it")},
    {.name = "contract", .args = "ID",
     .view = contract_view, .page = "supplier.html", .right = RIGHT_READ,
     .help = N_("A contract: what is at stake in what it is for")},
    {.name = "draft", .args = "FAMILY WORD...",
     .view = draft_add_view, .page = "-", .right = RIGHT_WRITE,
     .help = N_("Prepare a statement outside the log, to be signed later")},
    {.name = "draft change", .args = "NUMBER [--set NAME...] [--to VALUE...] [--dry-run]",
     .plan = draft_change_action, .after = draft_change_after, .page = "acted.html", .right = RIGHT_WRITE,
     .help = N_("Change words of a draft; an empty value leaves the word out")},
    {.name = "draft drop", .args = "NUMBER [--dry-run]",
     .plan = draft_drop_action, .after = draft_drop_after, .page = "acted.html", .right = RIGHT_WRITE,
     .help = N_("Throw a draft away; it was never said")},
    {.name = "drafts", .args = "",
     .view = draft_view, .page = "drafts.html", .right = RIGHT_READ,
     .help = N_("What is prepared and not signed")},
    {.name = "due", .args = "[--before DATE] [--ics FILE]",
     .view = due_action_view, .page = "due.html", .right = RIGHT_READ,
     .help = N_("What is due, by when, and whose turn it is")},
    {.name = "erase", .args = "ID [PART...] [--event N...] [--ground request|retention|mistake|order] [--history] [--dry-run]",
     .plan = erase_plan, .after = erase_after, .page = "-", .right = RIGHT_KEYS,
     .help = N_("Take personal data out of the record; all proofs still hold")},
    {.name = "evidence", .args = "[ID] [--level L] [--evidence E]",
     .view = evidence_against_view, .page = "evidence.html", .right = RIGHT_READ,
     .help = N_("At which stage the risk sits, and at which somebody looked")},
    {.name = "export", .args = "FORMAT [WHAT] [--out FILE] [--empty] [--names]",
     .run = export_run, .page = "-", .right = RIGHT_READ,
     .help = N_("Write the record as csv, xlsx or json; what comes out can be read in again")},
    {.name = "help", .args = "[COMMAND...] [--as man|bash|openapi|errors|actions]",
     .run = help_run, .page = "-", .right = RIGHT_ANYBODY, .need = NEED_NOTHING,
     .help = N_("What there is, and how to call it")},
    {.name = "import", .args = "FILE... [--dry-run] [--marked OUT.xlsx]",
     .plan = import_plan, .after = import_after, .page = "import.html", .right = RIGHT_WRITE,
     .help = N_("Read files and folders: all is checked, then all is written or nothing")},
    {.name = "init", .args = "[DIR] [--name N] [--party ID] [--origin HOST/PATH] [--zone Z] [--before FOLDER]",
     .view = init_view, .page = "-", .right = RIGHT_KEYS, .need = NEED_NOTHING,
     .help = N_("Make a workspace and its keys")},
    {.name = "keys", .args = "",
     .view = keys_view, .page = "keys.html", .right = RIGHT_READ,
     .help = N_("The log's verifier key, to hand to others, and all keys that it has had")},
    {.name = "keys add", .args = "--role ROLE [--party ID]",
     .view = keys_add_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("A key for a role in the organisation; announced in the log")},
    {.name = "keys protect", .args = "[--off]",
     .view = keys_protect_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("Lock the keys with a passphrase, which is asked for on the terminal")},
    {.name = "keys receipt", .args = "[--out FILE]",
     .view = keys_receipt_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("The key for receipts that COSE tools read; made and announced when there is none")},
    {.name = "keys recover", .args = "FILE [--stolen] [--reason TEXT]",
     .view = keys_recover_view, .page = "-", .right = RIGHT_KEYS, .need = NEED_NOTHING,
     .help = N_("A new key for a log whose key is lost or stolen, by its recovery key")},
    {.name = "keys recovery", .args = "FILE [--protect]",
     .view = keys_recovery_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("A recovery key, announced in the log, to be kept elsewhere")},
    {.name = "keys revoke", .args = "KEY --reason TEXT [--lost]",
     .view = keys_revoke_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("Take a key out: what it signs from now on is a fault; the reason stands openly in the log")},
    {.name = "keys rotate", .args = "[COMMAND...] [--overlap DAYS] [--public KEY] [--reason TEXT]",
     .view = keys_rotate_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("A new key for the log; the one before signs heads beside it for a while")},
    {.name = "keys signer", .args = "COMMAND...",
     .view = keys_signer_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("Have a program that holds the key sign: bytes on its input, 64 bytes of signature as its answer")},
    {.name = "licences", .args = "",
     .view = licences_view, .right = RIGHT_ANYBODY, .need = NEED_NOTHING,
     .help = N_("What is inside, and under which terms")},
    {.name = "list", .args = "[FAMILY] [--after NUMBER]",
     .view = list_view, .page = "list.html", .right = RIGHT_READ,
     .help = N_("All that is said in a family, as a table")},
    {.name = "log", .args = "[--from N]",
     .view = log_view, .page = "log.html", .right = RIGHT_READ,
     .help = N_("The heads of the log over time, who signed them, and entries with their proofs")},
    {.name = "match", .args = "",
     .view = match_view, .page = "match.html", .right = RIGHT_READ,
     .help = N_("Parties that may be one under two names; nothing is joined without a person")},
    {.name = "match accept", .args = "ONE TWO [--reason TEXT] [--dry-run]",
     .plan = match_accept_plan, .page = "acted.html", .right = RIGHT_WRITE,
     .help = N_("Say that two parties are the same")},
    {.name = "match refuse", .args = "ONE TWO [--reason TEXT] [--dry-run]",
     .plan = match_refuse_plan, .page = "acted.html", .right = RIGHT_WRITE,
     .help = N_("Say that two parties are not the same; they are not proposed again")},
    {.name = "monitor", .args = "WHERE [--name NAME] [--vkey K] [--policy FILE] [--age HOURS] [--allow HOST:PORT...]",
     .view = monitor_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("Look at another log from outside: is it the same as before, only longer?")},
    {.name = "overview", .args = "[--short]",
     .view = overview_view, .page = "overview.html", .right = RIGHT_READ,
     .help = N_("What is in the record, what was found, where to look")},
    {.name = "plan", .args = "[--capacity N]",
     .view = follow_up_view, .page = "plan.html", .right = RIGHT_READ,
     .help = N_("Contracts by risk and leverage, and whom there is time to follow up")},
    {.name = "plan choose", .args = "ABOUT [--from DATE] [--to DATE] [--reason TEXT] [--dry-run]",
     .plan = follow_up_choose_plan, .page = "acted.html", .right = RIGHT_WRITE,
     .help = N_("Say that a contract, supplier or product is to be followed up")},
    {.name = "product", .args = "[ID]",
     .view = product_view, .page = "product.html", .right = RIGHT_READ,
     .help = N_("A product: where it comes from, how risky, how sure")},
    {.name = "prove", .args = "ID [--as proof|receipt|statement|entry] [--es256] [--event N] [--out FILE]",
     .view = prove_view, .page = "-", .right = RIGHT_READ,
     .help = N_("A file that proves one statement, offline")},
    {.name = "rebuild", .args = "[--check]",
     .view = rebuild_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("Make the state anew from the log, or check that it is equal")},
    {.name = "report give", .args = "ACCOUNT [--published DATE] [--signed DATE] [--file FILE] [--url URL] [--profile P] [--party ID] [--dry-run]",
     .plan = account_give_plan, .page = "said.html", .right = RIGHT_WRITE,
     .help = N_("Say that the account of a year was given: signed, published, and which document it was")},
    {.name = "report six-steps", .args = "[ID] [--profile organisation|company|public] [--check]",
     .view = six_steps_view, .document = account_document, .page = "account.html", .right = RIGHT_READ,
     .help = N_("The account of due diligence in six steps, written from the record")},
    {.name = "report text", .args = "FIELD [WORDS] [--answer yes|no|unknown] [--status S] [--party ID] [--draft] [--dry-run]",
     .plan = account_text_plan, .after = account_text_after, .page = "said.html", .right = RIGHT_WRITE,
     .help = N_("Own words in a field of an account; they stay when it is made anew")},
    {.name = "report transparency-act", .args = "[ID] [--profile organisation|company|public] [--check]",
     .view = transparency_act_view, .document = account_document, .page = "account.html", .right = RIGHT_READ,
     .help = N_("The account under section 5 of the Norwegian Transparency Act")},
    {.name = "restore", .args = "BACKUP DIR [--newest DIR]",
     .view = restore_view, .page = "-", .right = RIGHT_KEYS, .need = NEED_NOTHING,
     .help = N_("Make a workspace out of a backup; what was erased since stays erased")},
    {.name = "risk", .args = "[ID] [--material M] " RANKED_ARGS,
     .view = risk_view, .page = "risk.html", .right = RIGHT_READ,
     .help = N_("What is at stake, and why: of one thing, or of everything bought, worst first")},
    {.name = "risk matrix", .args = RANKED_ARGS,
     .view = risk_matrix_view, .page = "matrix.html", .right = RIGHT_READ,
     .help = N_("Suppliers by issue, worst first")},
    {.name = "search", .args = "[WORD...]",
     .view = search_view, .page = "search.html", .right = RIGHT_READ,
     .help = N_("Find a thing by its name")},
    {.name = "serve", .args = "[--root DIR] [--port N] [--host NAME...] [--log] [--stay N]",
     .run = serve_run, .page = "-", .right = RIGHT_KEYS, .need = NEED_NOTHING,
     .help = N_("Show the workspace to a browser on this machine")},
    {.name = "sign", .args = "NUMBER [--dry-run]",
     .plan = sign_plan, .after = sign_after, .page = "said.html", .right = RIGHT_WRITE,
     .help = N_("Say what a draft holds")},
    {.name = "statement", .args = "ID",
     .view = statement_view, .page = "statement.html", .right = RIGHT_READ,
     .help = N_("One statement: who says it, on what evidence, and its proof")},
    {.name = "subject", .args = "ID",
     .view = subject_view, .page = "subject.html", .right = RIGHT_READ,
     .help = N_("All that is said about a party, site, material, lot or other thing")},
    {.name = "supplier", .args = "ID",
     .view = supplier_view, .page = "supplier.html", .right = RIGHT_READ,
     .help = N_("A supplier: what is at stake at each tier, and what is bought")},
    {.name = "table", .args = "NAME FILE --edition E --published DATE [--licence L] [--dry-run]",
     .plan = own_table_plan, .page = "-", .right = RIGHT_WRITE,
     .help = N_("Bring in your own table of facts, such as a list of high risk, as it is")},
    {.name = "tender", .args = "[ID]",
     .view = tender_view, .page = "tender.html", .right = RIGHT_READ,
     .help = N_("A tender: requirements, criteria, assumptions, bids, clauses, findings")},
    {.name = "tender award", .args = "[ID] [--part P] [--on DAY] [--winner NUMBER] [--reasons TEXT] [--dry-run]",
     .plan = award_plan, .after = award_after, .page = "acted.html", .right = RIGHT_WRITE,
     .help = N_("Keep the award as a draft; signed, it starts the standstill")},
    {.name = "tender catalogue", .args = "[ID] [--group G] [--kind K] [--find WORDS] [--date DAY]",
     .view = catalogue_view, .page = "catalogue.html", .right = RIGHT_READ,
     .help = N_("Requirements, criteria and clauses ready to be taken, with their sources and dates")},
    {.name = "tender check", .args = "[ID]",
     .view = tender_check_view, .right = RIGHT_READ,
     .help = N_("Test a tender before it is published: which rules hold, what is missing")},
    {.name = "tender form", .args = "[ID] [--out FILE]",
     .view = bid_form_view, .workbook = bid_form_file, .page = "form.html", .right = RIGHT_READ,
     .help = N_("What bidders are asked, and the form that they fill in")},
    {.name = "tender lab", .args = "[ID] [--part P] [--set NAME...] [--to VALUE...]",
     .view = lab_view, .page = "lab.html", .right = RIGHT_READ,
     .help = N_("Try other weights, points, steps and assumptions: who would win")},
    {.name = "tender matrix", .args = "[ID]",
     .view = compliance_matrix_view, .page = "compliance.html", .right = RIGHT_READ,
     .help = N_("Every requirement against every bid")},
    {.name = "tender method", .args = "[ID] [--part P]",
     .view = method_view, .right = RIGHT_READ,
     .help = N_("How the total cost is computed, for the tender documents")},
    {.name = "tender ocds", .args = "[ID] [--prefix P] [--out FILE]",
     .run = ocds_run, .page = "-", .right = RIGHT_READ,
     .help = N_("The tender and its award as an OCDS 1.1 release")},
    {.name = "tender open", .args = "ID FILE... [--number N] [--tenderer PARTY] [--received MOMENT] [--dry-run] [--marked OUT.xlsx]",
     .plan = bid_open_plan, .after = import_after, .page = "open.html", .right = RIGHT_WRITE,
     .help = N_("Read a bid after opening: its answers, its file, its time of receipt")},
    {.name = "tender owed", .args = "[ID] [--from DAY] [--dry-run]",
     .plan = owed_plan, .page = "-", .right = RIGHT_WRITE,
     .help = N_("Turn proof that is owed after the award into duties with dates")},
    {.name = "tender protocol", .args = "[ID] [--part P] [--on DAY] [--bid NUMBER]",
     .view = protocol_view, .document = protocol_document, .page = "protocol.html", .right = RIGHT_READ,
     .help = N_("The award protocol, or the letter to one bidder")},
    {.name = "tender score", .args = "[ID] [--part P]",
     .view = score_view, .page = "score.html", .right = RIGHT_READ,
     .help = N_("Points with their arithmetic, total cost, ranking")},
    {.name = "tender set", .args = "ID [--set NAME...] [--to VALUE...] [--dry-run]",
     .plan = trial_set_plan, .page = "acted.html", .right = RIGHT_WRITE,
     .help = N_("Say figures that were tried in the lab as the tender's own")},
    {.name = "tender take", .args = "ID CODE... [--part NO] [--value N] [--model M] [--weight W] [--dry-run]",
     .plan = catalogue_take_plan, .page = "-", .right = RIGHT_WRITE,
     .help = N_("Take rows of the catalogue into a tender")},
    {.name = "trace balance", .args = "ID [--material M]",
     .view = trace_balance_view, .right = RIGHT_READ,
     .help = N_("Mass of each origin in a lot; what is not known stays unknown")},
    {.name = "trace down", .args = "ID [--material M]",
     .view = trace_down_view, .right = RIGHT_READ,
     .help = N_("Where a lot went")},
    {.name = "trace events", .args = "ID",
     .view = trace_events_view, .right = RIGHT_READ,
     .help = N_("What happened to a lot: when, where, how much, with what")},
    {.name = "trace path", .args = "FROM TO [--material M]",
     .view = trace_path_view, .right = RIGHT_READ,
     .help = N_("How one lot leads to another")},
    {.name = "trace up", .args = "ID [--material M]",
     .view = trace_up_view, .right = RIGHT_READ,
     .help = N_("Where a lot or product comes from")},
    {.name = "unchanged", .args = "",
     .view = unchanged_view, .page = "unchanged.html", .right = RIGHT_READ,
     .help = N_("Can somebody have changed this?")},
    {.name = "undo", .args = "ACT [--reason TEXT] [--dry-run]",
     .plan = undo_plan, .page = "acted.html", .right = RIGHT_WRITE,
     .help = N_("Take back an act; its history stays")},
    {.name = "verify", .args = "[FILE] [--vkey K] [--policy FILE] [--key FILE] [--entry FILE] [--before FOLDER] [--quick]",
     .view = verify_view, .right = RIGHT_ANYBODY, .need = NEED_NOTHING,
     .help = N_("Check that nothing was changed: the workspace, a log folder, or a proof file")},
    {.name = "version", .args = "",
     .view = version_view, .page = "-", .right = RIGHT_ANYBODY, .need = NEED_NOTHING,
     .help = N_("The version")},
    {.name = "watched", .args = "",
     .view = watched_view, .page = "watched.html", .right = RIGHT_READ,
     .help = N_("The logs of others that we watch, and what was found")},
    {.name = "witness", .args = "",
     .view = witness_view, .page = "witness.html", .right = RIGHT_READ,
     .help = N_("Who signs our heads, and whose heads we sign")},
    {.name = "witness add", .args = "FILE [--out FILE]",
     .view = witness_add_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("Sign another log's head from a request that came as a file")},
    {.name = "witness ask", .args = "[--out FILE] [--old N] [--take FILE]",
     .view = witness_ask_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("Have our head signed by our witnesses, over the network or by files")},
    {.name = "witness follow", .args = "VKEY [--name NAME]",
     .view = witness_follow_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("Be a witness for the log with this key from now on")},
    {.name = "witness policy", .args = "FILE [--wait] [--allow HOST:PORT...]",
     .view = witness_policy_view, .page = "-", .right = RIGHT_KEYS,
     .help = N_("Set which witnesses our heads need, and whether publishing waits for them")},
    {.name = "witness serve", .args = "[--port N] [--stay N]",
     .run = witness_serve_run, .page = "-", .right = RIGHT_KEYS,
     .help = N_("Answer as a witness over HTTP on this machine")},
  /* clang-format on */
};
const size_t actions_n = sizeof actions / sizeof *actions;

/* Number of leading words of argv that are the action's name; 0 = another. */
static int words_matched(const char *name, int argc, char *const *argv)
{
    str rest = str_of(name);
    int used = 0;
    while (rest.n) {
        str word = str_cut(&rest, ' ');
        if (used == argc || !str_is(word, argv[used]))
            return 0;
        used++;
    }
    return used;
}

/* Letters to change, add or take away (Levenshtein), for short words. */
static size_t distance(str a, str b)
{
    size_t row[33];
    if (a.n > 32 || b.n > 32)
        return 99;
    for (size_t j = 0; j <= b.n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t changed = diagonal + (a.p[i - 1] != b.p[j - 1]);
            diagonal = row[j];
            size_t best = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            row[j] = changed < best ? changed : best;
        }
    }
    return row[b.n];
}

/* Over the words of a name; one that is not there counts as one letter: `trace` may be any of its kin. */
static size_t words_distance(const char *name, int argc, char *const *argv)
{
    str rest = str_of(name);
    size_t sum = 0;
    for (int i = 0; rest.n; i++) {
        str word = str_cut(&rest, ' ');
        sum += i < argc ? distance(word, str_of(argv[i])) : 1;
    }
    return sum;
}

const action *action_find(int argc, char *const *argv, int *used, const char **near)
{
    const action *found = NULL;
    *used = 0;
    *near = NULL;
    size_t nearest = 3;
    for (size_t i = 0; i < actions_n; i++) {
        int n = words_matched(actions[i].name, argc, argv);
        if (n > *used) {
            found = &actions[i];
            *used = n;
        }
        size_t d = argc ? words_distance(actions[i].name, argc, argv) : 99;
        /* of two as near, the one that begins alike: rsik is risk, not ask */
        bool alike = d == nearest && *near && argv[0][0] == actions[i].name[0] && (*near)[0] != argv[0][0];
        if (d < nearest || alike) {
            nearest = d;
            *near = actions[i].name;
        }
    }
    return found;
}

static bool begins(const char *name, const char *word)
{
    size_t n = strlen(word);
    return strncmp(name, word, n) == 0 && name[n] == ' ';
}

bool action_begins(const char *word)
{
    for (size_t i = 0; i < actions_n; i++)
        if (begins(actions[i].name, word))
            return true;
    return false;
}

ak_code action_unknown(arena *a, const char *near, int argc, char *const *argv, ak_err *err)
{
    bool first = action_begins(argv[0]);
    if (first && (argc == 1 || !near || !begins(near, argv[0]))) {
        buf b = buf_new(a, 0);
        for (size_t i = 0; i < actions_n; i++)
            if (begins(actions[i].name, argv[0]))
                buf_printf(&b, "%s%s", b.n ? ", " : "", actions[i].name);
        return ak_fail(err, &APP_071, argv[0], buf_str(&b).p);
    }
    /* what was typed in place of near: one word, or two where the first is right */
    const char *typed = first && argc > 1 ? arena_printf(a, "%s %s", argv[0], argv[1]) : argv[0];
    return near ? ak_fail(err, &APP_001, typed, near) : ak_fail(err, &APP_002, typed);
}

const char *action_kin(const action *act, const char *word)
{
    size_t n = strlen(act->name);
    size_t nearest = 3;
    const char *near = NULL;
    for (size_t i = 0; i < actions_n; i++) {
        const char *name = actions[i].name;
        bool kin = strncmp(name, act->name, n) == 0 && name[n] == ' ';
        size_t d = kin ? distance(str_of(name + n + 1), str_of(word)) : nearest;
        if (d < nearest && d < strlen(name + n + 1) / 2) {
            nearest = d;
            near = name;
        }
    }
    return near;
}
