/** One interview being held: what is asked now, what was answered, what it says. */

import { compile, type Node } from "./compile.ts";
import * as drafts from "./drafts.ts";
import { Filling } from "./filling.ts";
import type { FormData, Missing } from "./form.ts";
import { prepare } from "./opening.ts";
import { factsNow, payloadsOf } from "./payloads.ts";
import { pathOf, placeOf, whyOf, type Place } from "./places.ts";
import { progressOf } from "./progress.ts";
import type { Aside, Draft, FactsNow, Opening, PayloadOf, Problem, Progress, QuestionView, Session, View } from "./shapes.ts";
import { mayMiss, Viewer } from "./views.ts";

export type * from "./shapes.ts";
export { formOf } from "./drafts.ts";

/** Begins an interview. */
export function openForm(form: FormData, opening: Opening): Session {
  const { on, at } = opening;
  return new Interview(form, opening, { household: opening.carried?.uuid ?? newIdOf(opening)(), on, at }, null);
}

/** Takes up a draft, also one begun with another version of the questionnaire or of the app. Throws if it is no draft. */
export function fromJSON(form: FormData, draft: Draft, opening: Opening): Session {
  const found = drafts.read(draft);
  const { household, on, at } = found;
  return new Interview(form, opening, { household, on, at }, found);
}

const newIdOf = (opening: Opening) => opening.newId ?? (() => crypto.randomUUID());

interface Begun {
  household: string;
  on: string;
  at: string;
}

class Interview implements Session {
  readonly form: FormData;
  readonly household: string;
  revision = 0;
  private readonly filling: Filling;
  private readonly viewer: Viewer;
  private readonly kept: drafts.Kept;
  private progressAt: { revision: number; progress: Progress } | null = null;

  constructor(form: FormData, private readonly opening: Opening, private readonly begun: Begun, draft: drafts.SavedDraft | null) {
    this.form = form;
    this.household = begun.household;
    const domains = new Set(["", "general", ...opening.domains]);
    const clock = { today: begun.on, now: begun.at }; // the day in Romania, which begins before that of UTC
    this.filling = new Filling(compile(form), (domain) => domains.has(domain), clock);
    prepare(this.filling, opening, begun);
    this.kept = draft === null ? drafts.NOTHING_KEPT : drafts.restore(this.filling, draft);
    this.filling.settle();
    this.viewer = new Viewer(this.filling, opening.language);
  }

  nodes(): readonly View[] {
    return this.viewer.nodes(this.revision);
  }

  question(path: string): QuestionView | null {
    const place = placeOf(this.filling, path);
    const asked = place !== null && place.node.data.kind === "question" && place.row.cell(place.node).relevant;
    return asked ? this.viewer.question(place.node, place.row) : null;
  }

  answer(path: string, value: string | number | readonly string[] | null): void {
    const place = this.open(path);
    this.said(place, textOfAnswer(place.node, value));
    const why = whyOf(this.filling, place.node);
    if (why !== null) this.said({ node: why, row: place.row }, "");
    this.changed();
  }

  setMissing(path: string, missing: Missing): void {
    const place = this.open(path);
    if (missing !== "" && !mayMiss(this.filling, place.node).includes(missing)) throw new Error(`${path} takes no “${missing}”`);
    const why = whyOf(this.filling, place.node);
    const own = missing !== "" && (place.node.data.missing?.includes(missing) ?? false);
    const asked = missing !== "" && (why?.data.missing?.includes(missing) ?? false);
    this.said(place, own ? missing : "");
    if (why !== null) this.said({ node: why, row: place.row }, asked ? missing : "");
    place.row.cell(place.node).skipped = missing !== "" && !own && !asked;
    this.changed();
  }

  confirm(path: string): void {
    const { node, row } = this.open(path);
    row.cell(node).old = null;
    this.filling.shown(node, row);
    this.changed();
  }

  addRepeat(path: string): string {
    const key = newIdOf(this.opening)();
    this.filling.addRow(this.repeat(path), key, false);
    this.changed();
    return key;
  }

  removeRepeat(path: string, key: string): void {
    const repeat = this.repeat(path);
    const row = this.filling.rows.get(path)!.find((each) => each.key === key);
    if (row === undefined || row.known) throw new Error(`${path} has no row ${key} that could be removed`);
    this.filling.removeRow(repeat, row);
    this.changed();
  }

  progress(): Progress {
    if (this.progressAt?.revision !== this.revision) {
      this.progressAt = { revision: this.revision, progress: progressOf(this.filling, this.viewer) };
    }
    return this.progressAt.progress;
  }

  check(): readonly { path: string; label: string; problem: Problem }[] {
    if (!this.viewer.showRequired) {
      this.viewer.showRequired = true;
      this.viewer.forget();
      this.revision += 1;
    }
    const found: { path: string; label: string; problem: Problem }[] = [];
    for (const node of this.filling.form.nodes) {
      for (const row of this.filling.placesOf(node)) {
        const problem = this.viewer.problem(node, row.cell(node));
        if (problem !== null) found.push({ path: pathOf(node, row), label: this.viewer.label(node), problem });
      }
    }
    return found;
  }

  aside(): readonly Aside[] {
    return this.kept.aside;
  }

  facts(): FactsNow {
    return factsNow(this.filling, this.household, this.opening, this.begun.on);
  }

  payloads(ending: { at: string }): readonly PayloadOf[] {
    return payloadsOf(this.filling, this.household, this.opening, { begun: this.begun.at, ended: ending.at });
  }

  toJSON(): Draft {
    return drafts.saved(this.filling, this.begun, this.kept);
  }

  private said({ node, row }: Place, text: string): void {
    this.filling.say(node, row, text);
    row.cell(node).skipped = false;
    row.cell(node).old = null;
  }

  private changed(): void {
    this.filling.settle();
    this.revision += 1;
  }

  /** The place of a question that can be answered. Throws for any other path: a screen asks only what is shown. */
  private open(path: string): Place {
    const place = placeOf(this.filling, path);
    if (place === null || place.node.data.kind !== "question") throw new Error(`there is no question ${path}`);
    if (place.row.cell(place.node).locked) throw new Error(`${path} is known from the record`);
    return place;
  }

  private repeat(path: string): Node {
    const node = this.filling.form.byPath.get(path);
    if (node?.data.kind !== "repeat") throw new Error(`there is no repeated group ${path}`);
    return node;
  }
}

/** An answer as text; numbers may come with a decimal comma. */
function textOfAnswer(node: Node, value: string | number | readonly string[] | null): string {
  if (value === null) return "";
  if (typeof value === "object") {
    const order = [...(node.among ?? [])];
    return [...new Set(value)].sort((a, b) => order.indexOf(a) - order.indexOf(b)).join(" ");
  }
  const text = String(value).trim();
  if (node.data.type !== "integer" && node.data.type !== "decimal") return typeof value === "string" ? value : text;
  const plain = text.replace(/^\+/, "").replace(/^(-?\d+),(\d+)$/, "$1.$2");
  return /^-?\d+(\.\d+)?$/.test(plain) ? plain.replace(/^(-?)0+(?=\d)/, "$1") : plain;
}

