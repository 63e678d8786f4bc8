/** What all screens share: the tablet, whether it is open, what is known of sync, and the method's words. */

import { computed, signal } from "@preact/signals";
import type { HouseholdSeen } from "../records/document.ts";
import type { Records } from "../records/records.ts";
import type { EnrolledWorker, SyncResult, SyncStatus, Tablet } from "../sync/tablet.ts";
import type { VaultState } from "../vault/vault.ts";
import { readBook, type Book } from "./book.ts";
import { setClockOff, today } from "./clock.ts";
import { forgetApp, forgetStore, rememberWorker } from "./shared.ts";

export const lock = signal<VaultState>("empty");
export const status = signal<SyncStatus | null>(null);
export const book = signal<Book | null>(null);
export const worker = signal<EnrolledWorker | null>(null);
/** Grows whenever something kept on the tablet changed. */
export const changes = signal(0);
/** Nobody has touched the tablet for a while: names go back to initials. */
export const idle = signal(false);
export const isOpen = computed(() => lock.value === "open");

const IDLE_MS = 45_000;
const FIRST_AGAIN_MS = 30_000;

let held: Tablet | null = null;
let bundleOf: unknown = null;
let day = "";
let again: ReturnType<typeof setTimeout> | undefined;
let idling: ReturnType<typeof setTimeout> | undefined;
let stopRecords: (() => void) | null = null;

export function tablet(): Tablet {
  if (!held) throw new Error("the tablet is not there yet");
  return held;
}

export function records(): Records {
  return tablet().records();
}

let lastRead: { uuid: string; at: number; home: HouseholdSeen | null } | null = null;

/** Reads a household and keeps it at hand: the next screen is most often about the same one. */
export async function readHousehold(uuid: string): Promise<HouseholdSeen | null> {
  const at = changes.peek();
  const home = await records().household(uuid);
  if (isOpen.peek()) lastRead = { uuid, at, home };
  return home;
}

/** The household as it was read last, if it is the one at hand and nothing changed since; else undefined. */
export function householdAtHand(uuid: string): HouseholdSeen | null | undefined {
  return lastRead?.uuid === uuid && lastRead.at === changes.value ? lastRead.home : undefined;
}

/** Takes the tablet and follows it. */
export function hold(given: Tablet): void {
  held = given;
  lock.value = given.state();
  given.watch(() => void look());
  addEventListener("online", () => void syncNow());
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && void syncNow());
  for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, touched, { passive: true });
}

let looking: Promise<void> | null = null;
let lookAgain = false;

/** Looks again at all that the tablet says, once for all who ask meanwhile. */
export function look(): Promise<void> {
  if (tablet().state() !== "open" && lock.value === "open") {
    forget();
    lock.value = tablet().state() === "empty" ? "locked" : tablet().state(); // names go at once, whatever else is asked
  }
  lookAgain = looking !== null;
  return (looking ??= (async () => {
    do {
      lookAgain = false;
      await lookOnce();
    } while (lookAgain);
  })().finally(() => {
    looking = null;
  }));
}

/** While the tablet is opening or closing, what was seen last stands. */
async function lookOnce(): Promise<void> {
  try {
    await lookNow();
  } catch (problem) {
    if (!(problem instanceof Error) || problem.name !== "Locked") throw problem;
  }
}

async function lookNow(): Promise<void> {
  if (tablet().state() === "open") await openBook();
  const now = tablet().state(); // it may have been locked meanwhile: an older look never shows it open again
  if (now !== "open") forget();
  if (now === "empty" && lock.value !== "empty" && forgetStore()) void forgetApp(); // it was wiped
  if (lock.value !== now || day !== today()) changes.value += 1;
  day = today();
  lock.value = now;
  if (now !== "empty") status.value = await tablet().status();
  setClockOff(status.value?.clock_off_seconds ?? 0);
}

async function openBook(): Promise<void> {
  worker.value = tablet().worker();
  rememberWorker(worker.value.name);
  stopRecords ??= records().watch((what) => {
    if (what !== "meta") changes.value += 1;
    void look();
  });
  const bundle = await tablet().bundle();
  if (bundle === bundleOf) return;
  bundleOf = bundle;
  changes.value += 1;
  book.value = bundle && readBook(bundle);
}

function forget(): void {
  stopRecords?.();
  stopRecords = null;
  lastRead = null;
  bundleOf = null;
  book.value = null;
  worker.value = null;
}

/** One sync now; the next by itself when the tablet says so. */
export async function syncNow(): Promise<SyncResult | null> {
  clearTimeout(again);
  if (!held || held.state() !== "open") return null;
  const result = await held.sync();
  await look();
  if (result.again_in !== null) again = setTimeout(() => void syncNow(), Math.max(result.again_in, FIRST_AGAIN_MS / 30));
  else if (result.state === "done" && (status.value?.waiting ?? 0) > 0) {
    again = setTimeout(() => void syncNow(), FIRST_AGAIN_MS / 30); // sealed while that sync ran
  }
  return result;
}

function touched(): void {
  idle.value = false;
  held?.touch();
  clearTimeout(idling);
  idling = setTimeout(() => {
    idle.value = true;
  }, IDLE_MS);
}

export function lockNow(): void {
  tablet().relock();
  void look();
}
