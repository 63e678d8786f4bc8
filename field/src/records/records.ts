/**
 * The local copy: households of the commune, the index over them, the worker's own entries and drafts.
 *
 * Everything is sealed by the vault before it is written; a tablet's disk shows uuids, numbers and states. The index
 * stands in memory while the vault is open, so lists and search never wait for the disk.
 */

export { NotGenuine } from "../vault/vault.ts";
import type { Beside } from "./beside.ts";
import type { Clock } from "./clocks.ts";
import type { HouseholdDoc, HouseholdSeen, PlannedVisit, Level, Sex, Precision } from "./document.ts";
import type { Act, Entry, EntryState, KeptEntry, OutboxCounts, Receipt } from "./entry.ts";

/** A person in the index. */
export interface SummaryPerson {
  uuid: string;
  surname: string;
  given_name: string;
  sex: Sex;
  born_on: string | null;
  born_precision: Precision;
  is_head: boolean;
  gone: boolean;
  cnp: string;
}

/** A deadline in the index. */
export interface SummaryDeadline {
  code: string;
  person: string | null;
  due_on: string;
  urgency: number;
  article: string;
  /** The findings that ask for it; absent in what an older server sent. */
  why?: string[];
  /** By this tablet, after an act that the server has not yet answered with the household's document. */
  reckoned?: true;
}

/** A planned visit in the index; `made_by`: who visited on that day, "" for this tablet's own worker. */
export interface SummaryVisit extends PlannedVisit {
  made_by?: string[];
}

/** One household in the index: what lists, search and worklist need. `unsent` counts entries not yet received. */
export interface Summary {
  uuid: string;
  commune: number;
  village: number | null;
  address: string;
  level: Level | null;
  ended: boolean;
  /** The day on which it left; absent while it is here. */
  ended_on?: string;
  case_open: boolean;
  persons: SummaryPerson[];
  deadlines: SummaryDeadline[];
  /** Absent in an index that an older app wrote. */
  visits?: SummaryVisit[];
  /** Messages of the team with who has read them, and who is waited for (nobody named: all); absent as the visits. */
  messages?: { at: string; by: string; read_by: string[] }[];
  team?: string[];
  /** What the plan still promises, by role; `code` is "" for what this worker may not know. */
  promised?: { role: string; due_on: string; code: string }[];
  to_settle: number;
  unsent: number;
}

/** A person found by typing; `score` (0-100) only orders. `person` is null when the address was meant. */
export interface FoundPerson {
  household: string;
  person: SummaryPerson | null;
  address: string;
  score: number;
}

/** Someone about to be registered, as far as known while typing. */
export interface Registering {
  surname: string;
  given_name: string;
  sex?: Sex;
  born?: string | null;
  cnp?: string;
  village?: number | null;
}

/** Someone already here who may be the same person; `weight` is in bits of evidence, `likely` from 0 to 1. */
export interface LikelyDuplicate {
  household: string;
  person: SummaryPerson;
  address: string;
  weight: number;
  likely: number;
  same_birth: boolean;
}

/** One thing to do. `days_late` is 0 until it is overdue. */
export interface Asked extends SummaryDeadline {
  household: string;
  commune: number;
  address: string;
  /** Whom it is about: the person, or the household's head when the whole household is meant. */
  who: SummaryPerson | null;
  days_late: number;
  /** Entries about the household that the server has not yet seen: it may be done already. */
  unsent: number;
}

/** A visit planned, as the list of a worker's days shows it; `who` is the household's head. */
export interface Planned extends PlannedVisit {
  household: string;
  commune: number;
  village: number | null;
  who: SummaryPerson | null;
  /** missed: its day is over and nobody of those who were to go visited. */
  state: "planned" | "made" | "missed";
}

/** Something half-filled: an interview, a form. `value` is the screen's own. */
export interface Draft<T = unknown> {
  id: string;
  kind: string;
  household: string | null;
  value: T;
  saved_at: string;
}

/** What changed, told to every open page of this tablet. */
export type Change = "households" | "outbox" | "drafts" | "meta";

