/** What lies on the tablet's disk: uuids, numbers and states in clear, everything else sealed. */

import Dexie, { type Table } from "dexie";
import type { EntryState } from "./entry.ts";
import { DiskFull } from "./records.ts";

/** A sealed value; its version is authenticated with it. */
export interface SealedRow {
  version: number;
  sealed: Uint8Array;
}

export interface HouseholdRow extends SealedRow {
  uuid: string;
}

/** A page of the index: the summaries of at most `PAGE` households. */
export interface PageRow extends SealedRow {
  page: number;
}

/**
 * An entry of this tablet. `place`: the order of sealing. `day`: days since 1970, for the journal. `laid`: 1 while it
 * is shown over the household's document. `turn`: how many receipts it has had; `receipt` is sealed with it.
 */
export interface OutboxRow extends SealedRow {
  place?: number;
  uuid: string;
  household: string;
  state: EntryState;
  day: number;
  laid: 0 | 1;
  turn: number;
  receipt: Uint8Array | null;
}

export interface DraftRow extends SealedRow {
  id: string;
}

export interface MetaRow extends SealedRow {
  key: string;
}

/** Every version of the tables that a tablet in the field may have, oldest first. Never change one; add one. */
export const SCHEMAS: Record<string, string>[] = [
  { households: "uuid", pages: "page", outbox: "++place, &uuid, state, household, day, laid", drafts: "id", meta: "key" },
];

/** The tables. */
export class Disk extends Dexie {
  readonly households!: Table<HouseholdRow, string>;
  readonly pages!: Table<PageRow, number>;
  readonly outbox!: Table<OutboxRow, number>;
  readonly drafts!: Table<DraftRow, string>;
  readonly meta!: Table<MetaRow, string>;

  constructor(name: string, factory: IDBFactory, schemas: Record<string, string>[] = SCHEMAS) {
    super(`${name}-records`, { indexedDB: factory, IDBKeyRange, chromeTransactionDurability: "strict" });
    schemas.forEach((schema, place) => this.version(place + 1).stores(schema));
  }

  /** One transaction over some tables, all or nothing; throws `DiskFull` when the tablet has no room. */
  async write<T>(tables: Table[], change: () => Promise<T>): Promise<T> {
    try {
      return await this.transaction("rw", tables, change);
    } catch (error) {
      throw isFull(error) ? new DiskFull("the tablet's disk is full") : error;
    }
  }
}

/** Whether the disk was full, however the browser wrapped that. */
export function isFull(error: unknown): boolean {
  if (error instanceof DiskFull) return true;
  for (let one = error as { name?: string; inner?: unknown } | undefined; one; one = one.inner as typeof one) {
    if (one.name === "QuotaExceededError") return true;
  }
  const first = (error as { failures?: unknown[] }).failures?.[0];
  return first !== undefined && isFull(first);
}
