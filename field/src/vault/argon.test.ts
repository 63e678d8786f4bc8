/** Argon2id as it really runs. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { FLOOR, argonHere, calibrated } from "./argon.ts";

test("Argon2id at the floor gives 32 bytes that differ by PIN and by salt", async () => {
  const [one, other, salted] = await Promise.all([
    argonHere("402917", new Uint8Array(16), FLOOR), argonHere("402918", new Uint8Array(16), FLOOR),
    argonHere("402917", new Uint8Array(16).fill(1), FLOOR),
  ]);
  assert.equal(one.length, 32);
  assert.notDeepEqual(one, other);
  assert.notDeepEqual(one, salted);
});

test("a slow tablet gets the floor of 32 MiB and three rounds, a fast one more, never less", async () => {
  const timed = (milliseconds: number) => {
    let now = 0;
    return calibrated(async () => { now += milliseconds; return new Uint8Array(32); }, () => now);
  };
  assert.deepEqual(await timed(1_500), { memory_kib: 32 * 1024, iterations: 3 });
  assert.deepEqual(await timed(300), { memory_kib: 64 * 1024, iterations: 5 });
  assert.deepEqual(await timed(10), { memory_kib: 64 * 1024, iterations: 8 });
});
