/**
 * Workers who share one tablet: each has a store, a PIN and an outbox of their own, and chooses it by initials.
 *
 * In the clear stand, for each store, the worker's initials, so that they can choose before any key is open; and
 * which store was last used. One page of the app holds one store: choosing another starts the app anew.
 */

import { signal } from "@preact/signals";
import { tabletsHere } from "../sync/open-tablet.ts";

const KEPT = "vatra-stores";
const FIRST = "vatra";

/** A worker's store on this tablet. */
export interface Store {
  name: string;
  initials: string;
}

interface Kept {
  last: string;
  initials: Record<string, string>;
}

/** Which store this page holds. */
export const storeHeld = signal(FIRST);
/** The stores of the others who share this tablet. */
export const others = signal<Store[]>([]);

function recalled(): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Kept>;
    return { last: kept.last ?? FIRST, initials: kept.initials ?? {} };
  } catch {
    return { last: FIRST, initials: {} };
  }
}

function keep(kept: Kept): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // not kept: the first store is opened next time
  }
}

/** The store to open: the last one used, where it still stands. */
export async function chooseStore(): Promise<string> {
  const { last, initials } = recalled();
  const here = await tabletsHere();
  const chosen = last === newStore(Object.keys(initials)) || here.includes(last) ? last : here[0] ?? FIRST;
  storeHeld.value = chosen;
  others.value = storesBeside(chosen, here, initials);
  return chosen;
}

/** Those that stand on the disk beside one, and were opened at least once, in the order of their names. */
export function storesBeside(held: string, here: readonly string[], initials: Readonly<Record<string, string>>): Store[] {
  return here.filter((name) => name !== held && initials[name]).map((name) => ({ name, initials: initials[name]! })).sort((one, other) => one.name.localeCompare(other.name));
}

/** A name that no store has yet; it says nothing of a person. */
export function newStore(taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? FIRST : `${FIRST}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** Ana Munteanu is known by A.M. from now on, before any key is open. */
export function rememberWorker(name: string): void {
  const kept = recalled();
  const initials = name.split(/[\s-]+/).filter(Boolean).map((word) => `${word.charAt(0).toUpperCase()}.`).join("");
  if (kept.initials[storeHeld.value] === initials && kept.last === storeHeld.value) return;
  keep({ last: storeHeld.value, initials: { ...kept.initials, [storeHeld.value]: initials } });
}

/** This store is empty now: nobody is to choose it. True when no other worker has one here. */
export function forgetStore(): boolean {
  const kept = recalled();
  const { [storeHeld.value]: _gone, ...initials } = kept.initials;
  const rest = Object.keys(initials);
  if (rest.length > 0) keep({ last: rest[0]!, initials });
  else localStorage.removeItem(KEPT);
  return rest.length === 0;
}

/** Nobody works with this tablet any more: the app's own files go too. */
export async function forgetApp(): Promise<void> {
  for (const name of await caches.keys()) await caches.delete(name);
  for (const one of (await navigator.serviceWorker?.getRegistrations()) ?? []) await one.unregister();
}

/** The initials under which this page's worker is known, "" before the first time. */
export function initialsHeld(): string {
  return recalled().initials[storeHeld.value] ?? "";
}

/** Starts the app anew with another store; without a name, with one for a worker who is new here. */
export function holdStore(name?: string): void {
  const kept = recalled();
  keep({ ...kept, last: name ?? newStore(Object.keys(kept.initials)) });
  location.replace(location.pathname);
}
