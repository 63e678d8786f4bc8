import assert from "node:assert/strict";
import { test } from "node:test";
import type { HouseholdSeen } from "../records/document.ts";
import { servicesAgreed, settledAnew, type Line } from "./offers.ts";
import { pathOf } from "./signature.ts";

const line = (some: Partial<Line>): Line => ({
  key: "k", service: "S05", codes: ["ED03"], persons: [], due_on: "2026-04-01", role: "social_worker", chosen: true, running: false, ...some,
});

test("a service for two children stands once for each, and never twice for the same", () => {
  const agreed = servicesAgreed([line({ persons: ["a", "b"] }), line({ persons: ["b"], running: true }), line({ service: "S06", chosen: false })]);
  assert.deepEqual(agreed.map((one) => [one.service, one.person]), [["S05", "a"], ["S05", "b"]]);
  assert.deepEqual(servicesAgreed([line({})])[0], { service: "S05", codes: ["ED03"], due_on: "2026-04-01", responsible: "social_worker" });
});

test("a signature is what the register takes: M, L and whole numbers within 600 x 200", () => {
  const path = pathOf([[[10.4, 20.2], [10.9, 20.9], [700, -5]], [[5, 5]], []]);
  assert.equal(path, "M10 20 L600 0 M5 5 L6 5");
  assert.match(path, /^[MLQ0-9 .,]*$/);
});

test("a signature as long as an epic is cut at a stroke", () => {
  const stroke = Array.from({ length: 2000 }, (_, n) => [(n * 7) % 600, (n * 13) % 200] as const);
  const path = pathOf([stroke, stroke, stroke]);
  assert.ok(path.length <= 20_000 && path.startsWith("M"));
});

test("a new plan says which promises its author saw; a plan not yet sent is named whole", () => {
  const service = { code: "W12", subject: "household", codes: [], due_on: "2026-07-01", role: "social_worker", done_on: null };
  const home = (plan: object) => ({ plan }) as unknown as HouseholdSeen;
  const sent = { uuid: "p", agreed_on: "2026-06-01", services: [
    { ...service, uuid: "one", state: "planned" }, { ...service, uuid: "two", state: "done" },
  ] };
  assert.deepEqual(settledAnew(home(sent)), ["one"]);
  const waiting = { uuid: "entry", agreed_on: "2026-06-01", unsent: "entry", services: [{ ...service, uuid: "entry/0", state: "planned", unsent: "entry" }] };
  assert.deepEqual(settledAnew(home(waiting)), ["entry"]);
});
