/** A team's week out of the index: visits planned, those that two professions could make together, messages not read. */

import type { Planned, Summary, SummaryPerson, SummaryVisit } from "./records.ts";
import { compare, whoOf } from "./summaries.ts";

/** Messages older than this are not waited for any more, as at the office. */
const WAITS_MS = 90 * 86_400_000;
const WEEK_DAYS = 7;

/** The worker of this tablet, as far as a week needs it. */
export interface Self {
  uuid: string;
  name: string;
  roles: readonly string[];
}

/** The visits planned from a day to before another, by day; of a worker alone, or of everybody when null. */
export function plannedOf(households: Iterable<Summary>, self: Self, span: { since: string; until: string; on: string; all?: boolean }): Planned[] {
  const found: Planned[] = [];
  for (const household of households) {
    for (const visit of household.ended ? [] : household.visits ?? []) {
      if (!(span.all || goes(visit, self)) || visit.day < span.since || visit.day >= span.until) continue;
      const { uuid, commune, village } = household;
      found.push({ ...visit, household: uuid, commune, village, who: whoOf(household, null), state: stateOf(visit, self, span.on) });
    }
  }
  return found.sort((one, other) => compare(one.day, other.day) || (one.village ?? 0) - (other.village ?? 0) || compare(one.uuid, other.uuid));
}

/** What stands only on this tablet was planned by its worker. */
export function goes(visit: Pick<SummaryVisit, "goers">, self: Pick<Self, "uuid">): boolean {
  return visit.goers.includes(self.uuid) || visit.goers[0] === "";
}

function stateOf(visit: SummaryVisit, self: Self, on: string): Planned["state"] {
  const made = (visit.made_by ?? []).some((name) => (name === "" ? goes(visit, self) : visit.names.includes(name) || (visit.goers[0] === "" && name === self.name)));
  return made ? "made" : visit.day < on ? "missed" : "planned";
}

/** Two professions have something due in one household by the end of a week. `theirs`: what may be known of it. */
export interface Together {
  household: string;
  commune: number;
  village: number | null;
  who: SummaryPerson | null;
  due_on: string;
  mine: string[];
  other_role: string;
  theirs: string[];
}

/** As at the office: one of this worker's roles and another of the team; not where a visit of two is planned already. */
export function togetherIn(households: Iterable<Summary>, self: Self, week: { since: string; until: string; on: string }, team: (commune: number) => readonly string[]): Together[] {
  const found: Together[] = [];
  for (const household of households) {
    if (household.ended) continue;
    const due = (household.promised ?? []).filter((one) => one.due_on < week.until).sort((one, other) => compare(one.due_on, other.due_on) || compare(one.code, other.code));
    const mine = due.filter((one) => self.roles.includes(one.role));
    const others = due.filter((one) => !self.roles.includes(one.role) && team(household.commune).includes(one.role));
    const [first, other] = [mine[0], others[0]];
    const taken = (household.visits ?? []).some((one) => one.goers.length > 1 && week.since <= one.day && one.day < week.until && stateOf(one, self, week.on) !== "missed");
    if (!first || !other || taken) continue;
    const { uuid, commune, village } = household;
    found.push({
      household: uuid, commune, village, who: whoOf(household, null), due_on: first.due_on, mine: few(mine), other_role: other.role,
      theirs: few(others.filter((one) => one.role === other.role)),
    });
  }
  return found.sort((one, other) => compare(one.due_on, other.due_on) || compare(one.household, other.household));
}

const MOST_NAMED = 3;

function few(several: readonly { code: string }[]): string[] {
  return [...new Set(several.map((one) => one.code).filter(Boolean))].slice(0, MOST_NAMED);
}

/** The day on which two could go: the day it is due, or today when that has passed; a weekday where there is one left. */
export function dayOffered(due_on: string, on: string): string {
  const day = due_on < on ? on : due_on;
  const place = weekday(day);
  const friday = daysAfter(day, -(place - 5));
  return place <= 5 || friday < on ? day : friday;
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  return daysAfter(day, 1 - weekday(day));
}

/** The days of a week from its Monday on. */
export function daysOf(monday: string): string[] {
  return Array.from({ length: WEEK_DAYS }, (_, place) => daysAfter(monday, place));
}

/** 1 for Monday to 7 for Sunday. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00Z`).getUTCDay() || WEEK_DAYS;
}

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** How many messages of a household wait for a worker: of others, not read, not too old, and meant for who is of its team. */
export function unreadOf(household: Pick<Summary, "messages" | "team">, worker: string, now: string): number {
  const team = household.team ?? [];
  if (team.length > 0 && !team.includes(worker)) return 0;
  const since = new Date(Date.parse(now) - WAITS_MS).toISOString();
  return (household.messages ?? []).filter((one) => one.by !== worker && !one.read_by.includes(worker) && since < one.at).length;
}
