/** Argon2id of a PIN, at a cost measured on this tablet: about a second, never below the floor. */

import { argon2id } from "hash-wasm";
import type { Bytes } from "./bytes.ts";
import type { Cost } from "./vault.ts";

/** 32 bytes out of PIN and salt. */
export type Argon = (pin: string, salt: Bytes, cost: Cost) => Promise<Bytes>;

/** Below this no vault is made (RFC 9106 asks for 64 MiB where memory allows; cheap tablets do not). */
export const FLOOR: Cost = { memory_kib: 32 * 1024, iterations: 3 };
const CEILING: Cost = { memory_kib: 64 * 1024, iterations: 8 };
const WANTED_MS = 1_000;

/** Argon2id in this thread: for Node, and inside the worker of a browser. */
export const argonHere: Argon = async (pin, salt, cost) => {
  const options = { password: pin, salt, parallelism: 1, memorySize: cost.memory_kib, iterations: cost.iterations };
  return (await argon2id({ ...options, hashLength: 32, outputType: "binary" })) as Bytes;
};

/** Argon2id in a worker of its own, so that the screen goes on while it runs; the worker ends with the answer. */
export const argonInWorker: Argon = (pin, salt, cost) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./argon.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = (message: MessageEvent<Bytes>) => {
      worker.terminate();
      resolve(message.data);
    };
    worker.onerror = () => {
      worker.terminate();
      reject(new Error("Argon2id could not run"));
    };
    worker.postMessage({ pin, salt, cost });
  });

/** The cost that takes about a second here: 64 MiB when there is time for three rounds, then more rounds. */
export async function calibrated(argon: Argon, monotonic: () => number): Promise<Cost> {
  const took = await measured(argon, FLOOR, monotonic);
  const perRoundOfCeiling = ((took / FLOOR.iterations) * CEILING.memory_kib) / FLOOR.memory_kib;
  const rounds = Math.floor(WANTED_MS / Math.max(1, perRoundOfCeiling));
  if (rounds < FLOOR.iterations) return FLOOR;
  return { memory_kib: CEILING.memory_kib, iterations: Math.min(rounds, CEILING.iterations) };
}

async function measured(argon: Argon, cost: Cost, monotonic: () => number): Promise<number> {
  const before = monotonic();
  await argon("000000", new Uint8Array(16), cost);
  return monotonic() - before;
}
