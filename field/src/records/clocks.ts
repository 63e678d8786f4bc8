/** The clocks of the rulebook as the server sends them, and what an act of this tablet is to them. */

import type { HouseholdDoc } from "./document.ts";
import type { Entry } from "./entry.ts";
import { textIn } from "./laying.ts";

/** One row of deadlines.csv (vatra/care/clocks.py). `amount` counts months or days. */
export interface Clock {
  code: string;
  starts_with: string;
  meets: string;
  amount: number;
  months: boolean;
  repeat: boolean;
  article: string;
  severity_min: number;
  severity_max: number;
}

/** What starts or meets clocks: the words of deadlines.csv (vatra/care/moments.py). */
export type Moment =
  | "registered" | "identity_checked" | "surveyed" | "signalled" | "visited" | "visited_abroad" | "notified" | "notified_in_writing"
  | "case_opened" | "assessed" | "plan_agreed" | "monitored" | "reviewed" | "closed" | "referral_sent";

/** The household as it stands before the act, and the act. */
type Says = (document: HouseholdDoc, entry: Entry) => Moment[];

const MOMENTS: Record<string, Says> = {
  enrol_household: () => ["registered"],
  record_interview: (document) => ["identity_checked", "surveyed", ...inCase(document, "assessed"), ...inPlan(document, "reviewed")],
  record_signal: () => ["signalled"],
  record_initial_assessment: (document) => met(document, true),
  record_visit: (document, entry) => met(document, ["home", "joint"].includes(textIn(entry, "kind")), Boolean(entry.payload["monitoring"])),
  record_delivery: given,
  send_referral: () => ["notified", "notified_in_writing", "referral_sent"],
  open_case: (document) => (isOpen(document) ? [] : ["case_opened"]),
  agree_plan: () => ["plan_agreed"],
  close_case: (document, entry) => (textIn(entry, "reason") === "objectives_met" ? inCase(document, "closed") : []),
};

/** Every moment of an act of this tablet; nothing of one that no clock waits for. */
export function momentsOf(document: HouseholdDoc, entry: Entry): Moment[] {
  return Object.hasOwn(MOMENTS, entry.kind) ? MOMENTS[entry.kind]!(document, entry) : [];
}

function met(document: HouseholdDoc, atHome: boolean, sheet = false): Moment[] {
  return [...(atHome ? ["visited" as const, "visited_abroad" as const] : []), ...(atHome || sheet ? inPlan(document, "monitored") : [])];
}

function given(document: HouseholdDoc, entry: Entry): Moment[] {
  if (textIn(entry, "outcome") !== "done") return [];
  const report = entry.payload["report"] as { in_writing: boolean } | null | undefined;
  switch (textIn(entry, "service")) {
    case "S04": return ["assessed"];
    case "W08": return ["visited_abroad", ...inPlan(document, "monitored")];
    case "W12": return report && !report.in_writing ? ["notified"] : ["notified", "notified_in_writing"];
    case "W20": return inPlan(document, "monitored");
    default: return [];
  }
}

function inCase(document: HouseholdDoc, moment: Moment): Moment[] {
  return isOpen(document) ? [moment] : [];
}

function inPlan(document: HouseholdDoc, moment: Moment): Moment[] {
  return isOpen(document) && document.plan ? [moment] : [];
}

function isOpen(document: HouseholdDoc): boolean {
  return document.case?.state === "open";
}

/** The last day to act, of a clock that starts on a day. */
export function dueOf(clock: Clock, on: string): string {
  return clock.months ? addMonths(on, clock.amount) : addDays(on, clock.amount);
}

/** The same day of the month some months on, or that month's last day when it is shorter. */
export function addMonths(on: string, months: number): string {
  const [year, month, day] = on.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(day, last.getUTCDate()))).toISOString().slice(0, 10);
}

function addDays(on: string, days: number): string {
  return new Date(Date.parse(`${on}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
