import type { JSX } from "preact";
import { useWords } from "../i18n";
import { useList } from "../list";
import { Answer, Foreign, Head, More, Nothing } from "../parts/bits";
import { Link } from "../router";
import type { Process } from "../types";

export function ProcessesPage(): JSX.Element {
  const { t, day } = useWords();
  const asking = useList<Process>("/processes", { limit: 50 });
  return (
    <main id="content">
      <Head title={t("process.head")} lead={t("process.lead")} />
      <Answer of={asking}>
        {({ items }) => items.length === 0 ? <Nothing>{t("process.empty")}</Nothing> : (
          <ul class="rows">
            {items.map((process) => (
              <li key={process.id}>
                <Link to={`/processes/${process.id}`} class="row-link">
                  <b><Foreign>{process.title}</Foreign></b>
                  <span class="meta">
                    {process.seen && <>{day(process.seen[0])} – {day(process.seen[1])} · </>}
                    {t("process.stories", { n: process.stories })} · {t("process.reports", { n: process.reports })}
                  </span>
                  <span class="meta"><Foreign>{process.parties.map((party) => party.name).join(", ")}</Foreign></span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Answer>
      <More of={asking} />
    </main>
  );
}
