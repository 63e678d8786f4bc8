/** What a worker sees at once of what they have just done, before the server has it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Entry } from "./entry.ts";
import { projected } from "./projected.ts";
import { COMMUNE, home, member, uuidOf } from "./records.trial.ts";

const [MOTHER, CHILD, NEWBORN] = [uuidOf(2, 1), uuidOf(2, 2), uuidOf(2, 3)] as const;
let born = 0;

function entry(kind: string, payload: Record<string, unknown>, changes: Partial<Entry> = {}): Entry {
  born += 1;
  return {
    uuid: uuidOf(3, born), kind, version: 1, commune: COMMUNE, household: uuidOf(1, 1), person: null, payload,
    on: "2026-06-01", at: "2026-06-01T09:00:00Z", rulebook: "", ...changes,
  };
}

function family() {
  return home(1, {
    members: [member(1, { surname: "Rusu", is_head: true, relation: "head" }), member(2, { surname: "Rusu", relation: "child" })],
    findings: [{ subject: CHILD, code: "ED03", severity: 3, since: "2026-05-01", judged: "" }],
    facts: { household: { h_water: [false, "2026-05-01"], h_heat: ["?dk", "2026-05-01"] } },
    plan: { uuid: uuidOf(4, 1), agreed_on: "2026-05-02", services: [
      { uuid: uuidOf(5, 1), code: "S05", subject: "household", codes: ["EC01"], due_on: "2026-06-10", role: "social_worker", state: "planned", done_on: null },
    ] },
    deadlines: [{ code: "S05", cause: "plan_agreed", person: null, starts_on: "2026-05-02", due_on: "2026-06-10", urgency: 2, article: "" }],
    timeline: [{ on: "2026-05-02", kind: "plan", by: "Ana", uuid: uuidOf(4, 1) }],
  });
}

test("a visit stands in the timeline on its day, marked unsent", () => {
  const visited = entry("record_visit", { kind: "home", note: "au lemne", purpose: "S01" });
  const seen = projected(family(), [visited])!;
  assert.deepEqual(seen.timeline.map((one) => [one.kind, one.detail, one.unsent]), [["visit", "home", visited.uuid], ["plan", undefined, undefined]]);
  assert.deepEqual(seen.unsent, [visited.uuid]);
});

test("laying an entry over a document that already holds it changes nothing, and the document given stays as it was", () => {
  const all = [
    entry("record_visit", { kind: "home" }), entry("enrol_person", { uuid: NEWBORN, surname: "Rusu", given_name: "Dan" }),
    entry("agree_need", { code: "ED03" }, { person: CHILD }), entry("open_case", {}), entry("agree_plan", { agreed_with: "mama", services: [{ service: "S07", due_on: "2026-07-01", responsible: "community_nurse" }] }),
    entry("record_delivery", { service: "S07", outcome: "done" }),
  ];
  const given = family();
  const before = structuredClone(given);
  const once = projected(given, all)!;
  assert.deepEqual(given, before);
  assert.deepEqual(projected(once, all), once);
});

test("births, arrivals, deaths and departures change who lives there", () => {
  const seen = projected(family(), [
    entry("record_birth", { uuid: NEWBORN, surname: "Rusu", given_name: "Dan", sex: "m", born: null }),
    entry("record_death", { died_on: "2026-05-31", new_head: CHILD }, { person: MOTHER }),
    entry("move_out", { to: "abroad" }, { person: CHILD }),
  ])!;
  const [mother, child, newborn] = seen.members;
  assert.deepEqual([mother?.until, mother?.died_on], ["2026-06-01", "2026-05-31"]);
  assert.deepEqual([child?.until, child?.is_head], ["2026-06-01", true]);
  assert.deepEqual([newborn?.born_on, newborn?.relation, newborn?.since], ["2026-06-01", "child", "2026-06-01"]);
});

test("whoever leaves without being the head takes the head's place from nobody", () => {
  const seen = projected(family(), [entry("move_out", { to: "abroad", new_head: MOTHER }, { person: CHILD })])!;
  const again = projected(seen, [entry("record_death", { new_head: CHILD }, { person: CHILD })])!;
  assert.deepEqual(again.members.map((one) => one.is_head), family().members.map((one) => one.is_head));
});

test("someone who moves in leaves the household they came from", () => {
  const moved = entry("move_in", { relation: "child", from_household: uuidOf(1, 1) }, { household: uuidOf(1, 2), person: CHILD });
  assert.equal(projected(family(), [moved])?.members[1]?.until, "2026-06-01");
  assert.equal(projected(home(2), [moved])?.members[0]?.uuid, CHILD);
});

test("a correction shows the new value, of a birth with its precision", () => {
  const seen = projected(family(), [
    entry("correct_person", { field: "born", base: null, value: "1990-03" }, { person: MOTHER }),
    entry("correct_person", { field: "surname", base: "Rusu", value: "Rusu-Pop" }, { person: MOTHER }),
    entry("correct_household", { field: "address", base: "", value: "Deal 4" }),
  ])!;
  assert.deepEqual([seen.members[0]?.born_on, seen.members[0]?.born_precision, seen.members[0]?.surname], ["1990-03-01", "month", "Rusu-Pop"]);
  assert.equal(seen.address, "Deal 4");
});

test("answers become what is known: newer over older, and an answer over “does not know”", () => {
  const interview = entry("record_interview", {
    questionnaire: "household", household: { h_water: true, h_heat: "wood", h_roof: null },
    members: [{ person: CHILD, facts: { c_enrolled: false } }],
  });
  const older = entry("record_interview", { questionnaire: "household", household: { h_water: false } }, { on: "2026-04-01" });
  const unknown = entry("record_interview", { questionnaire: "household", household: { h_water: "?dk" } });
  const seen = projected(family(), [interview, older, unknown])!;
  assert.deepEqual(seen.facts, {
    household: { h_water: [true, "2026-06-01"], h_heat: ["wood", "2026-06-01"] }, [CHILD]: { c_enrolled: [false, "2026-06-01"] },
  });
});

test("judgements show on the finding and as needs; a rejected one has none", () => {
  const agreed = projected(family(), [entry("agree_need", { code: "ED03" }, { person: CHILD })])!;
  assert.deepEqual([agreed.findings[0]?.judged, agreed.needs.length], ["agreed", 1]);
  const rejected = projected(agreed, [entry("reject_finding", { code: "ED03", reason: "e la școală" }, { person: CHILD })])!;
  assert.deepEqual([rejected.findings[0]?.judged, rejected.needs.length], ["rejected", 0]);
  const added = projected(family(), [entry("add_need", { code: "VI01", reason: "am văzut", severity: 4 }, { person: CHILD })])!;
  assert.deepEqual(added.findings[1]?.severity, 4);
  const met = projected(agreed, [entry("close_need", { code: "ED03", outcome: "met", reason: "merge" }, { person: CHILD })])!;
  assert.equal(met.needs[0]?.met_on, "2026-06-01");
});

test("a promised service that was given is done and asks for nothing more", () => {
  const seen = projected(family(), [entry("record_delivery", { service: "S05", outcome: "done" })])!;
  assert.deepEqual([seen.plan?.services[0]?.state, seen.plan?.services[0]?.done_on, seen.deadlines], ["done", "2026-06-01", []]);
});

test("a case opens and closes, a referral is answered", () => {
  const referral = entry("send_referral", { service: "S09", institution: "DGASPC" });
  const seen = projected(family(), [
    entry("open_case", {}), referral, entry("record_referral_outcome", { referral: referral.uuid, outcome: "helped" }),
    entry("close_case", { reason: "objectives_met" }),
  ])!;
  assert.equal(seen.case?.state, "closed");
  assert.deepEqual(seen.timeline.slice(0, 4).map((one) => one.kind), ["case_closed", "reply", "referral", "case_opened"]);
});

test("a signal stands in the timeline with what was seen, before its triage", () => {
  const sheet = { signs: [{ domain: "risk", seen: "yes" }, { domain: "health", seen: "no" }] };
  const told = entry("record_signal", { source: "observation", sheet, words: "plânge" });
  const seen = projected(family(), [told, entry("triage_signal", { signal: told.uuid, decision: "visit" })])!;
  assert.deepEqual(seen.timeline.slice(0, 2).map((one) => [one.kind, one.detail, one.codes, one.uuid]), [
    ["triage", "visit", undefined, told.uuid], ["signal", "observation", ["risk"], told.uuid],
  ]);
});

test("a kind of entry that this app does not know stands in the timeline by its name", () => {
  assert.equal(projected(family(), [entry("record_grant", {})])?.timeline[0]?.kind, "record_grant");
});

test("a draft becomes the referral it was written for, and every reply to it stands", () => {
  const draft = entry("draft_referral", { service: "S09", institution: "DGASPC" });
  const told = (outcome: string) => entry("record_referral_outcome", { referral: draft.uuid, outcome });
  const seen = projected(family(), [
    draft, entry("send_referral", { service: "S09", institution: "DGASPC", draft: draft.uuid }),
    told("acknowledged"), told("started"), entry("withdraw_consent", { referral: draft.uuid, by_whom: "mama" }),
  ])!;
  assert.deepEqual(seen.timeline.slice(0, 4).map((one) => [one.kind, one.detail, one.uuid]), [
    ["reply", "consent_withdrawn", draft.uuid], ["reply", "started", draft.uuid], ["reply", "acknowledged", draft.uuid],
    ["referral", "DGASPC", draft.uuid],
  ]);
  assert.ok(!seen.timeline.some((one) => one.kind === "referral_draft"));
});

test("a need that nobody meets stands in the history with why", () => {
  const seen = projected(family(), [entry("record_unmet_need", { service: "S09", reason: "no_provider" })])!;
  assert.deepEqual([seen.timeline[0]?.kind, seen.timeline[0]?.detail], ["unmet", "no_provider"]);
});
