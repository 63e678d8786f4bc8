/** The tablet put together: vault below, records over it, sync over both. */

import { isFull } from "../records/disk.ts";
import type { Records, SyncedRecords } from "../records/records.ts";
import { eraseRecords, openRecords } from "../records/shelf.ts";
import type { Argon } from "../vault/argon.ts";
import type { Bytes } from "../vault/bytes.ts";
import { machine, type Means } from "../vault/means.ts";
import { openVault, VAULT } from "../vault/lock.ts";
import { checkPin } from "../vault/pins.ts";
import { Locked, type Cost, type Unlocked, type Vault, type VaultState } from "../vault/vault.ts";
import { accountedFor, statusOf, type Contact } from "./accounts.ts";
import { call, type Answer, type Line } from "./line.ts";
import { EARLIER, equip, syncOnce, type KeptBundle, type Outcome } from "./once.ts";
import { outboxFile } from "./outbox-file.ts";
import { Pause } from "./pause.ts";
import type { Enrolled, Recovered } from "./protocol.ts";
import { knownIn, pageSize, pullPage, type Ahead, type Digests, type Whole } from "./pull.ts";
import type { EnrolledWorker, Enrolling, SyncResult, SyncStatus, Tablet, Told } from "./tablet.ts";
import { oneAtATime } from "./turns.ts";

/** What a tablet is made of; only `name` is needed in a browser. The clocks are in milliseconds. */
export interface TabletMeans {
  /** Names this worker's stores on this tablet; says nothing of a person. */
  name: string;
  fetch?: typeof fetch;
  base?: string;
  now?(): number;
  monotonic?(): number;
  /** 0 to 1, for the jitter of pauses. */
  random?(): number;
  uuid?(): string;
  indexedDB?: IDBFactory;
  argon?: Argon;
  cost?(): Promise<Cost>;
  later?(milliseconds: number, call: () => void): () => void;
  /** Milliseconds without a byte after which the line is given up. */
  patience?: number;
}

/** The names of the tablets that stand on this disk: each worker who shares it has one, with a PIN and an outbox of its own. */
export async function tabletsHere(factory: IDBFactory = indexedDB): Promise<string[]> {
  const stores = (await factory.databases()).map((one) => one.name ?? "");
  return stores.filter((name) => name.endsWith(VAULT)).map((name) => name.slice(0, -VAULT.length)).sort();
}

/** Opens the tablet of this name as it stands on the disk. */
export async function openTablet(given: TabletMeans): Promise<Tablet> {
  const { name, fetch: fetched, base, random, uuid, patience, ...rest } = given;
  const means = machine(rest);
  const vault = await openVault(name, means);
  const line: Line = { fetch: fetched ?? ((...asked) => globalThis.fetch(...asked)), base: base ?? "", patience: patience ?? 30_000 };
  return new HeldTablet(name, means, vault, line, new Pause(random ?? Math.random, means.monotonic), uuid);
}

const WARM_MS = 300;
const STANDS_MS = 60_000;

interface Known {
  worker: EnrolledWorker;
  communes: number[];
}

