/** What the vault promises, as a worker or a thief would meet it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openVault } from "./lock.ts";
import { NotGenuine, Locked, PinTooWeak, type Vault } from "./vault.ts";
import { LEASE_SECRET, PIN, RECOVERY_SECRET, enrolled, triedMachine, type TriedMachine } from "./vault.trial.ts";

const DAY = 24 * 3600;

async function opened(machine: TriedMachine = triedMachine()): Promise<{ vault: Vault; machine: TriedMachine }> {
  const vault = await openVault("ana", machine);
  await vault.create(enrolled());
  return { vault, machine };
}

/** The same tablet after its battery was pulled: only the disk is left; `clock` may have been set meanwhile. */
async function restarted(machine: TriedMachine): Promise<{ vault: Vault; machine: TriedMachine }> {
  const again = triedMachine(machine.indexedDB as IDBFactory);
  again.clock.now = machine.clock.now;
  return { vault: await openVault("ana", again), machine: again };
}

async function wrongTries(vault: Vault, machine: TriedMachine, count: number): Promise<void> {
  for (let tries = 0; tries < count; tries += 1) {
    machine.pass(2_000);
    await vault.unlock("999888");
  }
}

test("what is sealed opens again after a restart, with the PIN", async () => {
  const { vault, machine } = await opened();
  const sealed = await vault.seal("households", "a", 3, { surname: "Ștefănescu" });
  const again = await restarted(machine);
  assert.equal(again.vault.state(), "locked");
  await assert.rejects(again.vault.open("households", "a", 3, sealed), Locked);
  assert.deepEqual(await again.vault.unlock(PIN), { state: "open" });
  assert.deepEqual(await again.vault.open("households", "a", 3, sealed), { surname: "Ștefănescu" });
  assert.equal(again.vault.token(), "the token of this device");
});

test("a record that was exchanged, put back to an older one or changed does not open", async () => {
  const { vault } = await opened();
  const sealed = await vault.seal("households", "a", 3, { level: "high" });
  await assert.rejects(vault.open("households", "b", 3, sealed), NotGenuine);
  await assert.rejects(vault.open("outbox", "a", 3, sealed), NotGenuine);
  await assert.rejects(vault.open("households", "a", 4, sealed), NotGenuine);
  const changed = sealed.slice();
  changed[20]! ^= 1;
  await assert.rejects(vault.open("households", "a", 3, changed), NotGenuine);
});

test("the same value sealed twice looks different", async () => {
  const { vault } = await opened();
  assert.notDeepEqual(await vault.seal("m", "a", 1, "x"), await vault.seal("m", "a", 1, "x"));
});

test("the key in memory cannot be read out", async () => {
  const { vault } = await opened();
  const key = (vault as unknown as { data: CryptoKey }).data;
  assert.equal(key.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("raw", key));
});

test("a wrong PIN says how many tries are left and makes the next one wait: 1, 2, 4 seconds", async () => {
  const { vault, machine } = await opened();
  vault.relock();
  assert.deepEqual(await vault.unlock("999888"), { state: "wrong_pin", tries_left: 9, wait_seconds: 1 });
  assert.deepEqual(await vault.unlock(PIN), { state: "wait", wait_seconds: 1 });
  machine.pass(1);
  assert.deepEqual(await vault.unlock("999888"), { state: "wrong_pin", tries_left: 8, wait_seconds: 2 });
  machine.pass(2);
  assert.deepEqual(await vault.unlock("999888"), { state: "wrong_pin", tries_left: 7, wait_seconds: 4 });
  machine.pass(4);
  assert.deepEqual(await vault.unlock(PIN), { state: "open" });
});

test("neither a restart nor a clock set forward shortens the wait", async () => {
  const { vault, machine } = await opened();
  vault.relock();
  await wrongTries(vault, machine, 4);
  machine.clock.now += 3_600_000;
  assert.equal((await vault.unlock(PIN)).state, "wait");
  const again = await restarted(machine);
  assert.deepEqual(await again.vault.unlock(PIN), { state: "wait", wait_seconds: 8 });
  again.machine.pass(8);
  assert.deepEqual(await again.vault.unlock(PIN), { state: "open" });
});

