// What is around every page: the way to the others, language, light, who is signed in.

import type { JSX } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { get, ROOT, send } from "./api";
import { firstLang, LangContext, LANGS, remember, useWords, type Key, type Lang } from "./i18n";
import { ReadPage } from "./pages/read";
import { ReportPage } from "./pages/report";
import { SignIn } from "./pages/signin";
import { Link, useHere } from "./router";
import type { Totals, Who } from "./types";

// what a first visitor does not need is fetched when it is
const Processes = lazy(() => import("./pages/processes").then((page) => page.ProcessesPage));
const Process = lazy(() => import("./pages/process").then((page) => page.ProcessPage));
const Search = lazy(() => import("./pages/search").then((page) => page.SearchPage));
const Actors = lazy(() => import("./pages/actors").then((page) => page.ActorsPage));
const Actor = lazy(() => import("./pages/actor").then((page) => page.ActorPage));
const EventOf = lazy(() => import("./pages/event").then((page) => page.EventPage));
const Story = lazy(() => import("./pages/story").then((page) => page.StoryPage));
const Reports = lazy(() => import("./pages/reports").then((page) => page.ReportsPage));
const Sources = lazy(() => import("./pages/sources").then((page) => page.SourcesPage));
const MapOf = lazy(() => import("./pages/map").then((page) => page.MapPage));
const Corrections = lazy(() => import("./pages/corrections").then((page) => page.CorrectionsPage));

const NAV: [string, Key][] = [
  ["/", "nav.read"], ["/processes", "nav.processes"], ["/search", "nav.search"], ["/actors", "nav.actors"],
  ["/map", "nav.map"], ["/sources", "nav.sources"], ["/reports", "nav.reports"],
];

export function App(): JSX.Element {
  const [lang, setLang] = useState<Lang>(firstLang);
  const [theme, setTheme] = useState(() => document.documentElement.dataset.theme ?? "");
  // before the next paint, so that nobody sees the page between two lights or two languages
  useLayoutEffect(() => {
    document.documentElement.lang = lang;
    remember("lang", lang);
  }, [lang]);
  useLayoutEffect(() => {
    if (!theme) return;
    document.documentElement.dataset.theme = theme;
    remember("theme", theme);
  }, [theme]);
  const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  return (
    <LangContext.Provider value={lang}>
      <Frame lang={lang} setLang={setLang} dark={dark} setDark={(dark) => setTheme(dark ? "dark" : "light")} />
    </LangContext.Provider>
  );
}

interface FrameProps { lang: Lang; setLang: (lang: Lang) => void; dark: boolean; setDark: (dark: boolean) => void }

function Frame(props: FrameProps): JSX.Element {
  const { t } = useWords();
  const here = useHere();
  const [who, setWho] = useState<Who | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => void get<Who>("/session").then(setWho, () => setWho(null)), [turn]);
  const out = () => void send("DELETE", "/session").then(() => setTurn(turn + 1));
  const first = here.pathname.split("/")[1] ?? "";
  const shut = who !== null && who.scope === null;
  useLayoutEffect(() => {
    const name = NAV.find(([path]) => path.slice(1) === first)?.[1];
    document.title = (name ? t(name) + " · " : "") + "notula";
  }, [first, props.lang]);
  return (
    <>
      <a class="skip" href="#content">{t("nav.skip")}</a>
      <header class="top">
        <Link to="/" class="brand">notula</Link>
        <nav aria-label={t("nav.menu")}>
          {NAV.map(([path, key]) => (
            <Link key={path} to={path} current={path.slice(1) === first}>{t(key)}</Link>
          ))}
        </nav>
        <div class="tools">
          <select aria-label={t("language")} value={props.lang} onChange={(event) => props.setLang(event.currentTarget.value as Lang)}>
            {Object.entries(LANGS).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
          </select>
          <button type="button" class="plain" aria-label={t("theme.switch")} title={t("theme.switch")} onClick={() => props.setDark(!props.dark)}>
            {props.dark ? "☀" : "☾"}
          </button>
          {who?.tokens && who.name && <button type="button" class="plain" title={t("signin.as", { name: who.name })} onClick={out}>{t("signout")}</button>}
        </div>
      </header>
      {shut ? <SignIn done={() => setTurn(turn + 1)} /> : (
        <Suspense fallback={<main id="content"><p class="quiet" role="status">{t("loading")}</p></main>}>
          <Page path={here.pathname} who={who} />
        </Suspense>
      )}
      {!shut && <Foot key={turn} />}
    </>
  );
}

function Page({ path, who }: { path: string; who: Who | null }): JSX.Element {
  const { t } = useWords();
  const [first, id] = path.split("/").slice(1);
  const may = who?.scope === "write";
  switch (first) {
    case "": case "read": return <ReadPage who={who} />;
    case "reports": return id ? <ReportPage key={id} id={id} /> : <Reports />;
    case "processes": return id ? <Process key={id} id={id} may={may} /> : <Processes />;
    case "search": return <Search />;
    case "actors": return id ? <Actor key={id} id={id} may={may} /> : <Actors />;
    case "events": return <EventOf key={id} id={id} may={may} />;
    case "stories": return <Story key={id} id={id} />;
    case "sources": return <Sources />;
    case "map": return <MapOf />;
    case "corrections": return <Corrections may={may} />;
    default: return (
      <main id="content"><h1>{t("notfound")}</h1><p><Link to="/">{t("back")}</Link></p></main>
    );
  }
}

/** How much there is; tells when it grows. */
function Foot(): JSX.Element {
  const { t, lang } = useWords();
  const [totals, set] = useState<Totals | null>(null);
  const [grown, setGrown] = useState(false);
  useEffect(() => {
    const stream = new EventSource(ROOT + "/changes");
    let first = true;
    stream.addEventListener("totals", (event: MessageEvent<string>) => {
      set(JSON.parse(event.data) as Totals);
      if (!first) setGrown(true);
      first = false;
    });
    return () => stream.close();
  }, []);
  const show = (n: number) => new Intl.NumberFormat(lang).format(n);
  return (
    <footer class="foot">
      {grown && <p class="grown" role="status">{t("live")} <button type="button" class="plain" onClick={() => location.reload()}>{t("live.show")}</button></p>}
      {totals && <p>{t("foot", { reports: show(totals.reports), events: show(totals.events), statements: show(totals.statements) })}</p>}
      <p><Link to="/corrections">{t("nav.corrections")}</Link> · <a href={ROOT + "/openapi.json"}>{t("foot.api")}</a></p>
    </footer>
  );
}
