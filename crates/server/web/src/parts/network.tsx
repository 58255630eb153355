// An actor in the middle, around it those who share events with it.

import type { JSX } from "preact";
import { useWords } from "../i18n";
import { go } from "../router";
import type { Party } from "../types";

export function Network(props: { centre: string; others: { party: Party; n: number }[] }): JSX.Element {
  const { t } = useWords();
  const [wide, high] = [560, props.others.length > 4 ? 340 : 200];
  const most = Math.max(...props.others.map(({ n }) => n));
  const spots = props.others.map((other, i) => {
    const angle = (i / props.others.length) * 2 * Math.PI - Math.PI / 2;
    return { ...other, x: wide / 2 + Math.cos(angle) * wide * 0.31, y: high / 2 + Math.sin(angle) * high * 0.4, right: Math.cos(angle) > 0.1, left: Math.cos(angle) < -0.1 };
  });
  const short = (name: string) => (name.length > 20 ? name.slice(0, 19) + "…" : name);
  return (
    <svg class="network" viewBox={`0 0 ${wide} ${high}`} role="group" aria-label={t("actors.network")}>
      {spots.map(({ party, n, x, y }) => <line key={party.id} x1={wide / 2} y1={high / 2} x2={x} y2={y} stroke-width={1 + (4 * n) / most} />)}
      <circle cx={wide / 2} cy={high / 2} r="10" class="centre" />
      <text x={wide / 2} y={high / 2 + 26} text-anchor="middle" class="name">{short(props.centre)}</text>
      {spots.map(({ party, n, x, y, right, left }) => (
        <a key={party.id} href={`/actors/${party.id}`} onClick={(event: MouseEvent) => (event.preventDefault(), go(`/actors/${party.id}`), scrollTo(0, 0))}>
          <title>{`${party.name}: ${n}`}</title>
          <circle cx={x} cy={y} r="6" />
          <text x={x + (right ? 11 : left ? -11 : 0)} y={y + (right || left ? 4 : y < high / 2 ? -12 : 20)} text-anchor={right ? "start" : left ? "end" : "middle"}>{short(party.name)}</text>
        </a>
      ))}
    </svg>
  );
}
