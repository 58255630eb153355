import type { JSX } from "preact";
import { useWords } from "../i18n";
import { Link } from "../router";
import type { Report } from "../types";
import { Foreign, Tag } from "./bits";

export function ReportRows(props: { reports: Report[] }): JSX.Element {
  const { t, day, tongue } = useWords();
  return (
    <ul class="rows">
      {props.reports.map((report) => (
        <li key={report.id}>
          <Link to={`/reports/${report.id}`} class="row-link">
            <b><Foreign lang={report.language}>{report.title ?? t("report.title.none")}</Foreign></b>
            <span class="meta">
              <Foreign>{report.outlet ?? report.domain ?? report.source}</Foreign>
              {report.published && <> · {day(report.published)}</>}{report.language && <> · {tongue(report.language)}</>}
              {report.copy_of && <Tag>{t("event.copies")}</Tag>}
              {report.version > 1 && <Tag>{t("report.version", { n: report.version })}</Tag>}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
