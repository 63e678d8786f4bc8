/** The journal of this tablet's entries: sealed once, never changed; only their state and receipt move on. */

import type { Seals } from "../vault/vault.ts";
import type { Disk, OutboxRow } from "./disk.ts";
import type { Act, Entry, EntryState, KeptEntry, OutboxCounts, Receipt } from "./entry.ts";
import { HAD } from "./verdicts.ts";

const STATES: EntryState[] = ["waiting", "sent", "received", "to_settle", "set_aside", "refused"];
const DAY_MS = 86_400_000;

/** What `entries` may be asked by. */
export interface Filter {
  states?: EntryState[];
  household?: string;
  limit?: number;
}

/** An entry shown over its household's document. */
export interface Laid {
  entry: Entry;
  state: EntryState;
}

/** The outbox over its table. `now` is milliseconds since 1970, `uuid` makes new ones. */
export class Outbox {
  /** Those laid over documents, opened once: entries never change. */
  private known = new Map<string, Entry>();
  private counted: Promise<OutboxCounts> | null = null;
  private prunedOn = 0;

  constructor(
    private readonly disk: Disk, private readonly seals: Seals,
    private readonly now: () => number, private readonly uuid: () => string,
  ) {}

  /** Seals acts, all or none, and removes the drafts they came from, in one transaction. */
  async seal(acts: Act[], drafts: string[]): Promise<Entry[]> {
    const at = this.now();
    const entries = acts.map((act) => entryOf(act, this.uuid(), new Date(at).toISOString()));
    const rows = await Promise.all(entries.map((entry) => this.row(entry, Math.floor(at / DAY_MS))));
    await this.disk.write([this.disk.outbox, this.disk.drafts], async () => {
      await this.disk.outbox.bulkAdd(rows);
      await this.disk.drafts.bulkDelete(drafts);
    }).finally(() => this.recount());
    return entries;
  }

  /** How many entries stand in which state; counted once for each change. */
  counts(): Promise<OutboxCounts> {
    return (this.counted ??= this.countedNow());
  }

  /** The counts are others now: something was written here, or in another page. */
  recount(): void {
    this.counted = null;
  }

  private async countedNow(): Promise<OutboxCounts> {
    const counted = await this.disk.transaction("r", this.disk.outbox, () =>
      Promise.all(STATES.map((state) => this.disk.outbox.where({ state }).count())));
    const [waiting, sent, received, to_settle, set_aside, refused] = counted as [number, number, number, number, number, number];
    return { waiting, sent, received, to_settle, set_aside, refused, unsent: waiting + sent };
  }

  /** The latest first. */
  async entries({ states, household, limit = 500 }: Filter): Promise<KeptEntry[]> {
    const rows = this.disk.outbox.orderBy("place").reverse()
      .filter((row) => (!states || states.includes(row.state)) && (household === undefined || row.household === household));
    return Promise.all((await rows.limit(limit).toArray()).map((row) => this.kept(row)));
  }

  async entry(uuid: string): Promise<KeptEntry | null> {
    const row = await this.disk.outbox.get({ uuid });
    return row ? this.kept(row) : null;
  }

  /** The entries still laid over documents, in the order of sealing, with their state. */
  async laid(): Promise<Laid[]> {
    const rows = await this.disk.outbox.where({ laid: 1 }).sortBy("place");
    const laid = await Promise.all(rows.map(async (row) => ({ entry: this.known.get(row.uuid) ?? (await this.opened(row)), state: row.state })));
    this.known = new Map(laid.map(({ entry }) => [entry.uuid, entry]));
    return laid;
  }

  /** The first entries that wait, at most so many and so large together, marked sent. */
  async take(most: number, mostBytes: number): Promise<Entry[]> {
    if ((await this.counts()).waiting === 0) return [];
    const rows = await this.disk.outbox.where({ state: "waiting" }).limit(most).sortBy("place");
    const taken: Entry[] = [];
    let bytes = 0;
    for (const row of rows) {
      const entry = await this.opened(row);
      bytes += JSON.stringify(entry).length;
      if (taken.length > 0 && bytes > mostBytes) break;
      taken.push(entry);
    }
    await this.rewrite({ state: "waiting" }, new Set(taken.map((entry) => entry.uuid)), (row) => ({ ...row, state: "sent" }), most);
    return taken;
  }

  /** Entries that were on their way and had no answer wait again. */
  async untake(): Promise<number> {
    if ((await this.counts()).sent === 0) return 0;
    return this.moving(() => this.disk.outbox.where({ state: "sent" }).modify({ state: "waiting" }));
  }

