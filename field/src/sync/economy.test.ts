/** What a sync asks of the browser: few questions to its disk, none for each entry but the writes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { home, uuidOf, visit } from "../records/records.trial.ts";
import { triedTablet } from "./sync.trial.ts";

const ASKED = { transaction: IDBDatabase, continue: IDBCursor, getAll: [IDBObjectStore, IDBIndex], get: [IDBObjectStore, IDBIndex], put: IDBObjectStore };
type Counted = Record<keyof typeof ASKED, number>;

/** How often the disk was asked in which way. */
async function asked(act: () => Promise<unknown>): Promise<Counted> {
  const counted: Counted = { transaction: 0, continue: 0, getAll: 0, get: 0, put: 0 };
  const back: (() => void)[] = [];
  for (const [name, classes] of Object.entries(ASKED) as [keyof Counted, { prototype: object } | { prototype: object }[]][]) {
    for (const { prototype } of [classes].flat()) {
      const known = prototype as Record<string, (...given: unknown[]) => unknown>;
      const was = known[name]!;
      known[name] = function (this: unknown, ...given: unknown[]) {
        counted[name] += 1;
        return was.apply(this, given);
      };
      back.push(() => { known[name] = was; });
    }
  }
  await act().finally(() => back.forEach((one) => one()));
  return counted;
}

/** A tablet of so many households, each with a visit that waits to be sent. */
async function aDay(visits: number) {
  const tried = await triedTablet();
  for (let number = 1; number <= 50; number += 1) tried.server.put(home(number));
  await tried.tablet.sync();
  await tried.tablet.sync(); // nothing new any more
  for (let number = 1; number <= visits; number += 1) await tried.tablet.records().seal([visit(uuidOf(1, number))]);
  return tried;
}

/** What the sync of such a day asks of the disk; then the tablet is closed, so that it hears nothing of the next one. */
async function aDaysSync(visits: number): Promise<Counted> {
  const { tablet } = await aDay(visits);
  const counted = await asked(() => tablet.sync());
  assert.equal((await tablet.records().outbox()).received, visits);
  tablet.relock();
  return counted;
}

test("a sync of forty entries asks the disk no more often than one of ten, but for what it writes", async () => {
  const [ten, forty] = [await aDaysSync(10), await aDaysSync(40)];
  assert.equal(forty.continue, 0, "no cursor walks over rows");
  for (const way of ["transaction", "getAll", "get"] as const) assert.equal(forty[way], ten[way], way);
  assert.ok(forty.transaction <= 20, `${forty.transaction} transactions`);
  assert.equal(forty.put - ten.put, 4 * 30, "sent, receipt, document, no longer laid over");
});

test("lists and worklist are worked out again only when something that they show is another", async () => {
  const { tablet, server } = await aDay(3);
  const records = tablet.records();
  await tablet.sync();
  const [index, worklist] = [records.index(), records.worklist("2026-06-01")];
  await tablet.sync();
  await records.setMeta("anything", 1);
  assert.ok(records.index() === index && records.worklist("2026-06-01") === worklist);
  server.put(home(2, { address: "Altundeva 9" }));
  await tablet.sync();
  assert.ok(records.index() !== index);
  assert.equal(records.index().find((one) => one.uuid === uuidOf(1, 2))?.address, "Altundeva 9");
  assert.notEqual(records.worklist("2026-06-02"), records.worklist("2026-06-01"), "another day is another list");
});

test("nothing new is asked for before the page's turn comes; what was sealed meanwhile is sent before it is believed", async () => {
  const { tablet, server } = await aDay(0);
  const locks = { request: async <T>(_name: string, call: () => Promise<T>): Promise<T> => { await turn; return call(); } };
  let comes = () => {};
  const turn = new Promise<void>((done) => { comes = done; });
  const was = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { value: { locks }, configurable: true });
  try {
    server.calls = [];
    const syncing = tablet.sync();
    await new Promise((done) => setTimeout(done, 5));
    assert.deepEqual(server.calls.map((one) => one.path.split("?")[0]), ["pull"]);
    await tablet.records().seal([visit(uuidOf(1, 3))]);
    comes();
    assert.equal((await syncing).pushed, 1);
  } finally {
    if (was) Object.defineProperty(globalThis, "navigator", was);
    else delete (globalThis as { navigator?: unknown }).navigator;
  }
  assert.deepEqual(server.calls.map((one) => one.path.split("?")[0]), ["pull", "push", "pull"]);
  const seen = await tablet.records().household(uuidOf(1, 3));
  assert.deepEqual([seen?.timeline.length, seen?.unsent], [1, []]);
});

test("without a line the server is asked once, not twice", async () => {
  const { tablet, server } = await aDay(0);
  server.fault = async () => { throw new TypeError("no line"); };
  server.calls = [];
  assert.equal((await tablet.sync()).state, "offline");
  assert.equal(server.calls.length, 1);
});

test("the worker is told that everything was received before the disk has written that down", async () => {
  const { tablet } = await aDay(0);
  const counted = await asked(async () => {
    await tablet.sync();
    assert.equal((await tablet.status()).all_received_at, "2026-06-01T12:00:00.000Z");
  });
  assert.ok(counted.put <= 1, `${counted.put} writes waited for`);
  await new Promise((done) => setTimeout(done, 50));
  assert.equal((await tablet.records().meta<{ at: string }>("contact"))?.at, "2026-06-01T12:00:00.000Z");
});
