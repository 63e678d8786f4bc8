/** How interviews, judgements and what was done are laid over a household. */

import type { Facts, HouseholdDoc, Judged, PlannedVisit, Sheet, TeamMessage } from "./document.ts";
import type { Entry } from "./entry.ts";
import { happened, textIn, type Lays } from "./laying.ts";

const MILDEST = 1;

interface Agreed {
  service: string;
  person?: string | null;
  codes?: string[];
  due_on: string;
  responsible: string;
}

/** The kinds of assessment's and care's rooms. */
export const CASEWORK: Record<string, Lays> = {
  record_interview: interviewed,
  agree_need: (document, entry) => judged(document, entry, "agreed"),
  reject_finding: (document, entry) => judged(document, entry, "rejected"),
  add_need: (document, entry) => judged(document, entry, "added"),
  close_need: (document, entry) => {
    const need = document.needs.find((one) => one.code === textIn(entry, "code") && one.subject === subjectOf(entry));
    if (need) Object.assign(need, { met_on: need.met_on ?? entry.on, unsent: entry.uuid });
    happened(document, entry, { kind: "judgement", code: textIn(entry, "code"), detail: textIn(entry, "outcome") });
  },
  open_case: (document, entry) => {
    document.case ??= { uuid: entry.uuid, opened_on: entry.on, state: "open", unsent: entry.uuid };
    happened(document, entry, { kind: "case_opened" });
    stands(document, entry, "case_opened");
  },
  close_case: (document, entry) => {
    const closed = document.case;
    if (closed) document.case = { ...closed, state: "closed", unsent: entry.uuid };
    happened(document, entry, { kind: "case_closed", detail: textIn(entry, "reason"), uuid: closed?.uuid ?? entry.uuid });
  },
  agree_plan: (document, entry) => {
    planned(document, entry);
    stands(document, entry, "approval");
  },
  record_initial_assessment: (document, entry) => {
    happened(document, entry, { kind: "assessment", detail: textIn(entry, "risk"), note: textIn(entry, "words") });
    if (document.case?.state !== "open") stands(document, entry, "to_decide");
  },
  ask_to_close: (document, entry) => {
    happened(document, entry, { kind: "closing_asked", detail: textIn(entry, "reason") });
    stands(document, entry, "closing_asked");
  },
  record_visit: (document, entry) => {
    const sheet = entry.payload["monitoring"] as Omit<Sheet, "on"> | null | undefined;
    if (sheet) document.sheet = { on: entry.on, ...sheet };
    const what = { code: textIn(entry, "purpose"), detail: textIn(entry, "kind"), note: textIn(entry, "note") };
    happened(document, entry, { kind: "visit", ...what });
  },
  write_message: (document, entry) => {
    const note_for = textIn(entry, "note_for") === "profession" ? "profession" : "team";
    const said: TeamMessage = {
      uuid: entry.uuid, at: entry.at, by: "", by_name: "", text: textIn(entry, "text"), note_for, read_by: [], read_names: [],
      unsent: entry.uuid,
    };
    const known = document.messages ?? [];
    if (!known.some((one) => one.uuid === entry.uuid)) document.messages = [said, ...known];
    happened(document, entry, { kind: "message", note: textIn(entry, "text") });
  },
  read_messages: (document, entry) => {
    const read = (entry.payload["messages"] ?? []) as string[];
    for (const one of document.messages ?? []) if (read.includes(one.uuid)) one.read_here = true;
  },
  plan_visit: (document, entry) => {
    const companions = (entry.payload["companions"] ?? []) as string[];
    const visit: PlannedVisit = {
      uuid: entry.uuid, day: textIn(entry, "day"), goers: ["", ...companions], names: [], code: textIn(entry, "purpose"),
      note: textIn(entry, "note"), unsent: entry.uuid,
    };
    const known = document.visits ?? [];
    if (!known.some((one) => one.uuid === entry.uuid)) document.visits = [...known, visit];
    happened(document, entry, { kind: entry.kind });
  },
  cancel_planned_visit: (document, entry) => {
    document.visits = (document.visits ?? []).filter((one) => one.uuid !== textIn(entry, "planned"));
  },
  record_signal: (document, entry) => {
    const sheet = entry.payload["sheet"] as { signs?: { domain: string; seen: string }[] } | undefined;
    const codes = (sheet?.signs ?? []).filter((sign) => sign.seen === "yes").map((sign) => sign.domain);
    happened(document, entry, { kind: "signal", detail: textIn(entry, "source"), codes, note: textIn(entry, "words") });
  },
  triage_signal: (document, entry) => {
    happened(document, entry, { kind: "triage", detail: textIn(entry, "decision"), uuid: textIn(entry, "signal") });
  },
  record_delivery: delivered,
  record_attendance: (document, entry) => {
    if (entry.person) merge((document.facts[entry.person] ??= {}), { c_abs_h: entry.payload["hours"] }, entry.on);
    happened(document, entry, { kind: entry.kind });
  },
  draft_referral: (document, entry) => {
    const what = { code: textIn(entry, "service"), detail: textIn(entry, "institution"), note: textIn(entry, "note") };
    happened(document, entry, { kind: "referral_draft", ...what });
  },
  send_referral: (document, entry) => {
    const what = { code: textIn(entry, "service"), detail: textIn(entry, "institution"), note: textIn(entry, "note") };
    const draft = textIn(entry, "draft");
    document.timeline = document.timeline.filter((one) => !(one.kind === "referral_draft" && one.uuid === draft));
    happened(document, entry, { kind: "referral", ...what, uuid: draft || entry.uuid });
  },
  record_unmet_need: (document, entry) => {
    happened(document, entry, { kind: "unmet", code: textIn(entry, "service"), detail: textIn(entry, "reason") });
  },
  withdraw_consent: (document, entry) => replied(document, entry, "consent_withdrawn"),
  record_referral_outcome: (document, entry) => replied(document, entry, textIn(entry, "outcome")),
};

