/**
 * The households on the disk and their index, which stands in memory too.
 *
 * Each document's version is kept in the index, each index page's version in the manifest, all sealed: a document or
 * page that somebody put back to an older one does not open. Pages hold 64 households, so a change writes little.
 */

import type { Seals } from "../vault/vault.ts";
import { NotGenuine } from "../vault/vault.ts";
import type { Disk, HouseholdRow, MetaRow, PageRow } from "./disk.ts";
import type { HouseholdDoc } from "./document.ts";
import type { Summary } from "./records.ts";
import { summaryOf } from "./summaries.ts";

export const PAGE = 64;
const MANIFEST = "manifest";

/** A summary with the version of its document and the page it stands on. */
interface Held {
  summary: Summary;
  version: number;
  page: number;
}

interface Manifest {
  pages: Record<number, number>;
}

type KeptSummary = [version: number, summary: Summary];

/** Another page of this tablet wrote in between. */
class Stale extends Error {}

/** The households of this tablet as they came from the server. */
export class Homes {
  private held = new Map<string, Held>();
  private onPage = new Map<number, Set<string>>();
  private pages: Record<number, number> = {};
  private version = 0;

  constructor(private readonly disk: Disk, private readonly seals: Seals) {}

  /** Reads the index again: what changed since it was last read. */
  async load(): Promise<void> {
    const row = await this.disk.meta.get(MANIFEST);
    if (row === undefined) return this.clear();
    if (row.version === this.version) return;
    const manifest = await this.seals.open<Manifest>("meta", MANIFEST, row.version, row.sealed);
    const wanted = Object.keys(manifest.pages).map(Number).filter((page) => this.pages[page] !== manifest.pages[page]);
    const rows = await this.disk.pages.bulkGet(wanted);
    const read = await Promise.all(rows.map((one, place) => this.read(one, wanted[place]!, manifest)));
    read.forEach((kept, place) => this.hold(wanted[place]!, kept));
    for (const page of [...this.onPage.keys()]) if (manifest.pages[page] === undefined) this.hold(page, []);
    this.pages = manifest.pages;
    this.version = row.version;
  }

  summaries(): Iterable<Summary> {
    return [...this.held.values()].map((one) => one.summary);
  }

  summary(uuid: string): Summary | undefined {
    return this.held.get(uuid)?.summary;
  }

  /** The document as it came; null when it is not here. Throws `NotGenuine` for one that is not the latest. */
  async document(uuid: string): Promise<HouseholdDoc | null> {
    for (let tries = 0; ; tries += 1) {
      const held = this.held.get(uuid);
      if (held === undefined) return null;
      const row = await this.disk.households.get(uuid);
      if (row?.version === held.version) return this.seals.open<HouseholdDoc>("households", uuid, row.version, row.sealed);
      await this.load();
      if (tries > 0) throw new NotGenuine("households: not the version that the index knows");
    }
  }

  /** Puts and drops households with the index over them and rows of meta, in one transaction. */
  async change(put: HouseholdDoc[], drop: string[], also: (version: number) => Promise<MetaRow[]>): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.changeOnce(put, drop, also);
      } catch (error) {
        if (!(error instanceof Stale) || tries > 20) throw error;
        await this.load();
      }
    }
  }

  private async changeOnce(put: HouseholdDoc[], drop: string[], also: (version: number) => Promise<MetaRow[]>): Promise<void> {
    const before = this.version;
    const version = before + 1;
    const changed = this.placed(put, drop, version);
    const households = await Promise.all(put.map(async (document): Promise<HouseholdRow> => (
      { uuid: document.uuid, version, sealed: await this.seals.seal("households", document.uuid, version, document) }
    )));
    const pages = { ...this.pages };
    const rows = await Promise.all([...changed].map(async ([page, kept]): Promise<PageRow> => {
      pages[page] = version;
      return { page, version, sealed: await this.seals.seal("pages", String(page), version, kept) };
    }));
    const manifest = { key: MANIFEST, version, sealed: await this.seals.seal("meta", MANIFEST, version, { pages }) };
    const metas = [manifest, ...(await also(version))];
    const { disk } = this;
    await disk.write([disk.households, disk.pages, disk.meta], async () => {
      if (((await disk.meta.get(MANIFEST))?.version ?? 0) !== before) throw new Stale();
      await disk.households.bulkPut(households);
      await disk.households.bulkDelete(drop);
      await disk.pages.bulkPut(rows);
      await disk.meta.bulkPut(metas);
    });
    for (const [page, kept] of changed) this.hold(page, kept);
    this.pages = pages;
    this.version = version;
  }

  /** The pages that change, with what will stand on them; nothing in memory changes yet. */
  private placed(put: HouseholdDoc[], drop: string[], version: number): Map<number, KeptSummary[]> {
    const next = new Map<number, Map<string, KeptSummary>>();
    const pageOf = (page: number): Map<string, KeptSummary> => {
      const known = next.get(page);
      if (known) return known;
      const uuids = [...(this.onPage.get(page) ?? [])];
      const made = new Map(uuids.map((uuid) => [uuid, [this.held.get(uuid)!.version, this.held.get(uuid)!.summary]]));
      next.set(page, made as Map<string, KeptSummary>);
      return made as Map<string, KeptSummary>;
    };
    const gone = new Set(drop);
    for (const uuid of drop) {
      const held = this.held.get(uuid);
      if (held) pageOf(held.page).delete(uuid);
    }
    let free = 0;
    for (const document of put) {
      const known = gone.has(document.uuid) ? undefined : this.held.get(document.uuid)?.page;
      while (known === undefined && (next.get(free)?.size ?? this.onPage.get(free)?.size ?? 0) >= PAGE) free += 1;
      pageOf(known ?? free).set(document.uuid, [version, summaryOf(document)]);
    }
    return new Map([...next].map(([page, kept]) => [page, [...kept.values()]]));
  }

  private async read(row: PageRow | undefined, page: number, manifest: Manifest): Promise<KeptSummary[]> {
    if (row === undefined || row.version !== manifest.pages[page]) throw new NotGenuine("pages: not the version of the manifest");
    return this.seals.open<KeptSummary[]>("pages", String(page), row.version, row.sealed);
  }

  private hold(page: number, kept: KeptSummary[]): void {
    for (const uuid of this.onPage.get(page) ?? []) if (this.held.get(uuid)?.page === page) this.held.delete(uuid);
    this.onPage.set(page, new Set(kept.map(([, summary]) => summary.uuid)));
    for (const [version, summary] of kept) this.held.set(summary.uuid, { summary, version, page });
  }

  private clear(): void {
    this.held = new Map();
    this.onPage = new Map();
    this.pages = {};
    this.version = 0;
  }
}
