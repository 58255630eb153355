import type { JSX } from "preact";
import { useAsk } from "../api";
import { useWords } from "../i18n";
import { Answer, Export, Head } from "../parts/bits";
import { EventCard } from "../parts/merged";
import { Link } from "../router";
import type { Conflict, Event, Listed } from "../types";
import { Conflicts } from "./process";

export function EventPage(props: { id: string; may: boolean }): JSX.Element {
  const { t, term } = useWords();
  const event = useAsk<Event>(`/events/${props.id}`);
  const story = event.data?.story;
  const conflicts = useAsk<Listed<Conflict>>(event.data?.conflicts.length && story ? "/conflicts" : null, { story, limit: 200 });
  return (
    <main id="content">
      <Answer of={event}>
        {(data) => {
          const mine = conflicts.data?.items.filter((one) => data.conflicts.includes(one.id)) ?? [];
          return (
            <>
              <Head title={term(data.type)} lead={term(data.quad)}><Export forms={[]} /></Head>
              <EventCard event={data} may={props.may} open />
              {mine.length > 0 && <section><h2>{t("event.conflict")}</h2><Conflicts items={mine} /></section>}
              <p class="meta">
                {data.story && <Link to={`/stories/${data.story}`}>{t("report.story")}</Link>}
                {data.process && <> · <Link to={`/processes/${data.process}`}>{t("one.process")}</Link></>}
              </p>
            </>
          );
        }}
      </Answer>
    </main>
  );
}
