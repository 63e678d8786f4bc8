/** A parent who leaves: what is written down is added to what is known, on the tablet as at the office. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Entry } from "../records/entry.ts";
import { projected } from "../records/projected.ts";
import { COMMUNE, home, member, uuidOf } from "../records/records.trial.ts";
import { mistakesOf, payloadOf, written, type Said } from "./acts/departure.tsx";

const [MOTHER, AUNT] = [uuidOf(2, 1), uuidOf(2, 2)] as const;
const ON = "2026-06-01";

function family() {
  return { ...home(1, { members: [member(1, { is_head: true }), member(2, { relation: "sibling" })] }), unsent: [] };
}

function said(some: Partial<Said> = {}): Said {
  return { ...written(family(), ON), parent: MOTHER, leaves_on: "2026-07-20", told: "yes", ...some };
}

let sealed = 0;
function entry(one: Said): Entry {
  sealed += 1;
  const payload = payloadOf(one);
  return { uuid: uuidOf(9, sealed), kind: "announce_departure", version: 1, commune: COMMUNE, household: family().uuid, person: null, payload, on: one.on, at: `${one.on}T09:00:00Z`, rulebook: "" };
}

test("the court's day is added to the departure as it was written down", () => {
  const told = entry(said({ country: "Italia", carer: AUNT }));
  const first = projected(family(), [told])!;
  const later = { ...written(first, ON), delegated_on: "2026-07-10" };
  assert.deepEqual([later.parent, later.country, later.told, later.carer], [MOTHER, "Italia", "yes", AUNT]);
  const both = projected(family(), [told, entry(later)])!;
  assert.equal(both.departures?.length, 1);
  assert.deepEqual([both.departures?.[0]?.country, both.departures?.[0]?.delegated_on], ["Italia", "2026-07-10"]);
});

test("what was told once stays told, and another day is another departure", () => {
  const seen = projected(family(), [entry(said()), entry(said({ told: "no" })), entry(said({ leaves_on: "2026-09-01", told: "no" }))])!;
  assert.deepEqual(seen.departures?.map((one) => [one.leaves_on, one.notified]), [["2026-07-20", true], ["2026-09-01", false]]);
});

test("who leaves, when, and who said so must be told; a day of another century is a mistake", () => {
  const wrong = (some: Partial<Said>) => Object.entries(mistakesOf(family(), said(some))).filter(([, mistake]) => mistake).map(([name]) => name);
  assert.deepEqual(wrong({}), []);
  assert.deepEqual(wrong({ parent: "", told: "", leaves_on: "" }), ["parent", "told", "leaves_on"]);
  assert.deepEqual(wrong({ leaves_on: "0202-01-01", delegated_on: "2926-01-01" }), ["leaves_on", "delegated_on"]);
});
