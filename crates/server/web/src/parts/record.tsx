// A record: the text with its facts lit, and the facts beside it.

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { factsOf, KINDS, type Fact, type Kind } from "../facts";
import { useWords, type Key } from "../i18n";
import { useParam } from "../router";
import type { Rec } from "../types";
import { Foreign, Quotes, Sure, Tag } from "./bits";
import { leftOut, Text } from "./text";
import { Tip, useHover } from "./tip";

export function RecordView(props: { record: Rec; raw?: string; children?: ComponentChildren }): JSX.Element {
  const words = useWords();
  const { t, day, term } = words;
  const { record, raw } = props;
  const doc = record.document;
  const all = useMemo(() => factsOf(record, words), [record, words.lang]);
  const [off, setOff] = useState<ReadonlySet<Kind>>(new Set<Kind>());
  const [low, setLow] = useState(0);
  const [tab, setTab] = useState<Kind>(() => KINDS.find((kind) => all.some((fact) => fact.kind === kind)) ?? "event");
  const [chosen, choose] = useParam("fact");
  const [at, setAt] = useState<string[]>([]);
  const text = useRef<HTMLDivElement>(null);
  const hover = useHover(text);

  const lit = useMemo(() => all.filter((fact) => !off.has(fact.kind) && fact.confidence >= low), [all, off, low]);
  const count = (kind: Kind) => all.filter((fact) => fact.kind === kind && fact.confidence >= low).length;
  const here = at.map((id) => all.find((fact) => fact.id === id)).filter((fact): fact is Fact => !!fact);
  const fact = all.find(({ id }) => id === chosen) ?? null;

  // a fact that the address names is shown at its first word
  useEffect(() => {
    if (!fact) return;
    setTab(fact.kind);
    if (at.length === 0) setAt([fact.id]);
    const mark = text.current?.querySelector(`mark[data-facts~="${CSS.escape(fact.id)}"]`);
    mark?.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }, [chosen, record]);

  const pick = (id: string) => {
    setAt([id]);
    choose(chosen === id ? "" : id);
    if (chosen === id) setAt([]);
  };
  const close = () => {
    setAt([]);
    choose("");
  };
  useLayoutEffect(() => {
    const key = (event: KeyboardEvent) => event.key === "Escape" && close();
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  });

  const parts = leftOut(record).length;
  const dropped = doc.dropped.reduce((sum, part) => sum + part.end - part.start, 0);
  return (
    <div class="record">
      <article class="sheet" ref={text} aria-label={t("report.text")}>
        <h2 class="title" dir="auto"><Foreign lang={doc.language}>{doc.title ?? t("report.title.none")}</Foreign></h2>
        <p class="meta">
          {[
            doc.outlet?.name ?? doc.outlet?.domain,
            doc.dateline?.place,
            doc.published && `${day(doc.published.value)} (${t(("basis." + doc.published.basis) as Key)})`,
            doc.authors.length > 0 && doc.authors.join(", "),
            doc.language,
          ]
            .filter((part): part is string => !!part)
            .map((part, i) => <>{i > 0 && " · "}<Foreign>{part}</Foreign></>)}
        </p>
        {props.children}
        <div class="legend" role="group" aria-label={t("report.facts")}>
          {KINDS.map((kind) => (
            <button
              type="button"
              key={kind}
              class={`chip k-${kind}`}
              aria-pressed={!off.has(kind)}
              onClick={() => {
                const next = new Set(off);
                if (!next.delete(kind)) next.add(kind);
                setOff(next);
              }}
            >
              {t(("kind." + kind) as Key)} <b>{count(kind)}</b>
            </button>
          ))}
          <label class="low">
            {t("report.low")}
            <input type="range" min="0" max="0.9" step="0.1" value={low} onInput={(event) => setLow(Number(event.currentTarget.value))} />
            <output>{words.percent(low)}</output>
          </label>
        </div>
        <Text
          record={record}
          raw={raw}
          facts={lit}
          chosen={chosen || null}
          choose={(facts) => {
            setAt(facts);
            const inner = facts[facts.length - 1];
            const sheet = facts.find((id) => all.find((one) => one.id === id)?.kind !== "actor") ?? inner;
            choose(facts.includes(chosen) && facts.length === 1 ? "" : sheet);
          }}
        />
        <p class="quiet">
          {parts === 0 ? t("report.nodropped") : t("report.dropped", { n: dropped, parts })}
          {doc.notes?.map((note) => <><br />{t("report.notes")}: <Foreign>{note}</Foreign></>)}
        </p>
      </article>
      {hover && <Tip at={hover.at} facts={all.filter((one) => hover.facts.includes(one.id))} />}
      <aside class="beside" aria-label={t("report.facts")}>
        {here.length > 0 ? (
          <section class="here" aria-live="polite">
            <header>
              <h3>{t("report.factsat")}</h3>
              <button type="button" class="plain" onClick={close}>{t("report.close")}</button>
            </header>
            {here.map((one) => <Card key={one.id} fact={one} record={record} chosen={one.id === chosen} pick={pick} open />)}
          </section>
        ) : (
          <p class="quiet hint">{t("report.click")}</p>
        )}
        <div class="tabs" role="tablist" aria-label={t("report.facts")}>
          {KINDS.filter((kind) => count(kind) > 0).map((kind) => (
            <button type="button" role="tab" key={kind} id={"tab-" + kind} aria-selected={tab === kind} aria-controls="facts" tabIndex={tab === kind ? 0 : -1}
              class={`k-${kind}`} onClick={() => setTab(kind)} onKeyDown={(event) => turn(event, tab, (next) => setTab(next))}>
              {t(("kind." + kind) as Key)}
            </button>
          ))}
        </div>
        <div id="facts" role="tabpanel" aria-labelledby={"tab-" + tab}>
          {all.filter((one) => one.kind === tab && one.confidence >= low).map((one) => (
            <Card key={one.id} fact={one} record={record} chosen={one.id === chosen} pick={pick} />
          ))}
          {count(tab) === 0 && <p class="quiet">{t("report.nofacts")}</p>}
          {tab === "actor" && record.relations.length > 0 && (
            <ul class="relations">
              {record.relations.map((relation, i) => {
                const name = (id: string) => record.actors.find((actor) => actor.id === id)?.name ?? id;
                return <li key={i}><Foreign>{name(relation.a)}</Foreign> {term(relation.kind)} <Foreign>{name(relation.b)}</Foreign></li>;
              })}
            </ul>
          )}
        </div>
      </aside>
    </div>
  );
}

