/** A half-filled interview as JSON, and back: also into another version of the questionnaire or of the app. */

import type { Filling, Row } from "./filling.ts";
import { fitsType } from "./filling.ts";
import type { Missing } from "./form.ts";
import { parted, pathOf, placeOf, type Place } from "./places.ts";
import type { Aside, Draft } from "./shapes.ts";

/** What was typed but is no answer of its type stays so; `s` skipped, `o` the day of an old answer. */
interface SavedCell {
  v?: string;
  s?: 1;
  o?: string;
  /** Typed, and no answer of its type. */
  t?: 1;
}

export interface SavedDraft {
  draft: 1;
  form: { name: string; version: string; hash: string };
  household: string;
  on: string;
  at: string;
  rows: Record<string, { key: string; known: boolean }[]>;
  cells: Record<string, SavedCell>;
  aside: Aside[];
}

/** What a draft holds that its form has no place for (any more): answers, and rows of repeated groups. */
export interface Kept {
  aside: readonly Aside[];
  rows: SavedDraft["rows"];
}

export const NOTHING_KEPT: Kept = { aside: [], rows: {} };

/** Everything that was said; calculated and locked answers are not: they are made again. */
export function saved(filling: Filling, about: Pick<SavedDraft, "household" | "on" | "at">, kept: Kept): Draft {
  const { name, version, hash } = filling.form.data;
  const cells: Record<string, SavedCell> = {};
  const rows: SavedDraft["rows"] = { ...kept.rows };
  const keep = (row: Row) => {
    for (const node of filling.form.nodes) {
      const cell = row.cells.get(node.index);
      if (cell === undefined || cell.locked || (cell.said === "" && !cell.skipped) || node.data.kind !== "question") continue;
      cells[pathOf(node, row)] = {
        ...(cell.said === "" ? {} : { v: cell.said }), ...(cell.skipped ? { s: 1 } : {}), ...(cell.old === null ? {} : { o: cell.old }),
        ...(cell.said !== "" && !fitsType(node, cell.said) ? { t: 1 } : {}),
      };
    }
  };
  keep(filling.root);
  for (const [path, each] of filling.rows) {
    rows[path] = each.map(({ key, known }) => ({ key, known }));
    each.forEach(keep);
  }
  const draft: SavedDraft = { draft: 1, form: { name, version, hash }, ...about, rows, cells, aside: [...kept.aside] };
  return draft as unknown as Draft;
}

/** A draft as it was saved. Throws when it is none: it is kept where it is, for a human. */
export function read(draft: Draft): SavedDraft {
  const found = draft as unknown as SavedDraft;
  const whole = found.draft === 1 && typeof found.household === "string" && typeof found.on === "string" && typeof found.at === "string";
  if (!whole || typeof found.cells !== "object" || typeof found.rows !== "object") throw new Error("this is no draft of an interview");
  return found;
}

/** The questionnaire with which a draft was saved. */
export function formOf(draft: Draft): { name: string; version: string; hash: string } {
  return read(draft).form;
}

/** Puts a draft's answers into a form; gives what has no place in it (any more). */
export function restore(filling: Filling, draft: SavedDraft): Kept {
  const rows: SavedDraft["rows"] = {};
  for (const [path, each] of Object.entries(draft.rows)) if (!restoreRows(filling, path, each)) rows[path] = each;
  const aside: Aside[] = [];
  const restored = new Set<string>();
  for (const [path, cell] of Object.entries(draft.cells)) {
    const place = placeFor(filling, path);
    if (place === null || !takes(place, cell)) {
      if (cell.o === undefined) aside.push(asideOf(path, cell)); // an old answer is still in the record
      continue;
    }
    restored.add(path);
    put(filling, place, cell);
  }
  for (const each of draft.aside ?? []) {
    const cell = cellOf(each);
    const place = restored.has(each.path) ? null : placeFor(filling, each.path);
    if (place === null || !takes(place, cell) || place.row.cell(place.node).said !== "") aside.push(each);
    else put(filling, place, cell);
  }
  return { aside, rows };
}

function restoreRows(filling: Filling, path: string, rows: readonly { key: string; known: boolean }[]): boolean {
  const repeat = filling.form.byPath.get(path);
  if (repeat?.data.kind !== "repeat") return false;
  const here = filling.rows.get(path)!;
  for (const { key, known } of rows) if (!here.some((row) => row.key === key)) filling.addRow(repeat, key, known);
  return true;
}

/** Where an answer belongs: at its path, or where the only question of its name went. */
function placeFor(filling: Filling, path: string): Place | null {
  const found = placeOf(filling, path);
  if (found !== null && found.node.data.kind === "question") return found;
  const { plain, repeat, key } = parted(path);
  const name = plain.slice(plain.lastIndexOf("/") + 1);
  const named = filling.form.nodes.filter(
    (node) => node.data.name === name && node.data.kind === "question" && (node.repeat?.data.path ?? "") === repeat,
  );
  const node = named.length === 1 ? named[0]! : null;
  const row = key === "" ? filling.root : filling.rows.get(repeat)?.find((each) => each.key === key);
  return node === null || row === undefined ? null : { node, row };
}

function takes({ node, row }: Place, cell: SavedCell): boolean {
  return !row.cell(node).locked && (cell.t === 1 || cell.v === undefined || fitsType(node, cell.v));
}

/** What was said in the draft counts more than what is carried over; of old answers the record's are the newer. */
function put(filling: Filling, { node, row }: Place, cell: SavedCell): void {
  if (cell.o !== undefined) return;
  filling.say(node, row, cell.v ?? "");
  row.cell(node).skipped = cell.s === 1;
  row.cell(node).old = null;
}

function asideOf(path: string, cell: SavedCell): Aside {
  const missing: Missing = cell.s === 1 ? "not_asked" : "";
  const { plain } = parted(path);
  return { path, name: plain.slice(plain.lastIndexOf("/") + 1), value: cell.v ?? "", missing };
}

function cellOf(aside: Aside): SavedCell {
  return { ...(aside.value === "" ? {} : { v: aside.value }), ...(aside.missing === "not_asked" ? { s: 1 as const } : {}) };
}