class HeldTablet implements Tablet {
  private shelf: SyncedRecords | null = null;
  private opening: Promise<SyncedRecords> | null = null;
  private known: Known | null = null;
  private spentCode: { code: string; answer: Enrolled } | null = null;
  private running: Promise<SyncResult> | null = null;
  private last: SyncResult | null = null;
  private whole: Whole | null = null;
  private diskFull = false;
  private bundleHeld: KeptBundle | null = null;
  /** The first page of everything, on its way while the PIN's key is made. */
  private first: Ahead | null = null;
  /** When the server was last spoken to; it is kept on the disk too, which nobody waits for. */
  private contact: Contact | null = null;
  private readonly page = pageSize();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly name: string, private readonly means: Means, private readonly vault: Vault,
    private readonly line: Line, private readonly pause: Pause, private readonly uuid: (() => string) | undefined,
  ) {
    vault.watch((state) => {
      if (state !== "open") this.close();
      this.tell();
    });
  }

  state(): VaultState {
    return this.vault.state();
  }

  async enrol(given: Enrolling): Promise<Told<"enrolled" | "password_wanted">> {
    if (this.vault.state() !== "empty") return { state: "refused", message: "" };
    checkPin(given.pin, this.vault.policy().pin_least);
    if (this.spentCode?.code !== given.code) {
      const { code, name, password } = given;
      const body = { code, name, ...(password === undefined ? {} : { password }) };
      const answer = await call<Enrolled>(this.line, { what: "enrol", path: "enrol", body });
      if (!answer.ok) return answer.code === "password_wanted" ? { state: "password_wanted", message: answer.message } : told(answer);
      this.spentCode = { code, answer: answer.value };
    }
    const { device, token, lease, recovery, policy, worker, communes, epoch } = this.spentCode.answer;
    const server_at = new Date(Date.parse(lease.until) - policy.lease_days * 86_400_000).toISOString();
    if (given.sync_follows) this.first = this.asked("", token, new Set());
    await eraseRecords(this.name, this.means);
    await this.vault.create({ device, token, pin: given.pin, lease, recovery: recovery.secret, policy, server_at });
    this.spentCode = null;
    await persisted();
    const shelf = await this.openShelf();
    await shelf.setMeta("known", { worker, communes } satisfies Known);
    await shelf.setMeta("epoch", epoch);
    this.known = { worker, communes };
    this.tell();
    return { state: "enrolled", message: "" };
  }

  async unlock(pin: string): Promise<Unlocked> {
    const unlocked = await this.vault.unlock(pin);
    if (unlocked.state === "lease_over") await this.renewLease();
    const state = this.vault.state();
    if (state === "pin_destroyed") return { state };
    if (state !== "open") return unlocked;
    await this.openShelf();
    return { state: "open" };
  }

  relock(): void {
    this.vault.relock();
  }

  touch(): void {
    this.vault.touch();
  }

  changePin(old: string, next: string): Promise<Unlocked> {
    return this.vault.changePin(old, next);
  }

  async recover(given: { username: string; password: string; pin: string }): Promise<Told<"recovered">> {
    checkPin(given.pin, this.vault.policy().pin_least);
    // A forgotten PIN opens no token either: the tablet names itself, and a new token comes with the answer.
    const body = { username: given.username, password: given.password, device: this.vault.device() };
    const answer = await call<Recovered>(this.line, { what: "recover", path: "recover", token: null, body });
    if (!answer.ok) return told(answer);
    const { recovery, lease, token } = answer.value;
    await this.vault.recover({ secret: recovery.secret, pin: given.pin, lease, token });
    await this.openShelf();
    return { state: "recovered", message: "" };
  }

  records(): Records {
    if (this.shelf === null || this.vault.state() !== "open") throw new Locked("the tablet is locked");
    return this.shelf;
  }

  worker(): EnrolledWorker {
    if (this.known === null) throw new Locked("the tablet is locked");
    return this.known.worker;
  }

  communes(): number[] {
    if (this.known === null) throw new Locked("the tablet is locked");
    return this.known.communes;
  }

  async bundle(): Promise<Record<string, unknown> | null> {
    const records = this.records();
    const hash = await records.meta<string>("bundle_hash");
    if (this.bundleHeld?.hash !== hash) this.bundleHeld = hash === null ? null : await records.meta<KeptBundle>("bundle");
    return this.bundleHeld?.content ?? null;
  }

  async earlierBundles(): Promise<Record<string, unknown>[]> {
    const earlier = (await this.records().meta<KeptBundle[]>(EARLIER)) ?? [];
    return earlier.map((one) => one.content).reverse();
  }

  sync(): Promise<SyncResult> {
    this.running ??= this.inTurn().finally(() => {
      this.running = null;
      this.tell();
    });
    this.tell();
    return this.running;
  }

  /** What changed is asked for before this page's turn comes and before the screen is drawn: it is most often nothing. */
  private inTurn(): Promise<SyncResult> {
    const ahead = this.askAhead().catch(() => null);
    return oneAtATime(`${this.name}-sync`, async () => this.synced(await ahead));
  }

  /** Null when something waits to be sent: that goes first. */
  private async askAhead(): Promise<Ahead | null> {
    const shelf = this.shelf;
    if (this.first || shelf === null || this.vault.state() !== "open" || this.pause.left() > 0) return this.takeFirst();
    const [since, { unsent }] = [await shelf.meta<string>("cursor"), await shelf.outbox()];
    const token = this.vault.token();
    const known = await knownIn(shelf);
    return since && unsent === 0 && token ? this.asked(since, token, shelf.laid(), known) : null;
  }

  private asked(since: string, token: string, laid: ReadonlySet<string>, known: Partial<Digests> = {}): Ahead {
    return { since, laid: new Set(laid), page: pullPage({ line: this.line, token, page: this.page, ...known }, since), asked: this.means.monotonic() };
  }

  private takeFirst(): Ahead | null {
    const first = this.first;
    this.first = null;
    return first;
  }

  async status(): Promise<SyncStatus> {
    const shelf = this.vault.state() === "open" ? this.shelf : null;
    const stands = {
      vault: this.vault, means: this.means, contact: this.contact, whole: this.whole, last: this.last,
      running: this.running !== null, disk_full: this.diskFull, evicted: shelf !== null && this.known === null,
    };
    return statusOf(shelf, stands);
  }

  async accounted(): Promise<{ wipeable: boolean; missing: string[]; state: SyncResult["state"] }> {
    const found = await accountedFor(this.line, this.vault, this.records() as SyncedRecords);
    if ("failed" in found) return { wipeable: false, missing: [], state: (await this.failed(found.failed)).state };
    this.tell();
    return { ...found, state: "done" };
  }

  async outboxFile(): Promise<{ bytes: Bytes; entries: number } | null> {
    const kept = await this.records().entries({ states: ["waiting", "sent", "refused"], limit: Infinity });
    const token = this.vault.token();
    if (kept.length === 0 || token === null) return null;
    const entries = kept.reverse().map((one) => one.entry); // as they were sealed: a family before its first visit
    return { bytes: await outboxFile(this.vault.device(), token, entries), entries: entries.length };
  }

  async wipe(): Promise<void> {
    await this.vault.destroy();
    this.close();
    await eraseRecords(this.name, this.means);
    this.tell();
  }

  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async synced(asked: Ahead | null): Promise<SyncResult> {
    if (this.pause.left() > 0) return { ...this.nothing("busy"), again_in: this.pause.left() };
    if (this.vault.state() === "lease_over") await this.renewLease();
    const token = this.vault.token();
    if (this.vault.state() !== "open" || token === null) return this.closedResult();
    try {
      const records = await this.openShelf();
      const ahead = asked && this.means.monotonic() - asked.asked < STANDS_MS ? asked : null; // one that stood about tells the time wrong
      const syncing = { line: this.line, token, records, vault: this.vault, page: this.page, ahead };
      const outcome = await syncOnce({ ...syncing, progress: (whole) => this.progress(whole) });
      this.last = outcome.failed ? await this.failed(outcome.failed, outcome) : await this.done(records, outcome);
    } catch (error) {
      this.diskFull = isFull(error);
      const open = this.vault.state() === "open";
      this.last = open ? { ...this.nothing("failed"), again_in: this.pause.longer(null), message: "" } : this.closedResult();
    }
    return this.last;
  }

  private async done(records: SyncedRecords, outcome: Outcome): Promise<SyncResult> {
    this.pause.clear();
    this.diskFull = false;
    const { unsent } = await records.outbox();
    const contact = (this.contact = { at: new Date(this.vault.now()).toISOString(), all_received: unsent === 0 });
    void records.setMeta("contact", contact).catch((error: unknown) => {
      this.diskFull = isFull(error);
      this.tell();
    });
    return { state: "done", pushed: outcome.pushed, pulled: outcome.pulled, again_in: null, message: "" };
  }

  /** What a failure means for the tablet: the office's word is obeyed at once. */
  private async failed(answer: Extract<Answer<never>, { ok: false }>, outcome?: Outcome): Promise<SyncResult> {
    const { failure, message, retry_ms } = answer;
    const counts = { pushed: outcome?.pushed ?? 0, pulled: outcome?.pulled ?? 0, message };
    if (failure === "wiped") await this.wipe();
    if (failure === "locked") await this.vault.revoke();
    if (failure === "wiped" || failure === "locked" || failure === "too_old") return { ...counts, state: failure, again_in: null };
    if (failure === "not_recognised") return { ...counts, state: "locked", again_in: null };
    const state = failure === "offline" || failure === "portal" || failure === "busy" ? failure : "failed";
    return { ...counts, state, again_in: this.pause.longer(retry_ms) };
  }

  /** Asks for a new lease before anything can be opened. */
  private async renewLease(): Promise<void> {
    const token = this.vault.token();
    if (token === null) return;
    const answer = await pullPage({ line: this.line, token, page: { size: 1 } }, "");
    if (answer.ok) await this.vault.renew(answer.value.lease, answer.value.server_at);
    else this.last = await this.failed(answer);
  }

  private closedResult(): SyncResult {
    const state = this.vault.state();
    const told = this.last?.state === "locked" || this.last?.state === "wiped" ? this.last.state : null;
    return this.nothing(told ?? (state === "lease_over" ? "lease_over" : "not_open"));
  }

  private nothing(state: SyncResult["state"]): SyncResult {
    return { state, pushed: 0, pulled: 0, again_in: null, message: this.last?.message ?? "" };
  }

  private openShelf(): Promise<SyncedRecords> {
    if (this.shelf) return Promise.resolve(this.shelf);
    this.opening ??= this.openedShelf().finally(() => (this.opening = null));
    return this.opening;
  }

  private async openedShelf(): Promise<SyncedRecords> {
    const means = { now: () => this.vault.now(), indexedDB: this.means.indexedDB, ...(this.uuid ? { uuid: this.uuid } : {}) };
    const shelf = await openRecords(this.vault, this.name, means);
    if (this.vault.state() !== "open") {
      shelf.close();
      throw new Locked("the tablet was locked meanwhile");
    }
    shelf.watch((what) => {
      if (what === "meta") this.contact = null; // it is on the disk by now, or another page's is
      this.tell();
    });
    this.known = await shelf.meta<Known>("known");
    this.whole = await shelf.meta<Whole>("whole");
    this.bundleHeld = await shelf.meta<KeptBundle>("bundle");
    if (this.bundleHeld) await equip(shelf, this.bundleHeld.content);
    this.shelf = shelf;
    for (const turn of [1, 2]) this.means.later(turn * WARM_MS, () => this.shelf === shelf && shelf.warm());
    return shelf;
  }

  private close(): void {
    this.shelf?.close();
    this.shelf = null;
    this.known = null;
    this.whole = null;
    this.contact = null;
    this.bundleHeld = null;
  }

  private progress(whole: Whole | null): void {
    this.whole = whole;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Asks the browser not to throw away what stands here when the disk runs low. */
async function persisted(): Promise<void> {
  const { navigator } = globalThis as { navigator?: { storage?: { persist?(): Promise<boolean> } } };
  await navigator?.storage?.persist?.().catch(() => false);
}

function told(answer: Extract<Answer<never>, { ok: false }>): Told<never> {
  const { failure, message } = answer;
  return { state: failure === "offline" || failure === "portal" || failure === "busy" ? failure : "refused", message };
}

