import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useAsk } from "../api";
import { useWords } from "../i18n";
import { Answer, Export, Head, Nothing } from "../parts/bits";
import { ReportRows } from "../parts/reports";
import { useParam } from "../router";
import type { Listed, Report } from "../types";

export function ReportsPage(): JSX.Element {
  const { t } = useWords();
  const [language] = useParam("language");
  const [after, setAfter] = useState("");
  const [earlier, setEarlier] = useState<Report[]>([]);
  const asking = useAsk<Listed<Report>>("/reports", { language, after, limit: 50 });
  useEffect(() => { setAfter(""); setEarlier([]); }, [language]);
  return (
    <main id="content">
      <Head title={t("reports.head")}><Export params={{ language }} of="reports" /></Head>
      <Answer of={asking}>
        {({ items, next }) => {
          const all = [...earlier, ...items.filter((one) => !earlier.some((old) => old.id === one.id))];
          return all.length === 0 ? <Nothing>{t("process.empty")}</Nothing> : (
            <>
              <ReportRows reports={all} />
              {next && <p><button type="button" onClick={() => { setEarlier(all); setAfter(next); }}>{t("more")}</button></p>}
            </>
          );
        }}
      </Answer>
    </main>
  );
}
