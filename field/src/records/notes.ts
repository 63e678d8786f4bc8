/** Drafts and meta: small sealed values by name. */

import type { Seals } from "../vault/vault.ts";
import type { Disk, MetaRow } from "./disk.ts";
import type { Draft } from "./records.ts";

interface Known {
  version: number;
  value: unknown;
}

/** Values that only this tablet needs. Those of meta are opened once: every sync asks for the same few. */
export class Notes {
  private known = new Map<string, Known>();

  constructor(private readonly disk: Disk, private readonly seals: Seals, private readonly now: () => number) {}

  async saveDraft<T>(draft: Omit<Draft<T>, "saved_at">): Promise<void> {
    const version = ((await this.disk.drafts.get(draft.id))?.version ?? 0) + 1;
    const kept: Draft<T> = { ...draft, saved_at: new Date(this.now()).toISOString() };
    const row = { id: draft.id, version, sealed: await this.seals.seal("drafts", draft.id, version, kept) };
    await this.disk.write([this.disk.drafts], () => this.disk.drafts.put(row));
  }

  async draft<T>(id: string): Promise<Draft<T> | null> {
    const row = await this.disk.drafts.get(id);
    return row ? this.seals.open<Draft<T>>("drafts", id, row.version, row.sealed) : null;
  }

  /** The latest saved first. */
  async drafts(): Promise<Draft[]> {
    const rows = await this.disk.drafts.toArray();
    const drafts = await Promise.all(rows.map((row) => this.seals.open<Draft>("drafts", row.id, row.version, row.sealed)));
    return drafts.sort((one, other) => (one.saved_at < other.saved_at ? 1 : -1));
  }

  async dropDraft(id: string): Promise<void> {
    await this.disk.drafts.delete(id);
  }

  async setMeta(values: Record<string, unknown>): Promise<void> {
    const rows = await this.rows(values);
    const known = this.known;
    await this.disk.write([this.disk.meta], () => this.disk.meta.bulkPut(rows));
    for (const { key, version } of rows) known.set(key, { version, value: values[key] });
  }

  async meta<T>(key: string): Promise<T | null> {
    const known = this.known;
    const held = known.get(key);
    if (held) return held.value as T | null;
    const row = await this.disk.meta.get(key);
    const value = row ? await this.seals.open<T>("meta", key, row.version, row.sealed) : null;
    if (!known.has(key)) known.set(key, { version: row?.version ?? 0, value });
    return value;
  }

  /** Reads from the disk again: something was written beside `setMeta`, perhaps by another page. */
  forget(): void {
    this.known = new Map();
  }

  /** The rows of some values of meta, sealed and ready to be written with something else. */
  async rows(values: Record<string, unknown>): Promise<MetaRow[]> {
    return Promise.all(Object.entries(values).map(async ([key, value]) => {
      const version = (this.known.get(key)?.version ?? (await this.disk.meta.get(key))?.version ?? 0) + 1;
      this.known.delete(key);
      return { key, version, sealed: await this.seals.seal("meta", key, version, value) };
    }));
  }
}
