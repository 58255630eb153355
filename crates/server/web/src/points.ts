// Spans count Unicode code points; strings of the browser count UTF-16 units.

/** Cuts a text by code points. */
export class Points {
  /** Units before each code point; null where both counts are the same. */
  private readonly units: Uint32Array | null;
  readonly length: number;

  constructor(readonly text: string) {
    // eslint-disable-next-line no-control-regex
    if (!/[\ud800-\udbff]/.test(text)) {
      this.units = null;
      this.length = text.length;
      return;
    }
    const units: number[] = [];
    for (let at = 0; at < text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) units.push(at);
    this.length = units.length;
    units.push(text.length);
    this.units = Uint32Array.from(units);
  }

  slice(start: number, end: number): string {
    const at = (point: number) => (this.units ? this.units[Math.min(Math.max(point, 0), this.length)] : point);
    return this.text.slice(at(start), at(end));
  }
}

/** A stretch with the same facts all over. */
export interface Segment { start: number; end: number; facts: string[] }

/** Parts `from`..`to` at every border of a span; each part tells which facts cover it, the longest first. */
export function segments(from: number, to: number, spans: { start: number; end: number; fact: string }[]): Segment[] {
  const inside = spans.filter((span) => span.start < to && span.end > from && span.start < span.end);
  const borders = new Set<number>([from, to]);
  for (const span of inside) {
    if (span.start > from) borders.add(span.start);
    if (span.end < to) borders.add(span.end);
  }
  const sorted = [...borders].sort((a, b) => a - b);
  const opening = [...inside].sort((a, b) => a.start - b.start);
  const open: typeof inside = [];
  const result: Segment[] = [];
  let next = 0;
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [start, end] = [sorted[i], sorted[i + 1]];
    while (next < opening.length && opening[next].start <= start) open.push(opening[next++]);
    for (let k = open.length - 1; k >= 0; k--) if (open[k].end <= start) open.splice(k, 1);
    const covering = [...open].sort((a, b) => b.end - b.start - (a.end - a.start));
    result.push({ start, end, facts: [...new Set(covering.map((span) => span.fact))] });
  }
  return result;
}
