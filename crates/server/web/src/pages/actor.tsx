// An actor: who it is, with whom it acts, what it said, where it stands.

import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { Problem, send, useAsk } from "../api";
import { useWords } from "../i18n";
import { useList } from "../list";
import { Answer, Export, Foreign, Head, More, Nothing, Parties } from "../parts/bits";
import { EventCard, PositionCard, StatementCard } from "../parts/merged";
import { Network } from "../parts/network";
import { go, Link } from "../router";
import type { Actor, Event, Listed, Party, Position, Relation, Statement } from "../types";

export function ActorPage(props: { id: string; may: boolean }): JSX.Element {
  const { t, term, day } = useWords();
  const actor = useAsk<Actor>(`/actors/${props.id}`);
  const ask = (limit: number) => ({ actor: props.id, limit });
  const events = useList<Event>("/events", ask(50));
  const statements = useList<Statement>("/statements", ask(30));
  const positions = useList<Position>("/positions", ask(30));
  const relations = useList<Relation>("/relations", ask(30));
  const others = useMemo(() => {
    const counts = new Map<string, { party: Party; n: number }>();
    for (const event of events.data?.items ?? []) {
      for (const party of [...event.initiators, ...event.recipients]) {
        if (party.id !== props.id) counts.set(party.id, { party, n: (counts.get(party.id)?.n ?? 0) + 1 });
      }
    }
    return [...counts.values()].sort((a, b) => b.n - a.n).slice(0, 12);
  }, [events.data]);
  return (
    <main id="content" class="wide">
      <Answer of={actor}>
        {(data) => (
          <>
            <Head title={<Foreign>{data.name}</Foreign>}
              lead={<>{[term(data.kind), data.country, data.sector].filter(Boolean).join(" · ")} · {t("actors.reports", { n: data.reports })}{data.seen && <> · {t("actors.seen", { from: day(data.seen[0]), to: day(data.seen[1]) })}</>}</>}>
              <Export params={{ actor: props.id }} of="events" forms={["csv", "xlsx", "jsonl", "graphml"]} />
            </Head>
            <div class="columns">
              <section>
                {data.roles.length > 0 && (
                  <>
                    <h2>{t("actors.roles")}</h2>
                    <ul class="plain-list">{data.roles.map((role) => (
                      <li key={role.title}><Foreign>{role.title}</Foreign>{role.of && <> · <Parties of={[role.of]} /></>}{role.seen && <span class="quiet"> {day(role.seen[0])} – {day(role.seen[1])}</span>}</li>
                    ))}</ul>
                  </>
                )}
                {data.names.length > 0 && <><h2>{t("actors.names")}</h2><p>{data.names.slice(0, 20).map((name, i) => <>{i > 0 && " · "}<Foreign>{name}</Foreign></>)}</p></>}
                {!!relations.data?.items.length && (
                  <>
                    <h2>{t("actors.relations")}</h2>
                    <ul class="plain-list">{relations.data.items.map((one, i) => <li key={i}><Parties of={[one.a]} /> {term(one.kind)} <Parties of={[one.b]} /></li>)}</ul>
                    <More of={relations} />
                  </>
                )}
                {data.wikidata && <p class="quiet">{t("actors.wikidata")}: <code>{data.wikidata}</code></p>}
                {props.may && <Merge actor={data} />}
                {props.may && data.names.length > 1 && <Split actor={data} />}
              </section>
              {others.length > 0 && (
                <section>
                  <h2>{t("actors.network")}</h2>
                  <p class="quiet">{t("actors.network.lead")}</p>
                  <Network centre={data.name} others={others} />
                </section>
              )}
            </div>
          </>
        )}
      </Answer>
      <div class="columns three">
        <section>
          <h2>{t("kind.statement")}</h2>
          <Answer of={statements}>{({ items }) => items.length ? items.map((one) => <StatementCard key={one.id} statement={one} may={props.may} />) : <Nothing />}</Answer>
          <More of={statements} />
        </section>
        <section>
          <h2>{t("kind.event")}</h2>
          <Answer of={events}>{({ items }) => items.length ? items.map((one) => <EventCard key={one.id} event={one} may={props.may} />) : <Nothing />}</Answer>
          <More of={events} />
        </section>
        <section>
          <h2>{t("kind.position")}</h2>
          <Answer of={positions}>{({ items }) => items.length ? items.map((one) => <PositionCard key={one.id} position={one} may={props.may} />) : <Nothing />}</Answer>
          <More of={positions} />
        </section>
      </div>
    </main>
  );
}

function Merge({ actor }: { actor: Actor }): JSX.Element {
  const { t } = useWords();
  const [text, setText] = useState("");
  const [into, choose] = useState("");
  const [wrong, say] = useState("");
  const found = useAsk<Listed<Actor>>(text.trim().length > 1 ? "/actors" : null, { text: text.trim(), limit: 8 });
  const merge = () => send("POST", "/corrections", { change: "merge-actors", from: actor.id, into }).then(
    () => go(`/actors/${into}`), (error: unknown) => say(error instanceof Problem ? error.message : t("offline")));
  return (
    <details class="fold">
      <summary>{t("actors.merge")}</summary>
      <input type="search" class="full" aria-label={t("actors.place")} placeholder={t("actors.place")} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      {found.data && (
        <fieldset>
          <legend>{t("actors.merge.which")}</legend>
          {found.data.items.filter((one) => one.id !== actor.id).map((one) => (
            <label key={one.id} class="choice"><input type="radio" name="into" checked={into === one.id} onChange={() => choose(one.id)} /> <Foreign>{one.name}</Foreign> <span class="quiet">{one.country} {one.id}</span></label>
          ))}
        </fieldset>
      )}
      <button type="button" disabled={!into} onClick={() => void merge()}>{t("actors.merge.do")}</button>
      {wrong && <p class="trouble" role="alert">{t("error", { why: wrong })}</p>}
    </details>
  );
}

function Split({ actor }: { actor: Actor }): JSX.Element {
  const { t } = useWords();
  const [name, choose] = useState("");
  const [said, say] = useState<JSX.Element | string>("");
  const split = () => send<{ made: string | null }>("POST", "/corrections", { change: "split-actor", from: actor.id, name, report: null }).then(
    ({ made }) => say(made ? <Link to={`/actors/${made}`}>{made}</Link> : t("correct.done")),
    (error: unknown) => say(t("error", { why: error instanceof Problem ? error.message : t("offline") })));
  return (
    <details class="fold">
      <summary>{t("actors.split")}</summary>
      <fieldset>
        <legend>{t("actors.split.which")}</legend>
        {actor.names.filter((one) => one !== actor.name).slice(0, 20).map((one) => (
          <label key={one} class="choice"><input type="radio" name="split" checked={name === one} onChange={() => choose(one)} /> <Foreign>{one}</Foreign></label>
        ))}
      </fieldset>
      <button type="button" disabled={!name} onClick={() => void split()}>{t("actors.split.do")}</button>
      {said && <p class="quiet" role="status">{said}</p>}
    </details>
  );
}
