/** What the app itself says, in the worker's language. Romanian is the first; every other says all that it says. */

import { en } from "./en.ts";
import { ro } from "./ro.ts";

export type Language = "ro" | "en";
/** A sentence, or its forms by number. `{name}` is filled in. */
export type Said = string | { one: string; few?: string; other: string };
export type Key = keyof typeof ro;
export type Filling = Readonly<Record<string, string | number>>;

export const LANGUAGES: Readonly<Record<Language, string>> = { ro: "Română", en: "English" };
const WORDS: Readonly<Record<Language, Readonly<Record<Key, Said>>>> = { ro, en };
const LOCALES: Readonly<Record<Language, string>> = { ro: "ro-RO", en: "en-GB" };

export function isLanguage(code: unknown): code is Language {
  return code === "ro" || code === "en";
}

/** The sentence of a key; `n` among the filling chooses its form. */
export function sentence(language: Language, key: Key, filling: Filling = {}): string {
  const said = WORDS[language][key];
  const text = typeof said === "string" ? said : formOf(language, said, Number(filling.n));
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = filling[name];
    return value === undefined ? whole : typeof value === "number" ? numeral(language, value) : value;
  });
}

const DAY = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
const HOUR = { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Bucharest" } as const;
const made = new Map<string, unknown>();

/** Formatters cost more to make than to use, and lists use one in every row. */
function once<T>(name: string, make: () => T): T {
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as T;
}

function formOf(language: Language, said: Exclude<Said, string>, n: number): string {
  const form = once(`n ${language}`, () => new Intl.PluralRules(LOCALES[language])).select(n);
  return (form === "one" && said.one) || (form === "few" && said.few) || said.other;
}

export function numeral(language: Language, value: number): string {
  return once(`# ${language}`, () => new Intl.NumberFormat(LOCALES[language])).format(value);
}

/** 3 mai 2026. Days are YYYY-MM-DD. */
export function dayInWords(language: Language, day: string): string {
  const moment = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(moment.getTime())) return day;
  return once(`d ${language}`, () => new Intl.DateTimeFormat(LOCALES[language], DAY)).format(moment);
}

/** 14:05 when it was on `today`, else with its day. */
export function momentInWords(language: Language, moment: string, today: string): string {
  const when = new Date(moment);
  const hour = once(`h ${language}`, () => new Intl.DateTimeFormat(LOCALES[language], HOUR)).format(when);
  const day = once("iso", () => new Intl.DateTimeFormat("sv-SE", { timeZone: HOUR.timeZone })).format(when);
  return day === today ? hour : `${dayInWords(language, day)}, ${hour}`;
}
