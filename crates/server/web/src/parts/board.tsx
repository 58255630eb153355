// The positions board: actors × issues; a cell shows the latest stance, its history opens beside.

import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { useWords } from "../i18n";
import { Link } from "../router";
import type { Party, Position } from "../types";
import { Foreign, Nothing, Tag } from "./bits";
import { PositionCard } from "./merged";

const MOST = 12;
const STANCES = ["supports", "offers", "conditional", "undecided", "doubts", "demands", "opposes"];

export function Board({ positions, may }: { positions: Position[]; may: boolean }): JSX.Element {
  const { t, term } = useWords();
  const [all, setAll] = useState(false);
  const [cell, choose] = useState<string | null>(null);
  const { actors, issues, cells } = useMemo(() => {
    const cells = new Map<string, Position[]>();
    const actors = new Map<string, { party: Party; n: number }>();
    const issues = new Map<string, number>();
    for (const position of positions) {
      const key = `${position.actor.id} ${position.issue}`;
      cells.set(key, [...(cells.get(key) ?? []), position]);
      actors.set(position.actor.id, { party: position.actor, n: (actors.get(position.actor.id)?.n ?? 0) + 1 });
      issues.set(position.issue, (issues.get(position.issue) ?? 0) + 1);
    }
    for (const held of cells.values()) held.sort((a, b) => ((a.seen?.[0] ?? "") < (b.seen?.[0] ?? "") ? 1 : -1));
    return {
      cells,
      actors: [...actors.values()].sort((a, b) => b.n - a.n).map(({ party }) => party),
      issues: [...issues].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([issue]) => issue),
    };
  }, [positions]);
  if (positions.length === 0) return <Nothing />;
  const rows = all ? actors : actors.slice(0, MOST);
  const columns = issues.filter((issue) => rows.some((party) => cells.has(`${party.id} ${issue}`)));
  const held = cell ? cells.get(cell) ?? [] : [];
  return (
    <div class="board">
      <p class="quiet">{t("process.board.lead")}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t("process.board")}>
        <table>
          <thead>
            <tr><td></td>{columns.map((issue) => <th key={issue} scope="col" title={issue}>{term(issue, "issue.")}</th>)}</tr>
          </thead>
          <tbody>
            {rows.map((party) => (
              <tr key={party.id}>
                <th scope="row"><Link to={`/actors/${party.id}`}><Foreign>{party.name}</Foreign></Link></th>
                {columns.map((issue) => {
                  const key = `${party.id} ${issue}`;
                  const latest = cells.get(key)?.[0];
                  if (!latest) return <td key={issue}></td>;
                  return (
                    <td key={issue}>
                      <button type="button" class={"cell stance-" + latest.stance} aria-pressed={cell === key} onClick={() => choose(cell === key ? null : key)}>
                        {term(latest.stance)}
                        {latest.changes && <span title={t("process.changed")} aria-label={t("process.changed")}> ↻</span>}
                        {latest.condition && <span title={t("report.condition")} aria-label={t("report.condition")}> ?</span>}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {actors.length > MOST && !all && <p><button type="button" onClick={() => setAll(true)}>{t("process.more.actors", { n: actors.length })}</button></p>}
      <p class="tags" aria-label={t("process.legend")}>
        {STANCES.filter((stance) => positions.some((position) => position.stance === stance)).map((stance) => <Tag key={stance} class={"stance-" + stance}>{term(stance)}</Tag>)}
        <span class="quiet">↻ {t("process.changed")} · ? {t("report.condition")}</span>
      </p>
      {held.length > 0 && (
        <div class="history" role="region" aria-label={t("process.history")} aria-live="polite">
          <h3>{t("process.history")}</h3>
          {held.map((position) => <PositionCard key={position.id} position={position} may={may} />)}
        </div>
      )}
    </div>
  );
}
