/** What is known before the first question: who asks, on which day, and what the household's record says. */

import type { Node } from "./compile.ts";
import type { Cell, Filling, Row } from "./filling.ts";
import { fitsType } from "./filling.ts";
import type { FactOf } from "./form.ts";
import type { Carried, KnownMember, Opening } from "./shapes.ts";
import { textOf } from "./numbers.ts";

type Fields = Readonly<Record<string, string>>;

/** Puts in what the worker need not ask; `at` and `on` are those of the beginning, also when a draft is taken up. */
export function prepare(filling: Filling, opening: Opening, begun: { on: string; at: string }): void {
  const { carried } = opening;
  const round = opening.round ?? (carried === null ? undefined : "follow_up");
  fillFields(filling, filling.root, "interview", {
    on: begun.on, started_at: begun.at, role: opening.role, ...(round === undefined ? {} : { round }),
  }, ["on", "role"]);
  if (carried === null) return;
  const village = opening.villages?.find((each) => each.siruta === carried.village)?.name ?? "";
  fillFields(filling, filling.root, "households", { village, address: carried.address }, ["village", "address"]);
  carry(filling, filling.root, carried.facts.household ?? {});
  const repeat = repeatOfPersons(filling);
  if (repeat === null) return;
  for (const member of carried.members) if ((member.until ?? null) === null) known(filling, repeat, member, carried, begun.on);
}

/** The repeated group that is about persons. */
export function repeatOfPersons(filling: Filling): Node | null {
  return filling.form.nodes.find((node) => node.repeat !== null && node.data.save?.of === "persons")?.repeat ?? null;
}

function known(filling: Filling, repeat: Node, member: KnownMember, carried: Carried, on: string): void {
  const row = filling.rows.get(repeat.data.path)!.find((each) => each.key === member.uuid) ?? filling.addRow(repeat, member.uuid, true);
  row.known = true;
  const fields = fieldsOf(member, on);
  fillFields(filling, row, "persons", fields, Object.keys(fields));
  carry(filling, row, carried.facts[member.uuid] ?? {});
}

/** A member's record as answers to the questions about it. */
function fieldsOf(member: KnownMember, on: string): Fields {
  const { surname, given_name, relation, sex, born_on } = member;
  const fields: Record<string, string> = { surname, given_name, relation: member.is_head ? "head" : relation, sex };
  if (born_on === null || member.born_precision === "unknown") return { ...fields, birth_known: "unknown" };
  if (member.born_precision === "day") return { ...fields, birth_known: "day", birth_date: born_on };
  const least = Number(on.slice(0, 4)) - Number(born_on.slice(0, 4)) - 1;
  if (least >= 18) fields.child_or_adult = "adult";
  else if (least < 17) fields.child_or_adult = "child";
  return { ...fields, birth_known: "year", birth_year: born_on.slice(0, 4) };
}

function fillFields(filling: Filling, row: Row, of: string, fields: Fields, locked: readonly string[]): void {
  for (const node of filling.form.nodes) {
    const { save } = node.data;
    if (save?.of !== of || (node.repeat === null) !== (row === filling.root)) continue;
    const said = fields[save.field] ?? "";
    if (said === "") continue;
    filling.say(node, row, said);
    row.cell(node).locked = locked.includes(save.field) && fitsType(node, said);
  }
}

type Facts = Readonly<Record<string, readonly [value: unknown, seenOn: string, ...rest: unknown[]]>>;

/** Answers of earlier interviews, marked with their day. */
function carry(filling: Filling, row: Row, facts: Facts): void {
  for (const node of filling.form.nodes) {
    const { fact, kind } = node.data;
    if (fact === undefined || kind !== "question" || (node.repeat === null) !== (row === filling.root)) continue;
    const stored = Object.hasOwn(facts, fact.code) ? facts[fact.code] : undefined;
    const said = stored === undefined ? "" : textOfFact(fact, stored[0]);
    const cell: Cell = row.cell(node);
    if (said === "" || cell.locked || !fitsType(node, said)) continue;
    filling.say(node, row, said);
    cell.old = stored![1];
  }
}

/** A stored fact as the answer it came from; "" when there was none. */
export function textOfFact(fact: FactOf, value: unknown): string {
  if (value === "?dk" || value === "?refused") return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return textOf(value);
  if (Array.isArray(value)) return fact.choices.filter((choice) => value.includes(choice)).join(" ");
  return typeof value === "string" ? value : "";
}
