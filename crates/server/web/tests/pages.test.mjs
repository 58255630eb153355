// The pages in a real browser, over the project's samples.

import assert from "node:assert/strict";
import { get } from "node:http";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gone, highlights, open, soon, visit } from "./browser.mjs";
import { start } from "./serve.mjs";

const samples = join(import.meta.dirname, "../../../../samples");
const shots = join(import.meta.dirname, "../shots");
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
let server, browser, axe;
const api = async (path) => (await fetch(server.base + "/api/v1" + path)).json();

before(async () => {
  mkdirSync(shots, { recursive: true });
  axe = readFileSync(join(import.meta.dirname, "../node_modules/axe-core/axe.min.js"), "utf8");
  server = await start();
  browser = await open();
});
after(async () => {
  await browser?.close();
  server?.stop();
});

test("a first visitor tries a sample and sees every fact in its place", async () => {
  const { page, close } = await visit(browser, server.base, "/");
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith("/api/v1/read")),
    page.getByRole("link", { name: "Khartoum" }).click(),
  ]);
  const { record } = await answer.json();
  await page.locator(".text mark").first().waitFor();
  const { shown, said, text } = await highlights(page, record);
  assert.deepEqual(shown, said);
  assert.equal(text, record.document.text);
  assert.ok(Object.keys(said).length > 30);
  await page.waitForURL(/\?sample=en-06-khartoum$/);
  await close();
});

test("every report of the store shows every fact in its place", async () => {
  const { items } = await api("/reports?limit=1000");
  const { page, close } = await visit(browser, server.base, "/reports");
  assert.ok(items.length > 20);
  for (const { id } of items) {
    const record = await api(`/reports/${id}/record`);
    await page.goto(`${server.base}/reports/${id}`);
    await page.locator(".text p").first().waitFor();
    const { shown, said, text } = await highlights(page, record);
    assert.deepEqual(shown, said, id);
    assert.equal(text, record.document.text, id);
  }
  await close();
});

test("a highlight tells its reading and why, at the mouse and when clicked", async () => {
  const { page, close } = await visit(browser, server.base, "/?sample=en-06-khartoum");
  const mark = page.locator("mark.k-event").first();
  // a page that still scrolls takes the tip away
  await soon(async () => {
    await page.mouse.move(0, 0);
    await mark.hover();
    await page.locator(".tip", { hasText: "Event: Reject" }).waitFor({ timeout: 2_000 });
  });
  await mark.click();
  const card = page.locator(".here .card.k-event");
  await card.filter({ hasText: /frames\.tsv:\d+/ }).waitFor();
  const chosen = await card.getAttribute("data-fact");
  await page.waitForURL((url) => url.searchParams.get("fact") === chosen);
  await page.keyboard.press("Escape");
  await gone(page.locator(".here"));
  await page.waitForURL((url) => !url.searchParams.has("fact"));
  await close();
});

test("what was left out is folded where it stood, with the reason", async () => {
  const { page, close } = await visit(browser, server.base, "/?sample=id-01-jenewa");
  const left = page.locator("details.left-out").first();
  await left.waitFor();
  assert.match(await left.locator("summary").innerText(), /advertisement|other reports|“read also”/);
  await left.locator("pre").waitFor({ state: "hidden" });
  await left.locator("summary").click();
  await left.locator("pre").waitFor({ state: "visible" });
  assert.ok((await left.locator("pre").innerText()).trim().length > 0);
  await close();
});

test("a pasted report is read with the keyboard alone, stored, and found", async () => {
  const { page, close } = await visit(browser, server.base, "/");
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => document.activeElement.className === "skip");
  const box = page.getByRole("textbox", { name: /Paste the text/ });
  await box.focus();
  await page.keyboard.insertText("Rabat, Harian Uji --\nForeign Minister Nasser Bourita met the envoy of Qatar in Rabat on 3 February 2026. \"We will build a road of words,\" he said.");
  await page.locator("button[type=submit]:enabled").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.locator(".text mark").first().waitFor();
  const event = page.locator("#facts .card-head").first();
  await event.focus();
  await page.keyboard.press("Enter");
  await page.locator("mark.chosen").first().waitFor();
  await page.getByRole("button", { name: "Add to the record" }).click();
  await page.getByText("Added as").waitFor();
  await page.goto(server.base + "/search");
  await page.getByRole("searchbox").fill("road of words");
  await page.keyboard.press("Enter");
  await page.locator("mark.found", { hasText: /road|words/i }).first().waitFor();
  await close();
});

