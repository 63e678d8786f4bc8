/** How life events and corrections are laid over a household. */

import type { Cnp, HouseholdDoc, Member, Precision, Sex } from "./document.ts";
import type { Entry } from "./entry.ts";
import { happened, textIn, type Lays } from "./laying.ts";

interface Stated {
  uuid: string;
  surname?: string;
  given_name?: string;
  sex?: Sex;
  born?: string | null;
  cnp?: Cnp | null;
  relation?: string;
  is_head?: boolean;
}

/** A household that only this tablet knows. */
export function enrolled(entry: Entry): HouseholdDoc {
  const village = entry.payload["village"];
  const members = (entry.payload["members"] ?? []) as Stated[];
  return {
    uuid: entry.household!, commune: entry.commune, village: typeof village === "number" ? village : null,
    address: textIn(entry, "address"), enrolled_on: entry.on, ended_on: null, number: 0,
    members: members.map((stated) => memberOf(stated, entry)), facts: {}, level: null, findings: [], needs: [],
    case: null, plan: null, deadlines: [], timeline: [], to_settle: 0,
  };
}

/** The kinds of people's room. */
export const PEOPLE: Record<string, Lays> = {
  enrol_household: (document, entry) => happened(document, entry, { kind: "enrolled" }),
  enrol_person: (document, entry) => joins(document, entry, entry.payload as unknown as Stated),
  record_birth: (document, entry) => {
    const stated = entry.payload as unknown as Stated;
    joins(document, entry, { relation: "child", ...stated, born: stated.born ?? entry.on });
  },
  record_death: died,
  move_out: movedOut,
  move_in: movedIn,
  name_head: (document, entry) => {
    heads(document, entry, entry.person);
    for (const [person, relation] of Object.entries((entry.payload["relations"] ?? {}) as Record<string, string>)) {
      const member = current(document, person);
      if (member && !member.is_head) member.relation = relation;
    }
    happened(document, entry, { kind: entry.kind });
  },
  correct_person: (document, entry) => {
    const member = document.members.find((one) => one.uuid === entry.person);
    if (member) corrected(member, textIn(entry, "field"), entry.payload["value"] ?? null);
    if (member) member.unsent = entry.uuid;
    happened(document, entry, { kind: entry.kind, code: textIn(entry, "field") });
  },
  correct_household: (document, entry) => {
    const value = entry.payload["value"] ?? null;
    if (entry.payload["field"] === "address") document.address = typeof value === "string" ? value : "";
    else document.village = typeof value === "number" ? value : null;
    happened(document, entry, { kind: entry.kind, code: textIn(entry, "field") });
  },
};

function memberOf(stated: Stated, entry: Entry): Member {
  const relation = stated.relation ?? "other";
  return {
    uuid: stated.uuid, surname: stated.surname ?? "", given_name: stated.given_name ?? "", sex: stated.sex ?? "",
    ...bornOf(stated.born ?? null), relation, is_head: stated.is_head === true || relation === "head",
    since: entry.on, until: null, died_on: null, ...(stated.cnp ? { cnp: stated.cnp } : {}), unsent: entry.uuid,
  };
}

/** A birth as stated (YYYY-MM-DD, YYYY-MM, YYYY, nothing) as its earliest day and how precisely it is known. */
function bornOf(born: string | null): { born_on: string | null; born_precision: Precision } {
  const precision = ({ 4: "year", 7: "month", 10: "day" } as const)[born?.length ?? 0];
  if (!born || !precision) return { born_on: null, born_precision: "unknown" };
  return { born_on: `${born}-01-01`.slice(0, 10), born_precision: precision };
}

function current(document: HouseholdDoc, person: string | null): Member | undefined {
  return document.members.find((member) => member.uuid === person && member.until === null);
}

function joins(document: HouseholdDoc, entry: Entry, stated: Stated): void {
  if (!document.members.some((member) => member.uuid === stated.uuid)) {
    document.members.push(memberOf(stated, entry));
    if (memberOf(stated, entry).is_head) heads(document, entry, stated.uuid);
  }
  happened(document, entry, { kind: entry.kind, person: stated.uuid });
}

function heads(document: HouseholdDoc, entry: Entry, person: string | null): void {
  const head = current(document, person);
  if (!head) return;
  for (const other of document.members) {
    if (other === head || !other.is_head || other.until !== null) continue;
    other.is_head = false;
    other.relation = "other";
  }
  head.is_head = true;
  head.relation = "head";
  head.unsent = entry.uuid;
}

function leaves(document: HouseholdDoc, entry: Entry, until: string): void {
  const member = current(document, entry.person);
  if (!member) return;
  member.until = until;
  member.unsent = entry.uuid;
  const headed = document.members.some((one) => one.is_head && one.until === null); // stays head, as in the register
  if (!headed && typeof entry.payload["new_head"] === "string") heads(document, entry, entry.payload["new_head"]);
}

function died(document: HouseholdDoc, entry: Entry): void {
  const died_on = textIn(entry, "died_on") || entry.on;
  const member = document.members.find((one) => one.uuid === entry.person);
  if (member) member.died_on = died_on;
  leaves(document, entry, nextDay(died_on));
  happened(document, entry, { kind: entry.kind });
}

function movedOut(document: HouseholdDoc, entry: Entry): void {
  if (entry.person === null) document.ended_on ??= entry.on;
  else leaves(document, entry, entry.on);
  happened(document, entry, { kind: entry.kind, detail: textIn(entry, "to") });
}

function movedIn(document: HouseholdDoc, entry: Entry): void {
  if (entry.person === null) {
    document.ended_on = null;
    if (typeof entry.payload["address"] === "string") document.address = entry.payload["address"];
    if (typeof entry.payload["village"] === "number") document.village = entry.payload["village"];
  } else if (document.uuid === entry.payload["from_household"]) {
    leaves(document, entry, entry.on);
  } else {
    if (document.members.some((member) => member.uuid === entry.person && member.until === null)) return;
    comesBack(document, entry, { ...(entry.payload as object), uuid: entry.person });
  }
  happened(document, entry, { kind: entry.kind });
}

/** Somebody of the register comes to live here, perhaps once more; of who is not known here only the uuid is. */
export function comesBack(document: HouseholdDoc, entry: Entry, stated: Stated): void {
  const known = document.members.find((member) => member.uuid === stated.uuid);
  if (known?.until === null) return;
  // The names stand in the household they left, which the screens have; here only who it is.
  document.members = document.members.filter((member) => member !== known);
  joins(document, entry, { ...known, ...stated, born: known?.born_on ?? null });
}

function corrected(member: Member, field: string, value: unknown): void {
  const text = typeof value === "string" ? value : "";
  if (field === "surname" || field === "given_name") member[field] = text;
  else if (field === "sex") member.sex = text as Sex;
  else if (field === "born") Object.assign(member, bornOf(text || null));
  else if (field === "cnp") member.cnp = value as Cnp | null;
  else if (field === "died_on") member.died_on = text || null;
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
