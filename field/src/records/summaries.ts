/** What the index keeps of a household, and the worklist out of it. */

import type { HouseholdDoc } from "./document.ts";
import type { Asked, Planned, Summary, SummaryPerson } from "./records.ts";

/** The household in the index. */
export function summaryOf(document: HouseholdDoc, unsent = 0): Summary {
  return {
    uuid: document.uuid,
    commune: document.commune,
    village: document.village,
    address: document.address,
    level: document.level ?? null,
    ended: document.ended_on !== null,
    case_open: document.case != null && document.case.state === "open",
    persons: document.members.map((member) => ({
      uuid: member.uuid, surname: member.surname, given_name: member.given_name, sex: member.sex,
      born_on: member.born_on, born_precision: member.born_precision, is_head: member.is_head,
      gone: member.until !== null || member.died_on !== null, cnp: member.cnp?.value ?? "",
    })),
    deadlines: document.deadlines.map(({ code, person, due_on, urgency, article, why = [] }) => ({ code, person, due_on, urgency, article, why })),
    visits: document.visits ?? [],
    to_settle: document.to_settle,
    unsent,
  };
}

/** What is asked, by whom it is about: overdue first, then by urgency, then by day. */
export function worklistOf(households: Iterable<Summary>, on: string): Asked[] {
  const asked: Asked[] = [];
  for (const household of households) {
    if (household.ended) continue;
    for (const deadline of household.deadlines) {
      asked.push({
        ...deadline, household: household.uuid, commune: household.commune, address: household.address,
        who: whoOf(household, deadline.person), days_late: deadline.due_on < on ? daysBetween(deadline.due_on, on) : 0,
        unsent: household.unsent,
      });
    }
  }
  return asked.sort(inOrder);
}

/** The visits planned from a day to before another in which a worker goes, by day; `who` is the household's head. */
export function plannedOf(households: Iterable<Summary>, worker: string, since: string, until: string): Planned[] {
  const found: Planned[] = [];
  for (const household of households) {
    for (const visit of household.ended ? [] : household.visits ?? []) {
      if (visit.goers.includes(worker) && since <= visit.day && visit.day < until) {
        found.push({ ...visit, household: household.uuid, village: household.village, who: whoOf(household, null) });
      }
    }
  }
  return found.sort((one, other) => compare(one.day, other.day) || (one.village ?? 0) - (other.village ?? 0) || compare(one.uuid, other.uuid));
}

function inOrder(one: Asked, other: Asked): number {
  const late = Number(other.days_late > 0) - Number(one.days_late > 0);
  return late || other.urgency - one.urgency || compare(one.due_on, other.due_on) || compare(one.household, other.household);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function whoOf(household: Summary, person: string | null): SummaryPerson | null {
  const found = household.persons.find((one) => (person === null ? one.is_head && !one.gone : one.uuid === person));
  return found ?? null;
}

function daysBetween(since: string, until: string): number {
  return Math.round((Date.parse(`${until}T00:00Z`) - Date.parse(`${since}T00:00Z`)) / 86_400_000);
}