function replied(document: HouseholdDoc, entry: Entry, detail: string): void {
  const uuid = textIn(entry, "referral");
  const sent = document.timeline.find((one) => one.uuid === uuid && one.kind === "referral");
  happened(document, entry, { kind: "reply", code: sent?.code ?? "", person: sent?.person ?? entry.person, detail, uuid });
}

/** From an act of this tablet on the household is in a state, as the process at the office will have it. */
function stands(document: HouseholdDoc, entry: Entry, state: string): void {
  document.stages = [{ state, since: entry.on }];
}

function subjectOf(entry: Entry): string {
  return entry.person ?? "household";
}

function interviewed(document: HouseholdDoc, entry: Entry): void {
  const answers = entry.payload["household"] as Record<string, unknown> | undefined;
  const members = entry.payload["members"] as { person: string; facts?: Record<string, unknown> }[] | undefined;
  merge((document.facts["household"] ??= {}), answers ?? {}, entry.on);
  for (const { person, facts } of members ?? []) merge((document.facts[person] ??= {}), facts ?? {}, entry.on);
  happened(document, entry, { kind: "interview", detail: textIn(entry, "round") });
}

/** As the register merges: an older day never overwrites, and "does not know" never overwrites an answer. */
function merge(facts: Facts, answers: Record<string, unknown>, on: string): void {
  for (const [code, value] of Object.entries(answers)) {
    if (value === null || value === undefined) continue;
    const known = Object.hasOwn(facts, code) ? facts[code] : undefined;
    const taken = known === undefined || (special(value) === special(known[0]) ? on >= known[1] : special(known[0]));
    if (taken) facts[code] = [value, on];
  }
}

function special(value: unknown): boolean {
  return value === "?dk" || value === "?refused";
}

function judged(document: HouseholdDoc, entry: Entry, verdict: Judged): void {
  const code = textIn(entry, "code");
  const subject = subjectOf(entry);
  const finding = document.findings.find((one) => one.code === code && one.subject === subject);
  if (finding) Object.assign(finding, { judged: verdict, unsent: entry.uuid });
  else if (verdict === "added") {
    const severity = entry.payload["severity"];
    const added = { subject, code, severity: typeof severity === "number" ? severity : MILDEST, since: entry.on };
    document.findings.push({ ...added, judged: verdict, unsent: entry.uuid });
  }
  const open = document.needs.find((one) => one.code === code && one.subject === subject && one.met_on === null);
  if (verdict === "rejected") document.needs = document.needs.filter((one) => one !== open);
  else if (!open) document.needs.push({ subject, code, agreed_on: entry.on, met_on: null, unsent: entry.uuid });
  happened(document, entry, { kind: "judgement", code, detail: verdict, note: textIn(entry, "reason") || textIn(entry, "note") });
}

function planned(document: HouseholdDoc, entry: Entry): void {
  const services = (entry.payload["services"] ?? []) as Agreed[];
  if (document.plan?.uuid !== entry.uuid) {
    document.plan = {
      uuid: entry.uuid, agreed_on: entry.on, unsent: entry.uuid,
      services: services.map((one, place) => ({
        uuid: `${entry.uuid}/${place}`, code: one.service, subject: one.person ?? "household", codes: [...(one.codes ?? [])],
        due_on: one.due_on, role: one.responsible, state: "planned", done_on: null, unsent: entry.uuid,
      })),
    };
  }
  happened(document, entry, { kind: "plan", detail: textIn(entry, "agreed_with") });
}

function delivered(document: HouseholdDoc, entry: Entry): void {
  const code = textIn(entry, "service");
  const person = typeof entry.payload["person"] === "string" ? entry.payload["person"] : entry.person;
  const outcome = textIn(entry, "outcome");
  const promised = document.plan?.services.find((one) => one.uuid === entry.payload["planned"])
    ?? document.plan?.services.find((one) => one.code === code && one.subject === (person ?? "household") && one.state === "planned");
  if (promised?.state === "planned" && outcome !== "not_done") {
    Object.assign(promised, { state: outcome, done_on: outcome === "done" ? entry.on : null, unsent: entry.uuid });
    document.deadlines = document.deadlines.filter((one) => one.code !== code || one.person !== person);
  }
  happened(document, entry, { kind: "delivery", code, person, detail: outcome, note: textIn(entry, "reason") });
}
