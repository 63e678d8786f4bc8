/** Decision tables with their closures, made once for each rulebook. */

import type { Tree, VulnerabilityData } from "./book.ts";
import { closure, decided, type Evaluate } from "./trees.ts";

export interface TableRow {
  grade: number;
  cells: readonly Tree[];
  truths: readonly Evaluate[];
  /** Whether all cells hold. */
  whole: Evaluate;
}

const made = new WeakMap<VulnerabilityData, readonly TableRow[]>();

export function tableOf(found: VulnerabilityData): readonly TableRow[] {
  let rows = made.get(found);
  if (rows === undefined) {
    rows = found.rows.map(([grade, cells]) => {
      const truths = cells.map(closure);
      return { grade, cells, truths, whole: decided(truths, false) };
    });
    made.set(found, rows);
  }
  return rows;
}
