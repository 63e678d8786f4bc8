/** Locked, allowed again, wiped, forgotten, away for weeks: what the office decides and what the worker gets back. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { SyncedRecords } from "../records/records.ts";
import { uuidOf, visit } from "../records/records.trial.ts";
import { triedMachine } from "../vault/vault.trial.ts";
import { openTablet, tabletsHere } from "./open-tablet.ts";
import { BASE, PIN, TrialServer, triedTablet } from "./sync.trial.ts";

const HOME = uuidOf(1, 1);

test("a tablet that the office locked opens no more until the office allows it; what is on it stays", async () => {
  const { tablet, server } = await triedTablet();
  await tablet.records().seal([visit(HOME)]);
  server.standing = "device_locked";
  const locked = await tablet.sync();
  assert.deepEqual([locked.state, locked.message, locked.again_in], ["locked", "sentence", null]);
  assert.throws(() => tablet.records());
  assert.equal((await tablet.unlock(PIN)).state, "lease_over");
  server.standing = "";
  assert.equal((await tablet.unlock(PIN)).state, "open");
  await tablet.sync();
  assert.equal(server.entries.size, 1);
});

test("a tablet that the office locked and allows again has another lease: PIN and password bring back everything", async () => {
  const { tablet, server } = await triedTablet();
  await tablet.records().seal([visit(HOME)]);
  server.standing = "device_locked";
  await tablet.sync();
  server.standing = "";
  server.lease.secret = btoa("another lease secret of 32 bytes");
  assert.equal((await tablet.unlock(PIN)).state, "pin_destroyed");
  assert.equal((await tablet.recover({ username: "ana", password: "parola", pin: "817264" })).state, "recovered");
  await tablet.sync();
  assert.equal(server.entries.size, 1);
});

test("a tablet that the office wiped is empty at the next contact", async () => {
  const { tablet, server, machine } = await triedTablet();
  await tablet.sync();
  server.standing = "device_wiped";
  assert.equal((await tablet.sync()).state, "wiped");
  assert.equal(tablet.state(), "empty");
  const left = (await machine.indexedDB.databases()).map((one) => one.name);
  assert.ok(!left.includes("t-records"));
});

test("a token that the server does not know destroys nothing", async () => {
  const { tablet, server } = await triedTablet();
  await tablet.records().seal([visit(HOME)]);
  server.standing = "not_recognised";
  assert.equal((await tablet.sync()).state, "locked");
  assert.equal((await tablet.status()).waiting, 1);
});

test("weeks without signal: the lease is over, the PIN and one contact open the tablet, and everything is sent", async () => {
  const { tablet, server, machine } = await triedTablet();
  await tablet.records().seal([visit(HOME)]);
  tablet.relock();
  machine.pass(20 * 86_400);
  server.fault = async () => { throw new TypeError("offline"); };
  assert.equal((await tablet.unlock(PIN)).state, "lease_over");
  server.fault = null;
  server.at += 20 * 86_400_000;
  assert.equal((await tablet.unlock(PIN)).state, "open");
  await tablet.sync();
  assert.equal(server.entries.size, 1);
  assert.equal((await tablet.status()).lease_until, "2026-07-05T12:00:00.000Z");
});

test("a forgotten PIN: the worker's password brings back everything, unsent entries too", async () => {
  const { tablet, server, machine } = await triedTablet();
  await tablet.records().seal([visit(HOME)]);
  tablet.relock();
  for (let tries = 0; tries < 10; tries += 1) {
    machine.pass(2_000);
    await tablet.unlock("999888");
  }
  assert.equal(tablet.state(), "pin_destroyed");
  assert.equal((await tablet.recover({ username: "ana", password: "parola", pin: "817264" })).state, "recovered");
  assert.equal((await tablet.status()).waiting, 1);
  await tablet.sync();
  assert.equal(server.entries.size, 1);
});

test("the tablet can be wiped only when the server says that it has everything", async () => {
  const { tablet, server } = await triedTablet();
  const [entry] = await tablet.records().seal([visit(HOME)]);
  assert.equal((await tablet.accounted()).wipeable, false);
  await tablet.sync();
  server.entries.delete(entry!.uuid);
  assert.deepEqual((await tablet.accounted()).missing, [entry!.uuid]);
  assert.equal((await tablet.status()).waiting, 1, "what the server lost is sent again");
  await tablet.sync();
  assert.equal((await tablet.accounted()).wipeable, true);
  assert.equal((await tablet.status()).wipeable, true);
  await tablet.records().seal([visit(HOME)]);
  assert.equal((await tablet.status()).wipeable, false);
});

test("enrolling a second time over a tablet in use is refused; a weak PIN does not spend the code", async () => {
  const { tablet, server } = await triedTablet(new TrialServer());
  server.calls = [];
  assert.equal((await tablet.enrol({ code: "X", pin: PIN, name: "t" })).state, "refused");
  await tablet.wipe();
  await assert.rejects(tablet.enrol({ code: "X", pin: "111111", name: "t" }));
  assert.equal(server.calls.length, 0);
  assert.equal((await tablet.enrol({ code: "X", pin: PIN, name: "t" })).state, "enrolled");
  assert.equal((tablet.records() as SyncedRecords).index().length, 0);
});

test("two workers who share a tablet have keys, records and outboxes of their own", async () => {
  const machine = triedMachine();
  const server = new TrialServer();
  const means = { base: BASE, fetch: server.fetch, ...machine };
  const [ana, dan] = [await openTablet({ ...means, name: "one" }), await openTablet({ ...means, name: "two" })];
  await ana.enrol({ code: "A", pin: PIN, name: "Tableta" });
  await ana.records().seal([visit(HOME)]);
  assert.equal(dan.state(), "empty");
  await dan.enrol({ code: "B", pin: "817264", name: "Tableta" });
  assert.deepEqual([(await ana.status()).waiting, (await dan.status()).waiting], [1, 0]);
  ana.relock();
  assert.equal((await ana.unlock("817264")).state, "wrong_pin");
  await dan.wipe();
  machine.pass(5);
  assert.equal((await ana.unlock(PIN)).state, "open");
  assert.equal((await ana.status()).waiting, 1);
  assert.deepEqual(await tabletsHere(machine.indexedDB), ["one", "two"]);
});
