/** What sync promises: everything arrives once, whatever the line does, and the screen says the truth. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { commune, home, uuidOf, visit } from "../records/records.trial.ts";
import { cut, html, json, triedTablet, type Fault } from "./sync.trial.ts";

const HOME = uuidOf(1, 1);

/** Lets calls of one kind go wrong; the others go through. */
function only(part: string, wrong: Fault): Fault {
  return (path, answer, body) => (path.startsWith(part) ? wrong(path, answer, body) : answer());
}

/** The first so many calls go wrong. */
function first(times: number, wrong: Fault): Fault {
  let left = times;
  return (path, answer, body) => (left-- > 0 ? wrong(path, answer, body) : answer());
}

test("what was sealed is sent before anything is read, and every entry has its receipt", async () => {
  const { tablet, server } = await triedTablet();
  server.put(home(1));
  await tablet.records().seal([visit(HOME), visit(HOME)]);
  const result = await tablet.sync();
  assert.deepEqual([result.state, result.pushed], ["done", 2]);
  assert.deepEqual(server.calls.map((one) => one.path.split(/[?/]/)[0]), ["enrol", "push", "pull", "bundle"]);
  const status = await tablet.status();
  assert.deepEqual([status.waiting, status.sent, status.all_received_at], [0, 0, "2026-06-01T12:00:00.000Z"]);
  const seen = await tablet.records().household(HOME);
  assert.deepEqual([seen?.timeline.length, seen?.unsent], [2, []]);
});

test("250 entries go in batches of 100, packed, each saying how many are still to come", async () => {
  const { tablet, server } = await triedTablet();
  await tablet.records().seal(Array.from({ length: 250 }, () => visit(HOME)));
  assert.equal((await tablet.sync()).pushed, 250);
  const pushes = server.calls.filter((one) => one.path === "push");
  const bodies = pushes.map((one) => one.body as { entries: unknown[]; pending: number });
  assert.deepEqual(bodies.map((one) => [one.entries.length, one.pending]), [[100, 150], [100, 50], [50, 0]]);
  assert.ok(pushes[0]!.sent < 30_000, "packed by gzip");
});

test("a first sync of a commune arrives whole, and tells how far it is", async () => {
  const { tablet, server } = await triedTablet();
  commune(450).forEach((one) => server.put(one));
  const told: (number | undefined)[] = [];
  tablet.watch(() => void tablet.status().then(({ progress }) => told.push(progress?.done)));
  await tablet.sync();
  assert.equal(tablet.records().index().length, 450);
  assert.deepEqual([...new Set(told)].filter(Boolean), [200, 400]);
  assert.equal((await tablet.status()).progress, null);
});

test("nothing new is one small call", async () => {
  const { tablet, server } = await triedTablet();
  await tablet.sync();
  server.calls = [];
  assert.deepEqual(await tablet.sync(), { state: "done", pushed: 0, pulled: 0, again_in: null, message: "" });
  assert.equal(server.calls.length, 1);
});

test("an answer lost after the server had committed: sent again, received as a duplicate, there once", async () => {
  const { tablet, server } = await triedTablet();
  server.fault = first(1, async (_path, answer) => { await answer(); throw new TypeError("connection reset"); });
  const [entry] = await tablet.records().seal([visit(HOME)]);
  assert.equal((await tablet.sync()).state, "offline");
  assert.deepEqual((await tablet.records().outbox()).unsent, 1);
  assert.equal((await tablet.sync()).state, "done");
  assert.equal(server.entries.size, 1);
  assert.equal((await tablet.records().entry(entry!.uuid))?.receipt?.outcome, "duplicate");
});

test("an answer cut at any byte loses nothing and doubles nothing", async () => {
  const whole = JSON.stringify({ receipts: [] }).length + 200;
  for (let bytes = 0; bytes < whole; bytes += 17) {
    const { tablet, server } = await triedTablet();
    server.put(home(1));
    await tablet.records().seal([visit(HOME), visit(HOME)]);
    server.fault = first(2, (_path, answer) => cut(answer(), bytes));
    for (let tries = 0; tries < 3; tries += 1) await tablet.sync();
    assert.deepEqual([server.entries.size, (await tablet.status()).waiting], [2, 0], `cut after ${bytes}`);
    assert.equal((await tablet.records().household(HOME))?.timeline.length, 2);
  }
});