test("dropped files are read one by one, and what is no text is named", async () => {
  const { page, close } = await visit(browser, server.base, "/");
  await page.locator("input[type=file]").setInputFiles([
    ...["en-12-bogota.txt", "id-13-siem-reap.txt"].map((name) => ({ name, mimeType: "text/plain", buffer: readFileSync(join(samples, name)) })),
    { name: "scan.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n") },
  ]);
  await page.locator(".text mark").first().waitFor();
  await soon(async () => assert.deepEqual(await page.locator(".result-bar select option").allInnerTexts(), ["en-12-bogota.txt", "id-13-siem-reap.txt"]));
  await page.locator(".trouble", { hasText: /scan\.pdf.*PDF/ }).waitFor();
  // Windows-1252 arrives whole
  await page.locator(".text", { hasText: /[áéíóñ]/ }).waitFor();
  await page.getByRole("combobox", { name: "2 reports" }).selectOption("1");
  await page.locator(".text[lang=id]").waitFor();
  await page.context().close();
  await close().catch((error) => {
    // the browser notes that the third file was refused, as it should be
    assert.match(String(error.message), /422/);
  });
});

test("text of others stays text", async () => {
  const { page, close } = await visit(browser, server.base, "/");
  const hostile = [
    "<script>window.hit = 1</script> Minister <img src=x onerror=\"window.hit = 2\"> Marco Rubio said: \"We will <b onmouseover=alert(1)>talk</b>.\"",
    "The envoy said \u202e\u2066lasoporp eht detpecca aissuR\u2069\u202c on Monday in Geneva.",
    "Рutin and Putin are two words; \u0430pple too. javascript:alert(1) said the spokesman of Ukraine.",
    "x".repeat(20_000),
  ].join("\n");
  await page.getByRole("textbox", { name: /Paste the text/ }).fill(hostile);
  await page.getByRole("button", { name: "Read", exact: true }).click();
  await page.locator(".text p").first().waitFor();
  await page.mouse.move(300, 500);
  assert.equal(await page.evaluate(() => window.hit), undefined);
  assert.equal(await page.locator(".text script, .text img, .text b").count(), 0);
  const record = await page.evaluate(async (text) => {
    const answer = await fetch("/api/v1/read", { method: "POST", headers: { "X-Notula": "1", "Content-Type": "application/json" }, body: JSON.stringify({ text }) });
    return (await answer.json()).record;
  }, hostile);
  assert.deepEqual(await highlights(page, record).then(({ text }) => text), record.document.text);
  // marks that turn the direction are shown, and closed in where they stand
  const turning = await page.evaluate(() => {
    const found = { closed: 0, loose: 0 };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (/[\u202a-\u202e\u2066-\u2069]/.test(walker.currentNode.data)) found[walker.currentNode.parentElement.closest("bdi.control") ? "closed" : "loose"]++;
    }
    return found;
  });
  assert.ok(turning.closed > 0 && turning.loose === 0, JSON.stringify(turning));
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await close();
});

test("a process has a timeline, a board with histories, and files", async () => {
  const { items } = await api("/processes?limit=200");
  const board = (await Promise.all(items.map(async ({ id }) => ({ id, n: (await api(`/positions?process=${id}&limit=1000`)).items.length })))).sort((a, b) => b.n - a.n)[0];
  const { page, close } = await visit(browser, server.base, `/processes/${board.id}`);
  await page.locator(".timeline .card").first().waitFor();
  const count = await page.locator(".timeline .card.k-event").count();
  assert.ok(count > 0);
  await page.getByRole("button", { name: /with statements/ }).click();
  await page.locator(".timeline .card.k-statement").first().waitFor();
  await page.locator(".board .cell").first().click();
  await page.locator(".history blockquote", { hasText: /.{6}/s }).first().waitFor();
  await page.getByText("Export", { exact: true }).first().click();
  const href = await page.getByRole("link", { name: "Table (CSV)" }).getAttribute("href");
  const table = await (await fetch(server.base + href)).text();
  assert.ok(table.split("\n").length > count);
  // the second visit knows the first, which is noted once all of it was there
  await page.waitForFunction((id) => localStorage.getItem("notula.visit." + id), board.id);
  await page.reload();
  await page.getByText(/Nothing new since your last visit/).waitFor();
  await close();
});

test("search narrows by language and keeps its address", async () => {
  const { page, close } = await visit(browser, server.base, "/search");
  await page.getByRole("searchbox").fill("Rafah");
  await page.keyboard.press("Enter");
  await page.locator(".rows li").first().waitFor();
  for (const link of await page.locator(".menu a").all()) {
    const file = await fetch(server.base + (await link.getAttribute("href")));
    assert.equal(file.status, 200, file.url);
    assert.ok((await file.arrayBuffer()).byteLength > 100, file.url);
  }
  const all = await page.locator(".rows li").count();
  await page.getByRole("button", { name: /^Indonesian/ }).click();
  await page.waitForURL(/language=id/);
  await page.waitForFunction((all) => document.querySelectorAll(".rows li").length < all, all);
  await page.reload();
  await page.locator(".rows li").first().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll(".rows li .meta")].every((line) => line.textContent.includes("Indonesian")));
  await close();
});

