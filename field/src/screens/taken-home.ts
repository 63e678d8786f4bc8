/**
 * What of a plan a family takes home on paper. It lies on a kitchen table: who reads it may be the one from whom
 * somebody is to be kept safe, so nothing of violence, risk behaviour or illness stands on it.
 */

import type { PlannedService } from "../records/document.ts";

const NOT_ON_A_KITCHEN_TABLE: ReadonlySet<string> = new Set(["violence", "risk", "health_detail"]);

/** The promises still to be kept, by their day; `domainOf` says who may know of a service or a vulnerability. */
export function takenHome(services: readonly PlannedService[], domainOf: (code: string) => string): PlannedService[] {
  return services
    .filter((one) => one.state === "planned" && ![one.code, ...one.codes].some((code) => NOT_ON_A_KITCHEN_TABLE.has(domainOf(code))))
    .sort((one, other) => one.due_on.localeCompare(other.due_on));
}
