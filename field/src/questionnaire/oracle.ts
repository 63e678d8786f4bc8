/** ODK's own engine beside ours: `oracle.ts XFORM VECTORS`; prints every value, question and violation that differs.
 *
 * The engine is made for browsers. Here jsdom gives it a document, and it gets a `__dirname`, which the wasm it carries
 * asks for in Node and then does not use.
 */

import { readFileSync } from "node:fs";
import { compile, type Form, type Node } from "./compile.ts";
import { Filling, fitsType, type Row } from "./filling.ts";
import type { FormData } from "./form.ts";
import { textOf } from "./numbers.ts";

type Answers = Record<string, string>;
interface Case {
  form: FormData;
  repeat: string;
  today: string;
  vectors: { name: string; answers: Answers; rows: Answers[] }[];
}

/** As much of a node of ODK's engine as is looked at. */
interface TheirNode {
  nodeType: string;
  currentState: { reference: string; value: unknown; relevant: boolean; children: readonly TheirNode[] | null };
  validationState: { violation: { condition: string } | null };
  setValue?(value: string): void;
  selectValues?(values: string[]): void;
  addInstances?(after: number, count: number): void;
  removeInstances?(start: number, count: number): void;
}
interface Engine {
  loadForm(xml: string): Promise<{ createInstance(): { root: TheirNode } }>;
}

const BROWSER = ["DOMParser", "XMLSerializer", "Node", "Element", "Attr", "Document", "XMLDocument", "Text", "NodeFilter", "Blob", "File"];

/** The engine, on a day that stands still. */
async function engineOn(today: string): Promise<Engine> {
  const now = Date.parse(`${today}T09:00:00Z`);
  const Real = Date;
  class Still extends Real {
    constructor(...given: [] | [number]) {
      super(given.length === 0 ? now : given[0]);
    }
    static override now(): number {
      return now;
    }
  }
  const packages = ["jsdom", "@getodk/xforms-engine"]; // by name at run time: they are there for tests only
  const { JSDOM } = (await import(packages[0]!)) as { JSDOM: new (html: string) => { window: Record<string, unknown> } };
  const { window } = new JSDOM("<html/>");
  Object.assign(globalThis, Object.fromEntries(BROWSER.map((name) => [name, window[name]])), {
    document: window.document, __dirname: "/", Date: Still,
  });
  return (await import(packages[1]!)) as Engine;
}

/** Every node below one, by its path without the name of the form: `member[1]/surname`. */
function below(node: TheirNode, found = new Map<string, TheirNode>()): Map<string, TheirNode> {
  for (const child of node.currentState.children ?? []) {
    found.set(child.currentState.reference.split("/").slice(2).join("/"), child);
    below(child, found);
  }
  return found;
}

function theirPath(node: Node, place: number): string {
  if (node.repeat === null) return node.data.path;
  const repeat = node.repeat.data.path;
  return `${repeat}[${place + 1}]${node.data.path.slice(repeat.length)}`;
}

function theirText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.join(" ");
  return typeof value === "number" ? textOf(value) : String(value as string);
}

/** Only answers of their type: ODK's engine takes no others. */
function clean(form: Form, answers: Answers): Answers {
  const fits = (path: string, text: string) => fitsType(form.byPath.get(path)!, text) && text === text.trim();
  return Object.fromEntries(Object.entries(answers).filter(([path, text]) => fits(path, text)));
}

function ours(form: Form, { repeat, today }: Case, answers: Answers, rows: readonly Answers[]): Filling {
  const filling = new Filling(form, () => true, { today, now: `${today}T09:00:00Z` });
  const say = (row: Row, said: Answers) => {
    for (const [path, text] of Object.entries(said)) filling.say(form.byPath.get(path)!, row, text);
  };
  say(filling.root, answers);
  rows.forEach((each, place) => say(filling.addRow(form.byPath.get(repeat)!, `row ${place}`, false), each));
  filling.settle();
  return filling;
}

/** Fills in their form, whatever is relevant or not. */
function fill(root: TheirNode, form: Form, repeat: string, answers: Answers, rows: readonly Answers[]): void {
  const range = below(root).get(repeat)!;
  if (rows.length === 0) range.removeInstances!(0, 1);
  else if (rows.length > 1) range.addInstances!(0, rows.length - 1);
  const nodes = below(root);
  const say = (said: Answers, place: number) => {
    for (const [path, text] of Object.entries(said)) {
      const node = nodes.get(theirPath(form.byPath.get(path)!, place))!;
      if (node.selectValues === undefined) node.setValue!(text);
      else node.selectValues(text.split(" "));
    }
  };
  say(answers, 0);
  rows.forEach(say);
}

interface Tally {
  values: number;
  /** Submissions with which their engine falls over: a text like 2026-02-30 where it wants a number. */
  fallen: string[];
  differences: string[];
}

/** Compares a node in one row: whether it is asked, its value, its violation. */
function compare(node: Node, row: Row, theirs: TheirNode | undefined, name: string, tally: Tally): void {
  const cell = row.cell(node);
  if (theirs === undefined || node.data.kind === "moment") return;
  const told = (what: string, our: unknown, their: unknown) => {
    tally.values += 1;
    if (our !== their) tally.differences.push(`${name}: ${what} of ${node.data.path}: ours ${String(our)}, theirs ${String(their)}`);
  };
  told("relevance", cell.relevant, theirs.currentState.relevant);
  if (!cell.relevant || !theirs.currentState.relevant || !("value" in theirs.currentState) || node.data.kind === "note") return;
  told("value", cell.value, theirText(theirs.currentState.value));
  told("violation", cell.fault, theirs.validationState.violation?.condition ?? "");
}

const [xform, vectors] = process.argv.slice(2) as [string, string];
const given = JSON.parse(readFileSync(vectors, "utf8")) as Case;
const engine = await engineOn(given.today);
const theirForm = await engine.loadForm(readFileSync(xform, "utf8"));
const form = compile(given.form);
const tally: Tally = { values: 0, fallen: [], differences: [] };
for (const { name, ...said } of given.vectors) {
  const [answers, ...rows] = [said.answers, ...said.rows].map((each) => clean(form, each)) as [Answers, ...Answers[]];
  const filling = ours(form, given, answers, rows);
  const { root } = theirForm.createInstance();
  try {
    fill(root, form, given.repeat, answers, rows);
  } catch (error) {
    tally.fallen.push(`${name}: ${String(error)}`);
    continue;
  }
  const nodes = below(root);
  for (const node of form.nodes) {
    filling.placesOf(node).forEach((row, place) => compare(node, row, nodes.get(theirPath(node, place)), name, tally));
  }
}
console.log(JSON.stringify({ submissions: given.vectors.length, ...tally }));
