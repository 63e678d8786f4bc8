/** How a person is shown: initials and age where others may look on, the name when the worker asks for it. */

import { ages } from "../method/answers.ts";
import { today } from "./clock.ts";
import { say } from "./say.ts";

export interface Someone {
  surname: string;
  given_name: string;
  born_on: string | null;
}

export function nameOf(person: Someone): string {
  return `${person.given_name} ${person.surname}`.trim() || say("no_name_yet");
}

/** M.P. for Maria Popescu. */
export function initialsOf(person: Someone): string {
  const letters = [person.given_name, person.surname].map((name) => name.trim().charAt(0).toUpperCase()).filter(Boolean);
  return letters.length ? `${letters.join(".")}.` : say("no_name_yet");
}

/** 9 ani; under two years in months; "" when the birth is not known. */
export function ageInWords(person: Someone): string {
  if (!person.born_on) return "";
  const [years, months] = ages(person.born_on, today());
  if (months < 0) return "";
  return months < 24 ? say("age_months", { n: months }) : say("age_years", { n: years });
}

/** Whole years, or null. */
export function yearsOf(person: Someone): number | null {
  return person.born_on ? ages(person.born_on, today())[0] : null;
}