test("a try cut short by pulling the battery counts", async () => {
  const { vault, machine } = await opened();
  vault.relock();
  machine.argon = () => new Promise(() => {});
  void vault.unlock("999888");
  await new Promise((done) => setTimeout(done, 50));
  const again = await restarted(machine);
  again.machine.pass(1);
  assert.deepEqual(await again.vault.unlock("999888"), { state: "wrong_pin", tries_left: 8, wait_seconds: 2 });
});

test("after ten wrong PINs no PIN opens, also after a restart", async () => {
  const { vault, machine } = await opened();
  vault.relock();
  await wrongTries(vault, machine, 10);
  assert.equal(vault.state(), "pin_destroyed");
  assert.equal(vault.token(), null);
  const again = await restarted(machine);
  again.machine.pass(DAY);
  assert.deepEqual(await again.vault.unlock(PIN), { state: "pin_destroyed" });
});

test("the right PIN before the tenth forgives the wrong ones", async () => {
  const { vault, machine } = await opened();
  vault.relock();
  await wrongTries(vault, machine, 9);
  machine.pass(2_000);
  assert.equal((await vault.unlock(PIN)).state, "open");
  vault.relock();
  assert.deepEqual(await vault.unlock("999888"), { state: "wrong_pin", tries_left: 9, wait_seconds: 1 });
});

test("the server's recovery secret brings everything back under a new PIN", async () => {
  const { vault, machine } = await opened();
  const sealed = await vault.seal("outbox", "a", 1, "not yet sent");
  vault.relock();
  await wrongTries(vault, machine, 10);
  const lease = { secret: btoa("M".repeat(32)), until: "2026-07-01T12:00:00Z" };
  await assert.rejects(vault.recover({ secret: LEASE_SECRET, pin: "817264", lease, token: "new" }), Locked);
  await vault.recover({ secret: RECOVERY_SECRET, pin: "817264", lease, token: "new" });
  assert.equal(await vault.open("outbox", "a", 1, sealed), "not yet sent");
  const again = await restarted(machine);
  assert.deepEqual(await again.vault.unlock("817264"), { state: "open" });
  assert.equal(again.vault.token(), "new");
});

test("a lease that is over opens nothing until the server renews it", async () => {
  const { vault, machine } = await opened();
  const sealed = await vault.seal("households", "a", 1, "x");
  const again = await restarted(machine);
  again.machine.pass(15 * DAY);
  assert.equal(again.vault.state(), "lease_over");
  assert.deepEqual(await again.vault.unlock(PIN), { state: "lease_over" });
  await assert.rejects(again.vault.open("households", "a", 1, sealed), Locked);
  assert.equal(again.vault.token(), "the token of this device");
  await again.vault.renew({ secret: LEASE_SECRET, until: "2026-07-01T12:00:00Z" }, "2026-06-16T12:00:00Z");
  assert.equal(await again.vault.open("households", "a", 1, sealed), "x");
});

test("a lease ends also while the vault is open", async () => {
  const { vault, machine } = await opened();
  machine.clock.now += 15 * DAY * 1_000;
  await assert.rejects(vault.seal("m", "a", 1, "x"), Locked);
  assert.equal(vault.state(), "lease_over");
  await vault.renew({ secret: LEASE_SECRET, until: "2026-07-01T12:00:00Z" }, "2026-06-16T12:00:00Z");
  assert.equal(vault.state(), "open");
});

test("turning the clock back does not lengthen a lease", async () => {
  const { vault, machine } = await opened();
  machine.pass(13 * DAY);
  await vault.unlock(PIN);
  let again = await restarted(machine);
  again.machine.clock.now -= 400 * DAY * 1_000;
  assert.deepEqual(await again.vault.unlock(PIN), { state: "open" });
  again.machine.clock.monotonic += 2 * DAY * 1_000;
  assert.equal(again.vault.state(), "lease_over");
  await again.vault.unlock(PIN);
  again = await restarted(again.machine);
  again.machine.clock.now -= DAY * 1_000;
  assert.equal(again.vault.state(), "lease_over");
});

