/** What happened with a household, the latest first; what only this tablet holds is marked. */

import type { Happened, HouseholdSeen } from "../records/document.ts";
import type { Key } from "../words/words.ts";
import { SIGNS, SOURCES } from "./noticed.ts";
import { STEPS, UNMET } from "./sent-on.ts";
import { NotSent } from "./parts/pieces.tsx";
import { book } from "./session.ts";
import { day, say } from "./say.ts";

const KINDS: Record<string, Key> = {
  interview: "happened_interview", judgement: "happened_judgement", case_opened: "happened_case_opened",
  case_closed: "happened_case_closed", plan: "happened_plan", visit: "happened_visit", delivery: "happened_delivery",
  referral: "happened_referral", reply: "happened_reply", record_visit: "happened_visit", record_delivery: "happened_delivery",
  send_referral: "happened_referral", record_referral_outcome: "happened_reply", record_interview: "happened_interview",
  agree_plan: "happened_plan", open_case: "happened_case_opened", close_case: "happened_case_closed",
  agree_need: "happened_agreed", reject_finding: "happened_rejected", add_need: "happened_agreed", close_need: "happened_need_closed",
  enrol_household: "happened_enrolled", enrol_person: "happened_joined", record_birth: "happened_birth", record_death: "happened_death",
  move_out: "happened_moved_out", move_in: "happened_moved_in", correct_person: "happened_corrected",
  correct_household: "happened_corrected", name_head: "happened_head", reassess_household: "happened_reassessed",
  referral_draft: "happened_referral_draft", draft_referral: "happened_referral_draft", unmet: "happened_unmet",
  record_unmet_need: "happened_unmet", withdraw_consent: "happened_reply", answer_referral: "happened_reply",
  split_household: "happened_split", record_parent_gone: "happened_parent_gone", record_parent_back: "happened_parent_back",
  announce_departure: "happened_departure", record_attendance: "happened_attendance",
  place_child: "happened_placed", return_child: "happened_returned", record_union: "happened_union", hand_over_household: "happened_handed",
  assessment: "happened_assessment", no_case: "happened_no_case", team: "happened_team", approval: "happened_approval",
  review: "happened_review", closing_asked: "happened_closing_asked", closing_agreed: "happened_closing_agreed",
  record_initial_assessment: "happened_assessment", ask_to_close: "happened_closing_asked",
  message: "happened_message", write_message: "happened_message", plan_visit: "happened_planned", cancel_planned_visit: "happened_called_off",
  read_messages: "happened_read",
  signal: "happened_signal", record_signal: "happened_signal", triage: "happened_triage", triage_signal: "happened_triage",
};

const DETAILS: Record<string, Key> = {
  home: "visit_home", office: "visit_office", school: "visit_school", phone: "visit_phone", joint: "visit_joint",
  done: "service_done", not_done: "service_not_done", agreed: "judged_agreed", rejected: "judged_rejected", added: "judged_added",
  visit: "decided_visit", emergency: "decided_emergency", information: "decided_information", transferred: "decided_transferred",
};

/** What happened, in words; a kind of a newer server is shown by its code. */
export function happenedInWords(kind: string): string {
  const key = KINDS[kind];
  return key ? say(key) : book.value?.kind(kind) ?? kind;
}

export function History({ home }: { home: HouseholdSeen }) {
  return (
    <section class="group">
      <h2>{say("history_title")}</h2>
      {home.timeline.length === 0 ? <p>{say("history_none")}</p> : (
        <ol class="timeline">{home.timeline.map((one, place) => <Moment key={place} one={one} />)}</ol>
      )}
    </section>
  );
}

function Moment({ one }: { one: Happened }) {
  const what = one.code ? book.value?.nameOf(one.code) : "";
  const detail = one.kind === "reply" ? STEPS[one.detail ?? ""] : one.kind === "unmet" ? UNMET[one.detail ?? ""] : DETAILS[one.detail ?? ""];
  return (
    <li>
      <span class="day">{day(one.on)}{one.by && ` · ${one.by}`}</span>
      <strong>{happenedInWords(one.kind)}</strong>{detail && ` · ${say(detail)}`} {one.unsent && <NotSent />}
      {what && <p>{what}</p>}
      {one.kind === "signal" && <p>{say(`signal_from_${source(one)}`)}{signs(one).map((sign) => ` · ${say(`sign_${sign}`)}`)}</p>}
      {one.note && <p class="soft">{one.note}</p>}
    </li>
  );
}

function source(one: Happened): (typeof SOURCES)[number] {
  return SOURCES.find((known) => known === one.detail) ?? "other";
}

/** The domains of the observation sheet in which something was seen, as far as this role may know. */
function signs(one: Happened): (typeof SIGNS)[number][] {
  return SIGNS.filter((sign) => one.codes?.includes(sign));
}
