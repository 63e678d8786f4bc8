/** The records put together: households, index, outbox, drafts and meta of one worker on one tablet. */

import type { Seals } from "../vault/vault.ts";
import { BESIDE, type Beside, type Left } from "./beside.ts";
import type { Clock } from "./clocks.ts";
import { Disk } from "./disk.ts";
import type { HouseholdDoc, HouseholdSeen } from "./document.ts";
import { DEFAULT_WEIGHTS, DuplicateIndex, type Weights } from "./duplicates.ts";
import type { Act, Entry, EntryState, KeptEntry, OutboxCounts, Receipt } from "./entry.ts";
import { Homes } from "./homes.ts";
import { named } from "./named.ts";
import { Notes } from "./notes.ts";
import { begun } from "./origins.ts";
import { Outbox, type Filter, type Laid } from "./outbox.ts";
import { householdsOf, projected } from "./projected.ts";
import type { Asked, Change, Draft, FoundPerson, LikelyDuplicate, Registering, Summary, SyncedRecords } from "./records.ts";
import { SearchIndex } from "./search.ts";
import { Shaped, type Upgrades } from "./shapes.ts";
import { summaryOf, worklistOf } from "./summaries.ts";
import { forgetNames } from "./words.ts";

/** A household whose document is another one now, with that document where it is at hand; null: there is none. */
type Changed = readonly [household: string, document?: HouseholdDoc | null];

/** What the records need beside the vault. `now` in milliseconds since 1970; `schemas` and `upgrades` for tests. */
export interface RecordsMeans {
  now(): number;
  indexedDB: IDBFactory;
  uuid?(): string;
  schemas?: Record<string, string>[];
  upgrades?: Upgrades;
}

/** Opens the records of this name; the vault must be open. */
export async function openRecords(vault: Seals, name: string, means: RecordsMeans): Promise<SyncedRecords> {
  const disk = new Disk(name, means.indexedDB, means.schemas);
  const shelf = new Shelf(name, disk, new Shaped(vault, means.upgrades), means);
  await shelf.reload();
  return shelf;
}

/** Erases the records of this name; what the vault sealed is noise without it anyway. */
export async function eraseRecords(name: string, means: Pick<RecordsMeans, "indexedDB" | "schemas">): Promise<void> {
  await new Disk(name, means.indexedDB, means.schemas).delete();
}

class Shelf implements SyncedRecords {
  private readonly homes: Homes;
  private readonly box: Outbox;
  private readonly notes: Notes;
  private readonly channel: BroadcastChannel | null;
  private readonly listeners = new Set<(change: Change) => void>();
  /** Entries shown over documents, by household; and the summaries that they change. */
  private overlays = new Map<string, Laid[]>();
  private overSummaries = new Map<string, Summary>();
  private turn: Promise<void> = Promise.resolve();
  private searching: SearchIndex | null = null;
  private comparing: DuplicateIndex | null = null;
  private weights: Weights = DEFAULT_WEIGHTS;
  private clocks: readonly Clock[] = [];
  /** The index and the worklist as they were last asked for; null when a summary is another one since. */
  private listed: readonly Summary[] | null = null;
  private asked: { on: string; worklist: readonly Asked[] } | null = null;

