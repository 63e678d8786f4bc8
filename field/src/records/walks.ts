/** Where to go next: the dwellings that wait for a visit, village by village, and what was said of them on this tablet since. */

import type { Act, KeptEntry } from "./entry.ts";

/** Under what they are kept among the meta. */
export const WALKS = "walks";
export const OUTCOMES = ["visited", "away", "refused", "moved", "not_found", "empty"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A dwelling that waits: nobody has been there in the round, or nobody was at home. */
export interface Stop {
  /** Null for the address of a household that nobody put on the list. */
  dwelling: string | null;
  households: string[];
  address: string;
  outcome: "" | "away";
  on: string | null;
  children: number | null;
  note: string;
}

/** A village's stops in the order in which one walks. */
export interface Walk {
  commune: number;
  village: number | null;
  digest: string;
  stops: Stop[];
}

/** As the server told them last, and when. */
export interface Walks {
  told_at: string;
  walks: Walk[];
}

type Told = Omit<Walk, "stops"> & { stops: Stop[] | null };

/** What is kept after the server told its walks; null when all stands as it was. A village that it no longer tells is forgotten. */
export function renewed(kept: Walks | null, told: readonly Told[], told_at: string): Walks | null {
  const before = new Map((kept?.walks ?? []).map((one) => [one.digest, one]));
  const walks = told.flatMap((one) => {
    const stops = one.stops ?? before.get(one.digest)?.stops;
    return stops ? [{ ...one, stops }] : []; // asked for by its digest and not here: the next sync brings it whole
  });
  const same = kept !== null && walks.length === kept.walks.length && walks.every((one, place) => one.digest === kept.walks[place]?.digest);
  return same ? null : { told_at, walks };
}

/** What came of going there. */
export interface CameOf {
  outcome: Outcome;
  children: number | null;
  note: string;
}

/** A stop as the worker should see it now; `said`: what was said of it here and does not stand in the server's walk yet. */
export interface StopSeen {
  stop: Stop;
  said: (CameOf & { on: string }) | null;
}

/** Whether somebody is still to go there. */
export function waits({ said }: StopSeen): boolean {
  return said === null || said.outcome === "away";
}

/** The walks with this tablet's own entries laid over them; `entries` the latest first. */
export function walksSeen(kept: Walks | null, entries: readonly KeptEntry[]): { commune: number; village: number | null; stops: StopSeen[] }[] {
  const said = new Map<string, CameOf & { on: string }>();
  for (const { entry, state, receipt } of entries) {
    const known = receipt !== null && receipt.received_at <= (kept?.told_at ?? "");
    const place = entry.kind === "record_outcome" ? entry.payload["dwelling"] ?? entry.household : entry.kind === "record_interview" ? entry.household : null;
    if (known || state === "refused" || typeof place !== "string" || said.has(place)) continue;
    const { outcome = "visited", children = null, note = "" } = entry.payload as Partial<CameOf>;
    said.set(place, { outcome, children, note, on: entry.on });
  }
  return (kept?.walks ?? []).map(({ commune, village, stops }) => ({ commune, village, stops: stops.map((stop) => ({ stop, said: saidOf(stop, said) })) }));
}

/** Of several families in one dwelling the one that still waits counts, as at the office. */
function saidOf(stop: Stop, said: ReadonlyMap<string, CameOf & { on: string }>): StopSeen["said"] {
  const ofDwelling = stop.dwelling === null ? undefined : said.get(stop.dwelling);
  if (ofDwelling) return ofDwelling;
  const each = stop.households.map((one) => said.get(one));
  if (each.length === 0 || each.some((one) => one === undefined)) return null;
  return each.find((one) => one?.outcome === "away") ?? each[0] ?? null;
}

/** The acts that say it: of the dwelling where it is on the list, else of each household at the address. */
export function outcomeActs(commune: number, stop: Stop, came: CameOf, on: string): Act[] {
  const act = (dwelling: string | null, household: string | null): Act => ({
    kind: "record_outcome", commune, household, person: null, payload: { dwelling, ...came, note: came.note.trim() }, on,
  });
  return stop.dwelling ? [act(stop.dwelling, null)] : stop.households.map((one) => act(null, one));
}
