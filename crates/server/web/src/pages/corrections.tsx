import type { JSX } from "preact";
import { Problem, send, useAsk } from "../api";
import { useState } from "preact/hooks";
import { useWords, type Key } from "../i18n";
import { Answer, Foreign, Head, Nothing, Tag } from "../parts/bits";
import type { Corrected, Listed } from "../types";

export function CorrectionsPage(props: { may: boolean }): JSX.Element {
  const { t, day } = useWords();
  const asking = useAsk<Listed<Corrected>>("/corrections", { limit: 200 });
  const [wrong, say] = useState("");
  const undo = (correction: number) => send("POST", "/corrections", { change: "undo", correction }).then(
    asking.again, (error: unknown) => say(error instanceof Problem ? error.message : t("offline")));
  const what = (made: Corrected) => {
    const fill = Object.fromEntries(Object.entries(made).map(([name, value]) => [name, String(value)]));
    return t((made.change === "undo" ? "correct.undo.of" : "correct." + made.change) as Key, fill);
  };
  return (
    <main id="content">
      <Head title={t("correct.head")} lead={t("correct.lead")} />
      {wrong && <p class="trouble" role="alert">{t("error", { why: wrong })}</p>}
      <Answer of={asking}>
        {({ items }) => items.length === 0 ? <Nothing>{t("correct.none")}</Nothing> : (
          <ul class="rows">
            {items.map((made) => (
              <li key={made.id} class={made.undone_by ? "undone" : ""}>
                <p><b><Foreign>{what(made)}</Foreign></b> {made.undone_by && <Tag>{t("correct.undone")}</Tag>}</p>
                {made.note && <p><Foreign>{made.note}</Foreign></p>}
                <p class="meta">{t("correct.by", { name: made.by, day: day(made.at.slice(0, 10)) })}
                  {props.may && !made.undone_by && made.change !== "undo" && <> · <button type="button" class="plain" onClick={() => void undo(made.id)}>{t("correct.undo")}</button></>}
                </p>
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </main>
  );
}
