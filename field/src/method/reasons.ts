/** Why a finding is what it is, and what to ask when it cannot be known yet. */

import type { Taken } from "./answers.ts";
import type { Book, Tree, Value, VulnerabilityData } from "./book.ts";
import { tableOf, type TableRow } from "./tables.ts";
import { closure, parts, valueOf, type Scene } from "./trees.ts";
import { placeOf } from "./values.ts";

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
  const { scene } = witness;
  const rows = tableOf(found);
  const truths = rows.map((row) => row.truths.map((cell) => cell(scene)));
  const cellsOf = (wanted: (truths: readonly Value[]) => boolean, truth: boolean) =>
    rows.flatMap((row: TableRow, place) => (wanted(truths[place]!) ? row.cells.filter((_, cell) => truths[place]![cell] === truth) : []));
  const isTrue = (row: readonly Value[]) => row.every((truth) => truth === true);
  const isFalse = (row: readonly Value[]) => row.includes(false);
  if (truths.some(isTrue)) return shownLeaves(cellsOf(isTrue, true), witness);
  if (truths.every(isFalse)) return shownLeaves(cellsOf(() => true, false), witness);
  return shownLeaves(cellsOf((row) => !isFalse(row), true), witness);
}

function shownLeaves(trees: readonly Tree[], witness: Witness): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const tree of trees) showLeaves(tree, witness, found);
  return found;
}

function showLeaves(tree: Tree, witness: Witness, found: Record<string, unknown>): void {
  for (const leaf of leavesOf(tree)) {
    if (leaf[0] === "over") {
      found[(leaf[3] as Tree)[1] as string] = closure(leaf)(witness.scene) === true ? "present" : "absent";
      continue;
    }
    const code = leaf[1] as string;
    const value = shown(leaf, witness);
    if (value === null || Object.hasOwn(found, code)) continue;
    found[code] = value;
    if (leaf[0] === "fact" && Object.hasOwn(witness.book.derived, code)) showLeaves(witness.book.derived[code]!.expression, witness, found);
  }
}

const leaves = new WeakMap<Tree, readonly Tree[]>();

/** What a tree says by name, from left to right: facts, findings, findings of any member. */
function leavesOf(tree: Tree): readonly Tree[] {
  let made = leaves.get(tree);
  if (made === undefined) {
    const isLeaf = tree[0] === "fact" || tree[0] === "found" || (tree[0] === "over" && (tree[3] as Tree)[0] === "found");
    made = isLeaf ? [tree] : tree[0] === "over" ? [] : parts(tree).flatMap(leavesOf);
    leaves.set(tree, made);
  }
  return made;
}

/** A fact as it was said, or as it was computed; a finding as present or absent. */
function shown(tree: Tree, witness: Witness): unknown {
  const of = tree[2] === "household" ? witness.household : witness.subject;
  const code = tree[1] as string;
  const known = of.values[placeOf(code)] ?? null;
  if (tree[0] === "found") return (known ?? 0) === 0 ? "absent" : "present";
  const value = of.given[code] ?? known;
  if (tree[3] === "boolean" && typeof value === "string") return known;
  return Array.isArray(value) ? [...value].sort() : value;
}

/** The missing answers that could still decide an unknown finding. */
export function askOf(found: VulnerabilityData, witness: Witness): string[] {
  const asked = new Set<string>();
  missingInTable(found, witness.scene, witness, asked);
  return [...asked];
}

function missingInTable(found: VulnerabilityData, scene: Scene, witness: Witness, asked: Set<string>): void {
  for (const row of tableOf(found)) {
    const truths = row.truths.map((cell) => cell(scene));
    if (truths.includes(false)) continue;
    row.cells.forEach((cell, place) => {
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
      for (const inner of scene.members[tree[2] as string]!) {
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
