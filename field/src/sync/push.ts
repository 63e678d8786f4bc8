/** Sending what waits: batch by batch, each receipt taken by itself. */

import type { Entry, Receipt } from "../records/entry.ts";
import type { SyncedRecords } from "../records/records.ts";
import { call, type Answer, type Line } from "./line.ts";
import type { PushBody, Pushed } from "./protocol.ts";

export const BATCH = 100;
const BATCH_BYTES = 900_000;

/** What sending came to: how many entries had their receipt, and why it ended early. */
export interface Sent {
  pushed: number;
  epoch: string;
  failed: Extract<Answer<never>, { ok: false }> | null;
}

interface Sender {
  line: Line;
  token: string;
  records: SyncedRecords;
  epoch: string;
  now(): number;
}

/** Sends everything that waits. An entry without a receipt waits again. */
export async function pushAll(sender: Sender): Promise<Sent> {
  const { records } = sender;
  await records.untake();
  let pushed = 0;
  let most = BATCH;
  for (;;) {
    const entries = await records.take(most, BATCH_BYTES);
    if (entries.length === 0) return { pushed, epoch: sender.epoch, failed: null };
    const answer = await send(sender, entries);
    if (answer.ok) {
      pushed += await taken(sender, entries, answer.value);
      sender.epoch = answer.value.epoch;
      most = Math.min(BATCH, most * 2);
      continue;
    }
    const poisoned = answer.failure === "too_large" || answer.failure === "refused";
    if (poisoned && entries.length > 1) most = Math.ceil(entries.length / 2);
    else if (poisoned && (await speaksOurTongue(sender))) await setAside(sender, entries[0]!, answer);
    else {
      await records.untake();
      return { pushed, epoch: sender.epoch, failed: poisoned ? { ...answer, failure: "too_old" } : answer };
    }
    await records.untake();
  }
}

async function send(sender: Sender, entries: Entry[]): Promise<Answer<Pushed>> {
  const { unsent } = await sender.records.outbox();
  const body: PushBody = { epoch: sender.epoch, entries, pending: Math.max(0, unsent - entries.length) };
  return call<Pushed>(sender.line, { what: "push", path: "push", token: sender.token, body, packed: true });
}

/** Each receipt by the uuid it names; one that names none, by its place in the batch. */
async function taken(sender: Sender, entries: Entry[], answer: Pushed): Promise<number> {
  const mine = new Set(entries.map((entry) => entry.uuid));
  const received_at = new Date(sender.now()).toISOString();
  const receipts = new Map<string, Receipt>();
  for (const { position, uuid, outcome, number, digest, reason, reason_code } of answer.receipts) {
    const named = uuid?.toLowerCase() ?? entries[position]?.uuid;
    if (named !== undefined && mine.has(named)) receipts.set(named, { outcome, number, digest, reason, reason_code, received_at });
  }
  await sender.records.settle(receipts);
  if (receipts.size < entries.length) await sender.records.untake();
  if (receipts.size === 0) throw new Error("a push was answered with no receipt of ours");
  return receipts.size;
}

/** Whether the server takes a push without entries: then one that it refuses is at fault, not the way we speak. */
async function speaksOurTongue(sender: Sender): Promise<boolean> {
  return (await send(sender, [])).ok;
}

/** One entry that the server will not even read: kept, shown, and not sent again by itself. */
async function setAside(sender: Sender, entry: Entry, answer: Extract<Answer<never>, { ok: false }>): Promise<void> {
  const receipt: Receipt = {
    outcome: "refused", number: null, digest: null, reason: answer.message, reason_code: answer.code || answer.failure,
    received_at: new Date(sender.now()).toISOString(),
  };
  await sender.records.settle(new Map([[entry.uuid, receipt]]));
}
