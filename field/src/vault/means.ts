/** What the vault needs of the machine; tests and the simulator give their own. */

import { argonHere, argonInWorker, calibrated, type Argon } from "./argon.ts";
import type { Cost } from "./vault.ts";

/** Clocks in milliseconds: `now` since 1970 as the tablet believes, `monotonic` since anything, never back. */
export interface Means {
  now(): number;
  monotonic(): number;
  argon: Argon;
  /** What a PIN shall cost on this tablet. */
  cost(): Promise<Cost>;
  /** Calls after so many milliseconds; gives the way to call it off. */
  later(milliseconds: number, call: () => void): () => void;
  indexedDB: IDBFactory;
}

/** The machine itself: a browser, or Node with the IndexedDB it is given. */
export function machine(given: Partial<Means> = {}): Means {
  const argon = given.argon ?? (typeof Worker === "undefined" ? argonHere : argonInWorker);
  const monotonic = given.monotonic ?? (() => performance.now());
  return {
    now: given.now ?? (() => Date.now()),
    monotonic,
    argon,
    cost: given.cost ?? (() => calibrated(argon, monotonic)),
    later: given.later ?? laterHere,
    indexedDB: given.indexedDB ?? indexedDB,
  };
}

function laterHere(milliseconds: number, call: () => void): () => void {
  const timer: unknown = setTimeout(call, milliseconds);
  if (typeof timer === "object" && timer !== null && "unref" in timer) (timer as { unref(): void }).unref();
  return () => clearTimeout(timer as number);
}