test("a first sync that is cut goes on where it was, in smaller pages, after a restart too", async () => {
  const tried = await triedTablet();
  commune(450).forEach((one) => tried.server.put(one));
  let pages = 0;
  tried.server.fault = only("pull", (_path, answer) => ((pages += 1) === 2 ? cut(answer(), 500) : answer()));
  assert.equal((await tried.tablet.sync()).state, "offline");
  assert.equal(tried.tablet.records().index().length, 200);
  const { tablet, server } = await tried.again();
  assert.deepEqual((await tablet.status()).progress, { done: 200, total: 450 });
  await tablet.sync();
  assert.equal(tablet.records().index().length, 450);
  const asked = server.calls.filter((one) => one.path.startsWith("pull")).map((one) => new URLSearchParams(one.path.slice(5)).get("since"));
  assert.equal(asked.filter((since) => since === "").length, 1, "everything was asked for once");
});

test("the tablet dies while its entries are on their way: after the restart they are sent again", async () => {
  const tried = await triedTablet();
  await tried.tablet.records().seal([visit(HOME)]);
  await new Promise<void>((there) => {
    tried.server.fault = only("push", async (_path, answer) => { await answer(); there(); return new Promise(() => {}); });
    void tried.tablet.sync();
  });
  tried.server.fault = null;
  const { tablet, server } = await tried.again();
  assert.equal((await tablet.status()).sent, 1);
  await tablet.sync();
  assert.deepEqual([server.entries.size, (await tablet.status()).sent], [1, 0]);
});

test("two syncs asked for at once are one", async () => {
  const { tablet, server } = await triedTablet();
  await tablet.records().seal([visit(HOME)]);
  const [one, other] = await Promise.all([tablet.sync(), tablet.sync()]);
  assert.equal(one, other);
  assert.equal([...server.entries.values()][0]?.times, 1);
});

test("each receipt is taken by itself: one to settle and one refused do not hold up the rest", async () => {
  const { tablet, server } = await triedTablet();
  const entries = await tablet.records().seal([visit(HOME), visit(HOME), visit(HOME)]);
  server.judge = (entry) => ({ outcome: (["to_settle", "refused", "received"] as const)[entries.findIndex((one) => one.uuid === entry.uuid)]!, reason: "de ce" });
  await tablet.sync();
  const states = await Promise.all(entries.map(async (one) => (await tablet.records().entry(one.uuid))?.state));
  assert.deepEqual(states, ["to_settle", "refused", "received"]);
  server.calls = [];
  await tablet.sync();
  assert.ok(!server.calls.some((one) => one.path === "push"), "what was refused is not sent again by itself");
  assert.equal((await tablet.records().entry(entries[1]!.uuid))?.receipt?.reason, "de ce");
});

test("an entry that the server will not even read is set aside, and the other 40 arrive", async () => {
  const { tablet, server } = await triedTablet();
  const entries = await tablet.records().seal(Array.from({ length: 41 }, () => visit(HOME)));
  const poison = entries[17]!.uuid;
  server.fault = only("push", async (_path, answer, body) => {
    const holds = (body as { entries: { uuid: string }[] }).entries.some((one) => one.uuid === poison);
    return holds ? json({ code: "unreadable", message: "Nu se poate citi." }, 400) : answer();
  });
  assert.equal((await tablet.sync()).state, "done");
  assert.equal(server.entries.size, 40);
  const kept = await tablet.records().entry(poison);
  assert.deepEqual([kept?.state, kept?.receipt?.reason], ["refused", "Nu se poate citi."]);
});

test("a batch that is too large is halved until it goes through", async () => {
  const { tablet, server } = await triedTablet();
  await tablet.records().seal(Array.from({ length: 30 }, () => visit(HOME)));
  server.fault = only("push", async (_path, answer, body) =>
    (body as { entries: unknown[] }).entries.length > 8 ? json({ code: "too_large", message: "" }, 413) : answer());
  assert.deepEqual([(await tablet.sync()).state, server.entries.size], ["done", 30]);
});

