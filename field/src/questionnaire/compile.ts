/** A questionnaire made ready to be filled in: closures, and who must be computed again when an answer changes. */

import { closure, type Evaluate } from "./expressions.ts";
import type { FormData, NodeData, Tree } from "./form.ts";

export interface Node {
  data: NodeData;
  /** Its place in the order of the form. */
  index: number;
  /** Its place in the order of computing. */
  rank: number;
  parent: Node | null;
  children: Node[];
  /** The repeat whose rows it stands in; null for the repeat itself and outside. */
  repeat: Node | null;
  relevant: Evaluate | null;
  required: Evaluate | null;
  constraint: Evaluate | null;
  calculation: Evaluate | null;
  default: Evaluate | null;
  /** Those whose relevance or calculation reads this one. */
  feeds: Node[];
  /** Those that its calculation reads. */
  reads: Node[];
  /** Those whose constraint or requirement reads this one. */
  judged: Node[];
  /** The codes of its choices; null when it has none. */
  among: ReadonlySet<string> | null;
}

export interface Form {
  data: FormData;
  roots: Node[];
  /** In the order of the form. */
  nodes: Node[];
  /** In the order of computing. */
  order: Node[];
  byPath: ReadonlyMap<string, Node>;
}

const made = new WeakMap<FormData, Form>();

/** The form of some data, made once. */
export function compile(data: FormData): Form {
  let form = made.get(data);
  if (form === undefined) {
    form = make(data);
    made.set(data, form);
  }
  return form;
}

function make(data: FormData): Form {
  const nodes: Node[] = [];
  const byPath = new Map<string, Node>();
  const rank = new Map(data.order.map((path, place) => [path, place]));
  const lists = new Map(Object.entries(data.choices).map(([list, choices]) => [list, new Set(choices.map(([name]) => name))]));
  const add = (each: NodeData, parent: Node | null): Node => {
    const node: Node = {
      data: each, index: nodes.length, rank: rank.get(each.path)!, parent, children: [], repeat: parent === null ? null : repeatOf(parent),
      relevant: null, required: null, constraint: null, calculation: null, default: null, feeds: [], reads: [], judged: [],
      among: each.list === undefined ? null : (lists.get(each.list) ?? null),
    };
    nodes.push(node);
    byPath.set(each.path, node);
    node.children = (each.nodes ?? []).map((child) => add(child, node));
    return node;
  };
  const roots = data.nodes.map((each) => add(each, null));
  for (const node of nodes) connect(node, byPath);
  return { data, roots, nodes, order: [...nodes].sort((a, b) => a.rank - b.rank), byPath };
}

function repeatOf(parent: Node): Node | null {
  return parent.data.kind === "repeat" ? parent : parent.repeat;
}

/** Makes a node's closures, and notes it with those it depends on. */
function connect(node: Node, byPath: ReadonlyMap<string, Node>): void {
  const indexOf = (path: string) => byPath.get(path)!.index;
  for (const column of ["relevant", "required", "constraint", "calculation", "default"] as const) {
    const tree = node.data[column];
    if (tree === undefined) continue;
    node[column] = closure(tree, indexOf);
    if (column === "default") continue;
    const into = column === "relevant" || column === "calculation" ? "feeds" : "judged";
    for (const path of new Set(references(tree))) {
      byPath.get(path)![into].push(node);
      if (column === "calculation") node.reads.push(byPath.get(path)!);
    }
  }
}

/** The paths that an expression reads. */
function references(tree: Tree): string[] {
  const own = ["answer", "own", "several", "rows"].includes(tree[0]) ? [tree[1] as string] : [];
  return own.concat(tree.slice(1).flatMap((part) => (Array.isArray(part) ? references(part as unknown as Tree) : [])));
}
