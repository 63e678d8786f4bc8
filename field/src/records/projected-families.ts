/** How families that part, parents who leave and come back, and children who are placed are laid over a household. */

import type { Departure, HouseholdDoc } from "./document.ts";
import type { Entry } from "./entry.ts";
import { happened, textIn, type Lays } from "./laying.ts";
import { comesBack } from "./projected-people.ts";

/** The kinds of life events beside births, deaths and moves. */
export const FAMILIES: Record<string, Lays> = {
  split_household: (document, entry) => {
    if (document.uuid !== entry.payload["from_household"]) return happened(document, entry, { kind: entry.kind });
    const goes = (entry.payload["goes"] ?? []) as { person: string }[];
    for (const one of goes) leaves(document, entry, one.person);
    newHead(document, entry);
    happened(document, entry, { kind: entry.kind });
  },
  record_parent_gone: (document, entry) => {
    const to = textIn(entry, "to");
    const notified = entry.payload["notified"];
    for (const child of childrenOf(entry)) {
      states(document, entry, child, `c_${textIn(entry, "parent")}`, to);
      if (to === "abroad" && typeof notified === "boolean") states(document, entry, child, "c_notified", notified);
      if (typeof entry.payload["carer"] === "string") states(document, entry, child, "c_adult_carer", true);
    }
    if (entry.person) leaves(document, entry, entry.person);
    newHead(document, entry);
    happened(document, entry, { kind: entry.kind });
  },
  record_parent_back: (document, entry) => {
    for (const child of childrenOf(entry)) states(document, entry, child, `c_${textIn(entry, "parent")}`, "present");
    happened(document, entry, { kind: entry.kind });
  },
  announce_departure: (document, entry) => {
    departs(document, entry);
    happened(document, entry, { kind: entry.kind });
  },
  place_child: (document, entry) => {
    if (entry.person) {
      leaves(document, entry, entry.person);
      states(document, entry, entry.person, "c_measure", textIn(entry, "measure"));
    }
    happened(document, entry, { kind: entry.kind });
  },
  return_child: (document, entry) => {
    const child = entry.person;
    if (child && document.uuid === entry.payload["from_household"]) leaves(document, entry, child);
    else if (child) {
      comesBack(document, entry, { uuid: child, relation: textIn(entry, "relation") || "child" });
      for (const [code, value] of [["c_measure", "none"], ["c_measure_ended", true], ["c_measure_end_m", 0]] as const) {
        states(document, entry, child, code, value);
      }
    }
    happened(document, entry, { kind: entry.kind });
  },
  record_union: (document, entry) => {
    const partner = entry.payload["partner"];
    const ended = entry.payload["ended"] === true;
    const both = [entry.person, typeof partner === "string" ? partner : null].filter((one): one is string => one !== null);
    for (const person of both) states(document, entry, person, "c_union", !ended);
    if (!ended) partners(document, both);
    happened(document, entry, { kind: entry.kind });
  },
};

/** A departure is one by its parent and its day; what is said of it later is added to it. */
function departs(document: HouseholdDoc, entry: Entry): void {
  const said = (name: string): string | null => textIn(entry, name) || null;
  const known = document.departures ?? [];
  const [parent, leaves_on] = [textIn(entry, "parent"), textIn(entry, "leaves_on")];
  const before = known.find((one) => one.parent === parent && one.leaves_on === leaves_on);
  const now: Departure = {
    parent, leaves_on, who: before?.who ?? "", country: said("country") ?? before?.country ?? "",
    notified: entry.payload["notified"] === true || before?.notified === true, carer: said("carer") ?? before?.carer ?? null,
    carer_words: said("carer_words") ?? before?.carer_words ?? "", delegated_on: said("delegated_on") ?? before?.delegated_on ?? null,
  };
  document.departures = [...known.filter((one) => one !== before), now].sort((one, other) => one.leaves_on.localeCompare(other.leaves_on));
}

function childrenOf(entry: Entry): string[] {
  return (entry.payload["children"] ?? []) as string[];
}

/** Where one of the two heads the household of the other, the other is the partner from now on. */
function partners(document: HouseholdDoc, both: string[]): void {
  const here = document.members.filter((one) => both.includes(one.uuid) && one.until === null);
  if (here.length < 2 || !here.some((one) => one.is_head)) return;
  for (const one of here) if (!one.is_head) one.relation = "partner";
}

function leaves(document: HouseholdDoc, entry: Entry, person: string): void {
  const member = document.members.find((one) => one.uuid === person && one.until === null);
  if (!member) return;
  member.until = entry.on;
  member.unsent = entry.uuid;
}

function newHead(document: HouseholdDoc, entry: Entry): void {
  const head = document.members.find((one) => one.uuid === entry.payload["new_head"] && one.until === null);
  if (!head) return;
  head.is_head = true;
  head.relation = "head";
  head.unsent = entry.uuid;
}

/** What the event says of a person is known from its day on, unless something of a later day is known. */
function states(document: HouseholdDoc, entry: Entry, person: string, code: string, value: unknown): void {
  const facts = (document.facts[person] ??= {});
  const before = facts[code];
  if (!before || before[1] <= entry.on) facts[code] = [value, entry.on];
}
