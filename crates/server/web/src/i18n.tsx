// The pages' own words, from lang/*.json; words of reports are never translated.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import en from "./lang/en.json";
import id from "./lang/id.json";

export type Lang = "en" | "id";
export type Key = keyof typeof en;
export const LANGS: Record<Lang, string> = { en: "English", id: "Bahasa Indonesia" };

// the Indonesian file must have every key of the English one, which the type tells at build time
const WORDS: Record<Lang, Record<Key, string>> = { en, id };

/** The language that `public/first.js` chose before the first paint. */
export function firstLang(): Lang {
  return document.documentElement.lang === "id" ? "id" : "en";
}

export function remembered(name: string): string | null {
  try {
    return localStorage.getItem("notula." + name);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem("notula." + name, value);
  } catch {
    // private windows may keep nothing
  }
}

export const LangContext = createContext<Lang>("en");

export interface Words {
  lang: Lang;
  /** The words for `key`, with `{name}` filled in. */
  t: (key: Key, fill?: Record<string, string | number>) => string;
  /** The words for a term of the record, or the term itself. */
  term: (term: string, before?: string) => string;
  day: (value: string | null | undefined) => string;
  percent: (p: number) => string;
  /** A language by its name. */
  tongue: (code: string) => string;
}

export function useWords(): Words {
  const lang = useContext(LangContext);
  const words = WORDS[lang];
  const one = (key: Key, fill: Record<string, string | number>) => (fill.n === 1 ? (words as Record<string, string>)[key + ".one"] : undefined);
  const t = (key: Key, fill: Record<string, string | number> = {}) =>
    (one(key, fill) ?? words[key] ?? key).replace(/\{(\w+)\}/g, (all, name: string) => (name in fill ? String(fill[name]) : all));
  return {
    lang,
    t,
    term: (term, before = "") => (words as Record<string, string>)[before + term] ?? term,
    day: (value) => showDay(value, lang),
    percent: (p) => new Intl.NumberFormat(lang, { style: "percent", maximumFractionDigits: 0 }).format(p),
    tongue: (code) => {
      try {
        return new Intl.DisplayNames(lang, { type: "language" }).of(code) ?? code;
      } catch {
        return code;
      }
    },
  };
}

/** EDTF level 1 for people: `2026-03-07/2026-03-08`, `2026-03`, `2026~`. */
export function showDay(value: string | null | undefined, lang: string): string {
  if (!value) return "";
  const ends = value.split("/");
  if (ends.length === 2 && ends[0] && ends[1]) return showDay(ends[0], lang) + " – " + showDay(ends[1], lang);
  const about = /[~?%]$/.test(value) ? "≈ " : "";
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?$/.exec(value);
  if (!parts) return value;
  const [, year, month, date] = parts;
  const day = new Date(Date.UTC(Number(year), month ? Number(month) - 1 : 0, date ? Number(date) : 1));
  if (Number.isNaN(day.getTime()) || (month && Number(month) > 12)) return value;
  const form: Intl.DateTimeFormatOptions = { timeZone: "UTC", year: "numeric" };
  if (month) form.month = "short";
  if (date) form.day = "numeric";
  return about + new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, form).format(day);
}
