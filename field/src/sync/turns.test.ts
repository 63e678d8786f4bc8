/** Two pages of one tablet take turns. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { oneAtATime } from "./turns.ts";

test("where the browser has locks, a sync waits for the other page's", async () => {
  const asked: string[] = [];
  const locks = { request: async <T>(name: string, call: () => Promise<T>) => (asked.push(name), call()) };
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { value: { locks }, configurable: true });
  try {
    assert.equal(await oneAtATime("t-sync", async () => 7), 7);
  } finally {
    if (before) Object.defineProperty(globalThis, "navigator", before);
    else delete (globalThis as { navigator?: unknown }).navigator;
  }
  assert.deepEqual(asked, ["t-sync"]);
});

test("where it has none, the sync just runs", async () => {
  assert.equal(await oneAtATime("t-sync", async () => 7), 7);
});
