/** What is known beside households, for the screens: colleagues by name, and this tablet's worker among them. */

import type { Beside, Colleague } from "../records/beside.ts";
import type { PlannedVisit } from "../records/document.ts";
import type { Self } from "../records/week.ts";
import { useKept } from "./parts/pieces.tsx";
import { rolesIn } from "./rights.ts";
import { book, records, worker } from "./session.ts";

/** Null when the server has not told it; undefined until it is read. */
export function useBeside(): Beside | null | undefined {
  return useKept(() => records().beside());
}

/** This tablet's worker, for questions about a week. */
export function self(): Self {
  return { uuid: worker.value?.uuid ?? "", name: worker.value?.name ?? "", roles: rolesIn() };
}

/** The others of a commune who make visits; first those of the team of the case, where one was named. */
export function colleaguesOf(beside: Beside | null | undefined, commune: number, team: readonly string[] = []): Colleague[] {
  const others = (beside?.team ?? []).filter((one) => one.commune === commune && one.uuid !== worker.value?.uuid);
  const named = (one: Colleague) => Number(!team.includes(one.uuid));
  return team.length > 0 ? [...others].sort((one, other) => named(one) - named(other)) : others;
}

export function colleagueInWords(one: Colleague): string {
  return [one.name, ...one.roles.map((role) => book.value?.role(role) ?? role)].join(", ");
}

/** Who goes to a planned visit, by name; of one planned on this tablet the names are looked up. */
export function goersInWords(visit: Pick<PlannedVisit, "goers" | "names">, beside: Beside | null | undefined): string {
  if (visit.names.length > 0) return visit.names.join(", ");
  const names = new Map((beside?.team ?? []).map((one) => [one.uuid, one.name]));
  return visit.goers.map((uuid) => (uuid === "" ? worker.value?.name : names.get(uuid)) ?? "").filter(Boolean).join(", ");
}
