/** The team's week as the tablet tells it: whose visits, made or missed, who could go together, which messages wait. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { HouseholdDoc, PlannedVisit, TeamMessage } from "./document.ts";
import type { Entry } from "./entry.ts";
import { projected } from "./projected.ts";
import { COMMUNE, home, member, uuidOf } from "./records.trial.ts";
import { summaryOf } from "./summaries.ts";
import { dayOffered, daysOf, mondayOf, plannedOf, togetherIn, unreadOf } from "./week.ts";

const [ANA, NINA] = [uuidOf(7, 1), uuidOf(7, 2)] as const;
const SELF = { uuid: ANA, name: "Ana", roles: ["social_worker"] };
const WEEK = { since: "2026-06-01", until: "2026-06-08", on: "2026-06-03" };

function visit(number: number, some: Partial<PlannedVisit> = {}): PlannedVisit {
  return { uuid: uuidOf(8, number), day: "2026-06-04", goers: [ANA], names: ["Ana"], code: "", note: "", ...some };
}

function family(some: Partial<HouseholdDoc> = {}): HouseholdDoc {
  return home(1, { members: [member(1, { is_head: true, relation: "head" })], ...some });
}

function message(number: number, some: Partial<TeamMessage> = {}): TeamMessage {
  return { uuid: uuidOf(6, number), at: "2026-06-02T09:00:00Z", by: NINA, by_name: "Nina", text: "Câinele este legat.", note_for: "team", read_by: [], read_names: [], ...some };
}

let sealed = 0;
function entry(kind: string, payload: Record<string, unknown>): Entry {
  sealed += 1;
  return { uuid: uuidOf(9, sealed), kind, version: 1, commune: COMMUNE, household: uuidOf(1, 1), person: null, payload, on: "2026-06-03", at: "2026-06-03T09:00:00Z", rulebook: "" };
}

const states = (document: HouseholdDoc, all = false) => plannedOf([summaryOf(document)], SELF, { ...WEEK, all }).map((one) => one.state);

test("a worker's week holds the visits in which the worker goes; the team's holds all", () => {
  const document = family({ visits: [visit(1), visit(2, { goers: [NINA], names: ["Nina"] }), visit(3, { day: "2026-06-09" })] });
  assert.equal(states(document).length, 1);
  assert.equal(states(document, true).length, 2);
  assert.deepEqual(states({ ...document, ended_on: "2026-06-02" }), []);
});

test("a planned visit is made when one of those who go visited that day, and missed when its day is over", () => {
  const on = (by: string, day = "2026-06-02") => family({ visits: [visit(1, { day: "2026-06-02" })], timeline: [{ on: day, kind: "visit", by }] });
  assert.deepEqual(states(on("Ana")), ["made"]);
  assert.deepEqual(states(on("")), ["made"], "by this tablet's own worker");
  assert.deepEqual(states(on("Nina")), ["missed"]);
  assert.deepEqual(states(on("Ana", "2026-06-01")), ["missed"]);
  assert.deepEqual(states(family({ visits: [visit(1, { day: WEEK.on })] })), ["planned"]);
});

test("a visit planned offline stands in the own week at once, and is called off as quickly", () => {
  const planned = entry("plan_visit", { day: "2026-06-05", companions: [NINA], note: "la pod" });
  const seen = projected(family(), [planned])!;
  assert.deepEqual(seen.visits, [{ uuid: planned.uuid, day: "2026-06-05", goers: ["", NINA], names: [], code: "", note: "la pod", unsent: planned.uuid }]);
  assert.deepEqual(states(seen), ["planned"]);
  assert.deepEqual(projected(seen, [planned])!.visits, seen.visits, "laying it twice changes nothing");
  assert.deepEqual(projected(family(), [planned, entry("cancel_planned_visit", { planned: planned.uuid })])!.visits, []);
});

test("two professions with something due by Sunday could go together, unless two are going already", () => {
  const services = [
    { uuid: uuidOf(5, 1), code: "S05", subject: "household", codes: [], due_on: "2026-06-05", role: "social_worker", state: "planned", done_on: null },
    { uuid: uuidOf(5, 2), code: "S06", subject: "household", codes: [], due_on: "2026-06-06", role: "community_nurse", state: "planned", done_on: null },
  ];
  const plan = { uuid: uuidOf(4, 1), agreed_on: "2026-05-02", services };
  const found = (document: HouseholdDoc, team = ["social_worker", "community_nurse"]) => togetherIn([summaryOf(document)], SELF, WEEK, () => team);
  assert.deepEqual(found(family({ plan })).map(({ due_on, mine, other_role, theirs }) => ({ due_on, mine, other_role, theirs })), [
    { due_on: "2026-06-05", mine: ["S05"], other_role: "community_nurse", theirs: ["S06"] },
  ]);
  const hidden = { ...plan, services: services.slice(0, 1), others: [{ role: "community_nurse", due_on: "2026-06-02" }] };
  assert.deepEqual(found(family({ plan: hidden })).map((one) => one.theirs), [[]], "that the nurse has something due is told, not what");
  assert.deepEqual(found(family({ plan }), ["social_worker"]), [], "nobody of that profession works here");
  assert.deepEqual(found(family({ plan: { ...plan, services: services.map((one) => ({ ...one, due_on: "2026-06-08" })) } })), [], "not this week");
  assert.deepEqual(found(family({ plan, visits: [visit(1, { goers: [NINA, ANA] })] })), [], "two are going already");
  assert.equal(found(family({ plan, visits: [visit(1)] })).length, 1, "one alone goes");
});

test("the day offered is the one on which it is due, today when that has passed, and no weekend where a Friday is left", () => {
  assert.equal(dayOffered("2026-06-04", "2026-06-03"), "2026-06-04");
  assert.equal(dayOffered("2026-05-20", "2026-06-03"), "2026-06-03");
  assert.equal(dayOffered("2026-06-07", "2026-06-03"), "2026-06-05");
  assert.equal(dayOffered("2026-06-07", "2026-06-06"), "2026-06-07");
  assert.equal(mondayOf("2026-06-07"), "2026-06-01");
  assert.deepEqual(daysOf("2026-06-29").slice(-1), ["2026-07-05"]);
});

test("a message waits for each of the team but its author, until it is read or three months old", () => {
  const now = "2026-06-03T12:00:00Z";
  const unread = (some: Partial<HouseholdDoc>, worker: string = ANA) => unreadOf(summaryOf(family(some)), worker, now);
  const open = (team: string[]) => ({ uuid: uuidOf(3, 1), opened_on: "2026-05-01", state: "open", team });
  assert.equal(unread({ messages: [message(1)] }), 1);
  assert.equal(unread({ messages: [message(1)] }, NINA), 0);
  assert.equal(unread({ messages: [message(1, { read_by: [ANA] })] }), 0);
  assert.equal(unread({ messages: [message(1, { at: "2026-03-01T09:00:00Z" })] }), 0);
  assert.equal(unread({ messages: [message(1)], case: open([NINA]) }), 0, "a team was named, and she is not of it");
  assert.equal(unread({ messages: [message(1)], case: open([NINA, ANA]) }), 1);
  assert.equal(unread({ messages: [message(1)], case: open([]) }), 1, "nobody was named: all are the team");
});

test("what is written and read offline shows at once", () => {
  const before = family({ messages: [message(1)] });
  const seen = projected(before, [entry("read_messages", { messages: [uuidOf(6, 1)] }), entry("write_message", { text: "Vin mâine.", note_for: "team" })])!;
  assert.deepEqual(seen.messages?.map((one) => [one.text, one.read_here ?? false, one.by]), [["Vin mâine.", false, ""], ["Câinele este legat.", true, NINA]]);
  assert.equal(unreadOf(summaryOf(seen), ANA, "2026-06-03T12:00:00Z"), 0);
  assert.deepEqual(before.messages?.[0]?.read_here, undefined, "the document given is never changed");
});
