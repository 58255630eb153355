// Small parts that many pages use.

import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { address, type Asking, type Params } from "../api";
import { useWords, type Key } from "../i18n";
import { Link } from "../router";
import type { Party, Source } from "../types";

/** Text of a report, a name, anything that others wrote: its direction cannot spill over. */
export function Foreign(props: { children: string | null | undefined; lang?: string | null }): JSX.Element {
  return <bdi lang={props.lang ?? undefined}>{visible(props.children ?? "")}</bdi>;
}

const CONTROLS = /([\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c])/;

/** Marks that turn the direction of text are kept, shown, and closed in where they stand. */
export function visible(text: string): ComponentChildren {
  if (!CONTROLS.test(text)) return text;
  return text.split(CONTROLS).map((part) =>
    CONTROLS.test(part) ? <bdi class="control" data-code={"U+" + part.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}>{part}</bdi> : part,
  );
}

export function Tag(props: { children: ComponentChildren; class?: string; title?: string }): JSX.Element {
  return <span class={"tag " + (props.class ?? "")} title={props.title}>{props.children}</span>;
}

export function Sure(props: { p: number }): JSX.Element {
  const { t, percent } = useWords();
  return <span class="sure" title={t("report.sure", { p: percent(props.p) })}>{percent(props.p)}</span>;
}

export function Parties(props: { of: Party[]; none?: string }): JSX.Element {
  return (
    <>
      {props.of.length === 0 && (props.none ?? "")}
      {props.of.map((party, i) => (
        <>
          {i > 0 && ", "}
          <Link to={`/actors/${party.id}`} class="party"><Foreign>{party.name}</Foreign></Link>
        </>
      ))}
    </>
  );
}

/** Where a merged fact is told, with its words; each leads to the report with the fact lit. */
export function Told(props: { sources: Source[]; open?: boolean }): JSX.Element {
  const { t, day } = useWords();
  const n = props.sources.length;
  // a page has hundreds of these, and few are opened
  const [open, set] = useState(!!props.open);
  return (
    <details class="told" open={props.open} onToggle={(event) => set(event.currentTarget.open)}>
      <summary>{t("process.sources", { n })}</summary>
      {open && <ul>
        {props.sources.slice(0, 50).map((source) => (
          <li key={source.report + source.fact}>
            <p class="meta">
              <Link to={`/reports/${source.report}?fact=${source.fact}`}><Foreign>{source.outlet}</Foreign></Link>
              {source.published && <> · {day(source.published)}</>}
              {source.language && <> · {source.language}</>}
              {!source.independent && <Tag>{t("event.copies")}</Tag>} <Sure p={source.confidence} />
            </p>
            <Quotes spans={source.evidence.map((span) => span.quote)} lang={source.language} />
          </li>
        ))}
      </ul>}
    </details>
  );
}

export function Quotes(props: { spans: string[]; lang?: string | null }): JSX.Element {
  const shown = props.spans.slice(0, 4);
  return (
    <blockquote lang={props.lang ?? undefined} dir="auto">
      {shown.map((quote, i) => (
        <>
          {i > 0 && <span class="gap"> […] </span>}
          <Foreign>{quote}</Foreign>
        </>
      ))}
      {props.spans.length > shown.length && <span class="gap"> […]</span>}
    </blockquote>
  );
}

/** What stands for an answer until it is there. */
export function Answer<T>(props: { of: Asking<T>; children: (data: T) => ComponentChildren }): JSX.Element {
  const { t } = useWords();
  const { data, error, loading } = props.of;
  if (error) return <p class="trouble" role="alert">{t("error", { why: error.status ? error.message : t("offline") })}</p>;
  if (data === undefined) return <p class="quiet" role="status">{loading ? t("loading") : ""}</p>;
  return <>{props.children(data)}</>;
}

/** Asks for the next part of a list. */
export function More(props: { of: { more: (() => void) | null } }): JSX.Element | null {
  const { t } = useWords();
  return props.of.more && <p><button type="button" onClick={props.of.more}>{t("more")}</button></p>;
}

export function Nothing(props: { children?: ComponentChildren }): JSX.Element {
  const { t } = useWords();
  return <p class="quiet">{props.children ?? t("none")}</p>;
}

/** Files of what is shown. */
export function Export(props: { params?: Params; of?: string; forms?: string[]; also?: { label: string; href: string }[] }): JSX.Element {
  const { t } = useWords();
  const forms = props.forms ?? ["csv", "xlsx", "jsonl", "parquet"];
  // words are searched in one kind of rows
  const kind = (form: string) => (["csv", "parquet"].includes(form) || props.params?.text ? props.of : undefined);
  const [shared, share] = useState(false);
  const copy = () => void navigator.clipboard?.writeText(location.href).then(() => share(true), () => share(false));
  return (
    <div class="export">
      <button type="button" class="plain" onClick={copy}>{shared ? t("shared") : t("share")}</button>
      {(forms.length > 0 || !!props.also?.length) && <details class="menu">
        <summary>{t("export.head")}</summary>
        <ul>
          {forms.map((form) => (
            <li key={form}>
              <a href={address(`/export/${form}`, { ...props.params, of: kind(form) })} download>
                {t(("export." + form) as Key)}
              </a>
            </li>
          ))}
          {props.also?.map(({ label, href }) => <li key={href}><a href={href}>{label}</a></li>)}
        </ul>
      </details>}
    </div>
  );
}

export function Head(props: { title: ComponentChildren; lead?: ComponentChildren; children?: ComponentChildren }): JSX.Element {
  return (
    <header class="head">
      <div>
        <h1>{props.title}</h1>
        {props.lead && <p class="lead">{props.lead}</p>}
      </div>
      {props.children}
    </header>
  );
}
