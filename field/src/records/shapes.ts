/** Values change shape from one version of the app to the next; each is sealed with its shape's number. */

import type { Seals } from "../vault/vault.ts";

/** By collection: how a value of shape n becomes one of shape n + 1. The number of steps is the shape of today. */
export type Upgrades = Record<string, ((value: unknown) => unknown)[]>;

/** No collection has changed its shape yet. */
export const UPGRADES: Upgrades = {};

/** Seals values with the shape of today; opens those of earlier shapes as if they were of today. */
export class Shaped implements Seals {
  constructor(private readonly seals: Seals, private readonly upgrades: Upgrades = UPGRADES) {}

  seal(collection: string, id: string, version: number, value: unknown): Promise<Uint8Array> {
    return this.seals.seal(collection, id, version, [this.steps(collection).length, value]);
  }

  async open<T>(collection: string, id: string, version: number, sealed: Uint8Array): Promise<T> {
    const [shape, value] = await this.seals.open<[number, unknown]>(collection, id, version, sealed);
    return this.steps(collection).slice(shape).reduce((older, step) => step(older), value) as T;
  }

  private steps(collection: string): ((value: unknown) => unknown)[] {
    return Object.hasOwn(this.upgrades, collection) ? this.upgrades[collection]! : [];
  }
}
