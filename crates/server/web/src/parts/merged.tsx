// Merged facts, as lists and cards show them.

import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { Problem, send } from "../api";
import { useWords } from "../i18n";
import { Link } from "../router";
import type { Event, Position, Proposal, Source, Statement } from "../types";
import { Foreign, Parties, Quotes, Sure, Tag, Told } from "./bits";

/** The day of a fact, or else of its first report. */
export function dayOf(fact: { time?: string | null; seen?: [string, string] | null; sources: Source[] }): string | null {
  return fact.time ?? fact.seen?.[0] ?? fact.sources.map((source) => source.published).filter(Boolean).sort()[0] ?? null;
}

/** A day to sort by: the first of a range or month. */
export function sortable(day: string | null): string {
  return day ? day.split("/")[0].replace(/[~?%]/g, "") : "";
}

export function Independent(props: { n: number; sources: Source[] }): JSX.Element | null {
  const { t } = useWords();
  return props.n > 1 ? <Tag class="firm">{t("process.independent", { n: props.n })}</Tag> : null;
}

export function EventCard(props: { event: Event; fresh?: boolean; may?: boolean; open?: boolean }): JSX.Element {
  const { t, term, day } = useWords();
  const { event } = props;
  const symmetric = ["AGREE", "CONSULT", "COOPERATE"].includes(event.type);
  return (
    <div class={`card k-event quad-${quadOf(event.quad)} s-${event.status}`} id={event.id}>
      <p class="card-line">
        {event.time && <span class="day">{day(event.time)}</span>}
        <Link to={`/events/${event.id}`} class="act">{term(event.type)}</Link>
        <span>
          <Parties of={event.initiators} />
          {event.recipients.length > 0 && <span class="arrow">{event.initiators.length && symmetric ? " – " : " → "}</span>}
          <Parties of={event.recipients} />
        </span>
      </p>
      <p class="tags">
        {event.mode && <Tag>{event.mode}</Tag>}
        <Tag class={"status s-" + event.status}>{term(event.status)}</Tag>
        {event.place && <Tag><Foreign>{event.place.name}</Foreign></Tag>}
        {event.claimed && <Tag class="warn">{t("process.claimed")}</Tag>}
        {event.fulfilled_by && <Link to={`/events/${event.fulfilled_by}`} class="tag">{t("process.fulfilled")}</Link>}
        {event.fulfils && <Link to={`/events/${event.fulfils}`} class="tag">{t("process.fulfils")}</Link>}
        {event.conflicts.length > 0 && <Tag class="warn">{t("process.conflict")}</Tag>}
        <Independent n={event.independent} sources={event.sources} />
        {props.fresh && <Tag class="fresh">{t("process.new.mark")}</Tag>}
        <Sure p={event.confidence} />
      </p>
      {event.sources[0] && <Quotes spans={event.sources[0].evidence.map((span) => span.quote)} lang={event.sources[0].language} />}
      <Told sources={event.sources} open={props.open} />
      {props.may && <Correct fact={event.id} />}
    </div>
  );
}

export function StatementCard(props: { statement: Statement; fresh?: boolean; may?: boolean }): JSX.Element {
  const { t, term, day } = useWords();
  const { statement } = props;
  return (
    <div class="card k-statement" id={statement.id}>
      <p class="card-line">
        {dayOf(statement) && <span class="day">{day(dayOf(statement))}</span>}
        <span><Parties of={statement.speakers} none={t("report.nobody")} />{statement.addressees.length > 0 && <span class="arrow"> → </span>}<Parties of={statement.addressees} /></span>
      </p>
      <Quotes spans={statement.content.map((span) => span.quote)} lang={statement.sources[0]?.language} />
      <p class="tags">
        <Tag>{term(statement.kind)}</Tag>
        {statement.via && <Tag>via <Foreign>{statement.via}</Foreign></Tag>}
        <Independent n={statement.independent} sources={statement.sources} />
        {props.fresh && <Tag class="fresh">{t("process.new.mark")}</Tag>}
        <Sure p={statement.confidence} />
      </p>
      <Told sources={statement.sources} />
      {props.may && <Correct fact={statement.id} />}
    </div>
  );
}

