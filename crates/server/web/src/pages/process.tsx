// A negotiation or conflict: parties, timeline, positions, proposals, conflicts, what is new.

import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { ROOT, useAsk } from "../api";
import { remember, remembered, useWords, type Key } from "../i18n";
import { useList } from "../list";
import { Answer, Export, Foreign, Head, More, Nothing, Parties, Told } from "../parts/bits";
import { Board } from "../parts/board";
import { ProposalCard } from "../parts/merged";
import { Timeline } from "../parts/timeline";
import { Link } from "../router";
import type { Conflict, Event, Listed, Position, Process, Proposal, Source, Statement, Story } from "../types";

const PARTS = ["timeline", "board", "table", "conflicts"] as const;

/** Numbers of reports grow with time: a fact is new where a report tells it that was not there at the last visit. */
function newest(sources: Source[]): number {
  return Math.max(0, ...sources.map((source) => Number(source.report.slice(1))));
}

export function ProcessPage(props: { id: string; may: boolean }): JSX.Element {
  const { t, day } = useWords();
  const process = useAsk<Process>(`/processes/${props.id}`);
  // the latest first; the rest when it is asked for
  const ask = (limit: number) => ({ process: props.id, limit });
  const events = useList<Event>("/events", ask(150));
  const statements = useList<Statement>("/statements", ask(100));
  const positions = useAsk<Listed<Position>>("/positions", ask(300));
  const proposals = useList<Proposal>("/proposals", ask(40));
  const conflicts = useList<Conflict>("/conflicts", ask(40));
  const stories = useList<Story>("/stories", ask(40));

  // the last visit is remembered in this browser alone
  const key = "visit." + props.id;
  const [last] = useState(() => {
    const [report, when] = (remembered(key) ?? "").split(" ");
    return report && when ? { report: Number(report), when } : null;
  });
  const known = useMemo(() => {
    const all = [events, statements, positions, proposals].flatMap((asking) => (asking.data?.items ?? []) as { sources: Source[] }[]);
    return Math.max(0, ...all.map((fact) => newest(fact.sources)));
  }, [events.data, statements.data, positions.data, proposals.data]);
  const loaded = events.data && statements.data && positions.data && proposals.data;
  useEffect(() => {
    if (loaded && known > 0) remember(key, `${known} ${new Date().toISOString().slice(0, 10)}`);
  }, [loaded, known]);
  const fresh = (fact: { sources: Source[] }) => last !== null && newest(fact.sources) > last.report;
  const news = last && loaded ? [...events.data!.items, ...proposals.data!.items].filter(fresh).length + statements.data!.items.filter(fresh).length : 0;

  return (
    <main id="content" class="wide">
      <Answer of={process}>
        {(data) => (
          <>
            <Head
              title={<Foreign>{data.title}</Foreign>}
              lead={<>{data.seen && <>{day(data.seen[0])} – {day(data.seen[1])} · </>}{t("process.stories", { n: data.stories })} · {t("process.reports", { n: data.reports })}</>}
            >
              <Export params={{ process: props.id }} of="events" forms={["csv", "xlsx", "jsonl", "jsonld", "parquet", "polecat", "gdelt", "graphml"]}
                also={[
                  { label: t("export.ics"), href: `${ROOT}/processes/${props.id}/calendar.ics` },
                  { label: t("export.atom"), href: `${ROOT}/processes/${props.id}/feed.atom` },
                ]} />
            </Head>
            <p class="parties"><span class="quiet">{t("process.parties")}:</span> <Parties of={data.parties} /></p>
          </>
        )}
      </Answer>
      <p class="news" role="status">
        {last === null ? t("process.first") : news > 0 ? <b>{t("process.new", { day: day(last.when) })}: {news}</b> : loaded ? t("process.new.none", { day: day(last.when) }) : ""}
      </p>
      <nav class="anchors" aria-label={t("nav.menu")}>
        {PARTS.map((part) => <a key={part} href={"#" + part}>{t(("process." + part) as Key)}</a>)}
      </nav>
      <section id="timeline">
        <h2>{t("process.timeline")}</h2>
        <Answer of={events}>
          {(data) => <Timeline events={data.items} statements={statements.data?.items ?? []} fresh={fresh} may={props.may} more={events.more} moreSaid={statements.more} />}
        </Answer>
      </section>
      <section id="board">
        <h2>{t("process.board")}</h2>
        <Answer of={positions}>{(data) => <Board positions={data.items} may={props.may} />}</Answer>
      </section>
      <section id="table">
        <h2>{t("process.table")}</h2>
        <Answer of={proposals}>
          {(data) => data.items.length === 0 ? <Nothing /> : (
            <div class="grid">{data.items.map((proposal) => <ProposalCard key={proposal.id} proposal={proposal} fresh={fresh(proposal)} may={props.may} />)}</div>
          )}
        </Answer>
        <More of={proposals} />
      </section>
      <section id="conflicts">
        <h2>{t("process.conflicts")}</h2>
        <Answer of={conflicts}>{(data) => data.items.length === 0 ? <Nothing /> : <Conflicts items={data.items} />}</Answer>
        <More of={conflicts} />
      </section>
      <section>
        <h2>{t("stories.list")}</h2>
        <Answer of={stories}>
          {(data) => (
            <ul class="rows">
              {data.items.map((story) => (
                <li key={story.id}>
                  <Link to={`/stories/${story.id}`} class="row-link">
                    <b><Foreign>{story.title ?? t("report.title.none")}</Foreign></b>
                    <span class="meta">{story.seen && day(story.seen[0])} · {t("process.reports", { n: story.reports })} · {story.languages.join(", ")}</span>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Answer>
        <More of={stories} />
      </section>
    </main>
  );
}

export function Conflicts(props: { items: Conflict[] }): JSX.Element {
  const { t, day } = useWords();
  return (
    <div class="grid">
      {props.items.map((conflict) => (
        <div class="card conflict" key={conflict.id} id={conflict.id}>
          <p class="card-line"><b>{t(("about." + conflict.about) as Key)}</b>{conflict.event && <Link to={`/events/${conflict.event}`}>{t("one.event")}</Link>}</p>
          <dl>
            {conflict.values.map((version) => (
              <div key={version.value}>
                <dt><Foreign>{conflict.about === "date" ? day(version.value) : version.value}</Foreign></dt>
                <dd><Told sources={version.sources} /></dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </div>
  );
}