/** Left and right move between tabs. */
function turn(event: KeyboardEvent, _: Kind, set: (kind: Kind) => void): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (!step || !(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const tabs = [...(event.currentTarget.parentElement?.querySelectorAll<HTMLElement>("[role=tab]") ?? [])];
  const next = tabs[(tabs.indexOf(event.currentTarget) + step + tabs.length) % tabs.length];
  next.focus();
  set(next.id.slice(4) as Kind);
}

function Card(props: { fact: Fact; record: Rec; chosen: boolean; pick: (id: string) => void; open?: boolean }): JSX.Element {
  const { t, day } = useWords();
  const { fact, chosen } = props;
  const spans = fact.spans.filter(({ role }) => role !== "cue");
  return (
    <div class={`card k-${fact.kind}` + (chosen ? " chosen" : "")} data-fact={fact.id}>
      <button type="button" class="card-head" aria-pressed={chosen} onClick={() => props.pick(fact.id)}>
        <span class="card-title">
          {props.open && <Tag class="kind">{t(("one." + fact.kind) as Key)}</Tag>}
          {fact.label && <span class="label">{fact.label}</span>}
          <Foreign>{fact.head}</Foreign>
        </span>
        <span class="tags">
          {fact.day && <Tag class="day">{day(fact.day)}</Tag>}
          {fact.tags.map((tag) => <Tag key={tag}><Foreign>{tag}</Foreign></Tag>)}
          <Sure p={fact.confidence} />
        </span>
      </button>
      {!["actor", "place", "time"].includes(fact.kind) && <Quotes spans={spans.map(({ span }) => span.quote)} lang={props.record.document.language} />}
      {["actor", "place"].includes(fact.kind) && (
        <p class="forms">{[...new Set(spans.map(({ span }) => span.quote))].slice(0, 8).map((form, i) => <>{i > 0 && " · "}<Foreign>{form}</Foreign></>)}</p>
      )}
      {fact.why.length > 0 && (
        <details class="why" open={props.open && chosen}>
          <summary>{t("report.why")}</summary>
          <p>{t("report.rules")}</p>
          <ul>{fact.why.map((line) => <li key={line}><code><Foreign>{line}</Foreign></code></li>)}</ul>
        </details>
      )}
    </div>
  );
}
