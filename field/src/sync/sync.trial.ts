/** A server in memory for the tests of sync: it keeps entries, gives documents, and fails on demand. */

import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import type { HouseholdDoc } from "../records/document.ts";
import type { Entry } from "../records/entry.ts";
import type { Verdict } from "../records/verdicts.ts";
import { home, seeded } from "../records/records.trial.ts";
import { LEASE_SECRET, POLICY, RECOVERY_SECRET, triedMachine, type TriedMachine } from "../vault/vault.trial.ts";
import { openTablet } from "./open-tablet.ts";
import type { Tablet } from "./tablet.ts";

export const PIN = "402917";
export const BASE = "http://localhost";
const DAY = 86_400_000;

/** What happens to a call: its path, and what the server would answer (after it has done the work). */
export type Fault = (path: string, answer: () => Promise<Response>, body: unknown) => Promise<Response>;

/** A register and its documents, which the tests look into. */
export class TrialServer {
  entries = new Map<string, { entry: Entry; number: number; times: number }>();
  documents = new Map<string, HouseholdDoc>();
  /** Households in the order of their changes; null stands for one that is gone. */
  changes: { uuid: string; gone: boolean }[] = [];
  epoch = "e0000000-0000-4000-8000-000000000001";
  view = "v1";
  token = "token-1";
  lease = { secret: LEASE_SECRET, days: 14 };
  standing: "" | "device_locked" | "device_wiped" | "not_recognised" = "";
  bundle: Record<string, unknown> = { rulebook: { version: "romania 1" }, linkage: { weights: { prior: -9 } } };
  judge: (entry: Entry) => { outcome: "received" | "to_settle" | "refused"; reason?: string } = () => ({ outcome: "received" });
  /** The register's later word on entries, by their uuid. */
  verdicts = new Map<string, Verdict["state"]>();
  fault: Fault | null = null;
  calls: { path: string; body: unknown; sent: number }[] = [];
  at = Date.parse("2026-06-01T12:00:00Z");

  /** Puts a household as if another worker had changed it. */
  put(document: HouseholdDoc): void {
    this.documents.set(document.uuid, document);
    this.changes.push({ uuid: document.uuid, gone: false });
  }

  drop(uuid: string): void {
    this.documents.delete(uuid);
    this.changes.push({ uuid, gone: true });
  }

  readonly fetch: typeof fetch = async (address, init = {}) => {
    const path = String(address).replace(`${BASE}/api/sync/`, "");
    const raw = init.body ? Buffer.from(init.body as Uint8Array) : null;
    const packed = new Headers(init.headers).get("Content-Encoding") === "gzip";
    const body: unknown = raw && JSON.parse((packed ? gunzipSync(raw) : raw).toString("utf-8"));
    this.calls.push({ path, body, sent: raw?.length ?? 0 });
    const answer = async (): Promise<Response> => this.answered(path, body, new Headers(init.headers).get("Authorization"));
    return this.fault ? this.fault(path, answer, body) : answer();
  };

  private answered(path: string, body: unknown, authorization: string | null): Response {
    if (path === "enrol") return json(this.enrolled());
    if (this.standing) return json({ code: this.standing, message: "sentence" }, 401);
    if (path === "recover") return json({ recovery: { secret: RECOVERY_SECRET }, lease: this.leaseNow(), token: (this.token = "token-2") });
    if (authorization !== `Bearer ${this.token}`) return json({ code: "not_recognised", message: "sentence" }, 401);
    if (path === "push") return json(this.pushed(body as { entries: Entry[] }));
    if (path === "accounted") return json(this.accounted((body as { entries: string[] }).entries));
    if (path.startsWith("bundle/")) return json(this.bundle);
    return json(this.pulled(new URLSearchParams(path.split("?")[1])));
  }

  private enrolled(): unknown {
    return {
      device: "5f0c2c0e-8a39-4a3c-9d0e-2b7f4a3f6a01", token: this.token, epoch: this.epoch, communes: [21515],
      worker: { uuid: "a0000000-0000-4000-8000-000000000001", name: "Ana", language: "ro", roles: [{ role: "social_worker", commune: 21515 }] },
      lease: this.leaseNow(), recovery: { secret: RECOVERY_SECRET }, policy: POLICY,
    };
  }

  private leaseNow(): { secret: string; until: string } {
    return { secret: this.lease.secret, until: new Date(this.at + this.lease.days * DAY).toISOString() };
  }

  private pushed({ entries }: { entries: Entry[] }): unknown {
    const receipts = entries.map((entry, position) => {
      const known = this.entries.get(entry.uuid);
      const judged = this.judge(entry);
      if (known) known.times += 1;
      else if (judged.outcome !== "refused") this.keep(entry);
      const outcome = known ? "duplicate" : judged.outcome;
      const number = this.entries.get(entry.uuid)?.number ?? null;
      return { position, uuid: entry.uuid, outcome, number, digest: "d", commune: null, reason: judged.reason ?? null, reason_code: null };
    });
    return { receipts, epoch: this.epoch };
  }

