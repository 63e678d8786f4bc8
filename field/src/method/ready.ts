/** A rulebook made ready to compute with on a day: what is in force then, in the order in which it is worked out. */

import { holds, type Book, type ServiceData, type Subject, type VulnerabilityData } from "./book.ts";
import { tableOf, type TableRow } from "./tables.ts";
import { closure, type Evaluate } from "./trees.ts";
import { placeOf } from "./values.ts";

/** Works out one code: a derived fact by its closure, or the severity of a vulnerability by its table. */
export interface Step {
  place: number;
  derived: Evaluate | null;
  rows: readonly TableRow[];
}

export interface Ready {
  on: string;
  vulnerabilities: VulnerabilityData[];
  bySubject: Record<string, VulnerabilityData[]>;
  parameters: Record<string, number | null>;
  inForce: ReadonlySet<string>;
  blocks: [scope: Subject, steps: Step[]][];
  /** The services that are proposed to a household, and those to one member. */
  services: { household: ServiceData[]; member: ServiceData[] };
}

const made = new WeakMap<Book, Ready>();

/** The rulebook as of a day (YYYY-MM-DD); kept for as long as the same day is asked for. */
export function readyOn(book: Book, on: string): Ready {
  let ready = made.get(book);
  if (ready?.on !== on) made.set(book, (ready = make(book, on)));
  return ready;
}

function make(book: Book, on: string): Ready {
  const vulnerabilities = book.vulnerabilities.filter((each) => holds(each.since, each.until, on));
  const byCode = new Map(vulnerabilities.map((each) => [each.code, each]));
  const bySubject: Record<string, VulnerabilityData[]> = {};
  for (const each of vulnerabilities) (bySubject[each.subject] ??= []).push(each);
  const parameters: Record<string, number | null> = {};
  for (const [code, dated] of Object.entries(book.parameters)) {
    parameters[code] = dated.find(([since, until]) => holds(since, until, on))?.[2] ?? null;
  }
  for (const code of [...Object.keys(book.facts), ...Object.keys(book.derived)]) placeOf(code);
  return {
    on, vulnerabilities, bySubject, parameters, inForce: new Set(byCode.keys()),
    blocks: book.blocks.map(([scope, codes]) => [scope, codes.flatMap((code) => stepOf(book, code, byCode.get(code)))]),
    services: {
      household: book.services.filter((service) => service.propose !== "never"),
      member: book.services.filter((service) => service.propose === "finding"),
    },
  };
}

function stepOf(book: Book, code: string, found: VulnerabilityData | undefined): Step[] {
  const derived = Object.hasOwn(book.derived, code) ? closure(book.derived[code]!.expression) : null;
  if (derived === null && found === undefined) return [];
  return [{ place: placeOf(code), derived, rows: derived === null ? tableOf(found!) : [] }];
}
