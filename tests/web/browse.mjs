// browse.mjs -- every page in a real browser: axe-core (WCAG 2.2 AA), no console message, no sideways scroll.
// usage: node tests/web/browse.mjs AKTSOM CASES_DIR [SCREENSHOT_DIR [PART_OF_ADDRESS [CASE]]]
// Makes a workspace of each case in a temporary folder, serves it on loopback, and prints TAP. What is visited comes
// from the table of actions: a page that no case has a sample of fails.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { samplesOf, isMissing } from "./samples.mjs";

const chromiumPath = "/usr/bin/chromium";
if (!existsSync(chromiumPath) || !existsSync("node_modules/playwright-core")) {
  console.log("1..0 # SKIP no chromium or no playwright-core: ./check installs both");
  process.exit(0);
}
const { chromium } = await import("playwright-core");
const axeSource = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

const aktsom = resolve(process.argv[2]);
const casesDir = resolve(process.argv[3]);
const shots = process.argv[4];
const only = process.argv[5]; // of pages whose address holds it
const cases = process.argv[6] ? [process.argv[6]] : ["elbuss", "lys", "elbil", "sol", "eavfall"];
// ./check looks at every page in one language and width, and at some on a phone; ./check --long at all of it.
const long = process.env.AKTSOM_LONG === "yes" || only !== undefined;
const isWanted = (lang, width, path) =>
  long || (lang === "nb" && (width === 1280 || /^(overview|statement|subject)/.test(path)));
if (shots) mkdirSync(shots, { recursive: true });
const home = mkdtempSync(join(tmpdir(), "aktsom-browse-"));

// The workspace of a case, served; asks it as a command would.
async function serve(name) {
  const workspace = join(home, name);
  const init = readFileSync(join(casesDir, name, ".init"), "utf8").trim().split(/\s+/);
  execFileSync(aktsom, ["init", workspace, ...init]);
  execFileSync(aktsom, ["-C", workspace, "import", join(casesDir, name)]);
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
  return { name, ask, server, login, origin: new URL(login).origin };
}

// Pages that the table of actions has, by the addresses of their JSON.
const openapi = JSON.parse(execFileSync(aktsom, ["help", "--as", "openapi"], { encoding: "utf8" }));
const unseen = new Set(Object.entries(openapi.paths).filter(([, methods]) => methods.get)
  .map(([path]) => path.replace("/{lang}/", "").replace(".json", "")));

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
const faulty = "id;navn;land\n;Uten id og land;Utopia\nx y;<b>&\"x\";Norge\n";

const many = "id;navn;land\n" + Array.from({ length: 400000 }, (_, i) => `mange-${i};Mange ${i};Norge\n`).join("");

// What is wrong with the page that is open now.
async function faultsOf(page, lang, messages, wanted) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(async () => await globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"] })); // of the others no nodes are gathered, which is half the time
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
  if (page.viewportSize().width >= 1280) faults.push(...(await brokenWords(page)).map((word) => `a word is broken: ${word}`));
  // a 404 is a console message of the browser's own
  faults.push(...messages.filter((m) => !(wanted === 404 && m.includes("404"))));
  return faults;
}

// Words that go on in the next line without a hyphen of their own, where a reader looks for a name.
const brokenWords = (page) => page.$$eval("nav a, button, .ds-button, h1, h2, h3, th, dt, .tag, .risk", (all) => {
  const found = new Set();
  const range = document.createRange();
  for (const e of all) {
    if (e.getBoundingClientRect().width <= 1) continue; /* for screen readers only */
    const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (const word of node.data.matchAll(/\p{L}{2,30}/gu)) {
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const lines = [...range.getClientRects()].filter((r) => r.width > 1);
        if (lines.length > 1 && lines.at(-1).top > lines[0].top + 4) found.add(`${e.tagName.toLowerCase()} "${word[0]}"`);
      }
  }
  return [...found].slice(0, 10);
});

