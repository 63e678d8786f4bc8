/** A commune that nobody lives in, for tests: made by a seed, the same every time. */

import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { openVault } from "../vault/lock.ts";
import type { Vault } from "../vault/vault.ts";
import { enrolled, triedMachine, type TriedMachine } from "../vault/vault.trial.ts";
import type { HouseholdDoc, Member } from "./document.ts";
import type { Act } from "./entry.ts";
import type { SyncedRecords } from "./records.ts";
import { openRecords, type RecordsMeans } from "./shelf.ts";

export const COMMUNE = 21515;

/** Numbers from 0 to 1 by a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const STEMS = "Pop Ion Rad Dumitr Stan Gheorgh Cost Mar Ștef Țur Bălă Cior Drăg Făt Grig Hang Ilie Jian Lup Mold Neag Oprea "
  .concat("Pădur Rus Sav Tăn Urs Vasil Zamf Ar Bran Câmp Doroft Ener Flor Gav Hrist Iord Laz Man Nist Olar Petr Rot Șerb Toad")
  .split(" ");
const MIDDLES = ["", "", "in", "ol", "ul", "ot", "ăn", "iț", "ar"];
const ENDINGS = "escu eanu aru u oiu an ache ea icu".split(" ");
const GIVEN = "Maria Ioana Elena Andreea Ana Mihai Ion Gheorghe Vasile Ștefan Țincuța Ionuț Cătălin Mădălina Rareș Denisa "
  .concat("Florin Nicoleta Costel Viorica Daniela Marian Petru Ilinca Alexandru Bianca Sorin Raluca Călin Geta Iulian Lenuța")
  .split(" ");

/** A uuid made of two numbers. */
export function uuidOf(kind: number, number: number): string {
  return `${kind.toString(16).padStart(8, "0")}-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
}

/** So many households with so many persons each, and a deadline in every third. */
export function commune(households: number, personsEach = 2.46, seed = 7): HouseholdDoc[] {
  const random = seeded(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  let owed = 0;
  return Array.from({ length: households }, (_, place) => {
    const surname = pick(STEMS) + pick(MIDDLES) + pick(ENDINGS);
    owed += personsEach;
    const count = Math.max(1, Math.floor(owed));
    owed -= count;
    const members = Array.from({ length: count }, (__, at): Member => member(place * 32 + at, {
      surname, given_name: random() < 0.3 ? `${pick(GIVEN)}-${pick(GIVEN)}` : pick(GIVEN), is_head: at === 0,
      relation: at === 0 ? "head" : "child", sex: random() < 0.5 ? "f" : "m",
      born_on: new Date(Date.UTC(1950 + Math.floor(random() * 74), 0, 1 + Math.floor(random() * 365))).toISOString().slice(0, 10),
    }));
    const due_on = new Date(Date.UTC(2026, 4, 1 + Math.floor(random() * 60))).toISOString().slice(0, 10);
    const deadlines = place % 3 === 0 ? [{ code: "DL03", cause: "registered", person: null, starts_on: "2026-04-01", due_on, urgency: 1 + (place % 4), article: "art. 7" }] : [];
    return home(place, { members, deadlines, address: `Strada Morii ${place + 1}` });
  });
}

/** One household; anything of it may be given. */
export function home(number: number, changes: Partial<HouseholdDoc> = {}): HouseholdDoc {
  return {
    uuid: uuidOf(1, number), commune: COMMUNE, village: null, address: "", enrolled_on: "2026-01-10", ended_on: null, number: 1,
    members: [], facts: {}, level: "none", findings: [], needs: [], case: null, plan: null, deadlines: [], timeline: [], to_settle: 0,
    ...changes,
  };
}

/** One member; anything of them may be given. */
export function member(number: number, changes: Partial<Member> = {}): Member {
  return {
    uuid: uuidOf(2, number), surname: "", given_name: "", sex: "", born_on: null, born_precision: changes.born_on ? "day" : "unknown",
    relation: "other", is_head: false, since: "2026-01-10", until: null, died_on: null, ...changes,
  };
}

/** A visit to a household. */
export function visit(household: string, changes: Partial<Act> = {}): Act {
  return { kind: "record_visit", commune: COMMUNE, household, payload: { kind: "home", note: "au lemne" }, on: "2026-06-01", ...changes };
}

/** A tablet's disk with an open vault and records on it. */
export interface Tried {
  machine: TriedMachine;
  vault: Vault;
  records: SyncedRecords;
  means: RecordsMeans;
  /** The same disk after the battery was pulled, unlocked again. */
  again(means?: Partial<RecordsMeans>): Promise<Tried>;
}

/** Opens records of a name of their own. */
export async function tried(indexedDB: IDBFactory = new IDBFactory(), means: Partial<RecordsMeans> = {}): Promise<Tried> {
  const machine = triedMachine(indexedDB);
  const vault = await openVault("t", machine);
  if (vault.state() === "empty") await vault.create(enrolled());
  else await vault.unlock(enrolled().pin);
  const all = { now: () => vault.now(), indexedDB, ...means };
  const records = await openRecords(vault, "t", all);
  return { machine, vault, records, means: all, again: (more = {}) => tried(indexedDB, { ...means, ...more }) };
}
