/** Answers as the questionnaire gives them, made into values to compute with. The server checks them again, in full. */

import type { Book, Kind, Subject, Value } from "./book.ts";
import { nothingKnown, placeOf, type Values } from "./values.ts";

export const KINDS: readonly Kind[] = ["child", "adult", "pregnant"];
const AGES = ["age_y", "age_m", "age_d"] as const;
const OF_MEMBER = new Set<string>([...AGES, "birth_date", "sex"]);
const [YEARS, MONTHS, DAYS, BORN] = [...AGES, "birth_date"].map(placeOf) as [number, number, number, number];
const OLDEST = 130;

/** The household or one member: `values` to compute with, `given` as it was said (null where nothing was). */
export interface Taken {
  id: string;
  kind: "household" | Kind;
  kinds: readonly ("household" | Kind)[];
  values: Values;
  given: Record<string, unknown>;
}

export class BadInput extends Error {
  constructor(readonly path: string, readonly reason: string) {
    super(`${path}: ${reason}`);
  }
}

function subjectOf(book: Book, code: string): Subject | undefined {
  if (Object.hasOwn(book.facts, code)) return book.facts[code]!.subject;
  if (Object.hasOwn(book.derived, code)) return book.derived[code]!.subject;
  return OF_MEMBER.has(code) ? "member" : undefined;
}

/** A yes or no in any of its spellings. */
function truth(said: unknown): boolean | undefined {
  if (typeof said === "boolean") return said;
  if (typeof said !== "string") return undefined;
  const word = said.trim().toLowerCase();
  if (["yes", "da", "true"].includes(word)) return true;
  return ["no", "nu", "false"].includes(word) ? false : undefined;
}

/** One answer as a value; undefined when it does not fit. */
function value(book: Book, code: string, said: unknown): Value | undefined {
  const fact = book.facts[code];
  const type = fact?.type ?? book.derived[code]?.type ?? (code === "sex" ? "choice" : code === "birth_date" ? "date" : "number");
  if (type === "boolean") return truth(said);
  if (type === "number") {
    const least = fact?.minimum ?? -1e9, most = fact?.maximum ?? 1e9;
    return typeof said === "number" && Number.isFinite(said) && said >= least && said <= most ? said : undefined;
  }
  if (type === "date") return typeof said === "string" && /^\d{4}-\d{2}-\d{2}$/.test(said) ? said : undefined;
  const choices = fact?.choices ?? ["f", "m"];
  if (type === "choice") {
    const choice = typeof said === "boolean" ? (said ? "yes" : "no") : typeof said === "number" ? String(said) : said;
    return typeof choice === "string" && choices.includes(choice) ? choice : undefined;
  }
  if (!Array.isArray(said) || said.some((each) => !choices.includes(each))) return undefined;
  return said.reduce<number>((bits, each) => bits | (1 << choices.indexOf(each as string)), 0);
}

/** Completed years, months and days of life; born on 29 February counts from 1 March. */
export function ages(bornOn: string, on: string): [number, number, number] {
  const [by, bm, bd] = bornOn.split("-").map(Number) as [number, number, number];
  const [y, m, d] = on.split("-").map(Number) as [number, number, number];
  const months = (y - by) * 12 + m - bm - (d < bd ? 1 : 0);
  return [Math.floor(months / 12), months, (Date.UTC(y, m - 1, d) - Date.UTC(by, bm - 1, bd)) / 86_400_000];
}

interface Taker {
  subject: Subject;
  place: number;
  take: (said: unknown) => Value | undefined;
}

const takers = new WeakMap<Book, Map<string, Taker>>();

/** How the answer to each fact is taken; worked out once. */
function takerOf(book: Book, code: string): Taker | undefined {
  let known = takers.get(book);
  if (known === undefined) takers.set(book, (known = new Map()));
  let taker = known.get(code);
  if (taker === undefined) {
    const subject = subjectOf(book, code);
    if (subject === undefined) return undefined;
    taker = { subject, place: placeOf(code), take: (said) => value(book, code, said) };
    known.set(code, taker);
  }
  return taker;
}

/** Whether an answer to a fact is one that this rulebook takes. */
export function fits(book: Book, code: string, said: unknown): boolean {
  return takerOf(book, code)?.take(said) !== undefined;
}

/** The values of what was said, and the subjects of the facts that were answered. */
function take(book: Book, path: string, said: Record<string, unknown>, ofHousehold: boolean): [Values, Set<Subject>] {
  const values = nothingKnown();
  const subjects = new Set<Subject>();
  for (const code of Object.keys(said)) {
    if (code === "id" || (code === "kind" && !ofHousehold)) continue;
    const taker = takerOf(book, code);
    if (taker === undefined || (taker.subject === "household") !== ofHousehold) throw new BadInput(`${path}.${code}`, "no such fact here");
    const answer = said[code];
    if (answer === null || answer === undefined) continue;
    const taken = taker.take(answer);
    if (taken === undefined) throw new BadInput(`${path}.${code}`, "does not fit");
    values[taker.place] = taken;
    subjects.add(taker.subject);
  }
  return [values, subjects];
}

export function takeHousehold(book: Book, household: Record<string, unknown>): Taken {
  const [values] = take(book, "household", household, true);
  return { id: String(household.id ?? ""), kind: "household", kinds: ["household"], values, given: household };
}

/** One member, evaluated as its kind and as every other kind whose facts it carries. */
export function takeMember(book: Book, path: string, member: Record<string, unknown>, on: string): Taken {
  const kind = member.kind as Kind;
  if (!KINDS.includes(kind)) throw new BadInput(`${path}.kind`, "child, adult or pregnant is expected");
  const [values, carried] = take(book, path, member, false);
  const bornOn = values[BORN];
  if (typeof bornOn === "string") {
    const computed = ages(bornOn, on);
    if (bornOn > on || computed[0] > OLDEST) throw new BadInput(`${path}.birth_date`, "does not fit");
    [YEARS, MONTHS, DAYS].forEach((age, place) => {
      values[age] ??= computed[place]!;
    });
  } else if (typeof values[MONTHS] === "number") {
    values[YEARS] ??= Math.floor(values[MONTHS] / 12);
  }
  const kinds = KINDS.filter((each) => each === kind || carried.has(each));
  return { id: String(member.id), kind, kinds, values, given: member };
}