test("the pages speak Indonesian, and remember it", async () => {
  const { page, close } = await visit(browser, server.base, "/");
  await page.getByRole("combobox", { name: "Language" }).selectOption("id");
  await page.getByRole("link", { name: "Cari", exact: true }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Baca berita" }).waitFor();
  await page.waitForFunction(() => document.documentElement.lang === "id");
  await close();
  const other = await visit(browser, server.base, "/", { locale: "id-ID" });
  await other.page.getByRole("heading", { name: "Baca berita" }).waitFor();
  await other.close();
});

test("dark pages are dark, and stay so", async () => {
  const { page, close } = await visit(browser, server.base, "/", { colorScheme: "light" });
  const shade = (least, most) => page.waitForFunction(([least, most]) => {
    const red = Number(getComputedStyle(document.body).backgroundColor.match(/\d+/)[0]);
    return red > least && red < most;
  }, [least, most]);
  await shade(200, 256);
  await page.getByRole("button", { name: "Light or dark" }).click();
  await shade(-1, 60);
  // after a reload the first frame is dark already: the choice stands before the body is parsed
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      window.first = { theme: document.documentElement.dataset.theme, canvas: document.querySelector("meta[name=color-scheme]").content };
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  assert.deepEqual(await page.waitForFunction(() => window.first).then((seen) => seen.jsonValue()), { theme: "dark", canvas: "dark" });
  await shade(-1, 60);
  await close();
});

test("a correction is noted, listed, and can be taken back", async () => {
  const { items } = await api("/events?limit=1");
  const { page, close } = await visit(browser, server.base, `/events/${items[0].id}`);
  await page.getByRole("button", { name: "Is this right?" }).click();
  await page.getByRole("textbox", { name: /Why/ }).fill("the browser says so");
  await page.getByRole("button", { name: "Right", exact: true }).click();
  await page.getByText("Noted. Thank you.").waitFor();
  await page.goto(server.base + "/corrections");
  await page.getByText(`${items[0].id} is right`).waitFor();
  await page.getByText("the browser says so").waitFor();
  await page.getByRole("button", { name: "Take back" }).first().click();
  await page.getByText("taken back", { exact: true }).first().waitFor();
  await close();
});

test("a highlight opens a sheet under the finger", async () => {
  const { page, close } = await visit(browser, server.base, "/?sample=en-06-khartoum", phone);
  await page.locator("mark.k-statement").first().tap();
  await soon(async () => {
    const box = await page.locator(".here").boundingBox();
    assert.ok(box && box.y + box.height >= 843 && box.width === 390, JSON.stringify(box));
  });
  await page.getByRole("button", { name: "Close" }).click();
  await gone(page.locator(".here"));
  await close();
});

test("every page fits, light, dark and on a phone, and can be read by all", async () => {
  const [report, process, event, story] = (await Promise.all(["/reports", "/processes", "/events", "/stories"].map((path) => api(path + "?limit=1")))).map((list) => list.items[0]);
  const actor = (await api("/actors?limit=1")).items[0];
  const pages = {
    read: "/", sample: "/?sample=en-06-khartoum&fact=e1", processes: "/processes", search: "/search?text=minister", actors: "/actors", map: "/map",
    sources: "/sources", reports: "/reports", corrections: "/corrections", actor: `/actors/${actor.id}`,
    ...(report && { report: `/reports/${report.id}` }), ...(process && { process: `/processes/${process.id}` }),
    ...(event && { event: `/events/${event.id}` }), ...(story && { story: `/stories/${story.id}` }),
  };
  const modes = { light: {}, dark: { colorScheme: "dark" }, phone };
  for (const [mode, options] of Object.entries(modes)) {
    for (const [name, path] of Object.entries(pages)) {
      const { page, close } = await visit(browser, server.base, path, options);
      await page.locator("#content h1, #content h2").first().waitFor();
      await page.waitForFunction(() => ![...document.querySelectorAll("#content [role=status]")].some((part) => part.textContent.includes("Loading")));
      await gone(page.locator("#content [role=alert]"));
      await page.screenshot({ path: join(shots, `${name}-${mode}.png`) });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} is wider than the ${mode} screen`);
      if (mode !== "phone") {
        await page.evaluate(`(() => { ${axe}; })()`);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        const serious = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
        assert.deepEqual(serious.map(({ id, nodes }) => `${name} ${mode} ${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" | ")}`), []);
      }
      await close();
    }
  }
});

test("the first page is light", async () => {
  const raw = (path) => new Promise((done, failed) => {
    get(server.base + path, { headers: { "accept-encoding": "gzip" } }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part)).on("end", () => done({ body: Buffer.concat(parts), coded: answer.headers["content-encoding"] }));
    }).on("error", failed);
  });
  const scripts = new Set();
  const { page, close } = await visit(browser, server.base, "/processes");
  page.on("request", (request) => request.resourceType() === "script" && scripts.add(new URL(request.url()).pathname));
  await page.goto(server.base + "/");
  await page.getByRole("heading", { name: "Read a report" }).waitFor();
  await close();
  let bytes = 0;
  for (const path of scripts) {
    const { body, coded } = await raw(path);
    assert.equal(coded, "gzip");
    bytes += body.length;
  }
  assert.ok(scripts.size > 0 && bytes < 250 * 1024, `${bytes} bytes of JavaScript`);
});
