import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { standing, STATES } from "./progress.ts";

const deadline = { code: "review", cause: "", person: null, starts_on: "2026-01-01", due_on: "2026-06-03", urgency: 1, article: "" };
const home = { stages: [{ state: "monitoring", since: "2026-03-03" }, { state: "review", since: "2026-06-03" }], deadlines: [deadline] };

test("the calendar turns the state on the tablet too, without a sync", () => {
  assert.equal(standing(home, "2026-06-02")?.state, "monitoring");
  const later = standing(home, "2026-06-03");
  assert.deepEqual([later?.state, later?.due_on, later?.place], ["review", "2026-06-03", null]);
});

test("what is done in the field leads to its screen, an end asks for nothing", () => {
  const at = (state: string) => standing({ stages: [{ state, since: "2026-01-01" }], deadlines: [] }, "2026-02-01");
  assert.equal(at("initial_assessment")?.place, "assess");
  assert.equal(at("emergency")?.place, "emergency");
  assert.equal(at("closed")?.asks, null);
  assert.ok(STATES.every((state) => at(state)?.state === state));
});

test("a household of a server that tells no states shows none", () => {
  assert.equal(standing({ deadlines: [] }, "2026-02-01"), null);
  assert.equal(standing({ stages: [{ state: "of_later", since: "2026-01-01" }], deadlines: [] }, "2026-02-01"), null);
});

interface Case { state: string; deadlines: [string, string][]; first: string; due_on: string | null }
const told = JSON.parse(readFileSync(new URL("../../../protocol/cases/marker.json", import.meta.url), "utf8")) as { cases: Case[] };

test("what comes first is what the office's way-marker puts first, by the same cases", () => {
  for (const { state, deadlines, first, due_on } of told.cases) {
    const open = deadlines.map(([code, day]) => ({ ...deadline, code, due_on: day }));
    const here = standing({ stages: [{ state, since: "2026-01-01" }], deadlines: open }, "2026-06-15");
    assert.deepEqual([here?.due_on, here?.asks === state || here?.asks === null ? "" : here?.asks], [due_on, first], state);
    assert.equal(first !== "", here?.place === "emergency", state);
  }
});
