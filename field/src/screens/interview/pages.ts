/** An interview as pages: one group of questions on each screen, the members' groups one after the other. */

import type { GroupView, NoteView, QuestionView, RepeatView, RowView, View } from "../../questionnaire/session.ts";

export interface Page {
  /** Stable while the draft lives: the path of its group, or of the repeat. */
  key: string;
  title: string;
  /** The member it is about, or null. */
  row: RowView | null;
  items: readonly (QuestionView | NoteView)[];
  /** A page that lists the members, instead of questions. */
  repeat: RepeatView | null;
}

type Leaf = QuestionView | NoteView;
const isLeaf = (view: View): view is Leaf => view.kind === "question" || view.kind === "note";

/** All pages in the order in which they are asked. `opening` names what stands above the first group. */
export function pagesOf(views: readonly View[], opening: string): Page[] {
  return within(views, opening, "", null);
}

function within(views: readonly View[], title: string, key: string, row: RowView | null): Page[] {
  const leaves = views.filter(isLeaf);
  const own: Page[] = leaves.length ? [{ key: key || "opening", title, row, items: leaves, repeat: null }] : [];
  const deeper = views.flatMap((view) => {
    if (view.kind === "group") return ofGroup(view, row);
    return view.kind === "repeat" ? ofRepeat(view) : [];
  });
  return [...own, ...deeper];
}

function ofGroup(group: GroupView, row: RowView | null): Page[] {
  return within(group.nodes, group.label || group.name, group.path, row);
}

function ofRepeat(repeat: RepeatView): Page[] {
  const list: Page = { key: repeat.path, title: repeat.label, row: null, items: [], repeat };
  return [list, ...repeat.rows.flatMap((row) => within(row.nodes, repeat.label, row.path, row))];
}

/** What a row says of its person so far. */
export function personOf(row: RowView): { uuid: string; surname: string; given_name: string; sex: "" | "f" | "m"; born_on: string | null } {
  const said = (name: string) => {
    const found = row.nodes.find((node): node is QuestionView => node.kind === "question" && node.name === name);
    return typeof found?.value === "string" ? found.value : "";
  };
  const sex = said("sex");
  return {
    uuid: row.key, surname: said("surname"), given_name: said("given_name"), sex: sex === "f" || sex === "m" ? sex : "",
    born_on: said("birth_date") || null,
  };
}

export function answeredIn(page: Page): { asked: number; answered: number } {
  const questions = page.items.filter((item): item is QuestionView => item.kind === "question");
  return { asked: questions.length, answered: questions.filter((one) => one.locked || ((one.value !== null || one.missing !== "") && one.old === null)).length };
}
