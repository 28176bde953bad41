// http.mjs -- the server over plain HTTP: doors, jobs, endings of addresses, escaping, odd questions.
// usage: node tests/web/http.mjs AKTSOM CASE_DIR
// Makes a workspace of the case in a temporary folder, serves it on loopback, and prints TAP.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const aktsom = resolve(process.argv[2]);
const caseDir = resolve(process.argv[3]);
const home = mkdtempSync(join(tmpdir(), "aktsom-http-"));
const workspace = join(home, "workspace");
const init = readFileSync(join(caseDir, ".init"), "utf8").trim().split(/\s+/);
execFileSync(aktsom, ["init", workspace, ...init]);
execFileSync(aktsom, ["-C", workspace, "import", caseDir]);

let ended = null;
// Starts the server; resolves to it and the login links that it prints.
async function serve(words, links = 1) {
  const process = spawn(aktsom, [...words, "--stay", "600"]);
  process.on("exit", (code, signal) => (ended = signal ?? code));
  const found = await new Promise((done, fail) => {
    let out = "";
    process.stdout.on("data", (piece) => {
      out += piece;
      const all = [...out.matchAll(/http:\/\/127\.0\.0\.1:(\d+)(\S*\/login\?token=[0-9a-f]{64})/g)];
      if (all.length === links) done(all);
    });
    process.on("exit", () => fail(new Error("the server ended: " + out)));
  });
  return { process, port: Number(found[0][1]), paths: found.map((link) => link[2]), path: found[0][2] };
}
async function stop(server) {
  const over = new Promise((done) => server.process.on("exit", done));
  server.process.kill("SIGTERM");
  return over;
}
let login = await serve(["-C", workspace, "--lang", "en", "serve", "--port", "18180"]);

let number = 0;
let failed = 0;
function say(ok, name, why = "") {
  number += 1;
  if (!ok) failed += 1;
  console.log(`${ok ? "ok" : "not ok"} ${number} - ${name}`);
  if (!ok) for (const line of String(why).slice(0, 1500).split("\n")) console.log("# " + line);
}

let host = `127.0.0.1:${login.port}`;
function ask(path, { method = "GET", headers = {}, body } = {}) {
  return new Promise((done, fail) => {
    const asked = request({ host: "127.0.0.1", port: login.port, path, method, headers: { Host: host, ...headers } }, (answer) => {
      const pieces = [];
      answer.on("data", (piece) => pieces.push(piece));
      answer.on("end", () => {
        const bytes = Buffer.concat(pieces);
        done({ status: answer.statusCode, headers: answer.headers, bytes, text: bytes.toString("utf8") });
      });
    });
    asked.on("error", fail);
    if (body) asked.write(body);
    asked.end();
  });
}

// Doors: decisions section 3, hole 3.
let answer = await ask("/en/overview");
say(answer.status === 403 && answer.text.includes("WEB-002") && !answer.text.includes("cobalt"), "without a session nothing is shown", answer.text);
answer = await ask("/en/overview.json");
say(answer.status === 403 && JSON.parse(answer.text).error.code === "WEB-002", "without a session no value is given either", answer.text);
answer = await ask(login.path, { headers: { Host: "evil.example" } });
say(answer.status === 403 && answer.text.includes("WEB-010"), "another host name is refused, even with the login link", answer.text);
answer = await ask("/login?token=" + "0".repeat(64));
say(answer.status === 403, "a wrong login link is refused");
answer = await ask(login.path);
const cookie = String(answer.headers["set-cookie"] ?? "");
say(answer.status === 200 && /HttpOnly; SameSite=Strict/.test(cookie), "the login link gives a session", cookie);
const session = { Cookie: cookie.split(";")[0] };
answer = await ask(login.path);
say(answer.status === 403 && answer.text.includes("WEB-003"), "the login link works once", answer.text);
answer = await ask("/en/overview", { headers: { ...session, Host: "evil.example" } });
say(answer.status === 403, "a session does not open another host name");

