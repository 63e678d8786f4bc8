import assert from "node:assert/strict";
import { test } from "node:test";
import { projected } from "../records/projected.ts";
import { home, member, uuidOf } from "../records/records.trial.ts";
import { attendanceActs, hoursOf, pupils, toldLast } from "./attendance.ts";
import { today } from "./clock.ts";

const bornAgo = (years: number) => `${Number(today().slice(0, 4)) - years - 1}-01-01`;
const [PUPIL, LITTLE, OUT] = [uuidOf(2, 1), uuidOf(2, 2), uuidOf(2, 3)] as const;

function family() {
  const members = [member(1, { born_on: bornAgo(9) }), member(2, { born_on: bornAgo(3) }), member(3, { born_on: bornAgo(12) })];
  return { ...home(1, { members, facts: { [OUT]: { c_enrolled: [false, "2026-01-01"] } } }), unsent: [] };
}

test("the hours are asked of children of school age who are enrolled, and only by who sees school", () => {
  assert.deepEqual(pupils(family(), ["general", "education"], today()).map((one) => one.uuid), [PUPIL]);
  assert.deepEqual(pupils(family(), ["general"], today()), []);
});

test("what is told of a child is an entry of its own and is shown at once; what is not typed tells nothing", () => {
  const acts = attendanceActs(family(), new Map([[PUPIL, " 12 "], [LITTLE, ""]]), "2026-06-01");
  assert.deepEqual(acts.map((act) => [act.kind, act.person, act.payload]), [["record_attendance", PUPIL, { hours: 12 }]]);
  const entry = { uuid: uuidOf(9, 1), version: 1, at: "2026-06-01T09:00:00Z", rulebook: "", person: null, ...acts[0]! };
  assert.deepEqual(toldLast(projected(family(), [entry])!, PUPIL), { hours: 12, on: "2026-06-01" });
  assert.deepEqual([hoursOf("0"), hoursOf(""), hoursOf("1001"), hoursOf("1,5")], [0, null, undefined, undefined]);
});
