/** What is known of a household, as the method takes it: the same as the server does when it evaluates. */

import type { Book as Rules, Result } from "../method/book.ts";
import { ages, fits } from "../method/answers.ts";
import { assess } from "../method/evaluate.ts";
import type { Facts, HouseholdDoc, Member } from "../records/document.ts";

const OF_AGE = 18;
const CHILDREN = new Set(["child", "foster", "sibling"]);
const OF_PEOPLE = new Set(["birth_date", "sex", "age_y", "age_m", "age_d"]);

/** Who lives there on a day. */
export function living(home: Pick<HouseholdDoc, "members">, on: string): Member[] {
  return home.members.filter((one) => one.since <= on && (one.until === null || on < one.until) && one.died_on === null);
}

/** Facts that the rulebook knows, answered in a way that it takes: not “does not know”, not “refused”, no choice it no longer has. */
function answered(rules: Rules, facts: Facts | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts ?? {})
      .filter(([code, [value]]) => value !== null && !(typeof value === "string" && value.startsWith("?")) && Object.hasOwn(rules.facts, code) && !OF_PEOPLE.has(code) && fits(rules, code, value))
      .map(([code, [value]]) => [code, value]),
  );
}

export function kindOf(member: Member, facts: Facts | undefined, on: string): "child" | "adult" {
  if (member.born_on) return ages(member.born_on, on)[0] < OF_AGE ? "child" : "adult";
  return CHILDREN.has(member.relation) || Object.keys(facts ?? {}).some((code) => code.startsWith("c_")) ? "child" : "adult";
}

function row(rules: Rules, member: Member, facts: Facts | undefined, on: string): Record<string, unknown> {
  const kind = kindOf(member, facts, on);
  const said = Object.entries(answered(rules, facts)).filter(([code]) => kind === "child" || rules.facts[code]?.subject !== "child");
  const born = member.born_on && member.born_on <= on && member.born_precision === "day" ? { birth_date: member.born_on } : {};
  const age = member.born_on && member.born_precision !== "day" ? { age_y: ages(member.born_on, on)[0] } : {};
  return { id: member.uuid, kind, ...Object.fromEntries(said), ...(member.sex ? { sex: member.sex } : {}), ...born, ...age };
}

const results = new WeakMap<HouseholdDoc, { rules: Rules; on: string; result: Result }>();

/** Findings, what to ask and services as of a day, from what this tablet knows; worked out once for each state of it. */
export function assessed(rules: Rules, home: HouseholdDoc, on: string): Result {
  const kept = results.get(home);
  if (kept?.rules === rules && kept.on === on) return kept.result;
  const result = assessedNow(rules, home, on);
  results.set(home, { rules, on, result });
  return result;
}

function assessedNow(rules: Rules, home: HouseholdDoc, on: string): Result {
  const members = living(home, on).map((member) => row(rules, member, home.facts[member.uuid], on));
  const children = members.filter((member) => member.kind === "child").length;
  const counts = { h_members: members.length, h_children: children, h_adults: members.length - children };
  const counted = Object.fromEntries(Object.entries(counts).filter(([code, n]) => n > 0 && Object.hasOwn(rules.facts, code)));
  return assess(rules, { id: home.uuid, ...counted, ...answered(rules, home.facts.household) }, members, on);
}
