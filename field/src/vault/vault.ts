/**
 * The lock: a random data key, known only while the worker has unlocked, seals every record.
 *
 * On the disk the key stands wrapped twice: by the PIN together with the server's lease, and by a recovery secret
 * that only the server keeps.
 */

/** What the tablet is told at enrolment about locking. */
export interface Policy {
  lease_days: number;
  pin_least: number;
  lock_minutes: number;
  wrong_pins: number;
  journal_days: number;
}

/** The server's word that this tablet may be opened: 32 bytes in base64, until a moment (ISO). */
export interface Lease {
  secret: string;
  until: string;
}

/** What the server gives back to a worker who has shown the password; secrets in base64. */
export interface Recovered {
  secret: string;
  pin: string;
  lease: Lease;
  token: string;
}

/** What a new vault is made of; `recovery` (base64) is forgotten when it is made. */
export interface Enrolled {
  device: string;
  token: string;
  pin: string;
  lease: Lease;
  recovery: string;
  policy: Policy;
  server_at: string;
}

/** Argon2id's cost. */
export interface Cost {
  memory_kib: number;
  iterations: number;
}

/**
 * empty: not enrolled. locked: PIN asked. open: the key is in memory. lease_over: no contact for too long, or locked
 * by the office: PIN and network needed. pin_destroyed: too many wrong PINs: recovery through the server needed.
 */
export type VaultState = "empty" | "locked" | "open" | "lease_over" | "pin_destroyed";

/** What came of a PIN. `wait_seconds`: not tried, or how long until the next may be. */
export type Unlocked =
  | { state: "open" }
  | { state: "wrong_pin"; tries_left: number; wait_seconds: number }
  | { state: "wait"; wait_seconds: number }
  | { state: "lease_over" }
  | { state: "pin_destroyed" }
  | { state: "empty" };

/** Seals and opens values while the vault is open; throws `Locked` else. */
export interface Seals {
  seal(collection: string, id: string, version: number, value: unknown): Promise<Uint8Array>;
  open<T>(collection: string, id: string, version: number, sealed: Uint8Array): Promise<T>;
}

/** The vault of one worker on one tablet. */
export interface Vault extends Seals {
  state(): VaultState;
  /** Makes the key and opens the vault; what an earlier vault of this name sealed is lost. Throws `PinTooWeak`. */
  create(given: Enrolled): Promise<void>;
  unlock(pin: string): Promise<Unlocked>;
  /** Forgets the key. Everything on the disk stays. */
  relock(): void;
  /** The device's uuid, which stands in clear; empty when not enrolled. */
  device(): string;
  policy(): Policy;
  /** The lease's end, in milliseconds since 1970. */
  leaseUntil(): number;
  /** Called when the vault opens or closes; gives the way to stop. */
  watch(listener: (state: VaultState) => void): () => void;
  /** Something was touched: the auto-lock starts counting again. */
  touch(): void;
  changePin(old: string, next: string): Promise<Unlocked>;
  /** With the recovery secret that the server gave to the worker's password: a new PIN, everything as it was. */
  recover(given: Recovered): Promise<void>;
  /** The lease as the server has just renewed it; `server_at` (ISO) sets the vault's clock right. */
  renew(lease: Lease, server_at: string): Promise<void>;
  /** The office has locked this tablet: the lease is forgotten and the key with it. */
  revoke(): Promise<void>;
  /** Destroys every wrap of the key: what is on the disk is noise from now on. */
  destroy(): Promise<void>;
  /** The device's token: opened by the PIN alone, so that a lease which is over can be renewed. */
  token(): string | null;
  /** Milliseconds since 1970 as the server would say it. */
  now(): number;
}

/** The vault is not open. */
export class Locked extends Error {
  override name = "Locked";
}

/** The PIN is too short or too easy. */
export class PinTooWeak extends Error {
  override name = "PinTooWeak";
}

/** A record on the disk was changed, exchanged or put back to an older one: it does not open. */
export class NotGenuine extends Error {
  override name = "NotGenuine";
}
