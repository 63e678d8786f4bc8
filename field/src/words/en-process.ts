/** The words of the process: where the work stands, initial assessment, emergency, monitoring, closing. */

export const process = {
  state_since: "since {day}", state_next: "Next:",
  state_registered: "Registered", state_surveyed: "Surveyed", state_signalled: "Signalled", state_initial_assessment: "Initial assessment",
  state_emergency: "Emergency", state_to_decide: "To be decided", state_no_case: "No case", state_transferred: "Passed on to DGASPC",
  state_case_opened: "Case opened", state_detailed_assessment: "Detailed assessment", state_plan: "Plan", state_approval: "Approval of the plan",
  state_implementation: "Plan under way", state_monitoring: "Monitoring", state_review: "Review", state_closing_asked: "Closing asked for",
  state_closed: "Closed", state_post_monitoring: "Monitoring after closing", state_archived: "Archived",
  next_registered: "the first interview", next_surveyed: "the questionnaire again, within a year", next_signalled: "the triage of the signal, at the office",
  next_initial_assessment: "the home visit and the risk sheet", next_emergency: "DGASPC, 119, 112 or the police are told",
  next_to_decide: "a case is opened, or why none is", next_case_opened: "the team is named, at the office",
  next_detailed_assessment: "the detailed assessment of the household and each child", next_plan: "a plan agreed with the family",
  next_approval: "the mayor's order, at the office", next_implementation: "the first monitoring visit",
  next_monitoring: "the next monitoring visit", next_review: "the review of the case, at the office",
  next_closing_asked: "a second person agrees to the closing", next_post_monitoring: "a visit, three months after closing at the latest",

  act_assess: "Initial assessment", assess_send: "Keep the assessment", assess_who: "Who went", assess_alone: "I alone",
  assess_joint: "together with other professions", assess_child: "Did you see and talk to the child?", assess_child_yes: "yes",
  assess_child_no: "no, although the child was there", assess_child_not_at_home: "the child was not at home", assess_child_missing: "Say whether you saw the child.",
  assess_words: "What you saw and heard", assess_risk: "How great is the risk for the child?",
  assess_risk_hint: "Your judgement: of harm, or of being separated from the family.", assess_risk_missing: "Say how great the risk is.",
  risk_none: "no risk seen", risk_low: "low", risk_medium: "medium", risk_high: "high",
  assess_safe: "Can the child stay there tonight?", assess_not_safe: "no: an emergency", assess_safe_missing: "Say whether the child can stay.",

  act_emergency: "An emergency was told", emergency_send: "Keep the report",
  emergency_first: "Call first: 119 (child in danger), 112, DGASPC or the police. Write it here afterwards; DGASPC is told in writing too, within 24 hours.",
  emergency_person: "Who is in danger", emergency_told: "Whom you told", told_dgaspc: "DGASPC, by its emergency telephone",
  told_hotline_119: "119, the children's line", told_hotline_112: "112", told_police: "the police station", emergency_how: "How",
  emergency_call: "by telephone", emergency_writing: "in writing", emergency_number: "Telephone number, or number of registration",
  emergency_whom: "Who answered", emergency_measures: "What was done so that the child is safe",

  act_monitoring: "Monitoring sheet", monitoring_send: "Keep the sheet", monitoring_no_plan: "No plan runs here yet: record a visit.",
  monitoring_from: "It begins as the last sheet was, of {day}: change what has changed.", monitoring_lead: "Of each service how it goes, what has changed, how the child is.",
  goes_well: "goes well", goes_slowly: "goes slowly", goes_not_at_all: "does not go", goes_ended: "has ended", monitoring_words: "In a few words",
  monitoring_changed: "What has changed since the last visit", monitoring_changed_missing: "Say what has changed, or that nothing has.",
  monitoring_child: "How the child is", monitoring_child_missing: "Say how the child is.", monitoring_next: "Next visit (if agreed)",

  closing_by_two: "Something severe was present in this case: ask for its closing; the head of the service or the county supervisor agrees.",
  closing_waits: "The closing is asked for and waits for a second person.", closing_results: "What was reached", case_ask_send: "Ask to close the case",
  plan_objectives: "What the plan is to reach", plan_objectives_hint: "One objective a line, in the family's words.",
  plan_not_heard: "If the child could not be asked: why", plan_opinion_missing: "A child of 10 or more lives here: write what it says, or why it could not be asked.",

  happened_assessment: "Initial assessment, with the risk sheet", happened_no_case: "Decided without a case", happened_team: "Team of the case named",
  happened_approval: "Plan approved by the mayor", happened_review: "Case reviewed", happened_closing_asked: "Closing asked for", happened_closing_agreed: "Answer to the closing",
};
