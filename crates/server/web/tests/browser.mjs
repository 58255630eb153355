// A browser whose pages may ask nobody but our server, and say nothing wrong on the console.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

/** Milliseconds that a busy machine may take until what was asked for is on the screen. */
const PATIENCE = 30_000;

export async function open() {
  if (!executablePath) throw new Error("no chromium: install it (apt-get install chromium) or name it in CHROMIUM");
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** A page of its own, at `path` where one is given, with what went wrong in it. */
export async function visit(browser, base, path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("console", (line) => ["error", "warning"].includes(line.type()) && wrong.push(`console: ${line.text()}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith("data:")) wrong.push(`asked elsewhere: ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  if (path) await page.goto(base + path);
  return {
    page,
    close: async () => {
      await context.close();
      assert.deepEqual(wrong, []);
    },
  };
}

/** Asks again and again until `check` no longer throws, and throws its last error when patience ends. */
export async function soon(check) {
  for (const end = Date.now() + PATIENCE; ; await new Promise((next) => setTimeout(next, 50))) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** Waits until nothing is found there any more. */
export const gone = (locator) => soon(async () => assert.equal(await locator.count(), 0));

/** What the highlights show of each fact, and what its spans say. */
export async function highlights(page, record) {
  const shown = await page.evaluate(() => {
    const facts = {};
    for (const mark of document.querySelectorAll(".text mark")) {
      for (const id of mark.dataset.facts.split(" ")) facts[id] = (facts[id] ?? "") + mark.textContent;
    }
    return { facts, text: [...document.querySelectorAll(".text > p:not(.left-out)")].map((p) => p.textContent).join("\n") };
  });
  const text = [...record.document.text];
  const said = {};
  const spans = (fact, list) => {
    const covered = new Set();
    for (const { start, end, quote } of list.filter(Boolean)) {
      assert.equal(text.slice(start, end).join(""), quote);
      // line ends between paragraphs are no part of any
      for (let at = start; at < end; at++) if (text[at] !== "\n") covered.add(at);
    }
    said[fact.id] = [...covered].sort((a, b) => a - b).map((at) => text[at]).join("");
  };
  for (const actor of record.actors) spans(actor, actor.mentions);
  for (const place of record.places) spans(place, place.mentions);
  for (const time of record.times) spans(time, [time.span]);
  for (const statement of record.statements) spans(statement, [...statement.content, statement.cue]);
  for (const event of record.events) spans(event, event.evidence);
  for (const position of record.positions) spans(position, [...position.evidence, position.condition]);
  for (const proposal of record.proposals) spans(proposal, proposal.evidence);
  return { shown: shown.facts, said, text: shown.text };
}
