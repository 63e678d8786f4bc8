/** A form being filled in: rows of cells, and after every change only what depends on it is computed again. */

import type { Form, Node } from "./compile.ts";
import type { Scene, Values } from "./expressions.ts";
import { words } from "./functions.ts";
import { isDay, textOf, truthOf } from "./numbers.ts";

export type Fault = "" | "required" | "type" | "constraint";

/** One node in one row. */
export interface Cell {
  /** As answered; kept while it is not asked, or is no answer of its type. */
  said: string;
  /** For everybody else: "" while it is not asked. */
  value: string;
  relevant: boolean;
  fault: Fault;
  /** The worker says that this was not asked. */
  skipped: boolean;
  /** The day of an answer carried over and not yet confirmed. */
  old: string | null;
  /** From the household's record: shown, not asked. */
  locked: boolean;
  /** Whatever the screen was shown last; null when it has to be made again. */
  view: unknown;
}

/** The household's cells, or those of one row of a repeat. */
export class Row implements Values {
  readonly cells = new Map<number, Cell>();
  view: unknown = null;

  constructor(readonly key: string, public known: boolean) {}

  value(index: number): string {
    return this.cells.get(index)?.value ?? "";
  }

  cell(node: Node): Cell {
    return this.cells.get(node.index)!;
  }
}

export interface Clock {
  today: string;
  now: string;
}

const WHOLE = /^-?(?:0|[1-9]\d{0,14})$/;
const DECIMAL = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;
export const LONGEST_TEXT = 20_000;

/** Whether a text is an answer of the question's type. */
export function fitsType(node: Node, text: string): boolean {
  switch (node.data.type) {
    case "integer":
      return WHOLE.test(text);
    case "decimal":
      return DECIMAL.test(text);
    case "date":
      return isDay(text);
    case "select_one":
      return node.among?.has(text) ?? false;
    case "select_multiple":
      return words(text).every((word) => node.among?.has(word));
  }
  return Array.from(text).length <= LONGEST_TEXT;
}

export class Filling {
  readonly root = new Row("", true);
  readonly rows = new Map<string, Row[]>();
  /** The rows in which each node waits to be computed, by its rank. */
  private readonly waiting: (Set<Row> | undefined)[] = [];
  private readonly judging = new Map<Row, Set<Node>>();
  private readonly scene: Scene;

  constructor(readonly form: Form, private readonly mayAsk: (domain: string) => boolean, clock: Clock) {
    this.scene = {
      root: this.root, own: this.root, rows: (repeat) => this.rows.get(repeat) ?? [], position: 0, here: "", ...clock,
    };
    for (const node of form.nodes) if (node.data.kind === "repeat") this.rows.set(node.data.path, []);
    this.addCells(this.root, form.nodes.filter((node) => node.repeat === null));
  }

  /** The rows that a node stands in. */
  placesOf(node: Node): readonly Row[] {
    return node.repeat === null ? [this.root] : this.rows.get(node.repeat.data.path)!;
  }

  addRow(repeat: Node, key: string, known: boolean): Row {
    const row = new Row(key, known);
    this.rows.get(repeat.data.path)!.push(row);
    this.addCells(row, this.form.nodes.filter((node) => node.repeat === repeat));
    this.rowsChanged(repeat, []);
    return row;
  }

  removeRow(repeat: Node, row: Row): void {
    const rows = this.rows.get(repeat.data.path)!;
    const place = rows.indexOf(row);
    rows.splice(place, 1);
    this.rowsChanged(repeat, rows.slice(place));
  }

  /** Gives a cell its answer as text; "" takes it back. */
  say(node: Node, row: Row, said: string): void {
    row.cell(node).said = said;
    this.wait(node, row);
    this.shown(node, row);
  }

  /** Computes what waits. Whatever it changes makes others wait, always later in the order. */
  settle(): void {
    for (let rank = 0; rank < this.waiting.length; rank += 1) {
      const rows = this.waiting[rank];
      if (rows === undefined) continue;
      this.waiting[rank] = undefined;
      for (const row of rows) this.compute(this.form.order[rank]!, row);
    }
    this.waiting.length = 0;
    for (const [row, nodes] of this.judging) for (const node of nodes) this.judge(node, row);
    this.judging.clear();
  }

