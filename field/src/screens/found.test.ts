import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding as Judgement, Result } from "../method/book.ts";
import type { HouseholdSeen } from "../records/document.ts";
import { findingsOf, questionsOf } from "./found.ts";

const CHILD = "11111111-1111-4111-8111-111111111111";
const all = () => true;

function home(some: Partial<HouseholdSeen> = {}): HouseholdSeen {
  return {
    uuid: "h", commune: 1, village: null, address: "", enrolled_on: "2026-01-01", ended_on: null, number: 1, members: [], facts: {}, level: "high",
    findings: [{ subject: CHILD, code: "ED03", severity: 3, since: "2026-02-01", judged: "" }],
    needs: [], case: null, plan: null, deadlines: [], timeline: [], to_settle: 0, unsent: [], ...some,
  };
}

function judgement(code: string, state: Judgement["state"], ask: string[] = []): Judgement {
  return { code, state, severity: state === "present" ? 2 : null, reasons: state === "present" ? { c_enrolled: false } : {}, ask };
}

function result(child: Judgement[]): Result {
  const none = { findings: [], level: "none" as const, max_severity: 0, services: [] };
  return {
    rulebook: "r", on: "2026-03-01", household: { id: "h", kind: "household", ...none },
    subjects: [{ id: CHILD, kind: "child", ...none, findings: child }],
  };
}

test("what the register holds stands, with the method's reasons, while nothing new was answered here", () => {
  const found = findingsOf(home(), result([judgement("ED03", "absent"), judgement("SA01", "present")]), all);
  assert.deepEqual(found.map((one) => [one.code, one.unsent]), [["ED03", false]]);
  assert.deepEqual(findingsOf(home(), result([judgement("ED03", "present")]), all)[0]?.reasons, { c_enrolled: false });
});

test("an unsent interview adds what it found, marked, and takes away what it says is no more", () => {
  const found = findingsOf(home({ unsent: ["e"] }), result([judgement("ED03", "absent"), judgement("SA01", "present")]), all);
  assert.deepEqual(found.map((one) => [one.code, one.unsent]), [["SA01", true]]);
});

test("nothing is found of which the role may not know", () => {
  assert.deepEqual(findingsOf(home({ unsent: ["e"], findings: [] }), result([judgement("VI01", "present")]), () => false), []);
});

test("what was just agreed about a finding not yet in the register is remembered", () => {
  const said = { on: "2026-03-01", kind: "judgement", by: "", code: "SA01", detail: "agreed", person: CHILD, unsent: "e" };
  const found = findingsOf(home({ unsent: ["e"], findings: [], timeline: [said] }), result([judgement("SA01", "present")]), all);
  assert.equal(found[0]?.judged, "agreed");
});

test("each missing answer is asked once of each person, those that decide most first, others' questions never", () => {
  const asks = questionsOf(result([judgement("ED03", "unknown", ["c_enrolled", "c_chronic"]), judgement("ED04", "unknown", ["c_enrolled"])]), all, (fact) => fact !== "c_chronic");
  assert.deepEqual(asks, [{ subject: CHILD, fact: "c_enrolled", about: ["ED03", "ED04"] }]);
});
