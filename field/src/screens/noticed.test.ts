/** An observation sheet carries its hours; what was told carries its day and hour. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { hourAt, momentAt, signalled, wrongOf, type Noticed } from "./noticed.ts";

const HOME = "5a000000-0000-4000-8000-0000000000aa";
const NOW = "2026-06-01T09:30:00.000Z";
const WHEN = { commune: 24801, started: "2026-06-01T09:00:00.000Z", now: NOW, today: "2026-06-01" };
const said = (some: Partial<Noticed> = {}): Noticed => ({
  source: "observation", about: "", told_by: "", words: "", persons: [], on: "2026-06-01", hour: "12:00",
  signs: { risk: { seen: "yes", words: " strigăte " } }, ...some,
});

test("a sheet begins when it was opened and ends when it is sealed", () => {
  const act = signalled(said({ persons: ["a"], told_by: " vecina " }), { ...WHEN, household: HOME });
  assert.deepEqual([act.kind, act.household, act.on], ["record_signal", HOME, "2026-06-01"]);
  assert.deepEqual(act.payload, {
    source: "observation", noticed_at: NOW, told_by: "vecina", persons: ["a"], words: "", about: "",
    sheet: { started_at: WHEN.started, ended_at: NOW, signs: [{ domain: "risk", seen: "yes", words: "strigăte" }] },
  });
});

test("a clock set back meanwhile never ends a sheet before it begins", () => {
  const { payload } = signalled(said(), { ...WHEN, household: HOME, started: "2026-06-01T10:00:00.000Z" });
  assert.equal((payload["sheet"] as { started_at: string }).started_at, NOW);
});

test("what was told about a family not in the register says which, when, and has no sheet", () => {
  const act = signalled(said({ source: "report", about: "la moară", persons: ["a"], hour: "11:15" }), { ...WHEN, household: null });
  assert.equal(act.household, null);
  assert.deepEqual(act.payload, {
    source: "report", noticed_at: "2026-06-01T08:15:00.000Z", told_by: "", persons: [], words: "", about: "la moară",
  });
});

test("what is missing or has not come yet is said", () => {
  const wrong = (some: Partial<Noticed>, known = true) => wrongOf(said(some), { known, now: NOW });
  assert.deepEqual(wrong({}), []);
  assert.deepEqual(wrong({ signs: {} }), ["signs"]);
  assert.deepEqual(wrong({}, false), ["about"]);
  assert.deepEqual(wrong({ source: "report", signs: {} }), []);
  assert.deepEqual(wrong({ source: "report", on: "", hour: "" }), ["on", "hour"]);
  assert.deepEqual(wrong({ source: "report", hour: "12:31" }), ["hour"]);
});

test("an hour is one of Romania, in summer and winter", () => {
  assert.deepEqual([momentAt("2026-06-01", "12:00"), momentAt("2026-01-05", "12:00")], ["2026-06-01T09:00:00.000Z", "2026-01-05T10:00:00.000Z"]);
  assert.equal(hourAt(NOW), "12:30");
});
