/**
 * Finding people while typing: every typed word must fit a word of the person, spelt so, beginning so, or with a slip.
 *
 * The words of all persons are one vocabulary; what is typed is compared with that, and typed arrays lead from a word
 * to its persons. Nothing is allocated per person while typing.
 */

import type { FoundPerson, Summary, SummaryPerson } from "./records.ts";
import { bits, folded, lettersOf, slips, typedWords } from "./words.ts";

const BEGINS = 92;
const SPELT_LIKE = 85;
const ADDRESS = 50;
const GONE = 25;

interface Row {
  household: Summary;
  person: SummaryPerson;
  name: string;
}

/** An index over all persons of some households, in the order of their names. */
export class SearchIndex {
  private readonly rows: Row[];
  private readonly words: string[] = [];
  private readonly letters: Int32Array;
  /** Persons by word: those of word w stand from starts[w] to starts[w + 1]. */
  private readonly starts: Int32Array;
  private readonly persons: Int32Array;
  private readonly fits: Uint8Array;
  private readonly best: Float32Array;
  private readonly total: Float32Array;
  private readonly households: Summary[];
  private addresses: { folded: string; household: Summary }[] | null = null;

  constructor(households: Iterable<Summary>) {
    const all = [...households];
    this.rows = all.flatMap((household) => household.persons.map((person) => rowOf(household, person)));
    this.rows.sort((one, other) => (one.name < other.name ? -1 : 1));
    const byWord = new Map<string, number[]>();
    this.rows.forEach((row, place) => {
      for (const word of row.name.split(" ")) {
        const places = byWord.get(word);
        if (places?.at(-1) === place) continue;
        if (places) places.push(place);
        else if (word !== "") byWord.set(word, [place]);
      }
    });
    this.starts = new Int32Array(byWord.size + 1);
    this.persons = new Int32Array([...byWord.values()].reduce((sum, places) => sum + places.length, 0));
    for (const [word, places] of byWord) {
      this.persons.set(places, this.starts[this.words.length]!);
      this.starts[this.words.length + 1] = this.starts[this.words.length]! + places.length;
      this.words.push(word);
    }
    this.letters = Int32Array.from(this.words, lettersOf);
    this.fits = new Uint8Array(this.words.length);
    this.best = new Float32Array(this.rows.length);
    this.total = new Float32Array(this.rows.length);
    this.households = all;
  }

  /** The persons (or, for an address, heads of households) that the text means, the best first. */
  find(text: string, limit: number): FoundPerson[] {
    const typed = typedWords(text);
    if (typed.length === 0 || limit <= 0) return [];
    if (/^\d{13}$/.test(text.replace(/\s/g, ""))) return this.bearers(text.replace(/\s/g, ""), limit);
    const found = this.named(typed, limit);
    if (found.length >= limit || (found.length > 0 && !/\d/.test(text))) return found;
    return [...found, ...this.living(typed, limit - found.length)];
  }

  private bearers(cnp: string, limit: number): FoundPerson[] {
    return this.rows.filter((row) => row.person.cnp === cnp).slice(0, limit).map((row) => said(row, 100));
  }

  private named(typed: string[], limit: number): FoundPerson[] {
    this.total.fill(0);
    for (const [place, word] of typed.entries()) {
      this.fitWords(word);
      this.best.fill(0);
      for (let at = 0; at < this.words.length; at += 1) {
        const fit = this.fits[at]!;
        if (fit === 0) continue;
        for (let to = this.starts[at]!; to < this.starts[at + 1]!; to += 1) {
          const person = this.persons[to]!;
          if (fit > this.best[person]!) this.best[person] = fit;
        }
      }
      // A person stays only while every word so far has fitted: -1 is out.
      for (let person = 0; person < this.total.length; person += 1) {
        const fits = this.best[person]!;
        if (fits === 0 || (place > 0 && this.total[person]! < 0)) this.total[person] = -1;
        else this.total[person]! += fits;
      }
    }
    return this.top(typed.length, limit);
  }

  /** How each word of the vocabulary fits a typed one: 100 the same, less for a beginning, less for slips, 0 not. */
  private fitWords(typed: string): void {
    const most = typed.length <= 2 ? 0 : typed.length <= 4 ? 1 : 2;
    const letters = lettersOf(typed);
    for (let at = 0; at < this.words.length; at += 1) {
      const word = this.words[at]!;
      if (word.startsWith(typed)) this.fits[at] = word.length === typed.length ? 100 : BEGINS;
      else if (most === 0 || bits(letters & ~this.letters[at]!) > most) this.fits[at] = 0;
      else this.fits[at] = spelt(typed, word, most);
    }
  }

  /** The best by their score; the rows are in the order of names, so equals need no sorting. */
  private top(words: number, limit: number): FoundPerson[] {
    const byScore: number[][] = [];
    this.total.forEach((total, person) => {
      if (total <= 0) return;
      const score = Math.max(1, Math.round(total / words) - (this.rows[person]!.person.gone ? GONE : 0));
      const same = (byScore[score] ??= []);
      if (same.length < limit) same.push(person);
    });
    const found: FoundPerson[] = [];
    for (let score = byScore.length - 1; score > 0 && found.length < limit; score -= 1) {
      for (const person of byScore[score] ?? []) {
        if (found.length < limit) found.push(said(this.rows[person]!, score));
      }
    }
    return found;
  }

  private living(typed: string[], limit: number): FoundPerson[] {
    const found: FoundPerson[] = [];
    if (typed.join("").length < 3) return found;
    this.addresses ??= this.households.map((household) => ({ folded: folded(household.address), household }));
    for (const { folded: address, household } of this.addresses) {
      if (found.length >= limit) break;
      if (!typed.every((word) => holdsWord(address, word))) continue;
      const head = household.persons.find((person) => person.is_head) ?? household.persons[0] ?? null;
      found.push({ household: household.uuid, person: head, address: household.address, score: ADDRESS });
    }
    return found;
  }
}

function rowOf(household: Summary, person: SummaryPerson): Row {
  return { household, person, name: `${folded(person.surname)} ${folded(person.given_name)}` };
}

function spelt(typed: string, word: string, most: number): number {
  const beginning = slips(typed, word, most, true);
  if (beginning > most) return 0;
  const whole = slips(typed, word, most, false);
  const likeness = SPELT_LIKE * (1 - beginning / typed.length);
  return Math.max(1, Math.round(whole <= most ? Math.max(likeness, 5 + SPELT_LIKE * (1 - whole / typed.length)) : likeness));
}

/** Whether a word of the address begins so; a number must be the whole number. */
function holdsWord(address: string, word: string): boolean {
  return ` ${address} `.includes(/^\d+$/.test(word) ? ` ${word} ` : ` ${word}`);
}

function said(row: Row, score: number): FoundPerson {
  return { household: row.household.uuid, person: row.person, address: row.household.address, score };
}
