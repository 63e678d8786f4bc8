/** A family that left and is back: which are offered, when it cannot be, and what is sealed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Left } from "../records/beside.ts";
import { COMMUNE, home, member, uuidOf } from "../records/records.trial.ts";
import { summaryOf } from "../records/summaries.ts";
import { goneFrom, returnEntry, returnMistakes } from "./returning.tsx";

const PERSON = { uuid: uuidOf(2, 1), surname: "Rusu", given_name: "Ana", sex: "f", born_on: null, born_precision: "unknown", relation: "head", is_head: true } as const;

function left(number: number, left_on: string): Left {
  return { household: uuidOf(1, number), commune: COMMUNE, village: null, address: "", enrolled_on: "2025-01-01", left_on, members: [PERSON] };
}

test("those that left stand the latest first, with those whose leaving is not sent yet; who is back is not offered", () => {
  const fresh = summaryOf(home(3, { ended_on: "2026-05-01", members: [member(5, { is_head: true })] }));
  const back = summaryOf(home(2, { members: [member(6)] }));
  const gone = goneFrom({ left: [left(1, "2026-02-01"), left(2, "2026-03-01")] }, [fresh, back]);
  assert.deepEqual(gone.map((one) => [one.household, one.left_on]), [[uuidOf(1, 3), "2026-05-01"], [uuidOf(1, 1), "2026-02-01"]]);
  assert.deepEqual(goneFrom(null, []), []);
});

test("nobody is back before they left, nor tomorrow", () => {
  const [gone] = goneFrom({ left: [left(1, "2026-02-01")] }, []);
  const wrong = (on: string) => returnMistakes(gone!, { on, village: "", address: "" }, "2026-06-01").on !== undefined;
  assert.deepEqual(["2026-01-31", "2026-02-01", "2026-06-01", "2026-06-02", ""].map(wrong), [true, false, false, true, true]);
});

test("the household moves in again as the same one, where it lives now", () => {
  const [gone] = goneFrom({ left: [left(1, "2026-02-01")] }, []);
  assert.deepEqual(returnEntry(gone!, { on: "2026-06-01", village: "21124", address: " Ulița Nouă 7 " }), {
    kind: "move_in", commune: COMMUNE, household: uuidOf(1, 1), person: null, payload: { address: "Ulița Nouă 7", village: 21124 }, on: "2026-06-01",
  });
});
