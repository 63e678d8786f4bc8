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
/** What comes before everything else in whatever state, while its deadline is open: the first of these first. */
const FIRST_OF_ALL = ["emergency_report", "emergency_written"] as const;
type First = (typeof FIRST_OF_ALL)[number];
/** Where on the tablet it is done; what stands not here is done at the office. */
const PLACES: Partial<Record<State, Place>> = {
  registered: "interview", surveyed: "interview", initial_assessment: "assess", emergency: "emergency", to_decide: "case",
  detailed_assessment: "interview", plan: "plan", implementation: "monitoring", monitoring: "monitoring", post_monitoring: "visit",
};

export interface Standing {
  state: State;
  since: string;
  /** The state itself where it asks for something; an emergency to be told before all of it. */
  asks: Asking | First | null;
  due_on: string | null;
  place: Place | null;
}

/** The state of a household on a day; null when the server did not tell it. */
export function standing(home: Pick<HouseholdSeen, "stages" | "deadlines">, on: string): Standing | null {
  const now = (home.stages ?? []).filter((one) => one.since <= on).at(-1);
  const state = STATES.find((one) => one === now?.state);
  if (!now || !state) return null;
  const first = FIRST_OF_ALL.find((code) => home.deadlines.some((one) => one.code === code));
  const rules = first ? [first] : RULES[state] ?? [];
  const due_on = home.deadlines.filter((one) => rules.includes(one.code)).map((one) => one.due_on).sort()[0] ?? null;
  const told = { state, since: now.since, due_on };
  if (first) return { ...told, asks: first, place: "emergency" };
  return { ...told, asks: asking(state) ? state : null, place: PLACES[state] ?? null };
}

function asking(state: State): state is Asking {
  return !ENDS.some((one) => one === state);
}
