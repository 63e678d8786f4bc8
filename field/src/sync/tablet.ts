/** One worker's tablet as the screens know it: the lock, the records and the way to the server. */

import type { Records } from "../records/records.ts";
import type { Bytes } from "../vault/bytes.ts";
import type { Unlocked, VaultState } from "../vault/vault.ts";

/** What came of one sync. It never throws for the network. */
export interface SyncResult {
  state: "done" | "offline" | "portal" | "busy" | "locked" | "wiped" | "lease_over" | "not_open" | "too_old" | "failed";
  pushed: number;
  pulled: number;
  /** Milliseconds to wait before trying again by itself; null when only the worker can do something. */
  again_in: number | null;
  /** The server's sentence, when it said one. */
  message: string;
}

/** The truth about what is saved and what has arrived, for the screens. */
export interface SyncStatus {
  waiting: number;
  sent: number;
  to_settle: number;
  refused: number;
  /** When the server last had everything (ISO), null when it never had or not all is there. */
  all_received_at: string | null;
  last_contact_at: string | null;
  running: boolean;
  /** Of the first sync: households here and in all; null once it is done. */
  progress: { done: number; total: number } | null;
  last: SyncResult | null;
  /** The lease's end (ISO). */
  lease_until: string | null;
  /** Tablet's clock minus the server's, in seconds, as last measured. */
  clock_off_seconds: number;
  /** The last sync found no room on the tablet: nothing was half written; make room and sync again. */
  disk_full: boolean;
  /** The browser has thrown away the records (not the key): wipe, and enrol again; what was not sent is lost. */
  evicted: boolean;
  /** True only when the server has said that it holds every entry of this tablet. */
  wipeable: boolean;
}

/** Who works with this tablet, as told at enrolment. */
export interface EnrolledWorker {
  uuid: string;
  name: string;
  language: string;
  roles: { role: string; commune: number | null }[];
}

/** What came of asking the server, with its sentence when it said one. */
export interface Told<Well extends string> {
  state: Well | "offline" | "portal" | "busy" | "refused";
  message: string;
}

/** `sync_follows`: the first sync is run at once, so its first page is asked for while the key is made. */
export interface Enrolling {
  code: string;
  pin: string;
  name: string;
  password?: string;
  sync_follows?: boolean;
}

/** Where the tablet is, before anything can be shown. */
export interface Tablet {
  state(): VaultState;
  /** `name` is the tablet's for the office; `password` the worker's, when a colleague made the code. Throws `PinTooWeak`. */
  enrol(given: Enrolling): Promise<Told<"enrolled" | "password_wanted">>;
  unlock(pin: string): Promise<Unlocked>;
  relock(): void;
  touch(): void;
  changePin(old: string, next: string): Promise<Unlocked>;
  recover(given: { username: string; password: string; pin: string }): Promise<Told<"recovered">>;
  /** Open after unlock; throws `Locked` before. Made anew by each unlock: do not keep it. */
  records(): Records;
  worker(): EnrolledWorker;
  communes(): number[];
  /** The bundle (rulebook, questionnaires, names) as last received; null before the first sync. */
  bundle(): Promise<Record<string, unknown> | null>;
  /** Those that were in force when something that is still half-filled may have begun, the latest first. */
  earlierBundles(): Promise<Record<string, unknown>[]>;
  sync(): Promise<SyncResult>;
  status(): Promise<SyncStatus>;
  /** What was not yet received, sealed for the server alone, and how many entries that is; null when there is none. */
  outboxFile(): Promise<{ bytes: Bytes; entries: number } | null>;
  /** Asks the server whether it has every entry; only its yes makes the tablet wipeable. */
  accounted(): Promise<{ wipeable: boolean; missing: string[]; state: SyncResult["state"] }>;
  /** Destroys the key and everything on this tablet. */
  wipe(): Promise<void>;
  watch(listener: () => void): () => void;
}
