/**
 * Likely duplicates while a person is being registered.
 *
 * Names are compared by their trigrams; what agrees or differs is weighed in bits of evidence (Fellegi and Sunter
 * 1969), with weights that the server learned from its own register and sends with the bundle.
 */

import type { LikelyDuplicate, Registering, Summary, SummaryPerson } from "./records.ts";
import { folded } from "./words.ts";

/** Bits for (above 0) or against (below 0) being the same person; `prior` before anything was compared. */
export const DEFAULT_WEIGHTS = {
  prior: -11, surname_same: 6, surname_close: 4, surname_other: -3, given_same: 5, given_close: 3.5, given_other: -7,
  birth_same: 11, birth_near: 5, birth_part: 2, birth_unknown: 0, birth_other: -6,
  sex_same: 0.9, sex_other: -5, cnp_same: 24, cnp_other: -14, village_same: 1.5,
};
export type Weights = typeof DEFAULT_WEIGHTS;

const MOST_JUDGED = 60;
const LEAST_ALIKE = 0.3;
const CLOSE = 0.6;
const LEAST_LIKELY = 0.05;

interface Row {
  household: Summary;
  person: SummaryPerson;
  surname: string;
  given: string;
  trigrams: number;
}

/** Trigrams of all persons' names, each leading to its persons. */
export class DuplicateIndex {
  private readonly rows: Row[] = [];
  private readonly byTrigram = new Map<string, number[]>();
  private readonly byBirth = new Map<string, number[]>();
  private readonly shared: Uint16Array;

  constructor(households: Iterable<Summary>) {
    for (const household of households) for (const person of household.persons) this.add(household, person);
    this.shared = new Uint16Array(this.rows.length);
  }

  /** Who may be the one described, the likeliest first. */
  find(described: Registering, weights: Weights, limit: number): LikelyDuplicate[] {
    const surname = folded(described.surname);
    const given = folded(described.given_name);
    if (surname + given === "") return [];
    const found: LikelyDuplicate[] = [];
    for (const place of this.candidates(trigramsOf(`${surname} ${given}`), described)) {
      const row = this.rows[place]!;
      const weight = weigh(row, surname, given, described, weights);
      const likely = 1 / (1 + 2 ** -weight);
      if (likely < LEAST_LIKELY) continue;
      const same_birth = birthOf(described.born, row.person) === "birth_same";
      found.push({ household: row.household.uuid, person: row.person, address: row.household.address, weight, likely, same_birth });
    }
    return found.sort((one, other) => other.weight - one.weight).slice(0, limit);
  }

  private add(household: Summary, person: SummaryPerson): void {
    const surname = folded(person.surname);
    const given = folded(person.given_name);
    const trigrams = trigramsOf(`${surname} ${given}`);
    const place = this.rows.push({ household, person, surname, given, trigrams: trigrams.size }) - 1;
    for (const trigram of trigrams) append(this.byTrigram, trigram, place);
    if (person.born_on) append(this.byBirth, person.born_on, place);
  }

  /** Those whose names share most trigrams, and those born that very day. */
  private candidates(trigrams: Set<string>, described: Registering): number[] {
    this.shared.fill(0);
    for (const trigram of trigrams) {
      for (const place of this.byTrigram.get(trigram) ?? []) this.shared[place]! += 1;
    }
    const alike: [number, number][] = [];
    this.shared.forEach((shared, place) => {
      const dice = shared === 0 ? 0 : (2 * shared) / (trigrams.size + this.rows[place]!.trigrams);
      if (dice >= LEAST_ALIKE) alike.push([dice, place]);
    });
    alike.sort((one, other) => other[0] - one[0]);
    const born = described.born ? (this.byBirth.get(described.born) ?? []) : [];
    return [...new Set([...alike.slice(0, MOST_JUDGED).map(([, place]) => place), ...born.slice(0, MOST_JUDGED)])];
  }
}

function append<Key>(map: Map<Key, number[]>, key: Key, place: number): void {
  const places = map.get(key);
  if (places) places.push(place);
  else map.set(key, [place]);
}

function weigh(row: Row, surname: string, given: string, described: Registering, weights: Weights): number {
  const straight = names(row.surname, row.given, surname, given, weights);
  const exchanged = names(row.given, row.surname, surname, given, weights);
  let weight = weights.prior + Math.max(straight, exchanged - 1) + weights[birthOf(described.born, row.person)];
  if (described.sex && row.person.sex) weight += described.sex === row.person.sex ? weights.sex_same : weights.sex_other;
  if (described.cnp && row.person.cnp) weight += described.cnp === row.person.cnp ? weights.cnp_same : weights.cnp_other;
  if (described.village && described.village === row.household.village) weight += weights.village_same;
  return weight;
}

function names(surname: string, given: string, otherSurname: string, otherGiven: string, weights: Weights): number {
  const ofSurname = { same: weights.surname_same, close: weights.surname_close, other: weights.surname_other };
  const ofGiven = { same: weights.given_same, close: weights.given_close, other: weights.given_other };
  return ofSurname[alike(surname, otherSurname)] + ofGiven[alike(given, otherGiven)];
}

/** The same words; close: one holds all words of the other, or most trigrams are shared; other. */
function alike(one: string, other: string): "same" | "close" | "other" {
  if (one === other) return "same";
  if (one === "" || other === "") return "other";
  const [words, others] = [one.split(" "), other.split(" ")];
  const [few, many] = words.length < others.length ? [words, others] : [others, words];
  if (few.every((word) => many.includes(word))) return few.length === many.length ? "same" : "close";
  return dice(one, other) >= CLOSE ? "close" : "other";
}

function dice(one: string, other: string): number {
  const [grams, others] = [trigramsOf(one), trigramsOf(other)];
  let shared = 0;
  for (const gram of grams) if (others.has(gram)) shared += 1;
  return (2 * shared) / (grams.size + others.size);
}

/** Three letters each, of words with a blank before and after. */
function trigramsOf(text: string): Set<string> {
  const grams = new Set<string>();
  const padded = ` ${text} `;
  for (let place = 0; place + 2 < padded.length; place += 1) grams.add(padded.slice(place, place + 3));
  return grams;
}

/** How two births compare; `born` is YYYY-MM-DD, YYYY-MM or YYYY. */
function birthOf(born: string | null | undefined, person: SummaryPerson): keyof Weights {
  if (!born || !person.born_on) return "birth_unknown";
  const length = { day: 10, month: 7, year: 4, unknown: 0 }[person.born_precision];
  const other = person.born_on.slice(0, length);
  if (born.length === 10 && other.length === 10) return born === other ? "birth_same" : nearly(born, other);
  const common = Math.min(born.length, other.length);
  return born.slice(0, common) === other.slice(0, common) ? "birth_part" : "birth_other";
}

/** A slip of the pen: day and month exchanged, or only one of year, month and day different. */
function nearly(one: string, other: string): "birth_near" | "birth_other" {
  const [year, month, day] = one.split("-");
  const [otherYear, otherMonth, otherDay] = other.split("-");
  const exchanged = year === otherYear && month === otherDay && day === otherMonth;
  const same = Number(year === otherYear) + Number(month === otherMonth) + Number(day === otherDay);
  return exchanged || same === 2 ? "birth_near" : "birth_other";
}
