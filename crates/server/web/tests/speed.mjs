// How quick a server over a large store is (`make bench-server`): answers to many clients at once, then pages in a real
// browser. Ends with 1 where a figure is missed. Usage: node speed.mjs STORE CLIENTS_COMMAND [SECONDS]

import { spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { open, visit } from "./browser.mjs";
import { start } from "./serve.mjs";

const PAINT = 400;
const INTERACTION = 100;
const SCRIPT_KB = 250;
const TIMES = 5;

const [store, clients, seconds = "60"] = process.argv.slice(2);
const server = await start(store);
const api = async (path) => (await fetch(server.base + "/api/v1" + path)).json();
let missed = 0;
const tell = (name, value, limit, unit) => {
  if (value > limit) missed++;
  console.log(`${name.padEnd(28)} ${value.toFixed(0).padStart(6)} ${unit}${value > limit ? `  more than ${limit}` : ""}`);
};

try {
  if (clients && seconds !== "0") {
    const { status } = spawnSync(clients, [server.base, seconds, "50"], { stdio: "inherit" });
    if (status !== 0) missed++;
  }
  const browser = await open();
  await paints(browser);
  await interactions(browser);
  await browser.close();
} finally {
  server.stop();
}
process.exitCode = missed ? 1 : 0;

/** Milliseconds from the address to the frame that shows `what`, the middle of several visits. */
async function paints(browser) {
  const [process, actor, report, event, story] = await Promise.all(
    ["processes", "actors", "reports", "events", "stories"].map(async (list) => (await api(`/${list}?limit=1`)).items[0].id),
  );
  const pages = [
    ["read", "/", "textarea"], ["sample", "/?sample=en-06-khartoum", ".text mark"], ["processes", "/processes", ".rows li"],
    ["process", `/processes/${process}`, ".timeline .card"], ["process: board", `/processes/${process}`, ".board .cell"],
    ["search", "/search?text=talks", ".rows li"], ["actors", "/actors", ".rows li"], ["actor", `/actors/${actor}`, ".card"],
    ["map", "/map", ".map circle"], ["sources", "/sources", "table td"], ["reports", "/reports", ".rows li"],
    ["report", `/reports/${report}`, ".text mark"], ["event", `/events/${event}`, ".card"], ["story", `/stories/${story}`, ".card, .rows li"],
  ];
  console.log("\nfirst useful paint");
  for (const [name, path, what] of pages) {
    const times = [];
    let script = 0;
    for (let time = 0; time < TIMES; time++) {
      const { page, close } = await visit(browser, server.base, null);
      const bodies = [];
      page.on("response", (answer) => answer.request().resourceType() === "script" && bodies.push(answer.body()));
      await page.addInitScript((what) => {
        const seen = () => {
          if (!document.querySelector(what)) return;
          observer.disconnect();
          // the frame after the one that is made now has been painted
          requestAnimationFrame(() => setTimeout(() => (window.useful = performance.now())));
        };
        const observer = new MutationObserver(seen);
        observer.observe(document, { childList: true, subtree: true });
      }, what);
      await page.goto(server.base + path);
      times.push(await page.waitForFunction(() => window.useful).then((value) => value.jsonValue()));
      script = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
      await close();
    }
    tell(name, times.sort((a, b) => a - b)[TIMES >> 1], PAINT, "ms");
    if (path === "/") tell("  JavaScript", script / 1024, SCRIPT_KB, "KB gzip");
  }
}

/** Milliseconds from an act of the user to the frame that shows what it did. */
async function interactions(browser) {
  const [process] = (await api("/processes?limit=1")).items;
  const [report] = (await api("/reports?limit=1")).items;
  const acts = [
    ["with statements", `/processes/${process.id}`, ".timeline .card, .board .cell", ".legend .k-statement", ".timeline .card.k-statement"],
    ["a cell of the board", `/processes/${process.id}`, ".board .cell", ".board .cell", ".history blockquote"],
    ["a highlight", `/reports/${report.id}`, ".text mark", ".text mark", ".here .card"],
    ["a kind switched off", `/reports/${report.id}`, ".text mark.k-event", ".legend .k-event", ".legend .k-event[aria-pressed=false]"],
    ["another page", "/processes", ".rows li", "nav a[href='/actors']", "#content input[type=search]"],
    ["dark", "/", "textarea", ".tools button", ":root[data-theme=dark]"],
  ];
  console.log("\ninteraction");
  for (const [name, path, ready, target, effect] of acts) {
    const times = [];
    for (let time = 0; time < TIMES; time++) {
      const { page, close } = await visit(browser, server.base, path, { colorScheme: "light" });
      await page.locator(ready).first().waitFor();
      await page.waitForLoadState("networkidle").catch(() => {});
      times.push(await page.evaluate(([target, effect]) => new Promise((done) => {
        const begin = performance.now();
        const shown = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
        const look = () => (document.querySelector(effect) ? shown() : requestAnimationFrame(look));
        document.querySelector(target).click();
        look();
      }), [target, effect]));
      await close();
    }
    tell(name, times.sort((a, b) => a - b)[TIMES >> 1], INTERACTION, "ms");
  }
}
