import assert from "node:assert/strict";
import { test } from "node:test";
import type { Asked } from "../records/records.ts";
import { daysAfter, today } from "./clock.ts";
import { byHousehold, whenInWords } from "./tasks.tsx";

function asked(household: string, code: string): Asked {
  return { household, code, person: null, due_on: "2026-01-01", urgency: 1, article: "", commune: 1, address: "", who: null, days_late: 1, unsent: 0 };
}

test("a house stands where its first thing to do stood, with all that is to be done there", () => {
  const houses = byHousehold([asked("b", "one"), asked("a", "two"), asked("b", "three")]);
  assert.deepEqual(houses.map((tasks) => tasks.map((one) => one.code)), [["one", "three"], ["two"]]);
});

test("lateness is said in days, and in months when nobody counts the days any more", () => {
  const late = (days_late: number) => whenInWords({ days_late, due_on: daysAfter(today(), -days_late) });
  assert.deepEqual([1, 21, 59, 60, 700].map(late), [
    "întârziat o zi", "întârziat 21 de zile", "întârziat 59 de zile", "întârziat peste 2 luni", "întârziat peste 23 de luni",
  ]);
  assert.deepEqual(whenInWords({ days_late: 0, due_on: today() }), "astăzi");
});
