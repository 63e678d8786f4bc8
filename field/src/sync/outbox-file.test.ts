/** What the file of the outbox promises: it holds all that was not received, and only the server opens it. */

import assert from "node:assert/strict";
import { createDecipheriv, createHash, hkdfSync } from "node:crypto";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { Entry } from "../records/entry.ts";
import { uuidOf, visit } from "../records/records.trial.ts";
import { triedTablet } from "./sync.trial.ts";

const HOME = uuidOf(1, 1);

/** Opened as the server does (vatra/wire/outbox_file.py), by what it keeps of the token. */
function opened(file: Uint8Array, digest: Buffer): { line: string; entries: Entry[] } {
  const whole = Buffer.from(file);
  const end = whole.indexOf("\n");
  const [line, sealed] = [whole.subarray(0, end), whole.subarray(end + 1)];
  const key = Buffer.from(hkdfSync("sha256", digest, sealed.subarray(0, 32), "vatra outbox file 1", 32));
  const opening = createDecipheriv("aes-256-gcm", key, sealed.subarray(32, 44)).setAAD(line).setAuthTag(sealed.subarray(-16));
  const packed = Buffer.concat([opening.update(sealed.subarray(44, -16)), opening.final()]);
  return { line: line.toString(), entries: (JSON.parse(gunzipSync(packed).toString()) as { entries: Entry[] }).entries };
}

test("the file holds what was not received, in the order of sealing, as it was sealed", async () => {
  const { tablet, server } = await triedTablet();
  assert.equal(await tablet.outboxFile(), null);
  await tablet.records().seal([visit(HOME)]);
  await tablet.sync();
  assert.equal(await tablet.outboxFile(), null, "all was received");
  const kept = await tablet.records().seal([visit(HOME), visit(HOME), visit(HOME)]);
  const file = (await tablet.outboxFile())!;
  assert.equal(file.entries, 3);
  const { line, entries } = opened(file.bytes, createHash("sha256").update(server.token).digest());
  assert.match(line, /^vatra-outbox 1 [0-9a-f-]{36}$/);
  assert.deepEqual(entries, kept);
  assert.equal((await tablet.status()).waiting, 3, "it stays on the tablet");
});

test("nothing of it can be read by who finds it, another token does not open it, and no two are alike", async () => {
  const { tablet } = await triedTablet();
  await tablet.records().seal([visit(HOME)]);
  const [one, two] = [(await tablet.outboxFile())!.bytes, (await tablet.outboxFile())!.bytes];
  assert.ok(!Buffer.from(one).includes(HOME) && !Buffer.from(one).includes("record_visit"));
  assert.throws(() => opened(one, createHash("sha256").update("another").digest()));
  assert.notDeepEqual(one.slice(52), two.slice(52));
});

test("a locked tablet makes no file", async () => {
  const { tablet } = await triedTablet();
  await tablet.records().seal([visit(HOME)]);
  tablet.relock();
  await assert.rejects(tablet.outboxFile(), { name: "Locked" });
});
