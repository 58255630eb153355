import type { JSX } from "preact";
import { useAsk } from "../api";
import { useWords } from "../i18n";
import { Answer, Export, Foreign, Head, Parties } from "../parts/bits";
import { EventCard } from "../parts/merged";
import { ReportRows } from "../parts/reports";
import { Link } from "../router";
import type { Conflict, Event, Listed, Report, Story } from "../types";
import { Conflicts } from "./process";

export function StoryPage(props: { id: string }): JSX.Element {
  const { t, day } = useWords();
  const story = useAsk<Story>(`/stories/${props.id}`);
  const ask = { story: props.id, limit: 200 };
  const reports = useAsk<Listed<Report>>("/reports", ask);
  const events = useAsk<Listed<Event>>("/events", ask);
  const conflicts = useAsk<Listed<Conflict>>("/conflicts", ask);
  return (
    <main id="content" class="wide">
      <Answer of={story}>
        {(data) => (
          <>
            <Head title={<Foreign>{data.title ?? t("stories.head")}</Foreign>} lead={<>{data.seen && day(data.seen[0])} · {t("process.reports", { n: data.copies })} · {data.languages.join(", ")}</>}>
              <Export params={{ story: props.id }} of="events" />
            </Head>
            <p class="parties"><Parties of={data.parties} /></p>
            {data.process && <p class="meta"><Link to={`/processes/${data.process}`}>{t("one.process")}</Link></p>}
          </>
        )}
      </Answer>
      <div class="columns">
        <section><h2>{t("stories.reports")}</h2><Answer of={reports}>{({ items }) => <ReportRows reports={items} />}</Answer></section>
        <section><h2>{t("kind.event")}</h2><Answer of={events}>{({ items }) => <>{items.map((event) => <EventCard key={event.id} event={event} />)}</>}</Answer></section>
      </div>
      {!!conflicts.data?.items.length && <section><h2>{t("process.conflicts")}</h2><Conflicts items={conflicts.data.items} /></section>}
    </main>
  );
}