const get = (path, headers = {}) => ask(path, { headers: { ...session, ...headers } });
answer = await get("/en/overview");
say(answer.status === 200, "a session opens the overview", answer.text);
const policy = answer.headers["content-security-policy"] ?? "";
say(policy.includes("default-src 'none'") && !policy.includes("unsafe"), "pages allow nothing but their own files", policy);
say(!/<[^>]+\s(style|on[a-z]+)=|<style|<script(?![^>]*\ssrc=)/i.test(answer.text), "no page carries style or script of its own");
const token = (await get("/en/import")).text.match(/name="form_token" value="([0-9a-f]+)"/)[1];

const csv = 'id;navn;land\nsnill;"<b>&""x""";Norge\n';
function form(fields, file) {
  const line = "----aktsom-test-form";
  let body = "";
  for (const [name, value] of Object.entries(fields)) body += `--${line}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  if (file) body += `--${line}\r\nContent-Disposition: form-data; name="upload"; filename="${file.name}"\r\nContent-Type: text/csv\r\n\r\n${file.text}\r\n`;
  return { body: body + `--${line}--\r\n`, headers: { ...session, Origin: "http://" + host, "Content-Type": `multipart/form-data; boundary=${line}` } };
}
function post(path, fields, file, headers = {}) {
  const f = form(fields, file);
  return ask(path, { method: "POST", body: f.body, headers: { ...f.headers, "Content-Length": Buffer.byteLength(f.body), ...headers } });
}
const file = { name: "aktorer.csv", text: csv };
const size = async () => JSON.parse((await get("/en/overview.json")).text).log.size;
const before = await size();
answer = await post("/en/import", {}, file);
say(answer.status === 403 && answer.text.includes("WEB-004"), "a form without our token is refused", answer.text);
answer = await post("/en/import", { form_token: "0".repeat(64) }, file);
say(answer.status === 403, "a form with another token is refused");
answer = await post("/en/import", { form_token: token }, file, { Origin: "http://evil.example" });
say(answer.status === 403, "a form from another origin is refused");
answer = await post("/en/import", { form_token: token }, file, { "Sec-Fetch-Site": "cross-site" });
say(answer.status === 403, "a form that the browser calls foreign is refused");
say((await size()) === before, "what was refused wrote nothing");
// Sends a file; what comes of it is a page of its own: its address, and its value when the work has ended.
async function send(fields, sent, to = "/en/import") {
  const answer = await post(to, { form_token: token, ...fields }, sent);
  const path = answer.headers.location ?? "";
  if (answer.status !== 303) return { path, answer };
  for (;;) {
    const job = JSON.parse((await get(path.replace("/job?", "/job.json?"))).text);
    if (job.outcome !== "running") return { path, job, answer: await get(path) };
    await new Promise((done) => setTimeout(done, 200));
  }
}
let sent = await send({ "dry-run": "" }, file);
say(sent.job?.result?.applied === false && sent.job.result.statements === 1 && (await size()) === before, "a check only writes nothing", sent.answer.text);
sent = await send({}, { name: "aktorer.csv", text: "id;navn;land\nx;X;Utopia\n" });
answer = sent.answer;
say(answer.status === 200 && answer.text.includes("REC-011") && answer.text.includes("Utopia") && (await size()) === before,
  "one fault and nothing is written; the page shows its value and code", answer.text);
say(sent.job.result.files[0].file === "aktorer.csv" && !answer.text.includes("upload-"), "a file is called what its sender called it", answer.text);
const faulty = sent.path.match(/number=(\d+)/)[1];
answer = await get(`/en/job.xlsx?number=${faulty}`);
say(answer.status === 200 && answer.bytes.subarray(0, 2).toString() === "PK" && /^attachment/.test(answer.headers["content-disposition"] ?? ""),
  "the tables come back as a workbook with the faults marked", answer.status + answer.text.slice(0, 200));
const marked = join(home, "marked.xlsx");
writeFileSync(marked, answer.bytes);
say(execFileSync("unzip", ["-p", marked]).toString().includes("Utopia"), "the marked workbook holds what was sent");
sent = await send({}, file);
say(sent.answer.status === 200 && (await size()) > before, "a right file is written", sent.answer.text);
say((await get(sent.path.replace("/job?", "/job.xlsx?"))).status === 404, "without faults there is no marked workbook");
const once = await size();
sent = await send({}, { ...file, name: "again.csv" });
say(sent.job.result.unchanged === 1 && sent.job.result.files[0].known === true && sent.answer.text.includes("Known already") && (await size()) === once,
  "the same file again is known and unchanged", sent.answer.text);
say((await get("/en/job")).text.includes(`job?number=${faulty}`) && (await get("/en/job?number=99999")).status === 404, "imports are listed, and one that never was is not found");

// A tender: its form, a bid after opening, other figures tried.
const tender = JSON.parse((await get("/en/tender.json")).text).tender.id;
answer = await get("/da/tender/form.xlsx?id=" + encodeURIComponent(tender));
say(answer.status === 200 && answer.bytes.subarray(0, 2).toString() === "PK", "the form that bidders fill in is handed out as a workbook", answer.status);
const bid = { id: tender, number: "Q", tenderer: "local:party/kollektivselskapet", received: "2021-11-30T10:00:00Z" };
const untouched = await size();
sent = await send(bid, { name: "bid.csv", text: "attribute;value;unit\nwarranty;5;zorkmid\n" }, "/en/tender/open");
say(sent.answer.status === 200 && sent.answer.text.includes("REC-009") && sent.job?.marked === true && (await size()) === untouched,
  "a bid with a fault is told, comes back marked, and nothing is written", sent.answer.text);
sent = await send(bid, { name: "bid.csv", text: "attribute;value;unit\nwarranty;5;years\n" }, "/en/tender/open");
say(sent.job?.result?.applied === true && (await size()) > untouched, "a right bid is opened on the tender's page", sent.answer.text);
answer = await get("/en/tender.json");
const opened = JSON.parse(answer.text).bids.find((b) => b.bid.name === "Q");
say(Boolean(opened) && opened.file.length === 12, "it is there with its digest and time of receipt", JSON.stringify(opened));
answer = await post("/en/tender/lab", { id: tender, set: "nothing", to: "1" });
say(answer.status === 403, "figures are tried only by a form of ours");
const tried = await size();
answer = await post("/en/tender/lab", { form_token: token, id: tender });
say(answer.status === 200 && answer.text.includes('id="result"') && (await size()) === tried, "a form that only computes gives the page and says nothing", answer.text);

// What takes its time shows how far it is, keeps nobody waiting, and can be stopped.
const many = "id;navn;land\n" + Array.from({ length: 400000 }, (_, i) => `many-${i};Many ${i};Norge\n`).join("");
answer = await post("/en/import", { form_token: token }, { name: "many.csv", text: many });
const long = answer.headers.location;
answer = await get(long);
say(answer.text.includes('name="number"') && answer.text.includes("Stop it") && answer.text.includes('hx-trigger="every 1s"'), "a long import shows how far it is and a way to stop it", answer.text);
say((await get("/en/overview")).status === 200, "pages are answered while it runs");
answer = await post("/en/job", { number: long.match(/number=(\d+)/)[1] });
say(answer.status === 403, "it is stopped only by a form of ours");
answer = await post("/en/job", { form_token: token, number: long.match(/number=(\d+)/)[1] });
say(answer.status === 303 && answer.headers.location === long, "the form that stops it leads back to its page", answer.text);
let job;
do job = JSON.parse((await get(long.replace("/job?", "/job.json?"))).text);
while (job.outcome === "running");
say(job.outcome === "stopped" && (await size()) === tried, "what was stopped wrote nothing", JSON.stringify(job).slice(0, 500));

// Escaping, from a file to the page.
answer = await get("/en/search?word=" + encodeURIComponent('<b>&"x"'));
for (const path of ["/en/subject?id=local:party/snill", "/en/list?family=party", "/nb/overview", "/da/search?word=" + encodeURIComponent('"><script>alert(1)</script>')]) {
  answer = await get(path);
  say(answer.status === 200 && !answer.text.includes("<b>&") && !answer.text.includes("<b>&amp;\"x\"") && !answer.text.includes("<script>alert"),
    `names are escaped in ${path.slice(0, 40)}`, answer.text);
}
answer = await get("/en/subject?id=local:party/snill");
say(answer.text.includes("&lt;b&gt;&amp;") && /<h1>&lt;b&gt;/.test(answer.text), "the name is shown as it was written");
say(JSON.parse((await get("/en/subject.json?id=local:party/snill")).text).name === '<b>&"x"', "and JSON has it unchanged");

// An account's own words: a draft outside the log, then signed; the way back is a path of ours only.
const back = "/nb/report/six-steps?year=2025#step2-mapping";
const words = { form_token: token, field: "step2.mapping", year: "2025", words: "<i>Vi spurte</i>", back };
let held = await size();
answer = await post("/nb/report/text", { ...words, draft: "" });
say(answer.status === 303 && answer.headers.location === back, "a draft leads back to its field", answer.status + answer.text);
answer = await get("/nb/report/six-steps?year=2025");
const number_of = answer.text.match(/name="number" value="(\d+)"/)?.[1];
say(number_of && answer.text.includes("&lt;i&gt;Vi spurte") && !answer.text.includes("<i>Vi"), "it waits on the page to be signed", answer.text);
const withDraft = await size();
answer = await post("/nb/sign", { form_token: token, number: number_of, year: "2025", back });
say(answer.status === 303 && (await size()) > withDraft && withDraft - held <= 1, "signed, it stands in the record", answer.status + answer.text);
answer = await get("/nb/report/six-steps.json?year=2025");
say(answer.text.includes("<i>Vi spurte</i>"), "and in the account");
for (const elsewhere of ["https://evil.example/", "//evil.example", "/\\evil.example"]) {
  answer = await post("/nb/report/text", { ...words, words: "x" + elsewhere.length, back: elsewhere });
  say(answer.status === 200 && !answer.headers.location, `${elsewhere} is no way back`, answer.status);
}
answer = await post("/nb/report/text", { ...words, status: "nonsense" });
say(answer.status === 200 && answer.text.includes("REC-004"), "a wrong word is told, and nothing is said", answer.text);

// An account is given from its page; files of this machine are named on its command line only.
const give = { form_token: token, account: "six_steps", profile: "organisation", year: "2025", party: "", signed: "2026-05-01", published: "", url: "" };
answer = await post("/nb/report/give", { ...give, file: "/etc/hostname" });
say(answer.status === 403 && answer.text.includes("WEB-012"), "no file of this machine is named from a page", answer.status + answer.text);
answer = await post("/nb/report/give", { ...give, back: "/nb/report/six-steps?year=2025#given" });
say(answer.status === 303 && answer.headers.location === "/nb/report/six-steps?year=2025#given", "an account is given from its page", answer.status + answer.text);
say(JSON.parse((await get("/nb/report/six-steps.json?year=2025")).text).given[0].signed === "2026-05-01", "and stands in the account");

// Endings.
const endings = [["/en/due.json", "application/json"], ["/en/due/due.csv", "text/csv"], ["/en/due.xlsx", "spreadsheetml"],
  ["/en/due.ics", "text/calendar"], ["/en/list.csv?family=party", "text/csv"], ["/nb/product.json", "application/json"],
  ["/nb/product/composition.csv", "text/csv"], ["/nb/product/matrix.xlsx", "spreadsheetml"], ["/nb/subject/related.csv?id=local:material/cobalt", "text/csv"],
  ["/nb/subject/risk.nodes.csv?id=local:material/cobalt", "text/csv"],
  ["/da/report/six-steps.pdf?year=2025", "application/pdf"], ["/nb/report/transparency-act.docx?year=2025", "wordprocessingml"],
  ["/en/report/six-steps.document.html", "text/html"], ["/en/report/six-steps.xlsx", "spreadsheetml"], ["/nb/risk.pdf", "application/pdf"],
  ["/nb/report/six-steps/goals.csv", "text/csv"]];
for (const [path, mime] of endings) {
  answer = await get(path);
  say(answer.status === 200 && answer.headers["content-type"].includes(mime) && answer.bytes.length > 0, `${path} is ${mime}`, answer.status + answer.text);
}
say((await get("/en/due.ics")).text.startsWith("BEGIN:VCALENDAR\r\n"), "the calendar begins as one");
say((await get("/en/due.xlsx")).bytes.subarray(0, 2).toString() === "PK", "the workbook is one");
answer = await get("/en/statement.tlog-proof?id=20");
say(answer.status === 200 && /^attachment; filename="[0-9a-f]{64}\.tlog-proof"$/.test(answer.headers["content-disposition"] ?? ""), "a proof is a file to keep", answer.text);
const proof = join(home, "statement.tlog-proof");
writeFileSync(proof, answer.bytes);
const vkey = JSON.parse((await get("/en/keys.json")).text).vkey;
try {
  const verdict = JSON.parse(execFileSync(aktsom, ["--json", "verify", proof, "--vkey", vkey], { encoding: "utf8" }));
  say(verdict.ok === true && verdict.index === 20, "the proof holds without the workspace", JSON.stringify(verdict));
} catch (e) {
  say(false, "the proof holds without the workspace", e.stdout + e.stderr);
}
answer = await get("/en/due.tlog-proof");
say(answer.status === 404, "what is no statement has no proof");

// A bundle: chosen on the page, looked at, made and recorded as sent; whoever it is for takes it in.
const lot = JSON.parse((await get("/en/list.json?family=lot")).text).rows[0].subject.id;
const buyer = "orgnr-no:923609016";
const outbox = async () => JSON.parse((await get("/en/bundle.json")).text).sent;
const about = `id=${encodeURIComponent(lot)}&to=${encodeURIComponent(buyer)}`;
const unmade = await size();
answer = await get("/nb/bundle/export");
say(answer.status === 200 && answer.text.includes('name="to"'), "a bundle begins with what it is about and whom it is for", answer.text);
answer = await get(`/en/bundle/preview?${about}`);
say(answer.status === 200 && answer.text.includes('name="show" value="body"') && !answer.text.includes("Make the bundle"), "where nothing is open there is nothing to make, and the parts can be chosen", answer.text);
answer = await get(`/da/bundle/preview?${about}&show=head&show=body&hide=quantity`);
say(answer.text.includes('action="/da/bundle/export"') && ["head", "body"].every((word) => answer.text.includes(`<input type="hidden" name="show" value="${word}">`)) &&
  answer.text.includes('<input type="hidden" name="hide" value="quantity">') && answer.text.match(/ checked>/g)?.length === 3, "what was chosen is what is made", answer.text);
const wish = { id: lot, to: buyer, show: "head,body" };
answer = await post("/en/bundle/export", wish);
say(answer.status === 403 && answer.text.includes("WEB-004"), "it is made only by a form of ours");
answer = await post("/en/bundle/export", { form_token: token, id: lot, to: buyer });
say(answer.status === 404 && answer.text.includes("LED-156"), "of what is not open nothing is made", answer.text);
answer = await post("/en/bundle/export", { form_token: token, ...wish, show: "nonsense" });
say(answer.status === 400 && answer.text.includes("LED-157"), "a part that is none is told", answer.status + answer.text);
answer = await post("/en/bundle/export", { form_token: token, ...wish, out: join(home, "x") });
say(answer.status === 403 && answer.text.includes("WEB-012"), "and no file of this machine is written", answer.text);
say((await size()) === unmade && (await outbox()).length === 0, "what was refused is not recorded as sent");
answer = await post("/nb/bundle/export", { form_token: token, ...wish });
say(answer.status === 200 && /^attachment; filename="[0-9a-f]{8}\.bundle"$/.test(answer.headers["content-disposition"] ?? ""), "the bundle is a file to keep", answer.text);
const handed = await outbox();
say(handed.length === 1 && handed[0].recipient.id === buyer && (await size()) > unmade, "and stands among what was sent", JSON.stringify(handed));
const elsewhere = mkdtempSync(join(tmpdir(), "aktsom-http-"));
writeFileSync(join(elsewhere, "a.bundle"), answer.bytes);
try {
  execFileSync(aktsom, ["init", join(elsewhere, "w"), "--party", buyer]);
  const taken = JSON.parse(execFileSync(aktsom, ["-C", join(elsewhere, "w"), "--json", "bundle", "import", join(elsewhere, "a.bundle"), "--vkey", vkey], { encoding: "utf8" }));
  say(taken.applied === true && taken.digest.startsWith(handed[0].digest) && taken.entries.some((entry) => entry.about === lot && entry.shown.includes("body")),
    "the party takes it in, as it was looked at", JSON.stringify(taken));
} catch (e) {
  say(false, "the party takes it in, as it was looked at", e.stdout + e.stderr);
}
rmSync(elsewhere, { recursive: true, force: true });

// Every link of every page leads somewhere, in the three languages.
const seen = new Set();
const dead = [];
let queue = ["nb", "da", "en"].flatMap((lang) => ["overview", "due", "product", "list", "search", "import"].map((name) => `/${lang}/${name}`));
for (let depth = 0; depth < 2; depth += 1) {
  const next = [];
  for (const path of queue) {
    if (seen.has(path) || seen.size > 260) continue;
    seen.add(path);
    answer = await get(path);
    if (answer.status !== 200) dead.push(`${answer.status} ${path}`);
    if (!(answer.headers["content-type"] ?? "").startsWith("text/html")) continue;
    if (!/<html lang="(nb|da|en)"/.test(answer.text) || answer.text.split(/<h1[ >]/).length !== 2) dead.push(`not one heading: ${path}`);
    for (const [, href] of answer.text.matchAll(/href="(\/[^"#]*)/g)) {
      const to = href.replaceAll("&amp;", "&");
      if (!to.startsWith("/assets") && !to.startsWith("/log") && path.slice(0, 4) === to.slice(0, 4)) next.push(to);
    }
  }
  queue = next;
}
say(dead.length === 0, `${seen.size} addresses that pages lead to are there`, dead.join("\n"));

// Assets.
answer = await ask("/assets/app.css");
const tag = answer.headers.etag;
say(answer.status === 200 && /^"[0-9a-f]{16}"$/.test(tag ?? ""), "an asset has a tag", tag);
answer = await ask("/assets/app.css", { headers: { "If-None-Match": tag } });
say(answer.status === 304 && answer.bytes.length === 0, "and is not sent twice");

// Odd questions get an answer, not an end.
const odd = ["/", "/xx", "/en/", "/en/nowhere", "/en/subject", "/en/subject?id=", "/en/subject?id=" + "a".repeat(6000), "/en/subject?id=%00", "/en/subject?id=a%00b",
  "/en/statement?id=-1", "/en/statement?id=99999999999999999999", "/en/statement?id=%ff%fe", "/en/list?family=nothing", "/en/list.csv", "/en/due/nothing.csv",
  "/en/due/due.0.x.csv", "/en/product/....csv", "/en/product?id=nothing", "/en/product?year=0", "/en/product?year=99999999999", "/en/due?as-of=tomorrow", "/en/due?as-of=2026-02-31",
  "/en/due?before=x", "/en/overview?at-size=999999", "/en/risk?material=unobtainium", "/en/verify?file=/etc/passwd", "/en/import?file=/etc/passwd", "/en/trace/path?from=a&to=b", "/en/trace/path",
  "/en/search?word=%25%27%22;--", "/en/search?word=" + "%C3%A5".repeat(900), "/en/due?x=1", "/assets/../x", "/assets/%2e%2e/x", "/log/checkpoint", "/en/%2e%2e/x", "/en/due.ICS", "/en/subject.json?id=", "/en/subject/risk.csv?id=local:material/cobalt", "//", "/en//due", "/en/due%00.json"];
for (const path of odd) {
  try {
    answer = await get(path);
    say(answer.status < 500, `${path.slice(0, 50)} gets ${answer.status}`, answer.text);
  } catch (e) {
    say(false, path.slice(0, 50), e.message);
  }
}
answer = await ask("/en/due", { method: "DELETE", headers: session });
say(answer.status === 400 || answer.status === 405, "only GET and POST are ways to call", String(answer.status));
say((await get("/en/verify?file=/etc/passwd")).text.includes("WEB-012"), "no file of the machine is read through an address");
answer = await get("/en/overview");
say(ended === null && answer.status === 200, "after all that the server still answers");

let code = await stop(login);
say(code === 0, "it ends when it is told", String(code));
login = await serve(["-C", workspace, "--lang", "en", "serve", "--port", "18180"]);
host = `127.0.0.1:${login.port}`;
answer = await get("/en/overview");
say(answer.status === 200, "a new start of the server logs nobody out", answer.text);
say(!readFileSync(join(workspace, "private/live.db")).includes(session.Cookie.split("=")[1]), "the cookie itself is kept nowhere");
answer = await post("/logout", { form_token: token });
answer = await get("/en/overview");
say(answer.status === 403, "who logged out is out");
await stop(login);

// Several workspaces below one folder: each has its own addresses and sessions.
execFileSync(aktsom, ["init", join(home, "other"), "--name", "Other"]);
login = await serve(["--lang", "en", "serve", "--root", home, "--port", "18180"], 2);
host = `127.0.0.1:${login.port}`;
say(login.paths[0].startsWith("/other/login") && login.paths[1].startsWith("/workspace/login"), "each workspace has a login link of its own", login.paths.join(" "));
answer = await ask(login.paths[0]);
const other = { Cookie: String(answer.headers["set-cookie"]).split(";")[0] };
say(/Path=\/other;/.test(answer.headers["set-cookie"]) && answer.headers.refresh === "0; url=/other/", "a session belongs to one workspace", answer.headers["set-cookie"]);
answer = await ask("/other/en/overview", { headers: other });
say(answer.status === 200 && answer.text.includes("<strong>Other</strong>"), "its pages stand below its name", answer.text);
say(![...answer.text.matchAll(/(?:href|src|action)="(\/[^"]*)"/g)].some((link) => !link[1].startsWith("/other/")), "every address of a page stays below it", answer.text);
say((await ask("/other/assets/app.css", { headers: other })).status === 200, "so do its styles");
answer = await ask("/other/", { headers: other });
say(answer.status === 303 && answer.headers.location === "/other/en/overview", "and where it leads on to", answer.headers.location);
say((await ask("/workspace/en/overview", { headers: other })).status === 403, "a session of one opens no other");
say((await ask("/nowhere/en/overview", { headers: other })).status === 404 && (await ask("/en/overview", { headers: other })).status === 404, "what is no workspace is not found");
code = await stop(login);
say(code === 0, "they end together", String(code));
rmSync(home, { recursive: true, force: true });
console.log(`1..${number}`);
process.exit(failed ? 1 : 0);
