// A report of the store, its facts lit, and what is known of it across reports.

import type { JSX } from "preact";
import { ROOT, useAsk } from "../api";
import { useWords } from "../i18n";
import { Answer, Export, Foreign } from "../parts/bits";
import { RecordView } from "../parts/record";
import { Link } from "../router";
import type { Rec, Report } from "../types";

export function ReportPage(props: { id: string }): JSX.Element {
  const { t, day } = useWords();
  const report = useAsk<Report>(`/reports/${props.id}`);
  const record = useAsk<Rec>(`/reports/${props.id}/record`);
  const copies = useAsk<Report[]>(`/reports/${props.id}/copies`);
  return (
    <main id="content" class="wide">
      <Answer of={record}>
        {(data) => (
          <RecordView record={data}>
            {report.data && (
              <p class="meta links">
                <Foreign>{report.data.source}</Foreign>
                {report.data.version > 1 && <> · {t("report.version", { n: report.data.version })}</>}
                {report.data.replaced_by && <> · <Link to={`/reports/${report.data.replaced_by}`}>{t("report.replaced")}</Link></>}
                {report.data.story && <> · <Link to={`/stories/${report.data.story}`}>{t("report.story")}</Link></>}
                {report.data.process && <> · <Link to={`/processes/${report.data.process}`}>{t("one.process")}</Link></>}
                {report.data.copy_of && <> · {t("report.copyof")} <Link to={`/reports/${report.data.copy_of}`}>{report.data.copy_of}</Link></>}
              </p>
            )}
            {!!copies.data?.length && (
              <p class="meta">
                {t("report.copies")}: {copies.data.map((copy, i) => (
                  <>{i > 0 && ", "}<Link to={`/reports/${copy.id}`}><Foreign>{copy.outlet ?? copy.domain ?? copy.id}</Foreign></Link>{copy.published && ` (${day(copy.published)})`}</>
                ))}
              </p>
            )}
            <Export forms={[]} also={[{ label: t("export.json"), href: `${ROOT}/reports/${props.id}/record` }]} />
          </RecordView>
        )}
      </Answer>
    </main>
  );
}
