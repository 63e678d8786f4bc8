/** One sync: push before pull, and once more when the register turns out to have a new life. */

import type { Clock } from "../records/clocks.ts";
import type { SyncedRecords } from "../records/records.ts";
import type { Vault } from "../vault/vault.ts";
import { call, type Answer, type Line } from "./line.ts";
import { pullAll, type Ahead, type Whole } from "./pull.ts";
import { pushAll } from "./push.ts";

/** What one sync needs. */
export interface Syncing {
  line: Line;
  token: string;
  records: SyncedRecords;
  vault: Vault;
  page: { size: number };
  /** Used only when nothing was sent since: it would not show it. */
  ahead?: Ahead | null;
  progress(whole: Whole | null): void;
}

/** What it came to. */
export interface Outcome {
  pushed: number;
  pulled: number;
  failed: Extract<Answer<never>, { ok: false }> | null;
}

/** The bundle as the tablet keeps it: named by the SHA-256 of its JSON. */
export interface KeptBundle {
  hash: string;
  content: Record<string, unknown>;
}

/** Under what the bundles of half-filled interviews are kept. */
export const EARLIER = "bundles_earlier";

const MOST_LIVES = 3;

/** Sends what waits, then reads what changed, then fetches what that was made with. Throws only for the tablet. */
export async function syncOnce(syncing: Syncing): Promise<Outcome> {
  const outcome: Outcome = { pushed: 0, pulled: 0, failed: null };
  for (let lives = 0; lives < MOST_LIVES; lives += 1) {
    const sent = await pushed(syncing);
    outcome.pushed += sent.pushed;
    if (sent.failed) return { ...outcome, failed: sent.failed };
    if (await isNewLife(syncing, sent.epoch)) continue;
    const bundle = new Bundle(syncing);
    const ahead = lives === 0 && sent.pushed === 0 ? syncing.ahead : null;
    const read = await pullAll({ ...syncing, ahead }, (hash) => bundle.ask(hash));
    outcome.pulled += read.pulled;
    if (read.failed) return { ...outcome, failed: read.failed };
    if (await isNewLife(syncing, read.epoch)) continue;
    await bundle.keep(read.bundle);
    break;
  }
  await syncing.records.prune(syncing.vault.policy().journal_days);
  return outcome;
}

async function pushed({ line, token, records, vault }: Syncing) {
  const epoch = (await records.meta<string>("epoch")) ?? "";
  return pushAll({ line, token, records, epoch, now: () => vault.now() });
}

/** Another epoch: the server was restored. What this tablet sent in the last days is sent again; nothing is doubled. */
async function isNewLife({ records, vault }: Syncing, epoch: string): Promise<boolean> {
  const known = (await records.meta<string>("epoch")) ?? "";
  if (epoch === known) return false;
  if (known !== "") await records.resend(vault.policy().journal_days);
  await records.setMeta("epoch", epoch);
  return known !== "";
}

/** The rulebook, questionnaires and names: asked for while households still come, kept after them. */
class Bundle {
  private readonly asked = new Map<string, Promise<Answer<Record<string, unknown>> | null>>();

  constructor(private readonly syncing: Syncing) {}

  ask(hash: string): Promise<Answer<Record<string, unknown>> | null> {
    const asked = this.asked.get(hash) ?? this.answer(hash);
    this.asked.set(hash, asked);
    return asked;
  }

  /** Those here are other ones: the old ones stay until now. */
  async keep(hash: string): Promise<void> {
    const answer = await this.ask(hash);
    if (!answer?.ok) return;
    const { records } = this.syncing;
    await keepForDrafts(records);
    await records.setMeta("bundle", { hash, content: answer.value } satisfies KeptBundle);
    await records.setMeta("bundle_hash", hash);
    await equip(records, answer.value);
  }

  private async answer(hash: string): Promise<Answer<Record<string, unknown>> | null> {
    const { line, token, records } = this.syncing;
    if (!/^[0-9a-f]{64}$/.test(hash) || (await known(records)) === hash) return null;
    return call<Record<string, unknown>>(line, { what: "bundle", path: `bundle/${hash}`, token, sha256: hash });
  }
}

const MOST_EARLIER = 4;

/** The bundle that goes is kept as long as something half-filled may have begun with it. */
async function keepForDrafts(records: SyncedRecords): Promise<void> {
  const earlier = (await records.meta<KeptBundle[]>(EARLIER)) ?? [];
  const drafts = await records.drafts();
  const going = await records.meta<KeptBundle>("bundle");
  const kept = drafts.length > 0 && going ? [...earlier.filter((one) => one.hash !== going.hash), going].slice(-MOST_EARLIER) : [];
  if (kept.length + earlier.length > 0) await records.setMeta(EARLIER, kept);
}

/** The hash of the bundle that is here; null also when the vault has just been locked. */
async function known(records: SyncedRecords): Promise<string | null> {
  return records.meta<string>("bundle_hash").catch(() => null);
}

/** Gives the records what a bundle has for them: the weights of the linkage, the clocks of the deadlines. */
export async function equip(records: SyncedRecords, content: Record<string, unknown>): Promise<void> {
  const { weights } = (content["linkage"] ?? {}) as { weights?: Record<string, number> };
  if (weights) records.setWeights(weights);
  await records.setClocks((content["clocks"] ?? []) as Clock[]); // an older server sends none
}
