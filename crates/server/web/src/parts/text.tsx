// The text of a report with every fact lit in its place.

import type { JSX } from "preact";
import { memo } from "preact/compat";
import { useMemo } from "preact/hooks";
import type { Fact } from "../facts";
import { useWords } from "../i18n";
import { Points, segments } from "../points";
import type { Rec } from "../types";
import { visible } from "./bits";

interface Props {
  record: Rec;
  /** The raw input, where it is at hand: what was left out can then be shown. */
  raw?: string;
  facts: Fact[];
  chosen: string | null;
  choose: (facts: string[], at: HTMLElement) => void;
}

/** A place between two stretches of the text at which something was left out. */
interface Left { at: number; reasons: string[]; size: number; words: string }

/** Where in the text the dropped stretches of the raw input would stand. */
export function leftOut(record: Rec, raw?: string): Left[] {
  const map = record.document.source_map;
  const points = raw === undefined ? null : new Points(raw);
  const places = new Map<number, Left>();
  for (const part of record.document.dropped) {
    // the text's stretch that follows in the raw input
    const next = map.find(([, start]) => start >= part.end);
    const at = next ? next[0] : Number.MAX_SAFE_INTEGER;
    const place = places.get(at) ?? { at, reasons: [], size: 0, words: "" };
    if (!place.reasons.includes(part.reason)) place.reasons.push(part.reason);
    place.size += part.end - part.start;
    if (points) place.words += (place.words ? "\n" : "") + points.slice(part.start, part.end).trim();
    places.set(at, place);
  }
  return [...places.values()].sort((a, b) => a.at - b.at);
}

export const Text = memo(function Text({ record, raw, facts, chosen, choose }: Props): JSX.Element {
  const { t, term } = useWords();
  const doc = record.document;
  const points = useMemo(() => new Points(doc.text), [doc.text]);
  const kinds = useMemo(() => new Map(facts.map((fact) => [fact.id, fact.kind])), [facts]);
  const paragraphs = useMemo(() => {
    const spans = facts.flatMap((fact) => fact.spans.map(({ span }) => ({ start: span.start, end: span.end, fact: fact.id })));
    return doc.paragraphs.map(([start, end]) => segments(start, end, spans));
  }, [doc.paragraphs, facts]);
  const left = useMemo(() => leftOut(record, raw), [record, raw]);

  const clicked = (event: Event) => {
    const mark = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-facts]") : null;
    if (mark) choose((mark.dataset.facts ?? "").split(" "), mark);
  };
  const gone = (from: number, to: number) =>
    left.filter(({ at }) => at >= from && at < to).map((part) => <Gap key={"left" + part.at} part={part} />);

  return (
    <div class="text" onClick={clicked} lang={doc.language ?? undefined}>
      {paragraphs.map((parts, i) => {
        const [start, end] = doc.paragraphs[i];
        const from = i === 0 ? 0 : start;
        return (
          <>
            {gone(from, Math.min(from + 1, end))}
            <p key={start} dir="auto">
              {parts.map((part) =>
                part.facts.length === 0 ? (
                  visible(points.slice(part.start, part.end))
                ) : (
                  <mark
                    key={part.start}
                    data-facts={part.facts.join(" ")}
                    class={[...new Set(part.facts.map((id) => "k-" + kinds.get(id)))].join(" ") + (chosen && part.facts.includes(chosen) ? " chosen" : "")}
                  >
                    {visible(points.slice(part.start, part.end))}
                  </mark>
                ),
              )}
            </p>
            {gone(Math.min(from + 1, end), i + 1 < paragraphs.length ? doc.paragraphs[i + 1][0] : Infinity)}
          </>
        );
      })}
    </div>
  );

  function Gap({ part }: { part: Left }): JSX.Element {
    const label = t("report.droppedhere", { reason: part.reasons.map((reason) => term(reason, "dropped.")).join(", "), n: part.size });
    if (!part.words.trim()) return <p class="left-out">⋯ {label}</p>;
    return (
      <details class="left-out">
        <summary>{label}</summary>
        <pre dir="auto">{visible(part.words)}</pre>
      </details>
    );
  }
});
