/** What the vault keeps on the disk, in clear: wraps, counters and moments; nothing that opens anything alone. */

import type { Bytes } from "./bytes.ts";
import type { Cost, Policy } from "./vault.ts";

/** The one row. `wrong` counts PINs that were tried and not yet found right. Moments in ms since 1970. */
export interface Kept {
  device: string;
  salt: Bytes;
  cost: Cost;
  pin_wrap: Bytes | null;
  token_seal: Bytes | null;
  recovery_wrap: Bytes | null;
  lease_secret: Bytes | null;
  lease_until: number;
  wrong: number;
  latest: number;
  offset: number;
  policy: Policy;
}

const STORE = "vault";
const KEY = "kept";

/** One row in an IndexedDB of its own, read and changed in one transaction. */
export class Strongbox {
  constructor(private readonly factory: IDBFactory, private readonly name: string) {}

  /** The row, or null when the tablet is not enrolled. */
  async read(): Promise<Kept | null> {
    return this.changed((kept) => kept);
  }

  /** Puts what `change` makes of the row; null erases it. Gives what stands then, durably on the disk. */
  async changed(change: (kept: Kept | null) => Kept | null): Promise<Kept | null> {
    const database = await this.database();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(STORE, "readwrite", { durability: "strict" });
        const store = transaction.objectStore(STORE);
        let after: Kept | null = null;
        const asked: IDBRequest<Kept | undefined> = store.get(KEY);
        asked.onsuccess = () => {
          const before = asked.result ?? null;
          try {
            after = change(before);
            if (after === null) store.delete(KEY);
            else if (after !== before) store.put(after, KEY);
          } catch (error) {
            reject(error as Error);
            transaction.abort();
          }
        };
        transaction.oncomplete = () => resolve(after);
        transaction.onabort = () => reject(transaction.error ?? new Error("the vault could not be written"));
      });
    } finally {
      database.close();
    }
  }

  private database(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      const asked = this.factory.open(this.name, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error ?? new Error("the vault could not be opened"));
    });
  }
}
