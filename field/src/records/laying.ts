/** What every kind of entry needs to be laid over a household's document. */

import type { Happened, HouseholdDoc } from "./document.ts";
import type { Entry } from "./entry.ts";

/** What an entry does to the (copied) document of its household. */
export type Lays = (document: HouseholdDoc, entry: Entry) => void;

/** Puts what happened on top of its day in the timeline, once. */
export function happened(document: HouseholdDoc, entry: Entry, what: Partial<Happened> & { kind: string }): void {
  const uuid = what.uuid ?? entry.uuid;
  const one: Happened = { on: entry.on, by: "", person: entry.person, ...what, uuid, unsent: entry.uuid };
  if (document.timeline.some((other) => (other.uuid && one.kind !== "reply" ? other.uuid === uuid && other.kind === one.kind : alike(other, one)))) return;
  const place = document.timeline.findIndex((other) => other.on <= entry.on);
  document.timeline.splice(place === -1 ? document.timeline.length : place, 0, one);
}

/** The text in a payload, or nothing. */
export function textIn(entry: Entry, name: string): string {
  const value = entry.payload[name];
  return typeof value === "string" ? value : "";
}

/** Of what is long past the server sends no uuid: then the same act of the same day is the same. */
function alike(one: Happened, other: Happened): boolean {
  return (["on", "kind", "code", "person", "detail"] as const).every((name) => (one[name] ?? "") === (other[name] ?? ""));
}
