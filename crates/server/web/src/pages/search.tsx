// Full text with facets.

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { useAsk } from "../api";
import { useWords } from "../i18n";
import { Answer, Export, Foreign, Head, Nothing } from "../parts/bits";
import { Points } from "../points";
import { Link, useParam } from "../router";
import type { Found, Hit, Listed, Process } from "../types";

export function SearchPage(): JSX.Element {
  const { t, day, tongue } = useWords();
  const [text, setText] = useParam("text");
  const [language, setLanguage] = useParam("language");
  const [process, setProcess] = useParam("process");
  const [since, setSince] = useParam("since");
  const [until, setUntil] = useParam("until");
  const [typed, type] = useState(text);
  const [after, setAfter] = useState("");
  const [earlier, setEarlier] = useState<Hit[]>([]);
  // before a key can be pressed, else what was typed meanwhile would be lost
  useLayoutEffect(() => type(text), [text]);
  useEffect(() => {
    setAfter("");
    setEarlier([]);
  }, [text, language, process, since, until]);
  const params = { text, language, process, since, until };
  const asking = useAsk<Found>(text ? "/search" : null, { ...params, after, limit: 20 });
  const [facets, setFacets] = useState<Found["facets"]>(null);
  useEffect(() => {
    if (asking.data?.facets) setFacets(asking.data.facets);
  }, [asking.data]);
  const processes = useAsk<Listed<Process>>(text ? "/processes" : null, { limit: 200 });
  const title = (id: string) => processes.data?.items.find((one) => one.id === id)?.title ?? id;
  const chosen = [language, process, since, until].some(Boolean);

  const facet = (name: string, counts: Record<string, number>, value: string, set: (value: string) => void, show = (key: string) => key) =>
    Object.keys(counts).length > 0 && (
      <fieldset>
        <legend>{name}</legend>
        {Object.entries(counts).sort((a, b) => b[1] - a[1]).slice(0, 12).map(([key, n]) => (
          <button type="button" key={key} class="facet" aria-pressed={value === key} onClick={() => set(value === key ? "" : key)}>
            <Foreign>{show(key)}</Foreign> <span class="quiet">{n}</span>
          </button>
        ))}
      </fieldset>
    );
  const month = (key: string) => {
    if (since === key + "-01") { setSince(""); setUntil(""); return; }
    const [year, number] = key.split("-").map(Number);
    setSince(key + "-01");
    setUntil(new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10));
  };
  return (
    <main id="content" class="wide">
      <Head title={t("search.head")}>{text && <Export params={params} of="reports" forms={["csv", "xlsx", "parquet"]} />}</Head>
      <form role="search" class="row" onSubmit={(event) => (event.preventDefault(), setText(typed.trim()))}>
        <input type="search" class="grow big" aria-label={t("search.place")} placeholder={t("search.place")} value={typed} onInput={(event) => type(event.currentTarget.value)} />
        <button type="submit" class="chief">{t("search.do")}</button>
      </form>
      {text && (
        <div class="with-facets">
          <div class="facets" role="group" aria-label={t("search.filters")}>
            {facets && (
              <>
                {facet(t("search.languages"), facets.languages, language, setLanguage, tongue)}
                {facet(t("search.months"), facets.months, since.slice(0, 7), month, day)}
                {facet(t("search.processes"), facets.processes, process, setProcess, title)}
                {Object.keys(facets.outlets).length > 0 && (
                  <fieldset>
                    <legend>{t("search.outlets")}</legend>
                    {Object.entries(facets.outlets).sort((a, b) => b[1] - a[1]).slice(0, 10).map(([key, n]) => <p class="facet" key={key}><Foreign>{key}</Foreign> <span class="quiet">{n}</span></p>)}
                  </fieldset>
                )}
              </>
            )}
            {chosen && <button type="button" class="plain" onClick={() => { setLanguage(""); setProcess(""); setSince(""); setUntil(""); }}>{t("search.clear")}</button>}
          </div>
          <Answer of={asking}>
            {(found) => {
              const hits = [...earlier, ...found.items.filter((hit) => !earlier.some((one) => one.report.id === hit.report.id))];
              return (
                <div>
                  {facets && <p class="quiet" role="status">{t(facets.more ? "search.countedmore" : "search.counted", { n: facets.counted })}</p>}
                  {hits.length === 0 ? <Nothing>{t("search.none")}</Nothing> : (
                    <ol class="rows">
                      {hits.map((hit) => (
                        <li key={hit.report.id}>
                          <Link to={`/reports/${hit.report.id}`} class="row-link">
                            <b><Foreign lang={hit.report.language}>{hit.report.title ?? t("report.title.none")}</Foreign></b>
                            <span class="meta"><Foreign>{hit.report.outlet ?? hit.report.domain ?? hit.report.source}</Foreign>{hit.report.published && <> · {day(hit.report.published)}</>}{hit.report.language && <> · {tongue(hit.report.language)}</>}</span>
                            <Snippet hit={hit} />
                          </Link>
                        </li>
                      ))}
                    </ol>
                  )}
                  {found.next && <p><button type="button" onClick={() => { setEarlier(hits); setAfter(found.next ?? ""); }}>{t("more")}</button></p>}
                </div>
              );
            }}
          </Answer>
        </div>
      )}
    </main>
  );
}

function Snippet({ hit }: { hit: Hit }): JSX.Element {
  const points = new Points(hit.snippet);
  const parts: JSX.Element[] = [];
  let at = 0;
  for (const [start, end] of hit.found) {
    if (start < at) continue;
    parts.push(<Foreign>{points.slice(at, start)}</Foreign>, <mark class="found"><Foreign>{points.slice(start, end)}</Foreign></mark>);
    at = end;
  }
  parts.push(<Foreign>{points.slice(at, points.length)}</Foreign>);
  return <span class="snippet" lang={hit.report.language ?? undefined}>{parts}</span>;
}
