/** Trees made into closures: Kleene's logic, unknown (null) unless it can be known. No `eval`. */

import type { Tree, Value, Values } from "./book.ts";

/** Whose values a tree is evaluated with. */
export interface Scene {
  own: Values;
  household: Values;
  members: Record<string, Values[]>;
  parameters: Record<string, number | null>;
  inForce: ReadonlySet<string>;
}

export type Evaluate = (scene: Scene) => Value;

const compiled = new WeakMap<Tree, Evaluate>();

/** The closure of a tree, made once. */
export function closure(tree: Tree): Evaluate {
  let made = compiled.get(tree);
  if (made === undefined) {
    made = make(tree);
    compiled.set(tree, made);
  }
  return made;
}

/** The parts of a tree that are trees. */
export function parts(tree: Tree): Tree[] {
  return tree.slice(1).filter((part): part is Tree => Array.isArray(part));
}

/** The value of a fact or a finding in a scene. */
export function valueOf(tree: Tree, scene: Scene): Value {
  return (tree[2] === "household" ? scene.household : scene.own)[tree[1] as string] ?? null;
}

export function every(values: Value[]): Value {
  return values.includes(false) ? false : values.includes(null) ? null : true;
}

export function some(values: Value[]): Value {
  return values.includes(true) ? true : values.includes(null) ? null : false;
}

function make(tree: Tree): Evaluate {
  const inner = parts(tree).map(closure);
  const [first, second, third] = inner;
  switch (tree[0]) {
    case "number":
    case "truth":
    case "choice":
      return () => tree[1] as Value;
    case "parameter":
      return (scene) => scene.parameters[tree[1] as string] ?? null;
    case "fact":
      return (scene) => valueOf(tree, scene);
    case "found":
      return (scene) => {
        const severity = scene.inForce.has(tree[1] as string) ? valueOf(tree, scene) : 0;
        return severity === null ? null : (severity as number) > 0;
      };
    case "known":
      return (scene) => first!(scene) !== null;
    case "not":
      return (scene) => {
        const truth = first!(scene);
        return truth === null ? null : !truth;
      };
    case "and":
      return (scene) => every(inner.map((part) => part(scene)));
    case "or":
      return (scene) => some(inner.map((part) => part(scene)));
    case "choose":
      return (scene) => {
        const truth = first!(scene);
        return truth === null ? null : (truth ? second! : third!)(scene);
      };
    case "over":
      return overMembers(tree[1] as string, tree[2] as string, first!);
  }
  const compute = computation(tree);
  return (scene) => {
    const values = inner.map((part) => part(scene));
    return values.includes(null) ? null : compute(values);
  };
}

/** Comparisons and arithmetic over known values. */
function computation(tree: Tree): (values: Value[]) => Value {
  const bits = tree[2] as number;
  switch (tree[0]) {
    case "compare":
      return comparison(tree[1] as string);
    case "arithmetic":
      return arithmetic(tree[1] as string);
    case "oneof":
      return ([value, ...items]) => items.includes(value!);
    case "has":
      return ([set]) => ((set as number) & bits) !== 0;
    case "only":
      return ([set]) => set !== 0 && ((set as number) & ~bits) === 0;
    case "size":
      return ([set]) => countBits((set as number) & bits);
    case "ceil":
      return ([value]) => Math.ceil(value as number);
    case "min":
      return (values) => Math.min(...(values as number[]));
    case "max":
      return (values) => Math.max(...(values as number[]));
  }
  throw new Error(`unknown tree ${String(tree[0])}`);
}

function comparison(op: string): (values: Value[]) => Value {
  switch (op) {
    case "=":
      return ([a, b]) => a === b;
    case "!=":
      return ([a, b]) => a !== b;
    case "<":
      return ([a, b]) => a! < b!;
    case "<=":
      return ([a, b]) => a! <= b!;
    case ">":
      return ([a, b]) => a! > b!;
    case ">=":
      return ([a, b]) => a! >= b!;
  }
  throw new Error(`unknown comparison ${op}`);
}

function arithmetic(op: string): (values: Value[]) => Value {
  const of = (compute: (a: number, b: number) => number | null) => (values: Value[]) =>
    compute(values[0] as number, values[1] as number);
  switch (op) {
    case "+":
      return of((a, b) => a + b);
    case "-":
      return of((a, b) => a - b);
    case "*":
      return of((a, b) => a * b);
    case "/":
      return of((a, b) => (b === 0 ? null : a / b));
  }
  throw new Error(`unknown operation ${op}`);
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** The scene of one member of the same household. */
export function sceneOf(member: Values, scene: Scene): Scene {
  return { ...scene, own: member };
}

function overMembers(how: string, kind: string, of: Evaluate): Evaluate {
  return (scene) => {
    const values = scene.members[kind]!.map((member) => of(sceneOf(member, scene)));
    if (how === "any") return some(values);
    if (how === "all") return every(values);
    if (values.includes(null)) return null;
    if (how === "count") return values.filter((value) => value === true).length;
    // whole ten-thousandths, so that the order of members does not matter
    return values.reduce<number>((sum, value) => sum + Math.floor((value as number) * 10000 + 0.5), 0) / 10000;
  };
}