  constructor(name: string, private readonly disk: Disk, seals: Seals, means: RecordsMeans) {
    this.homes = new Homes(disk, seals);
    this.box = new Outbox(disk, seals, means.now, means.uuid ?? (() => crypto.randomUUID()));
    this.notes = new Notes(disk, seals, means.now);
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`${name}-records`);
    (this.channel as { unref?: () => void } | null)?.unref?.();
    if (this.channel) this.channel.onmessage = (message: MessageEvent<Change>) => void this.heard(message.data);
  }

  /** Reads index and overlays again from the disk. */
  async reload(): Promise<void> {
    await this.homes.load();
    this.forgetIndex();
    this.forgetSearch();
    await this.overlay([...this.overlays.keys()].map((uuid) => [uuid]));
  }

  index(): readonly Summary[] {
    if (this.listed === null) {
      const fromServer = [...this.homes.summaries()].filter((one) => !this.overSummaries.has(one.uuid));
      this.listed = [...fromServer, ...this.overSummaries.values()];
    }
    return this.listed;
  }

  summary(household: string): Summary | undefined {
    return this.overSummaries.get(household) ?? this.homes.summary(household);
  }

  async household(uuid: string): Promise<HouseholdSeen | null> {
    return this.seen(uuid, this.overlays.get(uuid) ?? []);
  }

  /** `document`: the household's, where it is at hand. */
  private async seen(uuid: string, laid: Laid[], document?: HouseholdDoc | null): Promise<HouseholdSeen | null> {
    const entries = laid.map((one) => one.entry);
    const known = document === undefined ? await this.homes.document(uuid) : document;
    const seen = projected(known ?? (await begun(uuid, entries, this)), entries, this.clocks);
    return seen && named(seen, () => this.index(), (await this.beside())?.away);
  }

  beside(): Promise<Beside | null> {
    return this.notes.meta<Beside>(BESIDE);
  }

  async left(uuid: string): Promise<Left | null> {
    return (await this.beside())?.left.find((one) => one.household === uuid) ?? null;
  }

  search(text: string, limit = 25): FoundPerson[] {
    return (this.searching ??= new SearchIndex(this.index())).find(text, limit);
  }

  warm(): void {
    if (this.searching === null) this.searching = new SearchIndex(this.index());
    else this.comparing ??= new DuplicateIndex(this.index());
  }

  duplicates(person: Registering, limit = 5): LikelyDuplicate[] {
    this.comparing ??= new DuplicateIndex(this.index());
    return this.comparing.find(person, this.weights, limit);
  }

  setWeights(weights: Record<string, number>): void {
    const known = Object.keys(DEFAULT_WEIGHTS).filter((key) => typeof weights[key] === "number");
    this.weights = { ...DEFAULT_WEIGHTS, ...Object.fromEntries(known.map((key) => [key, weights[key]])) };
  }

  async setClocks(clocks: readonly Clock[]): Promise<void> {
    this.clocks = clocks;
    await this.overlay([...this.overlays.keys()].map((uuid) => [uuid]));
  }

  worklist(on: string): readonly Asked[] {
    if (this.listed === null || this.asked?.on !== on) this.asked = { on, worklist: worklistOf(this.index(), on) };
    return this.asked.worklist;
  }

  async seal(acts: Act[], { drafts = [] }: { drafts?: string[] } = {}): Promise<Entry[]> {
    const entries = await this.box.seal(acts, drafts);
    await this.inTurn(async () => {
      for (const entry of entries) this.layOver({ entry, state: "waiting" });
      await this.resummarise(new Map(entries.flatMap(householdsOf).map((uuid) => [uuid, undefined])));
    });
    this.tell("outbox");
    if (drafts.length > 0) this.tell("drafts");
    return entries;
  }

  outbox(): Promise<OutboxCounts> {
    return this.box.counts();
  }

  entries(filter: Filter = {}): Promise<KeptEntry[]> {
    return this.box.entries(filter);
  }

  entry(uuid: string): Promise<KeptEntry | null> {
    return this.box.entry(uuid);
  }

  sendAgain(uuid: string): Promise<void> {
    return this.moved(() => this.box.sendAgain(uuid));
  }

  discard(uuid: string): Promise<void> {
    return this.moved(() => this.box.discard(uuid));
  }

  async saveDraft<T>(draft: Omit<Draft<T>, "saved_at">): Promise<void> {
    await this.notes.saveDraft(draft);
    this.tell("drafts");
  }

  draft<T>(id: string): Promise<Draft<T> | null> {
    return this.notes.draft<T>(id);
  }

  drafts(): Promise<Draft[]> {
    return this.notes.drafts();
  }

  async dropDraft(id: string): Promise<void> {
    await this.notes.dropDraft(id);
    this.tell("drafts");
  }

  async setMeta(key: string, value: unknown): Promise<void> {
    await this.notes.setMeta({ [key]: value });
    this.tell("meta");
  }

  meta<T>(key: string): Promise<T | null> {
    return this.notes.meta<T>(key);
  }

  watch(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): void {
    this.channel?.close();
    this.listeners.clear();
    this.disk.close();
    this.searching = null;
    this.comparing = null;
    this.forgetIndex();
    this.overSummaries.clear();
    this.overlays.clear();
    forgetNames();
  }

  async changeHouseholds(change: { put?: HouseholdDoc[]; drop?: string[]; meta?: Record<string, unknown> }): Promise<void> {
    const { put = [], drop = [], meta = {} } = change;
    if (put.length + drop.length === 0) {
      await this.notes.setMeta(meta);
      this.channel?.postMessage("meta" satisfies Change);
      return;
    }
    const before = put.map((one) => this.homes.summary(one.uuid));
    await this.homes.change(put, drop, () => this.notes.rows(meta)).finally(() => this.notes.forget());
    this.forgetIndex();
    if (drop.length > 0 || put.some((one, place) => !searchedAlike(before[place], this.homes.summary(one.uuid)))) this.forgetSearch();
    await this.overlay([...put.map((one) => [one.uuid, one] as const), ...drop.map((uuid) => [uuid, null] as const)]);
    this.tell("households");
  }

  pulledHouseholds(): string[] {
    return [...this.homes.summaries()].map((one) => one.uuid);
  }

  sendMissing(uuids: string[]): Promise<number> {
    return this.moved(() => this.box.sendMissing(uuids));
  }

  async take(most: number, mostBytes: number): Promise<Entry[]> {
    const taken = await this.box.take(most, mostBytes);
    if (taken.length > 0) this.tell("outbox");
    return taken;
  }

  settle(receipts: ReadonlyMap<string, Receipt>): Promise<void> {
    return this.moved(() => this.box.settle(receipts));
  }

  async untake(): Promise<number> {
    const untaken = await this.box.untake();
    if (untaken > 0) this.tell("outbox");
    return untaken;
  }

  resend(days: number): Promise<number> {
    return this.moved(() => this.box.resend(days));
  }

  laid(): ReadonlySet<string> {
    const laid = [...this.overlays.values()].flat().filter((one) => one.state === "received");
    return new Set(laid.map((one) => one.entry.uuid));
  }

  pulled(receivedBefore: ReadonlySet<string>): Promise<void> {
    if (receivedBefore.size === 0) return Promise.resolve();
    return this.moved(() => this.box.unlay([...receivedBefore]));
  }

  async judge(words: ReadonlyMap<string, EntryState>): Promise<void> {
    if (words.size === 0 || !(await this.box.judge(words))) return;
    await this.overlay();
    this.tell("outbox");
  }

  prune(days: number): Promise<void> {
    return this.box.prune(days);
  }

  held(): Promise<Map<string, EntryState>> {
    return this.box.held();
  }

  /** Something moved in the outbox: what is laid over documents follows. */
  private async moved<T>(change: () => Promise<T>): Promise<T> {
    const result = await change();
    await this.overlay();
    this.tell("outbox");
    return result;
  }

  /** Lays this tablet's entries over the index again; `changed` are households whose documents are others now. */
  private overlay(changed: Iterable<Changed> = []): Promise<void> {
    return this.inTurn(() => this.overlayNow(new Map([...changed].map(([uuid, document]) => [uuid, document]))));
  }

  private async overlayNow(touched: Map<string, HouseholdDoc | null | undefined>): Promise<void> {
    const laid = await this.box.laid();
    const before = this.overlays;
    this.overlays = new Map();
    for (const one of laid) this.layOver(one);
    for (const household of before.keys()) if (!this.overlays.has(household) && !touched.has(household)) touched.set(household, undefined);
    for (const [household, laid] of this.overlays) {
      if (touched.has(household)) continue;
      const stood = before.get(household);
      if (stood === undefined || names(laid) !== names(stood)) touched.set(household, undefined);
      else if (unsentOf(laid) !== unsentOf(stood)) this.recount(household, unsentOf(laid));
    }
    await this.resummarise(touched);
  }

  /** The same entries lie over the household, of which now so many are not received: nothing else of it is another. */
  private recount(household: string, unsent: number): void {
    const summary = this.overSummaries.get(household);
    if (!summary) return;
    this.overSummaries.set(household, { ...summary, unsent });
    this.forgetIndex();
  }

  /** One change of the overlays after the other: each begins with what the one before it left. */
  private inTurn(change: () => Promise<void>): Promise<void> {
    const after = this.turn.then(change, change);
    this.turn = after.catch(() => undefined);
    return after;
  }

  private layOver(one: Laid): void {
    for (const household of householdsOf(one.entry)) {
      const others = this.overlays.get(household);
      if (others?.some((other) => other.entry.uuid === one.entry.uuid)) continue;
      if (others) others.push(one);
      else this.overlays.set(household, [one]);
    }
  }

  /** What lists and search show of households with entries of this tablet. A document not given is read. */
  private async resummarise(households: ReadonlyMap<string, HouseholdDoc | null | undefined>): Promise<void> {
    for (const [household, document] of households) {
      const before = this.summary(household);
      const laid = this.overlays.get(household);
      const seen = laid ? await this.seen(household, laid, document) : null;
      if (seen) this.overSummaries.set(household, summaryOf(seen, unsentOf(laid!)));
      else this.overSummaries.delete(household);
      const after = this.summary(household);
      if (JSON.stringify(before) === JSON.stringify(after)) continue;
      this.forgetIndex();
      if (!searchedAlike(before, after)) this.forgetSearch();
    }
  }

  private forgetIndex(): void {
    this.listed = null;
    this.asked = null;
  }

  private forgetSearch(): void {
    this.searching = null;
    this.comparing = null;
  }

  /** Another page of this tablet changed something. */
  private async heard(change: Change): Promise<void> {
    this.notes.forget();
    this.box.recount();
    if (change === "households" || change === "outbox") await this.reload().catch(() => undefined);
    for (const listener of this.listeners) listener(change);
  }

  private tell(change: Change): void {
    this.channel?.postMessage(change);
    for (const listener of this.listeners) listener(change);
  }
}

/** Which entries are laid over a household, as one text: another one means that it must be shown anew. */
function names(laid: Laid[]): string {
  return laid.map((one) => one.entry.uuid).join();
}

/** How many of them the register does not have yet. */
function unsentOf(laid: Laid[]): number {
  return laid.filter((one) => one.state !== "received").length;
}

/** Whether search and comparing find the same by two summaries of a household. */
function searchedAlike(one: Summary | undefined, other: Summary | undefined): boolean {
  return JSON.stringify([one?.address, one?.persons]) === JSON.stringify([other?.address, other?.persons]);
}
