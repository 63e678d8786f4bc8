import assert from "node:assert/strict";
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
