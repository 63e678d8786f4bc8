/** What is said beside a day on which offices are closed, and beside an article that nobody has confirmed; as at the office. */

import { book } from "./session.ts";
import { language, say } from "./say.ts";
import { weekday } from "../records/week.ts";

const SATURDAY = 6;
const NAMES = { ro: "ro-RO", en: "en-GB" } as const;

/** What makes a day one on which offices are closed, in words; "" for a working day. */
export function freeDay(day: string): string {
  const holiday = book.value?.freeDay(day) ?? "";
  if (holiday) return say("legal_holiday", { name: holiday });
  return weekday(day) >= SATURDAY ? weekdayInWords(day) : "";
}

/** The name of a day of the week as the language writes it: luni, Monday. */
export function weekdayInWords(day: string): string {
  return new Intl.DateTimeFormat(NAMES[language.value], { weekday: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00Z`));
}

/** The law that asks for something by a day, with the mark of what is not confirmed on its text; "" when none is named. */
export function articleInWords(code: string, article: string): string {
  const cited = book.value?.articleOf(article) ?? "";
  return cited && book.value?.confirmed(code) === false ? `${cited} (${say("not_confirmed")})` : cited;
}
