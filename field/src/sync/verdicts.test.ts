/** What the register decides later about an entry that was to settle reaches the tablet that sealed it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { home, uuidOf, visit } from "../records/records.trial.ts";
import { triedTablet } from "./sync.trial.ts";

const HOME = uuidOf(1, 1);

/** A tablet that was told of so many entries that they are to settle. */
async function questioned(many = 1) {
  const tried = await triedTablet();
  tried.server.put(home(1));
  tried.server.judge = () => ({ outcome: "to_settle", reason: "încă nu este aici" });
  const entries = await tried.tablet.records().seal(Array.from({ length: many }, () => visit(HOME)));
  for (const { uuid } of entries) tried.server.verdicts.set(uuid, "to_settle");
  await tried.tablet.sync();
  assert.equal((await tried.tablet.status()).to_settle, many);
  return { ...tried, uuids: entries.map((entry) => entry.uuid) };
}

test("what was let in or set aside later is no longer to settle; its receipt stays as it was given", async () => {
  const { tablet, server, uuids } = await questioned(3);
  server.verdicts.set(uuids[0]!, "applied").set(uuids[1]!, "set_aside");
  await tablet.sync();
  const kept = await Promise.all(uuids.map((uuid) => tablet.records().entry(uuid)));
  assert.deepEqual(kept.map((one) => one!.state), ["received", "set_aside", "to_settle"]);
  assert.deepEqual(kept.map((one) => [one!.receipt?.outcome, one!.receipt?.reason]), Array(3).fill(["to_settle", "încă nu este aici"]));
  assert.deepEqual([(await tablet.status()).to_settle, (await tablet.status()).all_received_at !== null], [1, true]);
});

test("the verdicts are asked for by their digest, and told once", async () => {
  const { tablet, server, uuids } = await questioned();
  server.verdicts.set(uuids[0]!, "applied");
  await tablet.sync();
  server.calls = [];
  assert.deepEqual([await tablet.sync().then((one) => one.pulled), server.calls.length], [0, 1]);
  assert.match(server.calls[0]!.path, /&verdicts=[0-9a-f]{16}$/);
});

test("a verdict holds through a dead battery, and says nothing of what is not sent yet", async () => {
  const { again, tablet, server, uuids } = await questioned();
  server.verdicts.set(uuids[0]!, "applied");
  await tablet.sync();
  const next = (await again()).tablet;
  const [waiting] = await next.records().seal([visit(HOME)]);
  server.verdicts.set(waiting!.uuid, "set_aside");
  server.fault = (path, answer) => (path === "push" ? Promise.reject(new TypeError("cut")) : answer());
  await next.sync();
  assert.deepEqual([(await next.records().entry(uuids[0]!))!.state, (await next.records().entry(waiting!.uuid))!.state], ["received", "waiting"]);
});

test("a restored server that knows of no decision any more has the last word", async () => {
  const { tablet, server, uuids } = await questioned();
  server.verdicts.set(uuids[0]!, "applied");
  await tablet.sync();
  server.epoch = "e0000000-0000-4000-8000-000000000002";
  server.entries.clear();
  server.verdicts.clear();
  await tablet.sync();
  assert.equal((await tablet.records().entry(uuids[0]!))!.state, "to_settle");
  server.verdicts.set(uuids[0]!, "set_aside");
  await tablet.sync();
  assert.equal((await tablet.records().entry(uuids[0]!))!.state, "set_aside");
});

test("what is not named stays as its receipt said", async () => {
  const { tablet, server, uuids } = await questioned();
  server.verdicts.clear();
  await tablet.sync();
  assert.equal((await tablet.records().entry(uuids[0]!))!.state, "to_settle");
});

test("an entry set aside is the register's too: the tablet may be wiped, and forgets it with the journal", async () => {
  const { tablet, server, uuids, machine } = await questioned();
  server.verdicts.set(uuids[0]!, "set_aside");
  await tablet.sync();
  assert.equal((await tablet.accounted()).wipeable, true);
  machine.clock.now += 61 * 86_400_000;
  server.at += 61 * 86_400_000;
  await tablet.sync();
  assert.equal(await tablet.records().entry(uuids[0]!), null);
});
