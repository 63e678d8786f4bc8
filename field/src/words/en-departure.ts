/** The words about a parent who leaves to work abroad, and the court's delegation. */

import type { departure as said } from "./ro-departure.ts";

export const departure: Record<keyof typeof said, string> = {
  act_departure: "A parent leaves", departure_title: "A parent leaves to work abroad", departure_send: "Keep the departure",
  departure_lead: "The parent tells the social service at least 40 days before, and names who cares for the children (Law 272/2004, art. 104).",
  departure_who: "Who leaves?", departure_day: "On which day does the parent leave?", departure_day_hint: "Or left: a parent who is away already tells at once.",
  departure_country: "To which country?", departure_told: "Who told it?", departure_told_yes: "the parent told the social service, as the law asks",
  departure_told_no: "we only heard of it: the parent still has to tell", departure_carer: "Who will care for the children?",
  departure_not_known: "not known yet", departure_carer_words: "Or somebody who does not live here",
  departure_court: "From which day did the court delegate parental authority?",
  departure_court_hint: "For a year at most (art. 105): you are reminded 60 and 30 days before it ends. Write a new decision here too.",
  departure_far: "This day lies too far away. Check the year.", happened_attendance: "School attendance", attendance_last: "Last told: {hours} hours, on {day}", attendance_wrong: "Write the hours as a number, at most 1,000 for a term.", family_relation: "What the parent is in the household now", happened_departure: "A parent's departure announced",
  next_emergency_report: "DGASPC, 119, 112 or the police are told", next_emergency_written: "DGASPC is told in writing, within 24 hours",
};
