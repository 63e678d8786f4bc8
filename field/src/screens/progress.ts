/** Where the work with a household stands on a day, and what comes next. */

import type { HouseholdSeen } from "../records/document.ts";
import type { Place } from "./route.ts";

export const STATES = [
  "registered", "surveyed", "signalled", "initial_assessment", "emergency", "to_decide", "no_case", "transferred", "case_opened",
  "detailed_assessment", "plan", "approval", "implementation", "monitoring", "review", "closing_asked", "closed", "post_monitoring",
  "archived",
] as const;
export type State = (typeof STATES)[number];
const ENDS = ["no_case", "transferred", "closed", "archived"] as const;
export type Asking = Exclude<State, (typeof ENDS)[number]>;

/** By which deadlines what comes next is due. */
const RULES: Partial<Record<State, readonly string[]>> = {
  registered: ["first_survey"], surveyed: ["survey_renewal"], signalled: ["triage"],
  initial_assessment: ["initial_visit", "initial_visit_signalled"], emergency: ["emergency_report", "emergency_written"],
  to_decide: ["case_opened"], case_opened: ["detailed_assessment"], detailed_assessment: ["detailed_assessment"], plan: ["plan"],
  approval: ["plan"], implementation: ["monitoring_weekly", "monitoring"], monitoring: ["monitoring_weekly", "monitoring"],
  review: ["review"], post_monitoring: ["post_monitoring"],
};
/** Where on the tablet it is done; what stands not here is done at the office. */
const PLACES: Partial<Record<State, Place>> = {
  registered: "interview", surveyed: "interview", initial_assessment: "assess", emergency: "emergency", to_decide: "case",
  detailed_assessment: "interview", plan: "plan", implementation: "monitoring", monitoring: "monitoring", post_monitoring: "visit",
};

export interface Standing {
  state: State;
  since: string;
  /** The state itself where it asks for something. */
  asks: Asking | null;
  due_on: string | null;
  place: Place | null;
}

/** The state of a household on a day; null when the server did not tell it. */
export function standing(home: Pick<HouseholdSeen, "stages" | "deadlines">, on: string): Standing | null {
  const now = (home.stages ?? []).filter((one) => one.since <= on).at(-1);
  const state = STATES.find((one) => one === now?.state);
  if (!now || !state) return null;
  const rules = RULES[state] ?? [];
  const due = home.deadlines.filter((one) => rules.includes(one.code)).map((one) => one.due_on).sort()[0] ?? null;
  return { state, since: now.since, asks: asking(state) ? state : null, due_on: due, place: PLACES[state] ?? null };
}

function asking(state: State): state is Asking {
  return !ENDS.some((one) => one === state);
}
