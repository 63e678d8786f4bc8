/** Deadlines after an act: on the tablet as the register will have them; protocol/cases/deadlines.json holds both. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { addMonths, type Clock } from "./clocks.ts";
import type { Deadline, HouseholdDoc } from "./document.ts";
import type { Entry } from "./entry.ts";
import { projected } from "./projected.ts";
import { tried } from "./records.trial.ts";

interface Case { name: string; document: HouseholdDoc | null; entry: Entry; deadlines: Deadline[] }
const told = JSON.parse(readFileSync(new URL("../../../protocol/cases/deadlines.json", import.meta.url), "utf8")) as { clocks: Clock[]; cases: Case[] };

const key = (one: Deadline): string => `${one.code} ${one.person} ${one.starts_on}`;

/** As the cases tell deadlines: without what a tablet does not know of, in their order. */
function brief(deadlines: readonly Deadline[]): unknown[] {
  return [...deadlines].sort((one, other) => (key(one) < key(other) ? -1 : 1))
    .map(({ code, person, starts_on, due_on, urgency, why = [] }) => ({ code, person, starts_on, due_on, urgency, why: [...why].sort() }));
}

function after({ document, entry }: Case): Deadline[] {
  return projected(document, [entry], told.clocks)!.deadlines;
}

for (const one of told.cases) {
  test(`${one.name}: the tablet asks for what the register will ask for`, () => {
    assert.deepEqual(brief(after(one)), brief(one.deadlines));
  });
}

test("what is reckoned here says by which entry; what stood before does not", () => {
  for (const one of told.cases) {
    const stood = new Set((one.document?.deadlines ?? []).map(key));
    for (const deadline of after(one)) if (!stood.has(key(deadline))) assert.equal(deadline.unsent, one.entry.uuid, one.name);
  }
});

test("laid over a document that already holds it, an act changes no deadline", () => {
  for (const { name, document, entry, deadlines } of told.cases) {
    if (document === null || entry.kind === "enrol_household") continue;
    const held = { ...document, deadlines, timeline: [{ on: entry.on, kind: "visit", by: "Ana", uuid: entry.uuid }, ...document.timeline] };
    assert.deepEqual(brief(projected(held, [entry], told.clocks)!.deadlines), brief(deadlines), name);
  }
});

test("months end where they end", () => {
  assert.deepEqual([addMonths("2026-01-31", 1), addMonths("2028-01-31", 1), addMonths("2026-11-30", 3), addMonths("2026-12-15", 12)],
    ["2026-02-28", "2028-02-29", "2027-02-28", "2027-12-15"]);
});

test("the worklist follows an act at once, and again when the bundle brings other clocks", async () => {
  const { records } = await tried();
  const visit = told.cases.find((one) => one.name === "a monitoring visit")!;
  await records.changeHouseholds({ put: [visit.document!] });
  await records.setClocks(told.clocks);
  const due = (): string[] => records.worklist("2026-05-01").filter((one) => one.code === "monitoring").map((one) => `${one.due_on} ${one.reckoned ?? false}`);
  const before = due();
  const { kind, commune, household, payload, on } = visit.entry;
  await records.seal([{ kind, commune, household, payload, on }]);
  const reckoned = visit.deadlines.filter((one) => one.code === "monitoring").map((one) => `${one.due_on} true`);
  assert.deepEqual(due(), reckoned);
  await records.setClocks([]);
  assert.deepEqual(due(), before);
});
