/**
 * Households that the server has not told of, though this tablet knows who lives there: parted from another one, or
 * back from where they went.
 */

import type { Left } from "./beside.ts";
import type { Case, HouseholdDoc, Member } from "./document.ts";
import type { Entry } from "./entry.ts";
import { textIn } from "./laying.ts";

/** Where a household without a document comes from, if this tablet knows. */
export interface Origins {
  household(uuid: string): Promise<HouseholdDoc | null>;
  left(uuid: string): Promise<Left | null>;
}

/** The household as its first entries make it, before anything is laid over it; null when that is not known here. */
export async function begun(uuid: string, entries: readonly Entry[], origins: Origins): Promise<HouseholdDoc | null> {
  const split = entries.find((one) => one.kind === "split_household" && one.household === uuid);
  if (split) {
    const from = textIn(split, "from_household");
    const old = from === uuid ? null : await origins.household(from);
    return old && partedFrom(old, split, entries.find((one) => one.kind === "carry_case" && one.household === uuid));
  }
  const back = entries.find((one) => one.kind === "move_in" && one.household === uuid && one.person === null);
  const left = back ? await origins.left(uuid) : null;
  return back && left ? cameBack(left, back) : null;
}

/** Those who go, with what is known and found of them; what was said of the dwelling stays behind. */
function partedFrom(old: HouseholdDoc, split: Entry, carried: Entry | undefined): HouseholdDoc {
  const goes = (split.payload["goes"] ?? []) as { person: string; relation?: string; is_head?: boolean }[];
  const gone = new Set(goes.map((one) => one.person));
  const members = goes.flatMap(({ person, relation = "other", is_head = false }): Member[] => {
    const known = old.members.find((one) => one.uuid === person);
    const heads = is_head || relation === "head";
    return known ? [{ ...known, relation: heads ? "head" : relation, is_head: heads, since: split.on, until: null, unsent: split.uuid }] : [];
  });
  const village = split.payload["village"];
  return {
    ...empty(split.household!, old.commune, split.on), members, village: typeof village === "number" ? village : old.village,
    address: textIn(split, "address"),
    facts: Object.fromEntries(Object.entries(old.facts).filter(([subject]) => gone.has(subject))),
    findings: old.findings.filter((one) => gone.has(one.subject)),
    needs: old.needs.filter((one) => gone.has(one.subject)),
    case: carried && old.case ? caseOf(old.case, carried) : null,
  };
}

/** The case goes on with the days of the one it comes from. */
function caseOf(before: Case, carried: Entry): Case {
  return { uuid: carried.uuid, opened_on: before.opened_on, state: before.state, unsent: carried.uuid };
}

function cameBack(left: Left, back: Entry): HouseholdDoc {
  const members = left.members.map((one): Member => ({ ...one, since: left.enrolled_on, until: null, died_on: null }));
  return {
    ...empty(left.household, left.commune, left.enrolled_on), members, village: left.village, address: left.address,
    ended_on: left.left_on <= back.on ? left.left_on : back.on,
  };
}

function empty(uuid: string, commune: number, enrolled_on: string): HouseholdDoc {
  return {
    uuid, commune, village: null, address: "", enrolled_on, ended_on: null, number: 0, members: [], facts: {}, level: null,
    findings: [], needs: [], case: null, plan: null, deadlines: [], timeline: [], to_settle: 0,
  };
}