/** What the records hold and do. All days are YYYY-MM-DD. */
export interface Records {
  /** Every household of the index, in no particular order. */
  index(): readonly Summary[];
  summary(household: string): Summary | undefined;
  /** The household with this tablet's unsent entries laid over it; null when it is not here. */
  household(uuid: string): Promise<HouseholdSeen | null>;
  /** Colleagues, who is away, which families left; null before the first sync, and from an older server. */
  beside(): Promise<Beside | null>;
  /** Persons whose names (or households whose address) the text means, the best first. */
  search(text: string, limit?: number): FoundPerson[];
  /** Makes the next index that searching or registering will need now, while nobody is typing yet. */
  warm(): void;
  duplicates(person: Registering, limit?: number): LikelyDuplicate[];
  /** Weights of the linkage, from the server's bundle; absent ones keep their default. */
  setWeights(weights: Record<string, number>): void;
  /** The clocks of the rulebook, by which deadlines are reckoned after this tablet's own acts. */
  setClocks(clocks: readonly Clock[]): Promise<void>;
  /** Deadlines of all households: overdue first, then by urgency, then by day. */
  worklist(on: string): readonly Asked[];

  /** Seal acts for good, all or none, in one transaction; the drafts they came from are removed in it. */
  seal(acts: Act[], options?: { drafts?: string[] }): Promise<Entry[]>;
  outbox(): Promise<OutboxCounts>;
  /** The latest first. */
  entries(filter?: { states?: EntryState[]; household?: string; limit?: number }): Promise<KeptEntry[]>;
  entry(uuid: string): Promise<KeptEntry | null>;
  /** The worker asks that a refused entry be sent once more. */
  sendAgain(uuid: string): Promise<void>;
  /** The worker gives up a refused entry for good; any other state stays as it is. */
  discard(uuid: string): Promise<void>;

  saveDraft<T>(draft: Omit<Draft<T>, "saved_at">): Promise<void>;
  draft<T>(id: string): Promise<Draft<T> | null>;
  drafts(): Promise<Draft[]>;
  dropDraft(id: string): Promise<void>;

  setMeta(key: string, value: unknown): Promise<void>;
  meta<T>(key: string): Promise<T | null>;

  /** Called with what changed, here or in another page of this tablet; gives the way to stop. */
  watch(listener: (change: Change) => void): () => void;
  close(): void;
}

/** What only sync does to the records. */
export interface SyncedRecords extends Records {
  /** Puts and drops households, and keeps values of meta with them: all in one transaction. */
  changeHouseholds(change: { put?: HouseholdDoc[]; drop?: string[]; meta?: Record<string, unknown> }): Promise<void>;
  /** The households that came from the server. */
  pulledHouseholds(): string[];
  /** Entries to send next, in the order they were sealed, marked sent. */
  take(most: number, mostBytes: number): Promise<Entry[]>;
  /** The register's word, by the entry's uuid. */
  settle(receipts: ReadonlyMap<string, Receipt>): Promise<void>;
  /** Entries that had no answer wait again. */
  untake(): Promise<number>;
  /** Entries of the last days that the register had wait again, because it has a new life; gives how many. */
  resend(days: number): Promise<number>;
  /** A whole pull has ended: the documents now show whatever had a receipt before it began. */
  pulled(receivedBefore: ReadonlySet<string>): Promise<void>;
  /** The received entries that are still laid over documents. */
  laid(): ReadonlySet<string>;
  /** A whole pull has ended: where entries stand that the register has, by its word that holds now. */
  judge(words: ReadonlyMap<string, EntryState>): Promise<void>;
  /** Forgets entries older than so many days with which all is over. */
  prune(days: number): Promise<void>;
  /** Every entry this tablet still holds, by state. */
  held(): Promise<Map<string, EntryState>>;
  /** Entries that the server says it does not have wait again; gives how many. */
  sendMissing(uuids: string[]): Promise<number>;
}

/** The tablet's disk is full: nothing of the act was written. */
export class DiskFull extends Error {
  override name = "DiskFull";
}
