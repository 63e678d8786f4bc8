/** The day on a tablet is that of Romania and of the server, however its own clock runs. */

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { daysAfter, nowMoment, setClockOff, today } from "./clock.ts";

/** The tablet believes in another moment; the server's is the one given. */
function serverSays(moment: string): void {
  setClockOff((Date.now() - Date.parse(moment)) / 1_000);
}

afterEach(() => setClockOff(0));

test("a tablet years off, forwards or backwards, works on the server's day", () => {
  for (const moment of ["2023-11-30T10:00:00Z", "2029-11-30T10:00:00Z"]) {
    serverSays(moment);
    assert.equal(today(), moment.slice(0, 10));
    assert.ok(Math.abs(Date.parse(nowMoment()) - Date.parse(moment)) < 5_000);
  }
});

test("the nights in which an hour is missing or comes twice begin and end at Romania's midnight", () => {
  const nights: [string, string][] = [
    ["2026-03-28T21:59:00Z", "2026-03-28"], ["2026-03-28T22:01:00Z", "2026-03-29"], ["2026-03-29T20:59:00Z", "2026-03-29"],
    ["2026-03-29T21:01:00Z", "2026-03-30"], ["2026-10-24T21:01:00Z", "2026-10-25"], ["2026-10-25T00:30:00Z", "2026-10-25"],
    ["2026-10-25T01:30:00Z", "2026-10-25"], ["2026-10-25T21:59:00Z", "2026-10-25"], ["2026-10-25T22:01:00Z", "2026-10-26"],
  ];
  for (const [moment, day] of nights) {
    serverSays(moment);
    assert.equal(today(), day, moment);
  }
  assert.deepEqual([daysAfter("2026-03-28", 2), daysAfter("2026-10-24", 2), daysAfter("2028-02-28", 1)], ["2026-03-30", "2026-10-26", "2028-02-29"]);
});
