// browse.mjs -- every page in a real browser: axe-core (WCAG 2.2 AA), no console message, no sideways scroll.
// usage: node tests/web/browse.mjs AKTSOM CASE_DIR [SCREENSHOT_DIR]
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
const first = (family) => ask("list", family).rows?.[0]?.subject?.id;
const pages = ["overview", "due", "product", "risk", "import", "keys", "verify", "drafts", "licences",
  "search?word=cobalt", "list?family=supply", "list?family=party"];
for (const family of ["material", "party", "site", "lot", "incident", "contract"]) {
  const id = first(family);
  if (id) pages.push("subject?id=" + encodeURIComponent(id));
}
pages.push("statement?id=20", "trace/up?id=" + encodeURIComponent(first("lot") ?? ""), "nowhere");

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

for (const width of [1280, 320]) {
  const page = await context.newPage();
  await page.setViewportSize({ width, height: 900 });
  let messages = [];
  page.on("console", (m) => messages.push(`${m.type()}: ${m.text()}`));
  page.on("pageerror", (e) => messages.push("error: " + e.message));
  for (const lang of ["nb", "da", "en"]) {
    for (const path of pages) {
      messages = [];
      const name = `${lang} ${path.slice(0, 60)} at ${width}`;
      const answer = await page.goto(`${origin}/${lang}/${path}`);
      const wanted = path === "nowhere" ? 404 : 200;
      if (answer.status() !== wanted) {
        say(false, name, `status ${answer.status()}: ${(await page.textContent("h1")) ?? ""}`);
        continue;
      }
      await page.evaluate(axeSource);
      const result = await page.evaluate(async () => await globalThis.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      const faults = result.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (sideways > 0) faults.push(`scrolls sideways by ${sideways} px`);
      const language = await page.getAttribute("html", "lang");
      if (language !== lang) faults.push(`html lang is ${language}`);
      // a 404 is a console message of the browser's own
      faults.push(...messages.filter((m) => !(wanted === 404 && m.includes("404"))));
      say(faults.length === 0, name, faults.join("\n"));
      if (shots) {
        const file = `${path.replace(/[^a-z0-9]+/gi, "-").slice(0, 40)}-${lang}-${width}.png`;
        await page.screenshot({ path: join(shots, file), fullPage: true });
      }
    }
  }
  await page.close();
}
await browser.close();
server.kill("SIGTERM");
rmSync(home, { recursive: true, force: true });
console.log(`1..${number}`);
process.exit(failed ? 1 : 0);
