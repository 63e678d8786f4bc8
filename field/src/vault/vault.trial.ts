/** A machine for the vault's tests: clocks that stand still until moved, a cheap hash in Argon2id's place. */

import { IDBFactory } from "fake-indexeddb";
import type { Argon } from "./argon.ts";
import { bytesOf } from "./bytes.ts";
import type { Means } from "./means.ts";
import type { Enrolled, Policy } from "./vault.ts";

/** As cheap as can be: for tests and the simulator, which unlock thousands of times. Never in the app. */
export const cheapArgon: Argon = async (pin, salt) => {
  const both = new Uint8Array([...salt, ...bytesOf(pin)]);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", both));
};

/** A machine whose clocks the test moves: both by `pass`, the tablet's alone by setting `clock.now`. */
export interface TriedMachine extends Means {
  clock: { now: number; monotonic: number };
  pass(seconds: number): void;
}

/** A machine at noon of 1 June 2026; give the IndexedDB of another to be the same tablet after a restart. */
export function triedMachine(indexedDB: IDBFactory = new IDBFactory()): TriedMachine {
  const clock = { now: Date.parse("2026-06-01T12:00:00Z"), monotonic: 1_000 };
  const timers = new Set<{ at: number; call: () => void }>();
  const runTimers = (): void => {
    for (const timer of [...timers]) {
      if (timer.at <= clock.monotonic && timers.delete(timer)) timer.call();
    }
  };
  return {
    clock,
    pass(seconds) {
      clock.now += seconds * 1_000;
      clock.monotonic += seconds * 1_000;
      runTimers();
    },
    now: () => clock.now,
    monotonic: () => clock.monotonic,
    argon: cheapArgon,
    cost: async () => ({ memory_kib: 1, iterations: 1 }),
    later(milliseconds, call) {
      const timer = { at: clock.monotonic + milliseconds, call };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    indexedDB,
  };
}

export const PIN = "402917";
export const LEASE_SECRET = btoa("L".repeat(32));
export const RECOVERY_SECRET = btoa("R".repeat(32));
export const POLICY: Policy = { lease_days: 14, pin_least: 6, lock_minutes: 10, wrong_pins: 10, journal_days: 60 };

/** What the server tells a tablet at enrolment; the lease runs for 14 days from 1 June 2026. */
export function enrolled(changes: Partial<Enrolled> = {}): Enrolled {
  return {
    device: "5f0c2c0e-8a39-4a3c-9d0e-2b7f4a3f6a01", token: "the token of this device", pin: PIN,
    lease: { secret: LEASE_SECRET, until: "2026-06-15T12:00:00Z" }, recovery: RECOVERY_SECRET, policy: POLICY,
    server_at: "2026-06-01T12:00:00Z", ...changes,
  };
}
