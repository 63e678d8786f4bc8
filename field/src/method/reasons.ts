/** Why a finding is what it is, and what to ask when it cannot be known yet. */

import type { Taken } from "./answers.ts";
import type { Book, Tree, VulnerabilityData } from "./book.ts";
import { closure, parts, sceneOf, valueOf, type Scene } from "./trees.ts";

const AGES = ["age_y", "age_m", "age_d"];

/** What was known when a subject was assessed. */
export interface Witness {
  book: Book;
  vulnerabilities: VulnerabilityData[];
  subject: Taken;
  household: Taken;
  scene: Scene;
}

/** The facts that decided, with their values; derived ones with what they were computed from. */
export function reasonsOf(found: VulnerabilityData, witness: Witness): Record<string, unknown> {
  const rows = found.rows.map(([, cells]) => cells.map((cell) => [cell, closure(cell)(witness.scene)] as const));
  const trueRows = rows.filter((row) => row.every(([, truth]) => truth === true));
  let cells: Tree[];
  if (trueRows.length > 0) cells = trueRows.flat().map(([cell]) => cell);
  else if (rows.every((row) => row.some(([, truth]) => truth === false))) {
    cells = rows.flat().filter(([, truth]) => truth === false).map(([cell]) => cell);
  } else {
    const possible = rows.filter((row) => !row.some(([, truth]) => truth === false));
    cells = possible.flat().filter(([, truth]) => truth === true).map(([cell]) => cell);
  }
  return shownLeaves(cells, witness);
}

function shownLeaves(trees: Tree[], witness: Witness): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const waiting = [...trees].reverse();
  for (let tree = waiting.pop(); tree !== undefined; tree = waiting.pop()) {
    if (tree[0] === "over") {
      const of = tree[3] as Tree;
      if (of[0] === "found") found[of[1] as string] = closure(tree)(witness.scene) === true ? "present" : "absent";
    } else if (tree[0] === "fact" || tree[0] === "found") {
      const code = tree[1] as string;
      const value = shown(tree, witness);
      if (value !== null && !Object.hasOwn(found, code)) {
        found[code] = value;
        if (tree[0] === "fact" && Object.hasOwn(witness.book.derived, code)) waiting.push(witness.book.derived[code]!.expression);
      }
    } else waiting.push(...parts(tree).reverse());
  }
  return found;
}

/** A fact as it was said, or as it was computed; a finding as present or absent. */
function shown(tree: Tree, witness: Witness): unknown {
  const of = tree[2] === "household" ? witness.household : witness.subject;
  const code = tree[1] as string;
  if (tree[0] === "found") return (of.values[code] ?? 0) === 0 ? "absent" : "present";
  const value = of.given[code] ?? of.values[code] ?? null;
  if (tree[3] === "boolean" && typeof value === "string") return of.values[code];
  return Array.isArray(value) ? [...value].sort() : value;
}

/** The missing answers that could still decide an unknown finding. */
export function askOf(found: VulnerabilityData, witness: Witness): string[] {
  const asked = new Set<string>();
  missingInTable(found, witness.scene, witness, asked);
  return [...asked];
}

function missingInTable(found: VulnerabilityData, scene: Scene, witness: Witness, asked: Set<string>): void {
  for (const [, cells] of found.rows) {
    const truths = cells.map((cell) => closure(cell)(scene));
    if (truths.includes(false)) continue;
    cells.forEach((cell, place) => {
      if (truths[place] === null) missing(cell, scene, witness, asked);
    });
  }
}

/** Adds the answers for want of which a tree is unknown. */
function missing(tree: Tree, scene: Scene, witness: Witness, asked: Set<string>): void {
  const code = tree[1] as string;
  switch (tree[0]) {
    case "fact":
      if (valueOf(tree, scene) !== null) return;
      if (Object.hasOwn(witness.book.derived, code)) missing(witness.book.derived[code]!.expression, scene, witness, asked);
      else asked.add(AGES.includes(code) ? "birth_date" : code);
      return;
    case "found":
      if (valueOf(tree, scene) === null) {
        for (const each of witness.vulnerabilities) if (each.code === code) missingInTable(each, scene, witness, asked);
      }
      return;
    case "known":
      return;
    case "not":
      missing(tree[1] as Tree, scene, witness, asked);
      return;
    case "choose":
      missingInChoice(tree, scene, witness, asked);
      return;
    case "over":
      for (const member of scene.members[tree[2] as string]!) {
        const inner = sceneOf(member, scene);
        if (closure(tree[3] as Tree)(inner) === null) missing(tree[3] as Tree, inner, witness, asked);
      }
      return;
  }
  for (const part of parts(tree)) if (closure(part)(scene) === null) missing(part, scene, witness, asked);
}

function missingInChoice(tree: Tree, scene: Scene, witness: Witness, asked: Set<string>): void {
  const [condition, yes, no] = parts(tree) as [Tree, Tree, Tree];
  const truth = closure(condition)(scene);
  for (const known of knowns(condition)) {
    const of = known[1] as Tree; // knowing it would take the other way
    if (closure(of)(scene) === null) missing(of, scene, witness, asked);
  }
  missing(truth === null ? condition : truth ? yes : no, scene, witness, asked);
}

function knowns(tree: Tree): Tree[] {
  return tree[0] === "known" ? [tree] : parts(tree).flatMap(knowns);
}