export function PositionCard(props: { position: Position; may?: boolean }): JSX.Element {
  const { t, term, day } = useWords();
  const { position } = props;
  return (
    <div class={`card k-position`} id={position.id}>
      <p class="card-line">
        {position.seen && <span class="day">{day(position.seen[0])}</span>}
        <span><Parties of={[position.actor]} /> <Tag class={"stance-" + position.stance}>{term(position.stance)}</Tag> <span title={position.issue}>{term(position.issue, "issue.")}</span></span>
      </p>
      <p class="tags">
        {position.toward && <Tag>{t("process.toward", { name: position.toward.name })}</Tag>}
        {position.changes_from && <Tag class="warn">{t("process.from", { stance: term(position.changes_from) })}</Tag>}
        {position.condition && <Tag>{t("process.if")} <Foreign>{position.condition}</Foreign></Tag>}
        <Independent n={position.independent} sources={position.sources} />
        <Sure p={position.confidence} />
      </p>
      {position.sources[0] && <Quotes spans={position.sources[0].evidence.map((span) => span.quote)} lang={position.sources[0].language} />}
      <Told sources={position.sources} />
      {props.may && <Correct fact={position.id} />}
    </div>
  );
}

export function ProposalCard(props: { proposal: Proposal; fresh?: boolean; may?: boolean }): JSX.Element {
  const { t, term, day } = useWords();
  const { proposal } = props;
  return (
    <div class={`card k-proposal s-${proposal.status}`} id={proposal.id}>
      <p class="card-line"><b><Foreign>{proposal.label}</Foreign></b> <Tag class={"plan-" + proposal.status}>{term(proposal.status)}</Tag></p>
      <p class="tags">
        {(proposal.proposers.length > 0 || proposal.addressees.length > 0) && (
          <span><Parties of={proposal.proposers} />{proposal.addressees.length > 0 && <span class="arrow"> → </span>}<Parties of={proposal.addressees} /></span>
        )}
        {proposal.issues.map((issue) => <Tag key={issue} title={issue}>{term(issue, "issue.")}</Tag>)}
        <Independent n={proposal.independent} sources={proposal.sources} />
        {props.fresh && <Tag class="fresh">{t("process.new.mark")}</Tag>}
        <Sure p={proposal.confidence} />
      </p>
      {proposal.life.length > 1 && (
        <ol class="life" aria-label={t("process.steps")}>
          {proposal.life.map((step, i) => (
            <li key={i} class={"plan-" + step.status}>
              <Link to={`/reports/${step.report}`}>{step.day ? day(step.day) : t("report.nodate")}</Link> {term(step.status)}
              {step.label && <> “<Foreign>{step.label}</Foreign>”</>}
              {step.points !== null && <> ({t("process.points", { n: step.points })})</>}
            </li>
          ))}
        </ol>
      )}
      {proposal.sources[0] && <Quotes spans={proposal.sources[0].evidence.map((span) => span.quote)} lang={proposal.sources[0].language} />}
      <Told sources={proposal.sources} />
      {props.may && <Correct fact={proposal.id} />}
    </div>
  );
}

export function quadOf(quad: string): string {
  return quad.replace(/\W+/g, "-");
}

/** Says that a fact is right or wrong, and why. */
export function Correct(props: { fact: string; done?: () => void }): JSX.Element {
  const { t } = useWords();
  const [asked, ask] = useState(false);
  const [note, setNote] = useState("");
  const [said, say] = useState<ComponentChildren>(null);
  const mark = (change: "reject" | "confirm") => {
    send("POST", "/corrections", { change, fact: props.fact, note: note || undefined }).then(
      () => { say(t("correct.done")); ask(false); props.done?.(); },
      (error: unknown) => say(t("error", { why: error instanceof Problem ? error.message : t("offline") })),
    );
  };
  if (said) return <p class="quiet correct" role="status">{said}</p>;
  if (!asked) return <p class="correct"><button type="button" class="plain small" onClick={() => ask(true)}>{t("correct.question")}</button></p>;
  return (
    <div class="correct row">
      <input class="grow" aria-label={t("correct.note")} placeholder={t("correct.note")} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      <button type="button" onClick={() => mark("confirm")}>{t("correct.right")}</button>
      <button type="button" onClick={() => mark("reject")}>{t("correct.wrong")}</button>
      <button type="button" class="plain" onClick={() => ask(false)}>{t("correct.cancel")}</button>
    </div>
  );
}
