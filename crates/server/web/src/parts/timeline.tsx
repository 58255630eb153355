// Events and statements by day: what is ahead first, then the latest.

import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { useWords, type Key } from "../i18n";
import type { Event, Source, Statement } from "../types";
import { Nothing } from "./bits";
import { dayOf, EventCard, quadOf, sortable, StatementCard } from "./merged";

export const QUADS = ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"] as const;
const AHEAD = ["planned", "conditional", "possible"];
const STEP = 40;

interface Props { events: Event[]; statements: Statement[]; fresh: (fact: { sources: Source[] }) => boolean; may: boolean; more: (() => void) | null; moreSaid: (() => void) | null }

type Item = { day: string | null; sort: string } & ({ event: Event } | { statement: Statement });

export function Timeline({ events, statements, fresh, may, more, moreSaid }: Props): JSX.Element {
  const { t, term, day } = useWords();
  const [off, setOff] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState(false);
  const [shown, show] = useState(STEP);
  const today = new Date().toISOString().slice(0, 10);

  const items = useMemo(() => {
    const all: Item[] = events
      .filter((event) => !off.has(event.quad))
      .map((event) => ({ day: event.time, sort: sortable(event.time ?? dayOf(event)), event }));
    if (said) all.push(...statements.map((statement) => ({ day: dayOf(statement), sort: sortable(dayOf(statement)), statement })));
    return all.sort((a, b) => (a.sort < b.sort ? 1 : a.sort > b.sort ? -1 : 0));
  }, [events, statements, off, said]);

  const ahead = (item: Item) => "event" in item && AHEAD.includes(item.event.status) && !item.event.fulfilled_by && (item.day ?? "") !== "" && sortable(item.day) >= (lastSeen(events) || today);
  const coming = items.filter(ahead).reverse();
  const past = items.filter((item) => !ahead(item) && item.sort !== "");
  const undated = items.filter((item) => !ahead(item) && item.sort === "");
  const draw = (list: Item[]) => {
    let before = "";
    return (
      <ol class="timeline">
        {list.map((item) => {
          const head = item.sort;
          const first = head !== before;
          before = head;
          const key = "event" in item ? item.event.id : item.statement.id;
          return (
            <li key={key} class={"event" in item ? "quad-" + quadOf(item.event.quad) : "said"}>
              {first && head && <h4 class={head === today ? "today" : ""}>{day(head)}</h4>}
              {"event" in item ? <EventCard event={item.event} fresh={fresh(item.event)} may={may} /> : <StatementCard statement={item.statement} fresh={fresh(item.statement)} may={may} />}
            </li>
          );
        })}
      </ol>
    );
  };

  // what is at hand first, then what the server has
  const further = () => {
    if (past.length < shown + 2 * STEP) {
      more?.();
      if (said) moreSaid?.();
    }
    show(shown + STEP);
  };

  if (events.length === 0 && statements.length === 0) return <Nothing />;
  return (
    <>
      <Overview events={events} />
      <div class="legend" role="group" aria-label={t("process.show")}>
        {QUADS.map((quad) => (
          <button type="button" key={quad} class={"chip quad-" + quadOf(quad)} aria-pressed={!off.has(quad)} onClick={() => {
            const next = new Set(off);
            if (!next.delete(quad)) next.add(quad);
            setOff(next);
          }}>
            {term(quad)} <b>{events.filter((event) => event.quad === quad).length}{more && "+"}</b>
          </button>
        ))}
        <button type="button" class="chip k-statement" aria-pressed={said} onClick={() => setSaid(!said)}>{t("process.statements")} <b>{statements.length}{moreSaid && "+"}</b></button>
      </div>
      {coming.length > 0 && <><h3>{t("process.ahead")}</h3>{draw(coming)}</>}
      {past.length > 0 && <><h3>{t("process.past" as Key)}</h3>{draw(past.slice(0, shown))}</>}
      {(past.length > shown || more || (said && moreSaid)) && <p><button type="button" onClick={further}>{t("more")}</button></p>}
      {undated.length > 0 && shown >= past.length && !more && <><h3>{t("process.nodate")}</h3>{draw(undated)}</>}
    </>
  );
}

/** The latest day on which something is told: what is planned later is still ahead. */
function lastSeen(events: Event[]): string {
  let last = "";
  for (const event of events) for (const { published } of event.sources) if (published && published > last) last = published;
  return last;
}

/** Events as dots: a lane for each kind, time to the right. */
function Overview({ events }: { events: Event[] }): JSX.Element | null {
  const { t, term, day } = useWords();
  const dated = useMemo(
    () => events.map((event) => ({ event, at: Date.parse(sortable(event.time ?? dayOf(event))) })).filter(({ at }) => !Number.isNaN(at)),
    [events],
  );
  if (dated.length < 2) return null;
  const [from, to] = [Math.min(...dated.map(({ at }) => at)), Math.max(...dated.map(({ at }) => at))];
  if (from === to) return null;
  const [wide, lane, left] = [innerWidth < 640 ? 420 : 1000, 26, 10];
  const x = (at: number) => left + ((at - from) / (to - from)) * (wide - 2 * left);
  const piled = new Map<string, number>();
  return (
    <figure class="overview">
      <svg viewBox={`0 0 ${wide} ${QUADS.length * lane}`} role="img" aria-label={t("process.overview")}>
        {QUADS.map((quad, i) => <line key={quad} x1="0" x2={wide} y1={i * lane + lane / 2} y2={i * lane + lane / 2} class="lane" />)}
        {dated.map(({ event, at }) => {
          const row = QUADS.indexOf(event.quad as (typeof QUADS)[number]);
          if (row < 0) return null;
          const spot = `${row} ${Math.round(x(at) / 9)}`;
          const pile = piled.get(spot) ?? 0;
          piled.set(spot, pile + 1);
          const y = row * lane + lane / 2 + (pile % 2 ? 1 : -1) * Math.ceil(pile / 2) * 4;
          return (
            <circle key={event.id} cx={x(at)} cy={Math.max(3, y)} r="5" class={`dot quad-${quadOf(event.quad)} s-${event.status}`}>
              <title>{`${day(event.time ?? dayOf(event))} · ${term(event.type)}: ${[...event.initiators, ...event.recipients].map((party) => party.name).join(", ")}`}</title>
            </circle>
          );
        })}
      </svg>
      <figcaption><span>{day(new Date(from).toISOString().slice(0, 10))}</span><span>{day(new Date(to).toISOString().slice(0, 10))}</span></figcaption>
    </figure>
  );
}
