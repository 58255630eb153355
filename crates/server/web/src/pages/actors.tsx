import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useWords } from "../i18n";
import { useList } from "../list";
import { Answer, Export, Foreign, Head, More, Nothing } from "../parts/bits";
import { Link, useParam } from "../router";
import type { Actor } from "../types";

export function ActorsPage(): JSX.Element {
  const { t, term } = useWords();
  const [text, setText] = useParam("text");
  const [typed, type] = useState(text);
  useEffect(() => {
    const wait = setTimeout(() => typed.trim() !== text && setText(typed.trim()), 250);
    return () => clearTimeout(wait);
  }, [typed]);
  const asking = useList<Actor>("/actors", { text, limit: 60 });
  return (
    <main id="content">
      <Head title={t("actors.head")}><Export params={{ text }} of="actors" forms={text ? ["csv", "xlsx", "parquet"] : ["csv", "xlsx", "jsonl", "graphml"]} /></Head>
      <input type="search" class="big full" aria-label={t("actors.place")} placeholder={t("actors.place")} value={typed} onInput={(event) => type(event.currentTarget.value)} />
      <Answer of={asking}>
        {({ items }) => items.length === 0 ? <Nothing>{t("actors.none")}</Nothing> : (
          <ul class="rows two">
            {items.map((actor) => (
              <li key={actor.id}>
                <Link to={`/actors/${actor.id}`} class="row-link">
                  <b><Foreign>{actor.name}</Foreign></b>
                  <span class="meta">{[term(actor.kind), actor.country, actor.sector].filter(Boolean).join(" · ")} · {t("actors.reports", { n: actor.reports })}</span>
                  {actor.roles[0] && <span class="meta"><Foreign>{actor.roles[actor.roles.length - 1].title}</Foreign></span>}
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
