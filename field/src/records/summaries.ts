/** What the index keeps of a household, and the worklist out of it. */

import type { HouseholdDoc } from "./document.ts";
import type { Asked, Summary, SummaryPerson } from "./records.ts";

/** The household in the index. */
export function summaryOf(document: HouseholdDoc, unsent = 0): Summary {
  return {
    uuid: document.uuid,
    commune: document.commune,
    village: document.village,
    address: document.address,
    level: document.level ?? null,
    ended: document.ended_on !== null,
    ...(document.ended_on === null ? {} : { ended_on: document.ended_on }),
    case_open: document.case != null && document.case.state === "open",
    persons: document.members.map((member) => ({
      uuid: member.uuid, surname: member.surname, given_name: member.given_name, sex: member.sex,
      born_on: member.born_on, born_precision: member.born_precision, is_head: member.is_head,
      gone: member.until !== null || member.died_on !== null, cnp: member.cnp?.value ?? "",
    })),
    deadlines: document.deadlines.map(({ code, person, due_on, urgency, article, why = [], unsent: by }) => ({ code, person, due_on, urgency, article, why, ...(by ? { reckoned: true as const } : {}) })),
    visits: (document.visits ?? []).map((visit) => ({ ...visit, made_by: visitorsOn(document, visit.day) })),
    messages: (document.messages ?? []).filter((one) => one.by !== "" && !one.read_here).map(({ at, by, read_by }) => ({ at, by, read_by })),
    team: document.case?.team ?? [],
    promised: [
      ...(document.plan?.services ?? []).filter((one) => one.state === "planned").map(({ role, due_on, code }) => ({ role, due_on, code })),
      ...(document.plan?.others ?? []).map((one) => ({ ...one, code: "" })),
    ],
    to_settle: document.to_settle,
    unsent,
  };
}

/** By whose visits of a day: their names, "" for this tablet's own worker. */
function visitorsOn(document: HouseholdDoc, day: string): string[] {
  return document.timeline.filter((one) => one.kind === "visit" && one.on === day).map((one) => one.by);
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

function inOrder(one: Asked, other: Asked): number {
  const late = Number(other.days_late > 0) - Number(one.days_late > 0);
  return late || other.urgency - one.urgency || compare(one.due_on, other.due_on) || compare(one.household, other.household);
}

export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

export function whoOf(household: Summary, person: string | null): SummaryPerson | null {
  const found = household.persons.find((one) => (person === null ? one.is_head && !one.gone : one.uuid === person));
  return found ?? null;
}

function daysBetween(since: string, until: string): number {
  return Math.round((Date.parse(`${until}T00:00Z`) - Date.parse(`${since}T00:00Z`)) / 86_400_000);
}
