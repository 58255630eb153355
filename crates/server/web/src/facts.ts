// The facts of one record in one shape, for highlights and cards.

import type { Rec, Span } from "./types";
import type { Words } from "./i18n";

export const KINDS = ["event", "statement", "position", "proposal", "actor", "place", "time"] as const;
export type Kind = (typeof KINDS)[number];

export interface Fact {
  id: string;
  kind: Kind;
  /** Sort of event. */
  label?: string;
  /** What it says, in one line. */
  head: string;
  /** Type, status, stance: short labels. */
  tags: string[];
  /** When, where known. */
  day: string | null;
  confidence: number;
  /** Its words, each with what they are for. */
  spans: { span: Span; role: string }[];
  why: string[];
}

export function factsOf(record: Rec, { t, term, day }: Words): Fact[] {
  const names = new Map(record.actors.map((actor) => [actor.id, actor.name]));
  const places = new Map(record.places.map((place) => [place.id, place.name]));
  const name = (id: string | null) => (id ? names.get(id) ?? id : t("report.nobody"));
  const list = (ids: string[]) => ids.map(name).join(", ");
  const words = (spans: Span[], role: string) => spans.map((span) => ({ span, role }));
  const some = (...tags: (string | null | undefined | false)[]) => tags.filter((tag): tag is string => !!tag);
  const facts: Fact[] = [];
  const add = (kind: Kind, made: { id: string; confidence: number; why?: string[] }, rest: Omit<Fact, "id" | "kind" | "confidence" | "why">) =>
    facts.push({ id: made.id, kind, confidence: made.confidence, why: made.why ?? [], ...rest });

  for (const e of record.events) {
    const symmetric = ["AGREE", "CONSULT", "COOPERATE"].includes(e.type);
    const sides = some(list(e.initiators), list(e.recipients));
    const by = record.statements.find((s) => s.id === e.statement)?.speaker ?? null;
    add("event", e, {
      head: !e.initiators.length && e.recipients.length ? "→ " + sides[0] : sides.join(symmetric ? " – " : " → ") || t("report.nobody"),
      label: term(e.type),
      tags: some(e.mode, term(e.status), e.place && places.get(e.place), e.statement && t("report.says", { name: name(by) })),
      day: e.time,
      spans: words(e.evidence, "evidence"),
    });
  }
  for (const s of record.statements) {
    const speakers = s.speakers?.length ? s.speakers : s.speaker ? [s.speaker] : [];
    add("statement", s, {
      head: (speakers.length ? list(speakers) : t("report.nobody")) + (s.addressee.length ? " → " + list(s.addressee) : ""),
      tags: some(term(s.kind), s.via && "via " + s.via),
      day: s.time,
      spans: [...words(s.content, "content"), ...(s.cue ? words([s.cue], "cue") : [])],
    });
  }
  for (const o of record.positions) {
    add("position", o, {
      head: `${name(o.actor)} ${term(o.stance)}: ${term(o.issue, "issue.")}`,
      tags: some(o.toward && t("process.toward", { name: name(o.toward) }), o.condition && t("report.condition")),
      day: null,
      spans: [...words(o.evidence, "evidence"), ...(o.condition ? words([o.condition], "condition") : [])],
    });
  }
  for (const r of record.proposals) {
    add("proposal", r, {
      head: r.label,
      tags: some(term(r.status), list(r.proposers), ...r.issues.map((issue) => term(issue, "issue."))),
      day: null,
      spans: words(r.evidence, "evidence"),
    });
  }
  for (const a of record.actors) {
    add("actor", a, {
      head: a.name,
      tags: some(term(a.kind), a.country, a.sector, a.role),
      day: null,
      spans: a.mentions.map((mention) => ({ span: mention, role: mention.form })),
    });
  }
  for (const p of record.places) {
    add("place", p, {
      head: p.name,
      tags: some(p.country),
      day: null,
      spans: p.mentions.map((mention) => ({ span: mention, role: mention.form })),
    });
  }
  for (const x of record.times) {
    add("time", x, {
      head: x.type === "date" ? day(x.value) || x.span.quote : x.value ?? x.span.quote,
      tags: some(term(x.type)),
      day: null,
      spans: words([x.span], "words"),
    });
  }
  return facts;
}