  /** The register's word, each by its uuid; an entry that it does not name stays as it is. */
  async settle(receipts: ReadonlyMap<string, Receipt>): Promise<void> {
    const sent = await this.disk.outbox.where({ state: "sent" }).toArray().then((rows) => rows.filter((row) => receipts.has(row.uuid)));
    const named = new Set(sent.map((row) => row.uuid));
    const others = [...receipts.keys()].filter((uuid) => !named.has(uuid));
    const rows = others.length === 0 ? sent : [...sent, ...(await this.disk.outbox.where("uuid").anyOf(others).toArray())];
    const settled = await Promise.all(rows.map(async (row): Promise<OutboxRow> => {
      const receipt = receipts.get(row.uuid)!;
      const state = receipt.outcome === "duplicate" ? "received" : receipt.outcome;
      const turn = row.turn + 1;
      const laid = state === "received" ? row.laid : 0;
      return { ...row, state, laid, turn, receipt: await this.seals.seal("receipts", row.uuid, turn, receipt) };
    }));
    await this.moving(() => this.disk.outbox.bulkPut(settled));
  }

  /** The register's later word on entries that it has; their receipts stay. Says whether any stands elsewhere now. */
  async judge(words: ReadonlyMap<string, EntryState>): Promise<boolean> {
    const rows = await this.disk.outbox.where("uuid").anyOf([...words.keys()]).toArray();
    const judged = rows.filter((row) => isHad(row) && row.state !== words.get(row.uuid))
      .map((row): OutboxRow => ({ ...row, state: words.get(row.uuid)!, laid: 0 }));
    if (judged.length > 0) await this.moving(() => this.disk.outbox.bulkPut(judged));
    return judged.length > 0;
  }

  /** One refused entry waits again, because its worker wants so. */
  async sendAgain(uuid: string): Promise<void> {
    await this.moving(() => this.disk.outbox.where({ uuid }).and((row) => row.state === "refused").modify({ state: "waiting", laid: 1 }));
  }

  async discard(uuid: string): Promise<void> {
    await this.moving(() => this.disk.outbox.where({ uuid }).and((row) => row.state === "refused").delete());
  }

  /** Entries of the last days that the register had wait again. */
  async resend(days: number): Promise<number> {
    return this.moving(() => this.since(days).and(isHad).modify({ state: "waiting", laid: 1 }));
  }

  /** Entries that the register turns out not to have wait again. */
  async sendMissing(uuids: string[]): Promise<number> {
    return this.moving(() => this.disk.outbox.where("uuid").anyOf(uuids).and(isHad).modify({ state: "waiting", laid: 1 }));
  }

  /** What was received is in the documents now. */
  async unlay(uuids: string[]): Promise<void> {
    const received = (row: OutboxRow): OutboxRow => (row.state === "received" ? { ...row, laid: 0 } : row);
    await this.rewrite({ laid: 1 }, new Set(uuids), received);
  }

  /** Forgets entries older than so many days with which all is over; looks for them once a day. */
  async prune(days: number): Promise<void> {
    const today = Math.floor(this.now() / DAY_MS);
    if (this.prunedOn === today) return;
    this.prunedOn = today;
    await this.moving(() => this.disk.outbox.where("day").below(today - days).and((row) => isHad(row) && row.state !== "to_settle" && row.laid === 0).delete());
  }

  async held(): Promise<Map<string, EntryState>> {
    const rows = await this.disk.outbox.toArray();
    return new Map(rows.map((row) => [row.uuid, row.state]));
  }

  private moving<T>(change: () => PromiseLike<T>): Promise<T> {
    return this.disk.write([this.disk.outbox], async () => change()).finally(() => this.recount());
  }

  private since(days: number) {
    return this.disk.outbox.where("day").aboveOrEqual(Math.floor(this.now() / DAY_MS) - days);
  }

  /** Changes some of the rows of one kind. They are read by one question: a cursor asks the browser for each row anew. */
  private rewrite(
    those: { state: EntryState } | { laid: 1 }, uuids: ReadonlySet<string>, change: (row: OutboxRow) => OutboxRow, most = Infinity,
  ): Promise<void> {
    return this.moving(async () => {
      const rows = await this.disk.outbox.where(those).limit(most).toArray();
      await this.disk.outbox.bulkPut(rows.filter((row) => uuids.has(row.uuid)).map(change));
    });
  }

  private async row(entry: Entry, day: number): Promise<OutboxRow> {
    const sealed = await this.seals.seal("outbox", entry.uuid, 1, entry);
    const household = entry.household ?? "";
    return { uuid: entry.uuid, household, state: "waiting", day, laid: 1, turn: 0, version: 1, sealed, receipt: null };
  }

  private opened(row: OutboxRow): Promise<Entry> {
    return this.seals.open<Entry>("outbox", row.uuid, row.version, row.sealed);
  }

  private async kept(row: OutboxRow): Promise<KeptEntry> {
    const receipt = row.receipt && (await this.seals.open<Receipt>("receipts", row.uuid, row.turn, row.receipt));
    return { entry: await this.opened(row), state: row.state, receipt, place: row.place! };
  }
}

function isHad(row: OutboxRow): boolean {
  return HAD.includes(row.state);
}

function entryOf(act: Act, uuid: string, at: string): Entry {
  return {
    uuid: act.uuid ?? uuid, kind: act.kind, version: act.version ?? 1, commune: act.commune, household: act.household,
    person: act.person ?? null, payload: act.payload, on: act.on, at, rulebook: act.rulebook ?? "",
  };
}
