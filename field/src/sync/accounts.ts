/** What stands where: how much is on the tablet, how much the register has, and whether the tablet could be wiped. */

import type { SyncedRecords } from "../records/records.ts";
import { HAD } from "../records/verdicts.ts";
import type { Means } from "../vault/means.ts";
import type { Vault } from "../vault/vault.ts";
import { call, type Answer, type Line } from "./line.ts";
import type { Accounted } from "./protocol.ts";
import type { Whole } from "./pull.ts";
import type { SyncResult, SyncStatus } from "./tablet.ts";

const ASKED_AT_ONCE = 1_000;

/** When the server was last spoken to, and whether it then had everything. */
export interface Contact {
  at: string;
  all_received: boolean;
}

/** How the tablet stands beside what its records count. */
export interface Stands {
  vault: Vault;
  means: Means;
  contact: Contact | null;
  whole: Whole | null;
  last: SyncResult | null;
  running: boolean;
  disk_full: boolean;
  evicted: boolean;
}

/** The truth for the strip; of a locked tablet nothing is counted. */
export async function statusOf(shelf: SyncedRecords | null, { vault, means, whole, ...stands }: Stands): Promise<SyncStatus> {
  const counts = shelf ? await shelf.outbox() : { waiting: 0, sent: 0, received: 0, to_settle: 0, set_aside: 0, refused: 0, unsent: 0 };
  const contact = shelf ? (stands.contact ?? (await shelf.meta<Contact>("contact"))) : null;
  const accounted = shelf ? await shelf.meta<{ held: number }>("accounted") : null;
  const all = contact?.all_received === true && counts.unsent === 0;
  const held = counts.unsent + counts.received + counts.to_settle + counts.set_aside + counts.refused;
  const until = vault.leaseUntil();
  return {
    waiting: counts.waiting, sent: counts.sent, to_settle: counts.to_settle, refused: counts.refused,
    all_received_at: all ? contact.at : null, last_contact_at: contact?.at ?? null, running: stands.running,
    progress: whole && { done: whole.seen.length, total: whole.total },
    last: stands.last, lease_until: until ? new Date(until).toISOString() : null,
    clock_off_seconds: Math.round((means.now() - vault.now()) / 1_000),
    disk_full: stands.disk_full, evicted: stands.evicted,
    wipeable: accounted?.held === held && counts.unsent === 0 && counts.refused === 0,
  };
}

/** Asks the server for every entry held here; what it lacks is sent again. */
export async function accountedFor(
  line: Line, vault: Vault, shelf: SyncedRecords,
): Promise<{ wipeable: boolean; missing: string[] } | { failed: Extract<Answer<never>, { ok: false }> }> {
  const held = await shelf.held();
  const entries = [...held.keys()];
  const missing: string[] = [];
  for (let from = 0; from === 0 || from < entries.length; from += ASKED_AT_ONCE) {
    const body = { entries: entries.slice(from, from + ASKED_AT_ONCE) };
    const answer = await call<Accounted>(line, { what: "accounted", path: "accounted", token: vault.token(), body, packed: true });
    if (!answer.ok) return { failed: answer };
    missing.push(...answer.value.missing);
  }
  await shelf.sendMissing(missing);
  const wipeable = missing.length === 0 && [...held.values()].every((state) => HAD.includes(state));
  await shelf.setMeta("accounted", wipeable ? { held: held.size } : null);
  return { wipeable, missing };
}