test("a tablet whose clock is wrong by years keeps its lease: the server's word sets it right", async () => {
  const machine = triedMachine();
  machine.clock.now = Date.parse("2029-01-01T00:00:00Z");
  const { vault } = await opened(machine);
  machine.pass(60);
  assert.equal(vault.state(), "open");
  assert.equal(new Date(vault.now()).toISOString(), "2026-06-01T12:01:00.000Z");
  const again = await restarted(machine);
  assert.deepEqual(await again.vault.unlock(PIN), { state: "open" });
});

test("a tablet that the office locked forgets its lease and its key at once", async () => {
  const { vault } = await opened();
  await vault.revoke();
  assert.equal(vault.state(), "lease_over");
  await assert.rejects(vault.seal("m", "a", 1, "x"), Locked);
  assert.deepEqual(await vault.unlock(PIN), { state: "lease_over" });
});

test("another lease secret wraps the key again while the vault is open, and asks for recovery when it is not", async () => {
  const { vault, machine } = await opened();
  const sealed = await vault.seal("m", "a", 1, "x");
  const other = { secret: btoa("N".repeat(32)), until: "2026-06-20T12:00:00Z" };
  await vault.renew(other, "2026-06-02T12:00:00Z");
  const again = await restarted(machine);
  assert.deepEqual(await again.vault.unlock(PIN), { state: "open" });
  assert.equal(await again.vault.open("m", "a", 1, sealed), "x");
  await again.vault.revoke();
  await again.vault.unlock(PIN);
  await again.vault.renew({ secret: LEASE_SECRET, until: "2026-06-20T12:00:00Z" }, "2026-06-03T12:00:00Z");
  assert.equal(again.vault.state(), "pin_destroyed");
  await again.vault.recover({ secret: RECOVERY_SECRET, pin: PIN, lease: other, token: "t" });
  assert.equal(await again.vault.open("m", "a", 1, sealed), "x");
});

test("the vault locks itself when nobody touched it for ten minutes", async () => {
  const { vault, machine } = await opened();
  const told: string[] = [];
  vault.watch((state) => told.push(state));
  machine.pass(9 * 60);
  vault.touch();
  machine.pass(9 * 60);
  assert.equal(vault.state(), "open");
  machine.pass(2 * 60);
  assert.equal(told.at(-1), "locked");
  await assert.rejects(vault.seal("m", "a", 1, "x"), Locked);
});

test("a PIN can be changed, to a passphrase too; the old one opens nothing any more", async () => {
  const { vault, machine } = await opened();
  const sealed = await vault.seal("m", "a", 1, "x");
  assert.equal((await vault.changePin("000111222", "calul verde bea apă")).state, "wrong_pin");
  machine.pass(2);
  assert.deepEqual(await vault.changePin(PIN, "calul verde bea apă"), { state: "open" });
  const again = await restarted(machine);
  assert.equal((await again.vault.unlock(PIN)).state, "wrong_pin");
  again.machine.pass(2);
  assert.deepEqual(await again.vault.unlock("calul verde bea apă"), { state: "open" });
  assert.equal(await again.vault.open("m", "a", 1, sealed), "x");
});

for (const weak of ["12345", "111111", "121212", "345678", "987654", ""]) {
  test(`the PIN “${weak}” is refused as too easy`, async () => {
    const vault = await openVault("ana", triedMachine());
    await assert.rejects(vault.create(enrolled({ pin: weak })), PinTooWeak);
    assert.equal(vault.state(), "empty");
  });
}

test("destroying leaves nothing that a PIN or a recovery secret could open", async () => {
  const { vault, machine } = await opened();
  await vault.destroy();
  assert.equal(vault.state(), "empty");
  assert.deepEqual(await (await restarted(machine)).vault.unlock(PIN), { state: "empty" });
});
