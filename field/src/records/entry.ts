/** Entries: one act of the worker, sealed and kept as sent; the same shape as the wire's PushedEntry. */

/** What the worker's act says. `uuid` is born here; the same uuid is the same entry for good. */
export interface Entry {
  uuid: string;
  kind: string;
  version: number;
  commune: number;
  household: string | null;
  person: string | null;
  payload: Record<string, unknown>;
  on: string;
  at: string;
  rulebook: string;
}

/** An act about to be sealed: what the screen knows of it. The uuid may be given when others must name it. */
export interface Act {
  uuid?: string;
  kind: string;
  version?: number;
  commune: number;
  household: string | null;
  person?: string | null;
  payload: Record<string, unknown>;
  on: string;
  rulebook?: string;
}

/**
 * Where an entry stands. waiting: only on this tablet. sent: on its way, no answer yet. received: the register has
 * it. to_settle: the register has it and a human there must decide. set_aside: the register has it, and it does not
 * count. refused: the register could not read it; it stays here, is shown, and is not sent again until the worker
 * asks for it.
 */
export type EntryState = "waiting" | "sent" | "received" | "to_settle" | "set_aside" | "refused";

/** The register's word about one entry. */
export interface Receipt {
  outcome: "received" | "duplicate" | "to_settle" | "refused";
  number: number | null;
  digest: string | null;
  reason: string | null;
  reason_code: string | null;
  received_at: string;
}

/** An entry of the outbox with its state; `place` is the order in which this tablet sealed. */
export interface KeptEntry {
  entry: Entry;
  state: EntryState;
  receipt: Receipt | null;
  place: number;
}

/** How many entries stand in each state; `unsent` = waiting + sent, what would be lost with the tablet. */
export interface OutboxCounts {
  waiting: number;
  sent: number;
  received: number;
  to_settle: number;
  set_aside: number;
  refused: number;
  unsent: number;
}
