/** The functions that questionnaires may call; the mirror of `vatra.method.forms.functions`, which checks their use. */

import { dayText, numberOf, rounded, type Scalar } from "./numbers.ts";

export interface Known {
  /** t text, n number, b truth, v any single value, s several values; the last letter may repeat. */
  takes: string;
  // the letters above say what each function gets, which types cannot
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  compute: (...args: any[]) => Scalar;
}

/** The choices of an answer with several. */
export function words(text: string): string[] {
  return text.split(/[ \t\r\n]+/).filter((word) => word !== "");
}

const signs = (text: string) => Array.from(text);
const patterns = new Map<string, RegExp>();

function matches(text: string, pattern: string): boolean {
  let made = patterns.get(pattern);
  if (made === undefined) {
    made = new RegExp(`^(?:${pattern})$`, "u"); // the server took only patterns that take linear time
    patterns.set(pattern, made);
  }
  return made.test(text);
}

function selectedAt(text: string, place: number): string {
  return Number.isFinite(place) && Math.trunc(place) >= 0 ? (words(text)[Math.trunc(place)] ?? "") : "";
}

/** From a place (counted from 0) up to, not including, another; negative ones count from the end. */
function substr(text: string, start: number, end = Infinity): string {
  return Number.isNaN(start) || Number.isNaN(end) ? "" : signs(text).slice(start, end).join("");
}

function formatDate(value: Scalar, pattern: string): string {
  const day = dayText(value);
  if (day === "") return "";
  const [year, month, number] = day.split("-") as [string, string, string];
  const parts: Record<string, string> = {
    Y: year, y: year.slice(2), m: month, n: String(Number(month)), d: number, e: String(Number(number)),
  };
  return pattern.replace(/%([Yymnde])/g, (_, letter: string) => parts[letter]!);
}

function extreme(choose: (...numbers: number[]) => number): (values: readonly string[]) => number {
  return (values) => {
    const numbers = values.map(numberOf);
    return numbers.length > 0 && !numbers.some(Number.isNaN) ? choose(...numbers) : Number.NaN;
  };
}

const text = (compute: (text: string, other: string) => Scalar): Known => ({ takes: "tt", compute });
const number = (compute: (value: number) => number): Known => ({ takes: "n", compute });
const several = (compute: (values: readonly string[]) => number): Known => ({ takes: "s", compute });

export const functions: ReadonlyMap<string, Known> = new Map<string, Known>([
  ["selected", text((chosen, choice) => words(chosen).includes(choice.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "")))],
  ["count-selected", { takes: "t", compute: (chosen: string) => words(chosen).length }],
  ["selected-at", { takes: "tn", compute: selectedAt }],
  ["coalesce", text((first, second) => first || second)],
  ["concat", { takes: "t", compute: (...texts: string[]) => texts.join("") }],
  ["join", { takes: "ts", compute: (by: string, values: readonly string[]) => values.join(by) }],
  ["string-length", { takes: "t", compute: (of: string) => signs(of).length }],
  ["substr", { takes: "tnn", compute: substr }],
  ["contains", text((of, part) => of.includes(part))],
  ["starts-with", text((of, part) => of.startsWith(part))],
  ["ends-with", text((of, part) => of.endsWith(part))],
  ["normalize-space", { takes: "t", compute: (of: string) => words(of).join(" ") }],
  ["regex", text(matches)],
  ["number", { takes: "v", compute: numberOf }],
  ["string", { takes: "t", compute: (of: string) => of }],
  ["boolean", { takes: "b", compute: (truth: boolean) => truth }],
  ["not", { takes: "b", compute: (truth: boolean) => !truth }],
  ["true", { takes: "", compute: () => true }],
  ["false", { takes: "", compute: () => false }],
  ["int", number(Math.trunc)],
  ["round", { takes: "nn", compute: (value: number, places = 0) => rounded(value, places) }],
  ["abs", number(Math.abs)],
  ["floor", number(Math.floor)],
  ["ceiling", number(Math.ceil)],
  ["min", several(extreme(Math.min))],
  ["max", several(extreme(Math.max))],
  ["sum", several((values) => values.reduce((sum, value) => sum + numberOf(value), 0))],
  ["count", several((values) => values.length)],
  ["count-non-empty", several((values) => values.filter((value) => value !== "").length)],
  ["date", { takes: "v", compute: dayText }],
  ["format-date", { takes: "vt", compute: formatDate }],
]);