  private keep(entry: Entry): void {
    this.entries.set(entry.uuid, { entry, number: this.entries.size + 1, times: 1 });
    const document = entry.household ? (this.documents.get(entry.household) ?? home(0, { uuid: entry.household })) : null;
    const what = { on: entry.on, kind: "visit", by: "Ana", uuid: entry.uuid };
    if (document) this.put({ ...document, number: this.entries.size, timeline: [what, ...document.timeline] });
  }

  private accounted(asked: string[]): unknown {
    const missing = asked.filter((uuid) => !this.entries.has(uuid));
    return { missing, wipeable: missing.length === 0, at: new Date(this.at).toISOString() };
  }

  /** Cursors: `view/epoch/w<after>/<head>` while everything is sent, `view/epoch/c<change>` after that. */
  private pulled(asked: URLSearchParams): unknown {
    const [view, epoch, where = "", head = "0"] = (asked.get("since") ?? "").split("/");
    const limit = Number(asked.get("limit"));
    const fits = view === this.view && epoch === this.epoch;
    const at = fits ? where : "w0";
    const rest = {
      epoch: this.epoch, reset: !fits, bundle: this.hash(), lease: this.leaseNow(), server_at: new Date(this.at).toISOString(),
      ...this.judgedLater(asked.get("verdicts") ?? ""),
    };
    if (at.startsWith("w")) return this.whole(Number(at.slice(1)), fits ? Number(head) : this.changes.length, limit, rest);
    const from = Number(at.slice(1));
    const upto = Math.min(this.changes.length, from + limit);
    const changed = new Map(this.changes.slice(from, upto).map((one) => [one.uuid, one.gone]));
    const gone = [...changed].filter(([uuid]) => !this.documents.has(uuid)).map(([uuid]) => ({ uuid, why: "out_of_scope" }));
    const households = [...changed.keys()].flatMap((uuid) => this.documents.get(uuid) ?? []);
    return { ...rest, households, gone, cursor: this.cursor(`c${upto}`), more: upto < this.changes.length, total: null };
  }

  private judgedLater(known: string): object {
    const words = [...this.verdicts].map(([entry, state]): Verdict => ({ entry, state }));
    const digest = words.length > 0 ? createHash("sha256").update(JSON.stringify(words)).digest("hex").slice(0, 16) : "";
    return { verdicts_digest: digest, verdicts: digest === known ? null : words };
  }

  private whole(from: number, head: number, limit: number, rest: object): unknown {
    const all = [...this.documents.values()];
    const more = from + limit < all.length;
    const cursor = more ? this.cursor(`w${from + limit}/${head}`) : this.cursor(`c${head}`);
    const households = all.slice(from, from + limit);
    return { ...rest, households, gone: [], cursor, more: more || head < this.changes.length, total: all.length };
  }

  private cursor(where: string): string {
    return `${this.view}/${this.epoch}/${where}`;
  }

  private hash(): string {
    return createHash("sha256").update(JSON.stringify(this.bundle)).digest("hex");
  }
}

/** An answer of our server. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), { status, headers: { "Content-Type": "application/json", ...headers } });
}

/** Somebody else's page. */
export function html(status = 200): Response {
  return new Response("<html>Conectați-vă la Wi-Fi</html>", { status, headers: { "Content-Type": "text/html" } });
}

/** The answer cut short after so many bytes. */
export async function cut(answer: Promise<Response>, bytes: number): Promise<Response> {
  const whole = await answer;
  const body = new Uint8Array(await whole.arrayBuffer());
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(body.slice(0, bytes));
      controller.error(new TypeError("terminated"));
    },
  });
  return new Response(stream, { status: whole.status, headers: whole.headers });
}

/** A tablet of this server, enrolled and open, with nothing pulled yet. */
export interface TriedTablet {
  server: TrialServer;
  tablet: Tablet;
  machine: TriedMachine;
  /** The same tablet after its battery was pulled, unlocked again. */
  again(): Promise<TriedTablet>;
}

/** Enrols a tablet at a server. */
export async function triedTablet(server = new TrialServer()): Promise<TriedTablet> {
  const tried = await held(server, triedMachine(new IDBFactory()));
  await tried.tablet.enrol({ code: "ABCD-EFGH", pin: PIN, name: "Tableta Anei" });
  return tried;
}

async function held(server: TrialServer, machine: TriedMachine): Promise<TriedTablet> {
  const tablet = await openTablet({ name: "t", base: BASE, fetch: server.fetch, random: seeded(1), patience: 1_000, ...machine });
  const again = async (): Promise<TriedTablet> => {
    const next = triedMachine(machine.indexedDB as IDBFactory);
    next.clock.now = machine.clock.now;
    const tried = await held(server, next);
    await tried.tablet.unlock(PIN);
    return tried;
  };
  return { server, tablet, machine, again };
}
