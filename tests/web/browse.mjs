// browse.mjs -- every page in a real browser: axe-core (WCAG 2.2 AA), no console message, no sideways scroll.
// usage: node tests/web/browse.mjs AKTSOM CASE_DIR [SCREENSHOT_DIR [PART_OF_ADDRESS]]
// Makes a workspace of the case in a temporary folder, serves it on loopback, and prints TAP.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const chromiumPath = "/usr/bin/chromium";
if (!existsSync(chromiumPath) || !existsSync("node_modules/playwright-core")) {
  console.log("1..0 # SKIP no chromium or no playwright-core: ./check installs both");
  process.exit(0);
}
const { chromium } = await import("playwright-core");
const axeSource = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

const aktsom = resolve(process.argv[2]);
const caseDir = resolve(process.argv[3]);
const shots = process.argv[4];
const only = process.argv[5]; // of pages whose address holds it
// ./check looks at every page in one language and width, and at some on a phone; ./check --long at all of it.
const long = process.env.AKTSOM_LONG === "yes" || only !== undefined;
const isWanted = (lang, width, path) =>
  long || (lang === "nb" && (width === 1280 || /^(overview|statement|subject)/.test(path)));
if (shots) mkdirSync(shots, { recursive: true });
const home = mkdtempSync(join(tmpdir(), "aktsom-browse-"));
const workspace = join(home, "workspace");
const init = readFileSync(join(caseDir, ".init"), "utf8").trim().split(/\s+/);
execFileSync(aktsom, ["init", workspace, ...init]);
execFileSync(aktsom, ["-C", workspace, "import", caseDir]);
const ask = (...words) => JSON.parse(execFileSync(aktsom, ["-C", workspace, "--json", ...words], { encoding: "utf8" }));

const server = spawn(aktsom, ["-C", workspace, "--lang", "en", "serve", "--port", "18080", "--stay", "900"]);
const login = await new Promise((done, fail) => {
  let out = "";
  server.stdout.on("data", (piece) => {
    out += piece;
    const found = out.match(/http:\/\/127\.0\.0\.1:\d+\/login\?token=[0-9a-f]+/);
    if (found) done(found[0]);
  });
  server.on("exit", () => fail(new Error("the server ended: " + out)));
});
const origin = new URL(login).origin;

// One page of every kind that the case has.
const rows = (family) => ask("list", family).rows ?? [];
const id = (row) => encodeURIComponent(row?.subject?.id ?? "none");
const kinds = ["party", "site", "material", "lot", "incident", "contract", "supply", "question", "event_batch"];
const lot = id(rows("lot").at(-1));
const pages = ["overview", "due", "product", "risk", "import", "keys", "verify", "unchanged", "log", "witness", "watched", "drafts", "licences", "search",
  "search?word=ni", "search?word=zzzz", "list", "list?family=supply", "list?family=party",
  `trace/up?id=${lot}`, `trace/down?id=${lot}`, `trace/balance?id=${lot}`, "statement?id=20", "statement?id=0",
  "report/six-steps?year=2023", "report/transparency-act?year=2023", "report/text", "sign",
  "subject?id=nothing-of-that-name", "nowhere", "job", `basis?command=risk&command=${id(rows("product")[0])}`];
for (const row of rows("product").slice(0, 2)) pages.push(`product?id=${id(row)}`);
pages.push(`product?id=${id(rows("material")[0])}&year=2018`, `risk?id=${id(rows("product")[0])}`);
for (const family of kinds) pages.push(`subject?id=${id(rows(family)[0])}`);
pages.push(`subject?id=${lot}`);
const missing = (path) => path === "nowhere" || path.includes("nothing-of-that-name");

let number = 0;
let failed = 0;
const say = (ok, name, why = "") => {
  number += 1;
  if (!ok) failed += 1;
  console.log(`${ok ? "ok" : "not ok"} ${number} - ${name}`);
  if (!ok) for (const line of String(why).split("\n").slice(0, 30)) console.log("# " + line);
};

const options = { executablePath: chromiumPath, args: ["--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"] };
if (process.getuid() === 0) options.args.push("--no-sandbox");
const browser = await chromium.launch(options);
const context = await browser.newContext();
const entry = await context.newPage();
await entry.goto(login);
await entry.waitForURL(/overview/);
await entry.close();

