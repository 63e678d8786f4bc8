/** Where to go next on a tablet: what is kept of what was told, and what the tablet's own acts change in it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { EntryState, KeptEntry } from "./entry.ts";
import { COMMUNE, uuidOf } from "./records.trial.ts";
import { outcomeActs, renewed, waits, walksSeen, type Stop, type Walk, type Walks } from "./walks.ts";

const TOLD = "2026-05-02T08:00:00Z";

function stop(number: number, more: Partial<Stop> = {}): Stop {
  return { dwelling: uuidOf(7, number), households: [], address: `nr. ${number}`, outcome: "", on: null, children: null, note: "", ...more };
}

function walk(digest: string, ...stops: Stop[]): Walk {
  return { commune: COMMUNE, village: null, digest, stops };
}

function kept(...stops: Stop[]): Walks {
  return { told_at: TOLD, walks: [walk("a", ...stops)] };
}

function entry(payload: Record<string, unknown>, more: { kind?: string; household?: string | null; state?: EntryState; received_at?: string } = {}): KeptEntry {
  const { kind = "record_outcome", household = null, state = "waiting", received_at } = more;
  const receipt = received_at ? { outcome: "received" as const, number: 1, digest: "", reason: null, reason_code: null, received_at } : null;
  return { entry: { uuid: uuidOf(9, 1), kind, version: 1, commune: COMMUNE, household, person: null, payload, on: "2026-05-02", at: TOLD, rulebook: "" }, state, receipt, place: 1 };
}

function left(walks: Walks, ...entries: KeptEntry[]): string[] {
  return walksSeen(walks, entries).flatMap((one) => one.stops).filter(waits).map((one) => one.stop.address);
}

test("a village that the tablet has is kept by its digest, and one no longer told is forgotten", () => {
  const first = renewed(null, [walk("a", stop(1)), walk("b", stop(2))], TOLD);
  const next = renewed(first, [{ ...walk("b"), stops: null }, walk("c", stop(3))], "later");
  assert.deepEqual(next?.walks.map((one) => [one.digest, one.stops.map((each) => each.address)]), [["b", ["nr. 2"]], ["c", ["nr. 3"]]]);
  assert.equal(renewed(next, [{ ...walk("b"), stops: null }, { ...walk("c"), stops: null }], "later still"), null);
  assert.deepEqual(renewed(null, [{ ...walk("lost"), stops: null }], TOLD)?.walks, []);
});

test("a dwelling leaves the walk at once, and one where nobody was at home stays on it", () => {
  const walks = kept(stop(1), stop(2), stop(3));
  const said = [entry({ dwelling: uuidOf(7, 1), outcome: "empty" }), entry({ dwelling: uuidOf(7, 2), outcome: "away", note: "seara" })];
  assert.deepEqual(left(walks, ...said), ["nr. 2", "nr. 3"]);
  assert.deepEqual(walksSeen(walks, said)[0]?.stops[1]?.said, { outcome: "away", children: null, note: "seara", on: "2026-05-02" });
});

test("the later word counts: a mistake is mended by saying it again", () => {
  assert.deepEqual(left(kept(stop(1)), entry({ dwelling: uuidOf(7, 1), outcome: "away" }), entry({ dwelling: uuidOf(7, 1), outcome: "empty" })), ["nr. 1"]);
});

test("what the server knew when it told the walk is not laid over it, nor what the register refused", () => {
  const said = { dwelling: uuidOf(7, 1), outcome: "visited" };
  const states: [EntryState, string | undefined, boolean][] = [
    ["waiting", undefined, true], ["sent", undefined, true], ["received", "2026-05-02T08:00:01Z", true], ["to_settle", "2026-05-02T08:00:01Z", true],
    ["received", "2026-05-02T07:59:59Z", false], ["refused", undefined, false],
  ];
  for (const [state, received_at, gone] of states) assert.equal(left(kept(stop(1)), entry(said, { state, ...(received_at ? { received_at } : {}) })).length === 0, gone, state);
});

test("a family that was asked on this tablet is visited; of two in one house the other still waits", () => {
  const [one, two] = [uuidOf(1, 1), uuidOf(1, 2)];
  const asked = (household: string) => entry({}, { kind: "record_interview", household });
  assert.deepEqual(left(kept(stop(1, { households: [one] }), stop(2, { dwelling: null, households: [one, two] })), asked(one)), ["nr. 2"]);
  assert.deepEqual(left(kept(stop(2, { dwelling: null, households: [one, two] })), asked(one), asked(two)), []);
});

test("of a listed dwelling it is said of the dwelling, of an address nobody listed of each family there", () => {
  const came = { outcome: "away", children: 2, note: " seara " } as const;
  assert.deepEqual(outcomeActs(COMMUNE, stop(1, { households: [uuidOf(1, 1)] }), came, "2026-05-02"), [{
    kind: "record_outcome", commune: COMMUNE, household: null, person: null, on: "2026-05-02",
    payload: { dwelling: uuidOf(7, 1), outcome: "away", children: 2, note: "seara" },
  }]);
  const acts = outcomeActs(COMMUNE, stop(1, { dwelling: null, households: [uuidOf(1, 1), uuidOf(1, 2)] }), came, "2026-05-02");
  assert.deepEqual(acts.map((act) => [act.household, act.payload["dwelling"]]), [[uuidOf(1, 1), null], [uuidOf(1, 2), null]]);
});
