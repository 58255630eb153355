// Who reports, who copies whom, where they disagree, what is confirmed best.

import type { JSX } from "preact";
import { useAsk } from "../api";
import { useWords } from "../i18n";
import { Answer, Export, Foreign, Head, Nothing } from "../parts/bits";
import { EventCard } from "../parts/merged";
import { Link } from "../router";
import type { Conflict, Event, Listed, Sources } from "../types";
import { Conflicts } from "./process";

export function SourcesPage(): JSX.Element {
  const { t } = useWords();
  const sources = useAsk<Sources>("/sources");
  const events = useAsk<Listed<Event>>("/events", { limit: 200 });
  const conflicts = useAsk<Listed<Conflict>>("/conflicts", { limit: 20 });
  const confirmed = [...(events.data?.items ?? [])].filter((event) => event.independent > 1).sort((a, b) => b.independent - a.independent).slice(0, 8);
  return (
    <main id="content" class="wide">
      <Head title={t("sources.head")} lead={t("sources.lead")}><Export of="reports" /></Head>
      <Answer of={sources}>
        {(data) => (
          <>
            {data.outlets.length === 0 ? <Nothing /> : (
              <div class="scroll" tabIndex={0} role="region" aria-label={t("sources.head")}>
                <table class="plain-table">
                  <thead><tr><th scope="col">{t("sources.outlet")}</th><th scope="col">{t("sources.languages")}</th><th scope="col" class="n">{t("sources.own")}</th><th scope="col" class="n">{t("sources.copies")}</th><th scope="col" class="n">{t("sources.copied")}</th></tr></thead>
                  <tbody>
                    {data.outlets.slice(0, 100).map((outlet) => (
                      <tr key={outlet.name}><th scope="row"><Foreign>{outlet.name}</Foreign></th><td>{outlet.languages.join(", ")}</td><td class="n">{outlet.own}</td><td class="n">{outlet.copies || ""}</td><td class="n">{outlet.copied || ""}</td></tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
            {data.more && <p class="quiet">{t("sources.looked", { n: data.reports })}</p>}
            <h2>{t("sources.who")}</h2>
            {data.copies.length === 0 ? <Nothing>{t("sources.nocopies")}</Nothing> : (
              <ul class="plain-list">
                {data.copies.slice(0, 100).map((copy) => (
                  <li key={copy.from + " " + copy.of}><Foreign>{copy.from}</Foreign> → <Foreign>{copy.of}</Foreign> <Link to={`/reports/${copy.example}`} class="tag">{t("sources.times", { n: copy.reports })}</Link></li>
                ))}
              </ul>
            )}
          </>
        )}
      </Answer>
      <section>
        <h2>{t("process.conflicts")}</h2>
        <Answer of={conflicts}>{(data) => data.items.length ? <Conflicts items={data.items} /> : <Nothing />}</Answer>
      </section>
      <section>
        <h2>{t("sources.confirm")}</h2>
        <p class="quiet">{t("sources.confirm.lead")}</p>
        <Answer of={events}>{() => confirmed.length ? <div class="grid">{confirmed.map((event) => <EventCard key={event.id} event={event} />)}</div> : <Nothing />}</Answer>
      </section>
    </main>
  );
}