const faulty = "id;navn;land\n;Uten id og land;Utopia\nx y;<b>&\"x\";Norge\n";

const many = "id;navn;land\n" + Array.from({ length: 400000 }, (_, i) => `mange-${i};Mange ${i};Norge\n`).join("");

// What is wrong with the page that is open now.
async function faultsOf(page, lang, messages, wanted) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(async () => await globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  const faults = result.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (sideways > 0) faults.push(`scrolls sideways by ${sideways} px`);
  const language = await page.getAttribute("html", "lang");
  if (language !== lang) faults.push(`html lang is ${language}`);
  const headings = await page.$$eval("h1", (all) => all.length);
  if (headings !== 1) faults.push(`${headings} h1`);
  const empty = await page.$$eval("h1, h2, h3, a", (all) => all.filter((e) => !e.textContent.trim()).map((e) => e.outerHTML.slice(0, 120)));
  faults.push(...empty.map((html) => `says nothing: ${html}`));
  const lost = await page.$$eval("a[href^='#'], use[href^='#']", (all) => all.map((e) => e.getAttribute("href").slice(1)).filter((id) => !document.getElementById(id)));
  faults.push(...lost.map((id) => `leads nowhere: #${id}`));
  // a 404 is a console message of the browser's own
  faults.push(...messages.filter((m) => !(wanted === 404 && m.includes("404"))));
  return faults;
}

async function shoot(page, path, lang, width) {
  if (!shots) return;
  const file = `${decodeURIComponent(path).replace(/[^a-z0-9]+/gi, "-").slice(0, 60)}-${lang}-${width}.png`;
  await page.screenshot({ path: join(shots, file), fullPage: true });
}

for (const width of [1280, 320]) {
  const page = await context.newPage();
  await page.setViewportSize({ width, height: 900 });
  let messages = [];
  page.on("console", (m) => messages.push(`${m.type()}: ${m.text()}`));
  page.on("pageerror", (e) => messages.push("error: " + e.message));
  for (const lang of ["nb", "da", "en"]) {
    for (const path of pages.filter((p) => (!only || p.includes(only)) && isWanted(lang, width, p))) {
      messages = [];
      const name = `${lang} ${path.slice(0, 60)} at ${width}`;
      const answer = await page.goto(`${origin}/${lang}/${path}`);
      const wanted = missing(path) ? 404 : 200;
      if (answer.status() !== wanted) {
        say(false, name, `status ${answer.status()}: ${(await page.textContent("h1")) ?? ""}`);
        continue;
      }
      const faults = await faultsOf(page, lang, messages, wanted);
      say(faults.length === 0, name, faults.join("\n"));
      await shoot(page, path, lang, width);
    }
    messages = [];
    await page.goto(`${origin}/${lang}/import`);
    await page.setInputFiles("#file", { name: "aktorer.csv", mimeType: "text/csv", buffer: Buffer.from(faulty) });
    await page.click("button[name=dry-run]");
    await page.waitForSelector(".errs");
    const faults = await faultsOf(page, lang, messages, 200);
    say(faults.length === 0, `${lang} import with faults at ${width}`, faults.join("\n"));
    await shoot(page, "import-faults", lang, width);
    messages = [];
    await page.goto(`${origin}/${lang}/import`);
    await page.setInputFiles("#file", { name: "mange.csv", mimeType: "text/csv", buffer: Buffer.from(many) });
    await page.click(".import-form button:not([name])");
    await page.waitForSelector("#job progress", { timeout: 20000 }); /* put there by htmx once a number is known */
    const running = await faultsOf(page, lang, messages, 200);
    say(running.length === 0, `${lang} import under way at ${width}`, running.join("\n"));
    await shoot(page, "import-under-way", lang, width);
    await page.click("#job form[action$='/job'] button");
    await page.waitForSelector("#job + .wrap .import-form", { timeout: 60000 });
    messages = messages.filter((m) => !m.includes("Failed to fetch")); /* a look that the click broke off */
    const stopped = await faultsOf(page, lang, messages, 200);
    say(stopped.length === 0, `${lang} import stopped at ${width}`, stopped.join("\n"));
    await shoot(page, "import-stopped", lang, width);
  }
  await page.close();
}
await browser.close();
server.kill("SIGTERM");
rmSync(home, { recursive: true, force: true });
console.log(`1..${number}`);
process.exit(failed ? 1 : 0);
