/** Trees made into closures, once: what an expression is worth in a scene. No `eval`. */

import { functions } from "./functions.ts";
import type { Tree } from "./form.ts";
import { isEqual, numberOf, textOf, truthOf, type Scalar } from "./numbers.ts";

/** Answers that stand together: the household's, or those of one row. An answer that is not relevant is "". */
export interface Values {
  value(index: number): string;
}

/** What an expression can see. */
export interface Scene {
  root: Values;
  own: Values;
  rows(repeat: string): readonly Values[];
  /** Of the row, from 1. */
  position: number;
  here: string;
  /** YYYY-MM-DD */
  today: string;
  /** ISO moment with its zone */
  now: string;
}

export type Several = readonly string[];
export type Evaluate = (scene: Scene) => Scalar | Several;
/** The place of a path among the nodes. */
export type IndexOf = (path: string) => number;

const single = (value: Scalar | Several): Scalar => (typeof value === "object" ? (value[0] ?? "") : value);

/** The closure of a tree. */
export function closure(tree: Tree, indexOf: IndexOf): Evaluate {
  const [kind, first] = tree as [string, never];
  switch (kind) {
    case "number":
    case "text":
      return () => first;
    case "answer": {
      const index = indexOf(first);
      return (scene) => scene.root.value(index);
    }
    case "own": {
      const index = indexOf(first);
      return (scene) => scene.own.value(index);
    }
    case "several": {
      const index = indexOf(first);
      const repeat = tree[2] as string;
      return (scene) => scene.rows(repeat).map((row) => row.value(index));
    }
    case "rows":
      return (scene) => scene.rows(first).map(() => "");
    case "here":
      return (scene) => scene.here;
    case "position":
      return (scene) => scene.position;
    case "call":
      return call(first, tree.slice(2).map((part) => closure(part as Tree, indexOf)));
  }
  return operation(kind, tree.slice(1).map((part) => closure(part as Tree, indexOf)));
}

function operation(op: string, parts: Evaluate[]): Evaluate {
  const [left, right] = parts as [Evaluate, Evaluate];
  const truth = (part: Evaluate, scene: Scene) => truthOf(single(part(scene)));
  const number = (part: Evaluate, scene: Scene) => numberOf(single(part(scene)));
  switch (op) {
    case "or":
      return (scene) => parts.some((part) => truth(part, scene));
    case "and":
      return (scene) => parts.every((part) => truth(part, scene));
    case "neg":
      return (scene) => -number(left, scene);
    case "=":
      return (scene) => isEqual(single(left(scene)), single(right(scene)));
    case "!=":
      return (scene) => !isEqual(single(left(scene)), single(right(scene)));
  }
  const compute = arithmetic[op];
  if (compute === undefined) throw new Error(`unknown operation ${op}`);
  return (scene) => compute(number(left, scene), number(right, scene));
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => Scalar>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  div: (a, b) => a / b,
  mod: (a, b) => a % b,
};

/** What an argument is made into, by the letter of its kind. */
const as: Readonly<Record<string, (value: Scalar | Several) => Scalar | Several>> = {
  t: (value) => textOf(single(value)),
  n: (value) => numberOf(single(value)),
  b: (value) => truthOf(single(value)),
  v: single,
  s: (value) => (typeof value === "object" ? value : [textOf(value)]),
};

function call(name: string, parts: Evaluate[]): Evaluate {
  const [first, second, third] = parts as [Evaluate, Evaluate, Evaluate];
  switch (name) {
    case "if":
      return (scene) => (truthOf(single(first(scene))) ? second : third)(scene);
    case "once":
      return (scene) => scene.here || textOf(single(first(scene)));
    case "today":
      return (scene) => scene.today;
    case "now":
      return (scene) => scene.now;
  }
  const known = functions.get(name);
  if (known === undefined) throw new Error(`unknown function ${name}`);
  const { takes, compute } = known;
  if (takes === "s") return (scene) => compute(parts.flatMap((part) => as.s!(part(scene))) as Several);
  const kinds = parts.map((_, place) => as[takes[Math.min(place, takes.length - 1)]!]!);
  return (scene) => compute(...parts.map((part, place) => kinds[place]!(part(scene))));
}
