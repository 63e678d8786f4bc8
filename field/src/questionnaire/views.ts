/** What screens show of a form being filled in; a view that has not changed is the same object as before. */

import type { Node } from "./compile.ts";
import type { Cell, Filling, Row } from "./filling.ts";
import type { Missing, Words } from "./form.ts";
import { words } from "./functions.ts";
import { pathOf, whyOf } from "./places.ts";
import type { Choice, GroupView, NoteView, Problem, QuestionType, QuestionView, RepeatView, RowView, View } from "./shapes.ts";

const MESSAGES: Record<string, Words> = {
  required: { ro: "Aici este nevoie de un răspuns.", en: "An answer is needed here." },
  constraint: { ro: "Răspunsul nu se potrivește. Verificați.", en: "The answer does not fit. Please check." },
  integer: { ro: "Scrieți un număr întreg.", en: "Write a whole number." },
  decimal: { ro: "Scrieți un număr.", en: "Write a number." },
  date: { ro: "Scrieți o zi care există.", en: "Write a day that exists." },
  text: { ro: "Textul este prea lung.", en: "The text is too long." },
  select_one: { ro: "Alegeți un răspuns din listă.", en: "Choose an answer of the list." },
  select_multiple: { ro: "Alegeți răspunsuri din listă.", en: "Choose answers of the list." },
};

export class Viewer {
  /** Whether required answers that are missing are shown as problems. */
  showRequired = false;
  private roots: readonly View[] | null = null;
  private rootsOf = -1;
  private readonly choices = new Map<Node, readonly Choice[]>();

  constructor(private readonly filling: Filling, private readonly language: string) {}

  nodes(revision: number): readonly View[] {
    if (this.roots === null || this.rootsOf !== revision) {
      this.roots = this.kept(this.filling.form.roots, this.filling.root, this.roots ?? []);
      this.rootsOf = revision;
    }
    return this.roots;
  }

  /** Everything is made anew when it is shown next. */
  forget(): void {
    this.roots = null;
    for (const row of [this.filling.root, ...[...this.filling.rows.values()].flat()]) {
      row.view = null;
      for (const cell of row.cells.values()) cell.view = null;
    }
  }

  label(node: Node): string {
    return this.said(node.data.label) || node.data.name;
  }

  question(node: Node, row: Row): QuestionView {
    const cell = row.cell(node);
    const found = cell.view as QuestionView | null;
    if (found !== null) return found;
    const made = this.madeQuestion(node, row, cell);
    cell.view = made;
    return made;
  }

  problem(node: Node, cell: Cell): Problem | null {
    const kind = cell.fault;
    if (kind === "") return null;
    const message = (kind === "constraint" && this.said(node.data.message)) || this.said(MESSAGES[kind === "type" ? node.data.type : kind]);
    return { kind, message };
  }

  private said(by: Words | undefined): string {
    return by?.[this.language] ?? by?.ro ?? Object.values(by ?? {})[0] ?? "";
  }

  private views(nodes: readonly Node[], row: Row): View[] {
    return nodes.flatMap((node): View[] => {
      const cell = row.cell(node);
      if (!cell.relevant || node.data.why_of !== undefined) return [];
      switch (node.data.kind) {
        case "question":
          return [this.question(node, row)];
        case "note":
          return [(cell.view ??= this.note(node, row)) as NoteView];
        case "group": {
          const view = (cell.view ??= this.group(node, row)) as GroupView;
          return view.nodes.length > 0 ? [view] : [];
        }
        case "repeat":
          return [(cell.view ??= this.repeat(node)) as RepeatView];
      }
      return [];
    });
  }

  /** The views of some nodes; the same list as before when nothing in it changed. */
  private kept(nodes: readonly Node[], row: Row, before: readonly View[]): readonly View[] {
    const now = this.views(nodes, row);
    return now.length === before.length && now.every((view, place) => view === before[place]) ? before : now;
  }

  private note(node: Node, row: Row): NoteView {
    return { kind: "note", path: pathOf(node, row), name: node.data.name, label: this.label(node), hint: this.said(node.data.hint) };
  }

  private group(node: Node, row: Row): GroupView {
    return {
      kind: "group", path: pathOf(node, row), name: node.data.name, label: this.label(node), domain: node.data.domain ?? "",
      nodes: this.views(node.children, row),
    };
  }

  private repeat(node: Node): RepeatView {
    const rows = this.filling.rows.get(node.data.path)!;
    const views = rows.map((row, place) => (row.view ??= this.row(node, row, place + 1)) as RowView);
    return { kind: "repeat", path: node.data.path, name: node.data.name, label: this.label(node), rows: views };
  }

  private row(repeat: Node, row: Row, position: number): RowView {
    return {
      kind: "row", path: `${repeat.data.path}[${row.key}]`, key: row.key, position, known: row.known,
      nodes: this.views(repeat.children, row),
    };
  }

  private madeQuestion(node: Node, row: Row, cell: Cell): QuestionView {
    const { data } = node;
    const missing = missingOf(this.filling, node, row);
    const problem = this.problem(node, cell);
    return {
      kind: "question", path: pathOf(node, row), name: data.name, type: data.type as QuestionType, label: this.label(node),
      hint: this.said(data.hint), appearance: data.appearance ?? "", domain: data.domain ?? "", choices: this.choicesOf(node),
      required: node.required !== null, value: missing !== "" ? null : shownValue(node, cell), missing,
      mayMiss: mayMiss(this.filling, node), problem: problem?.kind === "required" && !this.showRequired ? null : problem,
      old: cell.old, locked: cell.locked, fact: data.fact?.code ?? null,
    };
  }

  private choicesOf(node: Node): readonly Choice[] {
    let made = this.choices.get(node);
    if (made === undefined) {
      const only = new Set<string>(node.data.missing ?? []);
      const list = node.data.list === undefined ? [] : (this.filling.form.data.choices[node.data.list] ?? []);
      made = list.filter(([value]) => !only.has(value)).map(([value, label]) => ({ value, label: this.said(label) || value }));
      this.choices.set(node, made);
    }
    return made;
  }
}

function shownValue(node: Node, cell: Cell): QuestionView["value"] {
  if (cell.said === "") return null;
  return node.data.type === "select_multiple" ? words(cell.said) : cell.said;
}

/** Why a question has no answer, as far as somebody has said so. */
export function missingOf(filling: Filling, node: Node, row: Row): Missing {
  const cell = row.cell(node);
  if (cell.skipped) return "not_asked";
  const own = node.data.missing?.find((code) => code === cell.said);
  if (own !== undefined) return own;
  const why = whyOf(filling, node);
  if (why === null || cell.said !== "") return "";
  return why.data.missing?.find((code) => code === row.cell(why).said) ?? "";
}

/** The reasons that a question takes for having no answer. */
export function mayMiss(filling: Filling, node: Node): readonly Exclude<Missing, "">[] {
  if (node.required !== null) return [];
  const codes = whyOf(filling, node)?.data.missing ?? node.data.missing ?? [];
  return codes.includes("not_asked") ? codes : [...codes, "not_asked"];
}