test("a server that understands nothing of this app gets nothing refused: all is kept until the app is new", async () => {
  const { tablet, server } = await triedTablet();
  await tablet.records().seal([visit(HOME), visit(HOME)]);
  server.fault = only("push", async () => json({ code: "no_push", message: "" }, 422));
  assert.equal((await tablet.sync()).state, "too_old");
  assert.deepEqual([(await tablet.status()).waiting, (await tablet.status()).refused], [2, 0]);
});

for (const [name, answer] of [
  ["200 with a page", () => html()],
  ["200 with somebody else's JSON", () => json({ status: "ok" })],
  ["a redirect", () => new Response(null, { status: 302, headers: { Location: "http://login.example" } })],
  ["511", () => html(511)],
  ["404 with a page", () => html(404)],
] as const) {
  test(`a sign-in page in the server's place (${name}) is believed in nothing`, async () => {
    const { tablet, server } = await triedTablet();
    server.put(home(1));
    await tablet.sync();
    await tablet.records().seal([visit(HOME)]);
    server.fault = async () => answer();
    assert.equal((await tablet.sync()).state, "portal");
    assert.deepEqual([(await tablet.status()).waiting, tablet.records().index().length], [1, 1]);
    server.fault = null;
    assert.equal((await tablet.sync()).state, "done");
  });
}

test("pauses grow with each failure, differ between tablets, and end with success", async () => {
  const { tablet, server } = await triedTablet();
  server.fault = async () => { throw new TypeError("offline"); };
  const pauses: number[] = [];
  for (let tries = 0; tries < 12; tries += 1) pauses.push((await tablet.sync()).again_in!);
  assert.ok(pauses[0]! >= 1_000 && pauses[0]! <= 2_000);
  assert.ok(pauses[4]! >= 16_000 && pauses[4]! <= 32_000);
  assert.ok(pauses.every((one) => one <= 15 * 60_000));
  server.fault = null;
  await tablet.sync();
  server.fault = async () => { throw new TypeError("offline"); };
  assert.ok((await tablet.sync()).again_in! <= 2_000);
});

test("a busy server's Retry-After is obeyed, also when the worker asks for a sync", async () => {
  const { tablet, server, machine } = await triedTablet();
  server.fault = first(1, async () => json({ code: "try_later", message: "Mai târziu." }, 503, { "Retry-After": "120" }));
  const busy = await tablet.sync();
  assert.deepEqual([busy.state, busy.message], ["busy", "Mai târziu."]);
  assert.ok(busy.again_in! >= 120_000);
  server.calls = [];
  assert.equal((await tablet.sync()).state, "busy");
  assert.equal(server.calls.length, 0);
  machine.pass(121);
  assert.equal((await tablet.sync()).state, "done");
});

test("what leaves the worker's scope leaves the tablet; unsent entries about it stay and are sent", async () => {
  const { tablet, server } = await triedTablet();
  server.put(home(1));
  server.put(home(2));
  await tablet.sync();
  server.drop(HOME);
  server.fault = only("push", async () => { throw new TypeError("offline"); });
  await tablet.records().seal([visit(HOME)]);
  await tablet.sync();
  server.fault = null;
  server.judge = () => ({ outcome: "to_settle", reason: "s-a mutat" });
  server.documents.delete(HOME);
  await tablet.sync();
  assert.equal(server.entries.size, 1);
  assert.equal((await tablet.records().entries({ states: ["to_settle"] })).length, 1);
});

test("another scope or rulebook: everything is read again, what is no longer the worker's goes, entries stay", async () => {
  const { tablet, server } = await triedTablet();
  commune(300).forEach((one) => server.put(one));
  await tablet.sync();
  const [kept] = await tablet.records().seal([visit(HOME)]);
  await tablet.records().saveDraft({ id: "d", kind: "visit", household: HOME, value: 1 });
  [...server.documents.keys()].slice(0, 250).forEach((uuid) => server.documents.delete(uuid));
  server.view = "v2";
  await tablet.sync();
  assert.equal(tablet.records().index().filter((one) => one.uuid !== HOME).length, 50);
  assert.equal((await tablet.records().entry(kept!.uuid))?.state, "received");
  assert.equal((await tablet.records().drafts()).length, 1);
});

