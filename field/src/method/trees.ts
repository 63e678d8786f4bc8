/** Trees made into closures: Kleene's logic, unknown (null) unless it can be known. No `eval`. */

import type { Tree, Value } from "./book.ts";
import { placeOf, type Values } from "./values.ts";

/** Whose values a tree is evaluated with. */
export interface Scene {
  own: Values;
  household: Values;
  /** The scenes of the members of each kind. */
  members: Record<string, Scene[]>;
  parameters: Record<string, number | null>;
  inForce: ReadonlySet<string>;
}

export type Evaluate = (scene: Scene) => Value;
type Known = Exclude<Value, null>;

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
  return (tree[2] === "household" ? scene.household : scene.own)[placeOf(tree[1] as string)] ?? null;
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
    case "fact": {
      const place = placeOf(tree[1] as string);
      return tree[2] === "household" ? (scene) => scene.household[place]! : (scene) => scene.own[place]!;
    }
    case "found": {
      const [code, place, ofHousehold] = [tree[1] as string, placeOf(tree[1] as string), tree[2] === "household"];
      return (scene) => {
        const severity = scene.inForce.has(code) ? (ofHousehold ? scene.household : scene.own)[place]! : 0;
        return severity === null ? null : (severity as number) > 0;
      };
    }
    case "known":
      return (scene) => first!(scene) !== null;
    case "not":
      return (scene) => {
        const truth = first!(scene);
        return truth === null ? null : !truth;
      };
    case "and":
      return decided(inner, false);
    case "or":
      return decided(inner, true);
    case "choose":
      return (scene) => {
        const truth = first!(scene);
        return truth === null ? null : (truth ? second! : third!)(scene);
      };
    case "over":
      return overMembers(tree[1] as string, tree[2] as string, first!);
  }
  if (tree[0] === "compare") return comparison(tree[1] as string, first!, second!);
  const compute = computation(tree);
  if (inner.length === 1) {
    return (scene) => {
      const value = first!(scene);
      return value === null ? null : compute([value]);
    };
  }
  return (scene) => {
    const values: Value[] = [];
    for (const part of inner) {
      const value = part(scene);
      if (value === null) return null;
      values.push(value);
    }
    return compute(values);
  };
}

/** Kleene's and (`by` false) and or (`by` true): what decides, whatever the others are; else unknown if any is. */
export function decided(parts: readonly Evaluate[], by: boolean): Evaluate {
  return (scene) => {
    let unknown = false;
    for (const part of parts) {
      const truth = part(scene);
      if (truth === by) return by;
      unknown ||= truth === null;
    }
    return unknown ? null : !by;
  };
}

/** Comparisons and arithmetic over known values. */
function computation(tree: Tree): (values: Value[]) => Value {
  const bits = tree[2] as number;
  switch (tree[0]) {
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

function comparison(op: string, left: Evaluate, right: Evaluate): Evaluate {
  const of = (holds: (a: Known, b: Known) => boolean): Evaluate => (scene) => {
    const a = left(scene);
    if (a === null) return null;
    const b = right(scene);
    return b === null ? null : holds(a, b);
  };
  switch (op) {
    case "=":
      return of((a, b) => a === b);
    case "!=":
      return of((a, b) => a !== b);
    case "<":
      return of((a, b) => a < b);
    case "<=":
      return of((a, b) => a <= b);
    case ">":
      return of((a, b) => a > b);
    case ">=":
      return of((a, b) => a >= b);
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

function overMembers(how: string, kind: string, of: Evaluate): Evaluate {
  if (how === "any" || how === "all") {
    const by = how === "any";
    return (scene) => {
      let unknown = false;
      for (const member of scene.members[kind]!) {
        const truth = of(member);
        if (truth === by) return by;
        unknown ||= truth === null;
      }
      return unknown ? null : !by;
    };
  }
  return (scene) => {
    let sum = 0;
    for (const member of scene.members[kind]!) {
      const value = of(member);
      if (value === null) return null;
      // whole ten-thousandths, so that the order of members does not matter
      sum += how === "count" ? (value === true ? 10000 : 0) : Math.floor((value as number) * 10000 + 0.5);
    }
    return sum / 10000;
  };
}
