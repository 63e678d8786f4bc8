/** School attendance between two interviews: of whom it is asked, and the entries of what was told, as at the office. */

import type { Act } from "../records/entry.ts";
import type { HouseholdSeen, Member } from "../records/document.ts";
import { living } from "./known.ts";
import { yearsOf } from "./persons.ts";

export const ABSENT_HOURS = "c_abs_h";
export const SCHOOL = "education";
const [FROM_AGE, BELOW_AGE, MOST_HOURS] = [6, 18, 1_000] as const;

/** The children of school age, without those known not to be enrolled; nobody for who does not see school. */
export function pupils(home: HouseholdSeen, seen: readonly string[], on: string): Member[] {
  if (!seen.includes(SCHOOL)) return [];
  return living(home, on).filter((one) => {
    const age = yearsOf(one);
    return age !== null && age >= FROM_AGE && age < BELOW_AGE && home.facts[one.uuid]?.["c_enrolled"]?.[0] !== false;
  });
}

/** The hours told last with their day, or null. */
export function toldLast(home: HouseholdSeen, child: string): { hours: number; on: string } | null {
  const [hours, on] = home.facts[child]?.[ABSENT_HOURS] ?? [];
  return typeof hours === "number" && on ? { hours, on } : null;
}

/** Whole hours of one term, null when nothing was typed, undefined when it is no such number. */
export function hoursOf(typed: string): number | null | undefined {
  if (typed.trim() === "") return null;
  const hours = Number(typed);
  return Number.isInteger(hours) && hours >= 0 && hours <= MOST_HOURS ? hours : undefined;
}

/** One act for each child of whom something was told; `typed` by child. */
export function attendanceActs(home: HouseholdSeen, typed: ReadonlyMap<string, string>, on: string): Act[] {
  return [...typed].flatMap(([person, words]) => {
    const hours = hoursOf(words);
    return typeof hours === "number" ? [{ kind: "record_attendance", commune: home.commune, household: home.uuid, person, payload: { hours }, on }] : [];
  });
}
