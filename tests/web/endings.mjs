// endings.mjs -- every ending that a page offers opens: .json, .csv, .xlsx of each page and of each table on it.
// usage: node tests/web/endings.mjs AKTSOM CASES_DIR
// Makes a workspace of each case in a temporary folder, serves it on loopback, and prints TAP. What is visited comes
// from the table of actions, as in browse.mjs.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { samplesOf, isMissing } from "./samples.mjs";

const aktsom = resolve(process.argv[2]);
const casesDir = resolve(process.argv[3]);
const home = mkdtempSync(join(tmpdir(), "aktsom-endings-"));
const endings = /\.(json|csv|xlsx|pdf|docx|document\.html|ics|tlog-proof)(\?|$)/;

const openapi = JSON.parse(execFileSync(aktsom, ["help", "--as", "openapi"], { encoding: "utf8" }));
const unseen = new Set(Object.entries(openapi.paths).filter(([, methods]) => methods.get)
  .map(([path]) => path.replace("/{lang}/", "").replace(".json", "")));

// One case, served; ask runs a command for its JSON, get opens an address with a session.
async function serve(name) {
  const workspace = join(home, name);
  execFileSync(aktsom, ["init", workspace, ...readFileSync(join(casesDir, name, ".init"), "utf8").trim().split(/\s+/)]);
  execFileSync(aktsom, ["-C", workspace, "import", join(casesDir, name)]);
  const ask = (...words) => JSON.parse(execFileSync(aktsom, ["-C", workspace, "--json", ...words], { encoding: "utf8", maxBuffer: 1 << 28 }));
  const server = spawn(aktsom, ["-C", workspace, "--lang", "en", "serve", "--port", "18280", "--stay", "600"]);
  const login = await new Promise((done, fail) => {
    let out = "";
    server.stdout.on("data", (piece) => {
      out += piece;
      const found = out.match(/http:\/\/127\.0\.0\.1:\d+\/login\?token=[0-9a-f]+/);
      if (found) done(new URL(found[0]));
    });
    server.on("exit", () => fail(new Error("the server ended: " + out)));
  });
  const open = (path, headers = {}) => new Promise((done, fail) => {
    const asked = request({ host: "127.0.0.1", port: login.port, path, headers: { Host: login.host, ...headers } }, (answer) => {
      const pieces = [];
      answer.on("data", (piece) => pieces.push(piece));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(pieces) }));
    });
    asked.on("error", fail);
    asked.end();
  });
  const cookie = String((await open(login.pathname + login.search)).headers["set-cookie"]).split(";")[0];
  return { ask, get: (path) => open(path, { Cookie: cookie }), server };
}

// What is wrong with an answer to an address of that ending; "" = nothing.
function faultOf(path, answer) {
  const ending = path.match(endings)[1];
  if (answer.status !== 200) return `status ${answer.status}: ${answer.bytes.toString().slice(0, 200)}`;
  if (answer.bytes.length === 0) return "nothing in it";
  const begins = { xlsx: "PK", docx: "PK", pdf: "%PDF", ics: "BEGIN:VCALENDAR" }[ending];
  if (begins && !answer.bytes.toString("latin1").startsWith(begins)) return `does not begin with ${begins}`;
  if (ending === "json") {
    try {
      JSON.parse(answer.bytes.toString());
    } catch (e) {
      return e.message;
    }
  }
  return ending === "csv" && !answer.bytes.includes("\r\n") ? "has no line" : "";
}

let number = 0;
let failed = 0;
for (const name of ["elbuss", "lys", "elbil", "sol"]) {
  const served = await serve(name);
  const opened = new Set();
  for (const sample of samplesOf(served.ask, name).map((path) => path.replace("!", "")).filter((path) => !isMissing(path))) {
    const [path, query] = sample.split("?");
    const page = await served.get(`/nb/${sample}`);
    unseen.delete(path);
    const offered = [...page.bytes.toString().matchAll(/href="(\/[^"]+)"/g)].map((found) => found[1].replaceAll("&amp;", "&"))
      .filter((link) => endings.test(link));
    const whole = ["json", "csv", "xlsx"].map((ending) => `/nb/${path}.${ending}${query ? "?" + query : ""}`);
    const faults = page.status === 200 ? [] : [`the page has status ${page.status}`];
    let count = 0;
    for (const link of [...whole, ...offered]) {
      const like = link.replace(/\.\d+\./g, ".n."); // of tables in a list: the first
      if (opened.has(like)) continue;
      opened.add(like);
      count += 1;
      const fault = faultOf(link, await served.get(link));
      if (fault) faults.push(`${link}: ${fault}`);
    }
    number += 1;
    if (faults.length) failed += 1;
    console.log(`${faults.length ? "not ok" : "ok"} ${number} - ${name} ${sample.slice(0, 70)}: ${count} endings open`);
    for (const fault of faults.slice(0, 20)) console.log("# " + fault);
  }
  served.server.kill("SIGTERM");
}
number += 1;
if (unseen.size) failed += 1;
console.log(`${unseen.size ? "not ok" : "ok"} ${number} - every page of the table of actions was asked for its endings`);
for (const path of unseen) console.log("# " + path);
rmSync(home, { recursive: true, force: true });
console.log(`1..${number}`);
process.exit(failed ? 1 : 0);
