/** What the records promise: nothing lost, nothing half done, nothing readable on the disk. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { NotGenuine } from "../vault/vault.ts";
import { PAGE } from "./homes.ts";
import { readable } from "./readable.trial.ts";
import { DiskFull } from "./records.ts";
import { commune, home, member, tried, uuidOf, visit, type Tried } from "./records.trial.ts";

const NAME = "Zăvoianu";
const HOME = uuidOf(1, 1);

function planted() {
  return home(1, { address: "Ulița Plantată 7", members: [member(1, { surname: NAME, given_name: "Ilarion", is_head: true, cnp: { state: "present", value: "1800101010010" } })] });
}

test("a commune put away is there after a restart", async () => {
  const tablet = await tried();
  const documents = commune(200);
  await tablet.records.changeHouseholds({ put: documents, meta: { cursor: "c1" } });
  const again = await tablet.again();
  assert.equal(again.records.index().length, 200);
  assert.deepEqual(await again.records.household(documents[77]!.uuid), { ...documents[77], unsent: [] });
  assert.equal(await again.records.meta("cursor"), "c1");
});

test("documents put again replace the old ones; dropped ones are gone; pages fill up again", async () => {
  const tablet = await tried();
  const documents = commune(PAGE * 2 + 5);
  await tablet.records.changeHouseholds({ put: documents });
  await tablet.records.changeHouseholds({ put: [{ ...documents[3]!, address: "Altundeva 9" }] });
  await tablet.records.changeHouseholds({ drop: [documents[0]!.uuid, documents[1]!.uuid] });
  await tablet.records.changeHouseholds({ put: [home(9001), home(9002)] });
  const { records } = await tablet.again();
  assert.equal(records.index().length, PAGE * 2 + 5);
  assert.equal(records.summary(documents[3]!.uuid)?.address, "Altundeva 9");
  assert.equal(await records.household(documents[0]!.uuid), null);
  assert.equal(records.summary(documents[1]!.uuid), undefined);
});

test("nothing on the disk can be read but uuids, numbers and states", async () => {
  const tablet = await tried();
  await tablet.records.changeHouseholds({ put: [planted()], meta: { cursor: `cursor of ${NAME}` } });
  await tablet.records.seal([visit(HOME, { payload: { kind: "home", note: `spune ${NAME}` } })]);
  await tablet.records.saveDraft({ id: "d1", kind: "interview", household: HOME, value: { answer: `draft ${NAME}` } });
  const [entry] = await tablet.records.take(10, 1e6);
  await tablet.records.settle(new Map([[entry!.uuid, { outcome: "to_settle", number: 4, digest: null, reason: `about ${NAME}`, reason_code: "x", received_at: "" }]]));
  const found = await readable(tablet.means.indexedDB);
  assert.ok(found.includes(HOME), "uuids may stand in clear");
  for (const secret of [NAME, "avoianu", "Ilarion", "Plantat", "1800101010010", "record_visit", "spune", "the token of this device"]) {
    assert.ok(!found.includes(secret), `${secret} stands in clear`);
  }
});

test("a household put back to an older version, or exchanged for another, does not open", async () => {
  const tablet = await tried();
  await tablet.records.changeHouseholds({ put: [home(1, { address: "vechi" }), home(2)] });
  const older = await rowOf(tablet, HOME);
  await tablet.records.changeHouseholds({ put: [home(1, { address: "nou" })] });
  await putRow(tablet, older);
  await assert.rejects(tablet.records.household(HOME), NotGenuine);
  const other = await rowOf(tablet, uuidOf(1, 2));
  await putRow(tablet, { ...other, uuid: HOME });
  await assert.rejects(tablet.records.household(HOME), NotGenuine);
});

test("an act sealed is an entry with a uuid of its own, waiting, and its draft is gone with it", async () => {
  const tablet = await tried();
  await tablet.records.saveDraft({ id: "d1", kind: "visit", household: HOME, value: "half" });
  const [entry] = await tablet.records.seal([visit(HOME)], { drafts: ["d1"] });
  const { records } = await tablet.again();
  assert.equal(await records.draft("d1"), null);
  assert.deepEqual((await records.entry(entry!.uuid))?.entry, entry);
  assert.equal(entry!.at, "2026-06-01T12:00:00.000Z");
  assert.deepEqual(await records.outbox(), { waiting: 1, sent: 0, received: 0, to_settle: 0, set_aside: 0, refused: 0, unsent: 1 });
});

test("acts sealed together are all there or none, and the draft stays when they are not", async () => {
  const tablet = await tried();
  await tablet.records.saveDraft({ id: "d1", kind: "visit", household: HOME, value: "half" });
  const [first] = await tablet.records.seal([visit(HOME)]);
  await assert.rejects(tablet.records.seal([visit(HOME), visit(HOME, { uuid: first!.uuid })], { drafts: ["d1"] }));
  assert.equal((await tablet.records.outbox()).waiting, 1);
  assert.equal((await tablet.records.draft("d1"))?.value, "half");
});

test("a full disk is said clearly and leaves nothing half written", async () => {
  const tablet = await tried();
  await tablet.records.changeHouseholds({ put: [planted()] });
  await tablet.records.saveDraft({ id: "d1", kind: "visit", household: HOME, value: "half" });
  const store = Object.getPrototypeOf(await someStore(tablet)) as { add: () => void; put: () => void };
  const { add, put } = store;
  store.add = store.put = () => { throw new DOMException("full", "QuotaExceededError"); };
  try {
    await assert.rejects(tablet.records.seal([visit(HOME)], { drafts: ["d1"] }), DiskFull);
    await assert.rejects(tablet.records.saveDraft({ id: "d1", kind: "visit", household: HOME, value: "more" }), DiskFull);
    await assert.rejects(tablet.records.changeHouseholds({ put: [home(1, { address: "nou" })] }), DiskFull);
  } finally {
    Object.assign(store, { add, put });
  }
  assert.equal((await tablet.records.outbox()).waiting, 0);
  assert.equal((await tablet.records.household(HOME))?.address, "Ulița Plantată 7");
  assert.equal((await (await tablet.again()).records.draft("d1"))?.value, "half");
});

test("entries are taken in the order of sealing, in batches by number and by size", async () => {
  const { records } = await tried();
  const sealed = await records.seal(Array.from({ length: 5 }, () => visit(HOME)));
  assert.deepEqual((await records.take(2, 1e6)).map((one) => one.uuid), sealed.slice(0, 2).map((one) => one.uuid));
  const size = JSON.stringify(sealed[0]).length;
  assert.equal((await records.take(10, size * 2)).length, 2);
  assert.equal((await records.take(10, 1)).length, 1, "one too large goes alone");
  assert.equal(await records.untake(), 5);
  assert.equal((await records.outbox()).waiting, 5);
});

test("who shows the journal is told when entries that had no answer wait again", async () => {
  const { records } = await tried();
  await records.seal([visit(HOME), visit(HOME)]);
  const shown: Promise<string[]>[] = [];
  records.watch((change) => change === "outbox" && shown.push(records.entries({}).then((all) => all.map((one) => one.state))));
  await records.take(10, 1e6);
  await records.untake();
  assert.deepEqual(await shown.at(-1), ["waiting", "waiting"]);
  const told = shown.length;
  await records.untake();
  assert.equal(shown.length, told, "nothing moved, so nothing is told");
});

test("each receipt moves its own entry; refused ones wait for the worker's word", async () => {
  const { records } = await tried();
  const [one, two, three] = await records.seal([visit(HOME), visit(HOME), visit(HOME)]);
  await records.take(10, 1e6);
  const receipt = { number: 5, digest: "d", reason: null, reason_code: null, received_at: "2026-06-01T12:00:00Z" };
  await records.settle(new Map([
    [one!.uuid, { ...receipt, outcome: "duplicate" }],
    [two!.uuid, { ...receipt, outcome: "refused", reason: "nu se poate citi" }],
  ]));
  assert.deepEqual(await records.outbox(), { waiting: 0, sent: 1, received: 1, to_settle: 0, set_aside: 0, refused: 1, unsent: 1 });
  assert.equal((await records.entry(two!.uuid))?.receipt?.reason, "nu se poate citi");
  assert.equal((await records.take(10, 1e6)).length, 0);
  await records.sendAgain(two!.uuid);
  assert.deepEqual((await records.take(10, 1e6)).map((entry) => entry.uuid), [two!.uuid]);
  await records.discard(three!.uuid);
  assert.equal((await records.outbox()).sent, 2, "only a refused entry can be given up");
});

test("a register with a new life gets the last days again; older receipts are forgotten in time", async () => {
  const { records, machine } = await tried();
  const receipt = { outcome: "received", number: 5, digest: "d", reason: null, reason_code: null, received_at: "" } as const;
  const [old] = await records.seal([visit(HOME)]);
  machine.clock.now += 10 * 86_400_000;
  const [young] = await records.seal([visit(HOME)]);
  await records.take(10, 1e6);
  await records.settle(new Map([[old!.uuid, receipt], [young!.uuid, receipt]]));
  await records.pulled(records.laid());
  assert.equal(await records.resend(5), 1);
  assert.equal((await records.entry(young!.uuid))?.state, "waiting");
  await records.prune(5);
  assert.equal(await records.entry(old!.uuid), null);
  assert.notEqual(await records.entry(young!.uuid), null);
});

test("unsent entries lie over household, index and search, until a whole pull has brought them", async () => {
  const { records } = await tried();
  await records.changeHouseholds({ put: [planted()] });
  const born = { uuid: uuidOf(2, 99), surname: NAME, given_name: "Teofana", sex: "f", born: "2026-05-30" };
  const [birth] = await records.seal([visit(HOME, { kind: "record_birth", payload: born })]);
  assert.equal(records.search("teofana")[0]?.household, HOME);
  assert.equal(records.summary(HOME)?.unsent, 1);
  await records.take(10, 1e6);
  await records.settle(new Map([[birth!.uuid, { outcome: "received", number: 9, digest: "d", reason: null, reason_code: null, received_at: "" }]]));
  assert.equal(records.summary(HOME)?.unsent, 0);
  assert.equal((await records.household(HOME))?.members.length, 2, "received, but not pulled yet");
  await records.pulled(records.laid());
  assert.equal((await records.household(HOME))?.members.length, 1);
});

test("acts sealed while others are being settled are all shown", async () => {
  const { records } = await tried();
  await records.changeHouseholds({ put: [planted()] });
  await records.seal([visit(HOME), visit(HOME)]);
  const taken = await records.take(10, 1e6);
  const receipt = { outcome: "received", number: 9, digest: "d", reason: null, reason_code: null, received_at: "" } as const;
  await Promise.all([
    records.settle(new Map(taken.map((one) => [one.uuid, receipt]))),
    ...Array.from({ length: 20 }, () => records.seal([visit(HOME)])), records.changeHouseholds({ put: [planted()] }),
  ]);
  assert.equal(records.summary(HOME)?.unsent, 20);
  assert.equal((await records.household(HOME))?.timeline.length, 22);
});

test("a household enrolled without signal is a household like the others", async () => {
  const { records } = await tried();
  const members = [{ uuid: uuidOf(2, 5), surname: "Nouveanu", given_name: "Ana", sex: "f", born: "1990", relation: "head", is_head: true }];
  await records.seal([visit(uuidOf(1, 50), { kind: "enrol_household", payload: { address: "La deal", members } }), visit(uuidOf(1, 50))]);
  assert.equal(records.search("nouveanu ana")[0]?.household, uuidOf(1, 50));
  const seen = await records.household(uuidOf(1, 50));
  assert.equal(seen?.members[0]?.born_precision, "year");
  assert.deepEqual(seen?.timeline.map((one) => one.kind), ["visit", "enrolled"]);
});

test("a full resync forgets what was pulled and never an entry or a draft", async () => {
  const { records } = await tried();
  await records.changeHouseholds({ put: [planted()] });
  await records.seal([visit(HOME)]);
  await records.saveDraft({ id: "d1", kind: "visit", household: HOME, value: 1 });
  await records.changeHouseholds({ drop: records.pulledHouseholds() });
  assert.equal(await records.household(HOME), null);
  assert.equal((await records.outbox()).waiting, 1);
  assert.equal((await records.drafts()).length, 1);
});

test("two pages of one tablet see each other's changes, and neither writes over the other", async () => {
  const one = await tried();
  const other = await one.again();
  const told = new Promise((done) => other.records.watch((change) => change === "households" && done(null)));
  await one.records.changeHouseholds({ put: [home(1)] });
  await told;
  assert.equal(other.records.index().length, 1);
  await Promise.all([one.records.changeHouseholds({ put: [home(2)] }), other.records.changeHouseholds({ put: [home(3)] })]);
  assert.equal((await one.again()).records.index().length, 3);
  one.records.close();
  other.records.close();
});

test("what a page has counted and read once it counts and reads anew when another page wrote", async () => {
  const one = await tried();
  const other = await one.again();
  await one.records.setMeta("cursor", "old");
  assert.deepEqual([(await other.records.outbox()).waiting, await other.records.meta("cursor")], [0, "old"]);
  const told = new Set<string>();
  const both = new Promise((done) => other.records.watch((change) => told.add(change).has("outbox") && told.has("meta") && done(null)));
  await one.records.seal([visit(HOME)]);
  await one.records.changeHouseholds({ meta: { cursor: "new" } });
  await both;
  assert.deepEqual([(await other.records.outbox()).waiting, await other.records.meta("cursor")], [1, "new"]);
  assert.equal((await other.records.take(10, 1_000_000)).length, 1);
  one.records.close();
  other.records.close();
});

test("a tablet whose app is two versions old opens with the new one, and its drafts with it", async () => {
  const older = await tried();
  await older.records.changeHouseholds({ put: [planted()] });
  await older.records.seal([visit(HOME)]);
  await older.records.saveDraft({ id: "d1", kind: "visit", household: HOME, value: { note: "half" } });
  older.records.close();
  const { SCHEMAS } = await import("./disk.ts");
  const upgrades = { drafts: [rename("note", "text"), rename("text", "words")].map((step) => (draft: unknown) => {
    const { value, ...rest } = draft as { value: Record<string, unknown> };
    return { ...rest, value: step(value) };
  }) };
  const newer = await older.again({ schemas: [...SCHEMAS, { photos: "uuid" }, { photos: null as unknown as string, blobs: "uuid" }], upgrades });
  assert.deepEqual((await newer.records.draft("d1"))?.value, { words: "half" });
  assert.equal((await newer.records.outbox()).waiting, 1);
  assert.equal(newer.records.index().length, 1);
});

function rename(from: string, to: string) {
  return (value: Record<string, unknown>): Record<string, unknown> => ({ [to]: value[from] });
}

async function opened(tablet: Tried): Promise<IDBDatabase> {
  return new Promise((done) => {
    const asked = tablet.means.indexedDB.open("t-records");
    asked.onsuccess = () => done(asked.result);
  });
}

async function someStore(tablet: Tried): Promise<IDBObjectStore> {
  const database = await opened(tablet);
  const store = database.transaction("meta", "readwrite").objectStore("meta");
  database.close();
  return store;
}

async function rowOf(tablet: Tried, uuid: string): Promise<{ uuid: string }> {
  const database = await opened(tablet);
  const asked = database.transaction("households").objectStore("households").get(uuid);
  await new Promise((done) => { asked.onsuccess = done; });
  database.close();
  return asked.result as { uuid: string };
}

async function putRow(tablet: Tried, row: { uuid: string }): Promise<void> {
  const database = await opened(tablet);
  const transaction = database.transaction("households", "readwrite");
  transaction.objectStore("households").put(row);
  await new Promise((done) => { transaction.oncomplete = done; });
  database.close();
}
