/**
 * This tablet's own entries laid over the household's document, as the register will most likely apply them.
 *
 * Only for showing: the server decides. Laying the same entry over a document that already holds it changes nothing,
 * so it does not matter when the document catches up. The document given is never changed.
 */

import type { Clock } from "./clocks.ts";
import type { HouseholdDoc, HouseholdSeen } from "./document.ts";
import type { Entry } from "./entry.ts";
import { happened, type Lays } from "./laying.ts";
import { CASEWORK } from "./projected-casework.ts";
import { reckon } from "./reckoned.ts";
import { FAMILIES } from "./projected-families.ts";
import { PEOPLE, enrolled } from "./projected-people.ts";

const BY_KIND: Record<string, Lays> = { ...PEOPLE, ...FAMILIES, ...CASEWORK };

/** The household as its worker should see it now, its deadlines by these clocks; null when neither document nor entry knows it. */
export function projected(document: HouseholdDoc | null, entries: readonly Entry[], clocks: readonly Clock[] = []): HouseholdSeen | null {
  let seen: HouseholdDoc | null = document && structuredClone(document);
  const unsent: string[] = [];
  for (const entry of entries) {
    if (seen === null && entry.kind === "enrol_household" && entry.household) seen = enrolled(entry);
    if (seen === null) continue;
    reckon(seen, entry, clocks);
    lay(seen, entry);
    unsent.push(entry.uuid);
  }
  return seen && { ...seen, unsent };
}

/** Kinds by which persons leave one household for another. */
const LEAVING = new Set(["move_in", "split_household", "return_child"]);

/** Every household that an entry changes: its own, and the one that persons leave by it. */
export function householdsOf(entry: Entry): string[] {
  const left = LEAVING.has(entry.kind) ? entry.payload["from_household"] : undefined;
  const all = [entry.household, typeof left === "string" ? left : null];
  return all.filter((uuid): uuid is string => uuid !== null);
}

function lay(document: HouseholdDoc, entry: Entry): void {
  const lays = Object.hasOwn(BY_KIND, entry.kind) ? BY_KIND[entry.kind] : undefined;
  if (lays) lays(document, entry);
  else happened(document, entry, { kind: entry.kind });
}
