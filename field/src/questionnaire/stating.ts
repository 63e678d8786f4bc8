/** From answers to facts of the rulebook; the mirror of `vatra.method.forms.facts`, for what was said in this interview. */

import type { Node } from "./compile.ts";
import type { Cell, Filling, Row } from "./filling.ts";
import type { FactOf } from "./form.ts";
import { words } from "./functions.ts";
import { whyOf } from "./places.ts";

/** Answers that say why there is none; "not asked" is stated by leaving the fact out. */
export const SPECIAL: Readonly<Record<string, string>> = { dk: "?dk", refused: "?refused" };
const GIVEN_ELSEWHERE = ["birth_date", "sex"]; // said of the person, not in an interview

/** The fact that an answer states; null when it states none. */
export function factOfText(fact: FactOf, text: string): unknown {
  if (text === "") return null;
  if (Object.hasOwn(SPECIAL, text) && !fact.choices.includes(text)) return SPECIAL[text];
  switch (fact.type) {
    case "boolean":
      return text === "yes" || text === "true" ? true : text === "no" || text === "false" ? false : null;
    case "choice":
      return fact.choices.includes(text) ? text : null;
    case "set": {
      const chosen = words(text);
      return chosen.every((each) => fact.choices.includes(each)) ? fact.choices.filter((each) => chosen.includes(each)) : null;
    }
    case "number": {
      const number = /^-?\d{1,20}(\.\d{1,20})?$/.test(text) ? Number(text) : Number.NaN;
      return number >= (fact.minimum ?? -1e9) && number <= (fact.maximum ?? 1e9) ? number : null;
    }
  }
  return text;
}

/** What this interview states of the household or of one member: no answers of earlier days, none that cannot be. */
export function statedIn(filling: Filling, row: Row): Record<string, unknown> {
  const facts: Record<string, unknown> = {};
  const old = new Map<Cell, boolean>();
  const here = filling.form.nodes.filter((node) => (node.repeat === null) === (row === filling.root) && node.data.fact !== undefined);
  for (const node of here) {
    const cell = row.cell(node);
    const fact = node.data.fact!;
    if (!cell.relevant || cell.old !== null || cell.fault !== "" || GIVEN_ELSEWHERE.includes(fact.code)) continue;
    if (node.reads.length > 0 && restsOnOld(filling, node, row, old)) continue;
    const stated = factOfText(fact, cell.value);
    if (stated !== null && !Object.hasOwn(facts, fact.code)) facts[fact.code] = stated;
  }
  for (const node of here) {
    const why = whyOf(filling, node);
    const special = why === null ? undefined : SPECIAL[row.cell(why).value];
    if (special !== undefined) facts[node.data.fact!.code] ??= special;
  }
  return Object.fromEntries(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether a calculated answer was computed from one of an earlier day; each calculation is looked at once. */
function restsOnOld(filling: Filling, node: Node, row: Row, found: Map<Cell, boolean>): boolean {
  return node.reads.some((other) => {
    const rows = other.repeat === null ? [filling.root] : node.repeat === null ? filling.placesOf(other) : [row];
    return rows.some((each) => {
      const cell = each.cells.get(other.index);
      if (cell === undefined) return false;
      if (!found.has(cell)) found.set(cell, cell.old !== null || restsOnOld(filling, other, each, found));
      return found.get(cell)!;
    });
  });
}