async function shoot(page, path, lang, width) {
  if (!shots) return;
  const file = `${decodeURIComponent(path).replace(/[^a-z0-9]+/gi, "-").slice(0, 60)}-${lang}-${width}.png`;
  await page.screenshot({ path: join(shots, file), fullPage: true });
}

// The import page with a faulty file, then with a large one that is stopped.
async function walkImport(page, origin, lang, width, messages) {
  await page.goto(`${origin}/${lang}/import`);
  await page.setInputFiles("#file", { name: "aktorer.csv", mimeType: "text/csv", buffer: Buffer.from(faulty) });
  await page.click("button[name=dry-run]");
  await page.waitForSelector(".errs");
  const faults = await faultsOf(page, lang, messages, 200);
  say(faults.length === 0, `${lang} import with faults at ${width}`, faults.join("\n"));
  await shoot(page, "import-faults", lang, width);
  messages.length = 0;
  await page.goto(`${origin}/${lang}/import`);
  await page.setInputFiles("#file", { name: "mange.csv", mimeType: "text/csv", buffer: Buffer.from(many) });
  await page.click(".import-form button:not([name])");
  await page.waitForSelector("#job progress", { timeout: 60000 }); /* put there by htmx once a number is known */
  const running = await faultsOf(page, lang, messages, 200);
  say(running.length === 0, `${lang} import under way at ${width}`, running.join("\n"));
  await shoot(page, "import-under-way", lang, width);
  await page.click("#job form[action$='/job'] button");
  await page.waitForSelector("#job + .wrap .import-form", { timeout: 120000 });
  const heard = messages.filter((m) => !m.includes("Failed to fetch")); /* a look that the click broke off */
  const stopped = await faultsOf(page, lang, heard, 200);
  say(stopped.length === 0, `${lang} import stopped at ${width}`, stopped.join("\n"));
  await shoot(page, "import-stopped", lang, width);
  messages.length = 0;
}

async function walkPage(page, served, path, lang, width, messages) {
  messages.length = 0;
  const name = `${served.name} ${lang} ${path.slice(0, 60)} at ${width}`;
  const answer = await page.goto(`${served.origin}/${lang}/${path}`);
  const wanted = isMissing(path) ? 404 : 200;
  if (answer.status() !== wanted)
    return say(false, name, `status ${answer.status()}: ${(await page.textContent("h1")) ?? ""}`);
  unseen.delete(path.split("?")[0]);
  const faults = await faultsOf(page, lang, messages, wanted);
  say(faults.length === 0, name, faults.join("\n"));
  await shoot(page, `${served.name}-${path}`, lang, width);
}

for (const caseName of cases) {
  const served = await serve(caseName);
  const context = await browser.newContext();
  const entry = await context.newPage();
  await entry.goto(served.login);
  await entry.waitForURL(/overview/);
  await entry.close();
  // the first case shows all that it has; the others, but for --long, what was not to be seen yet
  const pages = samplesOf(served.ask, caseName).filter((path) => (!only || path.includes(only)) &&
    (long || caseName === cases[0] || unseen.has(path.split("?")[0]) || path.includes("!")))
    .map((path) => path.replace("!", ""));
  for (const width of [1280, 320]) {
    const page = await context.newPage();
    await page.setViewportSize({ width, height: 900 });
    const messages = [];
    page.on("console", (m) => messages.push(`${m.type()}: ${m.text()}`));
    page.on("pageerror", (e) => messages.push("error: " + e.message));
    for (const lang of ["nb", "da", "en"]) {
      for (const path of pages.filter((p) => isWanted(lang, width, p)))
        await walkPage(page, served, path, lang, width, messages);
      messages.length = 0;
      if (caseName === cases[0] && !only) await walkImport(page, served.origin, lang, width, messages);
    }
    await page.close();
  }
  await context.close();
  served.server.kill("SIGTERM");
}
if (!only && cases.length > 1) say(unseen.size === 0, "every page of the table of actions was looked at", [...unseen].join("\n"));
await browser.close();
rmSync(home, { recursive: true, force: true });
console.log(`1..${number}`);
process.exit(failed ? 1 : 0);