  /** Whatever stands above a node has to be shown anew. */
  shown(node: Node, row: Row): void {
    row.cell(node).view = null;
    if (node.data.why_of !== undefined) row.cell(this.form.byPath.get(node.data.why_of)!).view = null;
    for (let above = node.parent; above !== null; above = above.parent) {
      if (above.data.kind === "repeat") {
        row.view = null;
        row = this.root;
      }
      row.cell(above).view = null;
    }
  }

  private addCells(row: Row, nodes: Node[]): void {
    for (const node of nodes) {
      row.cells.set(node.index, {
        said: "", value: "", relevant: false, fault: "", skipped: false, old: null, locked: false, view: null,
      });
      this.wait(node, row);
    }
    for (const node of nodes) {
      if (node.default !== null) row.cell(node).said = textOf(node.default(this.at(row, "", node)) as string);
    }
  }

  /** `moved`: the rows whose position is another now. */
  private rowsChanged(repeat: Node, moved: readonly Row[]): void {
    this.root.cell(repeat).view = null;
    this.shown(repeat, this.root);
    for (const node of this.form.nodes) {
      if (node.repeat === repeat) {
        for (const each of [...node.feeds, ...node.judged]) if (each.repeat !== repeat) this.wait(each, this.root);
        for (const row of moved) this.wait(node, row);
      }
    }
    for (const row of moved) row.view = null;
    this.waitAll([...repeat.feeds, ...repeat.judged], this.root);
  }

  private wait(node: Node, row: Row): void {
    (this.waiting[node.rank] ??= new Set()).add(row);
  }

  /** Those who read a node that changed in a row wait: in the same row, in the household, or in all rows. */
  private waitAll(nodes: readonly Node[], row: Row): void {
    for (const node of nodes) {
      if (node.repeat === null) this.wait(node, this.root);
      else if (row !== this.root) this.wait(node, row);
      else for (const each of this.placesOf(node)) this.wait(node, each);
    }
  }

  private at(row: Row, here: string, node: Node): Scene {
    this.scene.own = row;
    this.scene.here = here;
    this.scene.position = node.repeat === null ? 0 : this.rows.get(node.repeat.data.path)!.indexOf(row) + 1;
    return this.scene;
  }

  private compute(node: Node, row: Row): void {
    const cell = row.cell(node);
    const relevant = this.isRelevant(node, row);
    const value = relevant ? this.valueOf(node, row, cell) : "";
    if (node.data.kind === "question") this.judgeLater(node, row);
    if (relevant === cell.relevant && value === cell.value) return;
    if (relevant !== cell.relevant) this.waitAll(node.children, row);
    const feeds = value !== cell.value;
    cell.relevant = relevant;
    cell.value = value;
    this.shown(node, row);
    if (!feeds) return;
    this.waitAll(node.feeds, row);
    for (const judged of node.judged) {
      if (judged.repeat === null) this.judgeLater(judged, this.root);
      else for (const each of row !== this.root ? [row] : this.placesOf(judged)) this.judgeLater(judged, each);
    }
  }

  private isRelevant(node: Node, row: Row): boolean {
    const { parent } = node;
    if (parent !== null && !(parent.data.kind === "repeat" ? this.root : row).cell(parent).relevant) return false;
    if (!this.mayAsk(node.data.domain ?? "")) return false;
    return node.relevant === null || truthOf(node.relevant(this.at(row, "", node)) as string);
  }

  private valueOf(node: Node, row: Row, cell: Cell): string {
    if (node.calculation !== null) {
      const value = textOf(node.calculation(this.at(row, cell.said, node)) as string);
      cell.said = value;
      return value;
    }
    return cell.said === "" || fitsType(node, cell.said) ? cell.said : "";
  }

  private judgeLater(node: Node, row: Row): void {
    let nodes = this.judging.get(row);
    if (nodes === undefined) this.judging.set(row, (nodes = new Set()));
    nodes.add(node);
  }

  private judge(node: Node, row: Row): void {
    const cell = row.cell(node);
    const fault = cell.relevant ? this.faultOf(node, row, cell) : "";
    if (fault === cell.fault) return;
    cell.fault = fault;
    this.shown(node, row);
  }

  private faultOf(node: Node, row: Row, cell: Cell): Fault {
    if (cell.value === "") {
      if (cell.said !== "") return "type";
      return node.required !== null && truthOf(node.required(this.at(row, "", node)) as string) ? "required" : "";
    }
    const holds = node.constraint === null || truthOf(node.constraint(this.at(row, cell.value, node)) as string);
    return holds ? "" : "constraint";
  }
}
