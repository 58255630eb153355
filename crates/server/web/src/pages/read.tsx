// Paste or drop: the record at once, before anything is stored.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { get, Problem, ROOT, send } from "../api";
import { useWords } from "../i18n";
import { Foreign, Head } from "../parts/bits";
import { RecordView } from "../parts/record";
import { go, Link, useHere, useParam } from "../router";
import type { Reading, Who } from "../types";

interface Sample { name: string; language: string; size: number }
interface Read { name: string; reading: Reading; body: Body; took: number }
interface Body { text?: string; bytes?: string; source?: string; published?: string }

const LARGEST = 4 << 20;

/** The text as the server will see it, near enough to look at before it is read. */
function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function base64(bytes: ArrayBuffer): string {
  const view = new Uint8Array(bytes);
  let binary = "";
  for (let i = 0; i < view.length; i += 0x8000) binary += String.fromCharCode(...view.subarray(i, i + 0x8000));
  return btoa(binary);
}

/** A sample's name for people: `en-06-khartoum` is Khartoum. */
function place(name: string): string {
  const words = name.split("-").slice(2).join(" ");
  return words.replace(/\b\w/g, (letter) => letter.toUpperCase());
}

export function ReadPage(props: { who: Who | null }): JSX.Element {
  const { t, lang, tongue } = useWords();
  const [sample] = useParam("sample");
  const here = useHere();
  const [text, setText] = useState("");
  const [published, setPublished] = useState("");
  const [reads, setReads] = useState<Read[]>([]);
  const [shown, show] = useState(0);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string[]>([]);
  const [samples, setSamples] = useState<Sample[]>([]);
  const [over, setOver] = useState(false);
  const [stored, setStored] = useState<Record<number, { id: string; known: boolean }>>({});
  const file = useRef<HTMLInputElement>(null);
  const raw = useRef<{ text: string; bytes: ArrayBuffer; name: string } | null>(null);

  useEffect(() => void get<Sample[]>("/samples").then(setSamples, () => setSamples([])), []);

  const readAll = async (bodies: { name: string; body: Body }[], said: string[] = []) => {
    setBusy(true);
    const done: Read[] = [];
    for (const { name, body } of bodies) {
      const begun = performance.now();
      try {
        const reading = await send<Reading>("POST", "/read", body);
        done.push({ name, reading, body, took: Math.round(performance.now() - begun) });
      } catch (error) {
        said.push(t("read.failed", { name, why: error instanceof Problem ? error.message : t("offline") }));
      }
    }
    setTrouble(said);
    setReads(done);
    setStored({});
    show(0);
    setBusy(false);
  };

  const readText = () => {
    const untouched = raw.current && raw.current.text === text;
    const body: Body = untouched && raw.current ? { bytes: base64(raw.current.bytes), source: raw.current.name } : { text };
    if (published) body.published = published;
    void readAll([{ name: raw.current?.name ?? t("nav.read"), body }]);
  };

  const readFiles = async (files: File[]) => {
    const said: string[] = [];
    const bodies: { name: string; body: Body }[] = [];
    for (const one of files.slice(0, 50)) {
      if (one.size > LARGEST) said.push(t("read.toolarge", { name: one.name }));
      else bodies.push({ name: one.name, body: { bytes: base64(await one.arrayBuffer()), source: one.name } });
    }
    await readAll(bodies, said);
  };

  // a sample has an address of its own
  useEffect(() => {
    if (!sample) {
      setReads([]);
      return;
    }
    const stop = new AbortController();
    fetch(`${ROOT}/samples/${encodeURIComponent(sample)}`, { signal: stop.signal })
      .then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(new Error(String(response.status)))))
      .then((bytes) => {
        const decoded = decode(bytes);
        raw.current = { text: decoded, bytes, name: sample + ".txt" };
        setText(decoded);
        return readAll([{ name: sample, body: { bytes: base64(bytes), source: sample + ".txt" } }]);
      })
      .catch((error: unknown) => !stop.signal.aborted && setTrouble([String(error)]));
    return () => stop.abort();
  }, [sample]);

  const store = async (i: number) => {
    try {
      const { added } = await send<{ added: Record<string, string> }>("POST", "/reports", reads[i].body);
      const [how, id] = Object.entries(added)[0];
      setStored({ ...stored, [i]: { id, known: how === "known" } });
    } catch (error) {
      setTrouble([error instanceof Problem ? error.message : t("offline")]);
    }
  };

  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length) void readFiles(files);
    else setText(event.dataTransfer?.getData("text/plain") ?? text);
  };

  const mine = samples.filter((one) => one.language === lang);
  const others = samples.filter((one) => one.language !== lang);
  const read = reads[shown];
  return (
    <main id="content" class={read ? "wide" : ""} onDragOver={(event) => (event.preventDefault(), setOver(true))} onDragLeave={() => setOver(false)} onDrop={dropped}>
      {read ? (
        <div class="result-bar">
          <button type="button" onClick={() => { setReads([]); raw.current = null; setText(""); go(here.pathname, false); }}>{t("read.edit")}</button>
          {reads.length > 1 && (
            <select aria-label={t("read.many", { n: reads.length })} value={shown} onChange={(event) => show(Number(event.currentTarget.value))}>
              {reads.map((one, i) => <option key={i} value={i}>{one.name}</option>)}
            </select>
          )}
          <span class="quiet grow">{t("read.took", { ms: read.took })}</span>
          {stored[shown] ? (
            <span>{t(stored[shown].known ? "read.known" : "read.stored", { id: "" })}<Link to={`/reports/${stored[shown].id}`}>{stored[shown].id}</Link></span>
          ) : (
            props.who?.scope === "write" && <button type="button" class="plain" onClick={() => void store(shown)}>{t("read.store")}</button>
          )}
        </div>
      ) : (
        <>
          <Head title={t("read.head")} lead={t("read.lead")} />
          <form class={"paste" + (over ? " over" : "")} onSubmit={(event) => (event.preventDefault(), readText())}>
            <textarea
              aria-label={t("read.place")} placeholder={t("read.place")} value={text} dir="auto" spellcheck={false}
              onInput={(event) => setText(event.currentTarget.value)}
              onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && text.trim() && readText()}
            />
            <div class="row">
              <button type="submit" class="chief" disabled={busy || !text.trim()}>{busy ? t("read.reading") : t("read.do")}</button>
              <button type="button" onClick={() => file.current?.click()}>{t("read.files")}</button>
              <input ref={file} type="file" multiple hidden aria-label={t("read.files")} accept=".txt,.html,.htm,text/plain,text/html"
                onChange={(event) => void readFiles([...(event.currentTarget.files ?? [])])} />
              <label class="grow right">{t("read.day")} <input type="date" value={published} onInput={(event) => setPublished(event.currentTarget.value)} /></label>
            </div>
          </form>
          {samples.length > 0 && (
            <section class="samples">
              <h2 class="small">{t("read.samples")}</h2>
              {[mine, others].map((group, i) => group.length > 0 && (
                <p key={i}>
                  <span class="quiet">{tongue(group[0].language)}:</span>
                  {group.map((one) => <Link key={one.name} to={`?sample=${one.name}`} class="chip">{place(one.name)}</Link>)}
                </p>
              ))}
            </section>
          )}
        </>
      )}
      {trouble.map((line) => <p key={line} class="trouble" role="alert"><Foreign>{line}</Foreign></p>)}
      {read && <RecordView key={read.name + shown} record={read.reading.record} raw={read.reading.raw} />}
    </main>
  );
}