test("a role that ended: nothing of the households is left", async () => {
  const { tablet, server } = await triedTablet();
  commune(30).forEach((one) => server.put(one));
  await tablet.sync();
  server.documents.clear();
  server.view = "none";
  await tablet.sync();
  assert.equal(tablet.records().index().length, 0);
});

test("a server restored from an older backup gets the journal again, and everything is there once", async () => {
  const { tablet, server } = await triedTablet();
  server.put(home(1));
  const entries = await tablet.records().seal([visit(HOME), visit(HOME), visit(HOME)]);
  await tablet.sync();
  server.epoch = "e0000000-0000-4000-8000-000000000002";
  [...server.entries.keys()].slice(1).forEach((uuid) => server.entries.delete(uuid));
  const result = await tablet.sync();
  assert.deepEqual([result.state, result.pushed], ["done", 3]);
  assert.deepEqual([...server.entries.keys()].sort(), entries.map((one) => one.uuid).sort());
});

test("a clock that is wrong by years is measured at each contact, and acts carry the server's time", async () => {
  const { tablet, machine } = await triedTablet();
  machine.clock.now += 3 * 365 * 86_400_000;
  await tablet.sync();
  assert.equal((await tablet.status()).clock_off_seconds, 3 * 365 * 86_400);
  const [entry] = await tablet.records().seal([visit(HOME)]);
  assert.equal(entry!.at, "2026-06-01T12:00:00.000Z");
});

test("another rulebook comes with the sync, is checked by its name, and waits when it does not come", async () => {
  const { tablet, server } = await triedTablet();
  await tablet.sync();
  assert.deepEqual((await tablet.bundle())?.["rulebook"], { version: "romania 1" });
  server.bundle = { rulebook: { version: "romania 2" } };
  server.fault = only("bundle", async () => json({ rulebook: { version: "forged" } }));
  await tablet.sync();
  assert.deepEqual((await tablet.bundle())?.["rulebook"], { version: "romania 1" });
  server.fault = null;
  await tablet.sync();
  assert.deepEqual((await tablet.bundle())?.["rulebook"], { version: "romania 2" });
});

test("the bundle with which something half-filled began stays until nothing is half-filled any more", async () => {
  const { tablet, server } = await triedTablet();
  await tablet.sync();
  await tablet.records().saveDraft({ id: "d", kind: "interview", household: HOME, value: 1 });
  for (const version of ["romania 2", "romania 3"]) {
    server.bundle = { rulebook: { version } };
    await tablet.sync();
  }
  const versions = async () => (await tablet.earlierBundles()).map((one) => (one["rulebook"] as { version: string }).version);
  assert.deepEqual(await versions(), ["romania 2", "romania 1"]);
  await tablet.records().dropDraft("d");
  server.bundle = { rulebook: { version: "romania 4" } };
  await tablet.sync();
  assert.deepEqual(await versions(), []);
});

test("a disk that is full during a sync is said so; what was there stays, and the next sync goes on", async () => {
  const { tablet, server, machine } = await triedTablet();
  server.put(home(1));
  await tablet.sync();
  commune(20).forEach((one) => server.put({ ...one, address: "nou" }));
  const store = IDBObjectStore.prototype;
  const { put } = store;
  store.put = () => { throw new DOMException("full", "QuotaExceededError"); };
  const full = await tablet.sync().finally(() => Object.assign(store, { put }));
  assert.deepEqual([full.state, (await tablet.status()).disk_full], ["failed", true]);
  assert.equal((await tablet.records().household(HOME))?.address, "");
  machine.pass(60);
  assert.equal((await tablet.sync()).state, "done");
  assert.equal((await tablet.records().household(HOME))?.address, "nou");
});
