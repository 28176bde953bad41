// samples.mjs -- addresses of pages that a case has something to show on: one of every kind and some that are not there.

// Pages that are not there.
export const isMissing = (path) => path === "nowhere" || path.includes("nothing-of-that-name");

// ask: runs a command for its JSON.  A page marked with ! is looked at in this case even where another showed its like.
export function samplesOf(ask, caseName) {
  const rows = (family) => ask("list", family).rows ?? [];
  const id = (row) => encodeURIComponent(row?.subject?.id ?? "");
  const inside = Math.min(20, ask("overview").log.size - 1); // a statement that every case has
  const pages = ["overview", "due", "product", "risk", "import", "keys", "match", "undo", "verify", "unchanged", "log",
    "evidence", "evidence?level=high&evidence=assumed", "witness", "watched", "bundle", "bundle/import", "bundle/show", "bundle/export", "drafts", "licences", "calibration", "plan", "plan?capacity=5", "search", "search?word=ni",
    "search?word=zzzz", "list", `statement?id=${inside}`, "statement?id=0", "ask", "risk/matrix", "report/six-steps?year=2023",
    "report/transparency-act?year=2023", "report/text", "report/give", "sign", "job", "nowhere", "subject?id=nothing-of-that-name",
    "risk?level=high&weigh-amount=2", "tender/catalogue",
    "tender/open", "tender/set", "tender/award", "draft/change", "draft/drop"];
  const kinds = ["party", "site", "material", "lot", "incident", "contract", "supply", "question", "event_batch"];
  for (const family of kinds) {
    const [row] = rows(family);
    if (row) pages.push(`subject?id=${id(row)}`, `list?family=${family}`);
  }
  const lots = rows("lot");
  if (lots.length) {
    const lot = id(lots.at(-1));
    pages.push(`trace/up?id=${lot}`, `trace/down?id=${id(lots[0])}`, `trace/balance?id=${lot}`, `trace/events?id=${lot}`, `subject?id=${lot}`,
      `trace/path?from=${id(lots[0])}&to=${lot}`);
  }
  const products = rows("product");
  for (const row of products.slice(0, 2)) pages.push(`product?id=${id(row)}`);
  const [product] = products;
  if (product)
    pages.push(`risk?id=${id(product)}`, `ask?id=${id(product)}`, `evidence?id=${id(product)}`,
      `basis?command=risk&command=${id(product)}`);
  const [party] = rows("party");
  if (product && party) pages.push(`bundle/preview?id=${id(product)}&to=${id(party)}&show=head,body`);
  const [material] = rows("material");
  if (material) pages.push(`product?id=${id(material)}&year=2018`);
  const contract = rows("contract").find((row) => row.supplier);
  if (contract)
    pages.push(`contract?id=${id(contract)}`, `supplier?id=${encodeURIComponent(contract.supplier.id ?? contract.supplier)}`);
  const [tender] = rows("tender");
  if (tender) {
    for (const page of ["", "/check", "/matrix", "/score", "/lab", "/protocol", "/form"])
      pages.push(`tender${page}?id=${id(tender)}${caseName === "lys" ? "!" : ""}`);
    if (ask("tender").costs.length) pages.push(`tender/method?id=${id(tender)}`);
    pages.push(`tender/catalogue?id=${ask("tender", "catalogue").rows[0].row.id}`);
    const bid = rows("bid").find((row) => row.number);
    if (bid) pages.push(`tender/protocol?id=${id(tender)}&bid=${encodeURIComponent(bid.number)}${caseName === "lys" ? "!" : ""}`);
  }
  if (caseName === "sol") pages.push("report/six-steps?year=2023!", "report/transparency-act?year=2023!");
  if (caseName === "eavfall") pages.push("overview!", "evidence!", "bundle!");
  if (caseName === "elbil") pages.push("overview!", "risk!", "risk/matrix!", "plan!");
  return pages;
}
