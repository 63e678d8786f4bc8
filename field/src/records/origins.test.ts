/** Households that stand on the tablet before the server tells of them: parted from another, or back from where they went. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { BESIDE, type Beside } from "./beside.ts";
import type { Act } from "./entry.ts";
import { COMMUNE, home, member, tried, uuidOf, visit } from "./records.trial.ts";

const [MOTHER, AUNT, COUSIN] = [uuidOf(2, 1), uuidOf(2, 2), uuidOf(2, 3)] as const;
const [OLD, NEW, LEFT] = [uuidOf(1, 1), uuidOf(1, 2), uuidOf(1, 3)] as const;
const ON = "2026-06-01";

function family() {
  return home(1, {
    members: [
      member(1, { surname: "Rusu", given_name: "Ioana", is_head: true, relation: "head" }),
      member(2, { surname: "Rusu", given_name: "Elena", relation: "sibling" }),
      member(3, { surname: "Rusu", given_name: "Dan", relation: "other", born_on: "2018-01-01" }),
    ],
    facts: { household: { h_water: [false, ON] }, [COUSIN]: { c_enrolled: [false, ON] } },
    findings: [{ subject: COUSIN, code: "ED03", severity: 3, since: ON, judged: "" }, { subject: "household", code: "EC01", severity: 2, since: ON, judged: "" }],
    case: { uuid: uuidOf(4, 1), opened_on: "2026-03-01", state: "open" },
  });
}

function act(kind: string, household: string, payload: Record<string, unknown>, some: Partial<Act> = {}): Act {
  return { kind, commune: COMMUNE, household, payload, on: ON, ...some };
}

const GOES = [{ person: AUNT, relation: "other", is_head: true }, { person: COUSIN, relation: "child" }];

test("those who parted stand in a household of their own at once, and a visit to them can be written there", async () => {
  const { records } = await tried();
  await records.changeHouseholds({ put: [family()] });
  await records.seal([act("split_household", NEW, { from_household: OLD, goes: GOES, new_head: null, address: "Ulița Nouă 2" }), act("carry_case", NEW, { from_household: OLD })]);
  await records.seal([visit(NEW)]);
  const seen = await records.household(NEW);
  assert.deepEqual(seen?.members.map((one) => [one.given_name, one.is_head, one.relation, one.since]), [["Elena", true, "head", ON], ["Dan", false, "child", ON]]);
  assert.equal(seen?.address, "Ulița Nouă 2");
  assert.deepEqual(seen?.findings.map((one) => one.code), ["ED03"], "what was found of the dwelling stays behind");
  assert.deepEqual(Object.keys(seen?.facts ?? {}), [COUSIN]);
  assert.equal(seen?.case?.opened_on, "2026-03-01", "the case keeps its days");
  assert.ok(seen?.timeline.some((one) => one.kind === "visit"));
  assert.equal(records.summary(NEW)?.persons.length, 2);
  assert.deepEqual((await records.household(OLD))?.members.filter((one) => one.until === null).map((one) => one.uuid), [MOTHER]);
  assert.ok(records.search("Elena Rusu").some((one) => one.household === NEW));
});

test("a household of which nobody here knows where it comes from is not made up", async () => {
  const { records } = await tried();
  await records.seal([act("split_household", NEW, { from_household: OLD, goes: GOES })]);
  assert.equal(await records.household(NEW), null);
});

const BACK: Beside = {
  digest: "d", team: [], away: [],
  left: [{
    household: LEFT, commune: COMMUNE, village: null, address: "Ulița Veche 1", enrolled_on: "2025-01-10", left_on: "2026-02-01",
    members: [{ uuid: MOTHER, surname: "Țurcanu", given_name: "Vasilica", sex: "f", born_on: "1980-01-01", born_precision: "day", relation: "head", is_head: true }],
  }],
};

test("a family that left and is back is the same household, with who they are, before the server has heard of it", async () => {
  const { records } = await tried();
  await records.changeHouseholds({ put: [], meta: { [BESIDE]: BACK } });
  assert.equal(await records.household(LEFT), null);
  await records.seal([act("move_in", LEFT, { address: "Ulița Nouă 7", village: null })]);
  const seen = await records.household(LEFT);
  assert.deepEqual([seen?.ended_on, seen?.address, seen?.members[0]?.given_name], [null, "Ulița Nouă 7", "Vasilica"]);
  assert.equal(records.summary(LEFT)?.ended, false);
});

test("a child who is back has its name though no household here knew it", async () => {
  const { records } = await tried();
  const away = { ...BACK.left[0]!.members[0]!, uuid: uuidOf(2, 9), given_name: "Ilinca", household: OLD, commune: COMMUNE, left_on: "2026-01-01", placed: true };
  await records.changeHouseholds({ put: [family()], meta: { [BESIDE]: { ...BACK, away: [away] } } });
  await records.seal([act("return_child", OLD, { relation: "child", from_household: null }, { person: away.uuid })]);
  const child = (await records.household(OLD))?.members.find((one) => one.uuid === away.uuid);
  assert.deepEqual([child?.given_name, child?.relation, child?.until, child?.since], ["Ilinca", "child", null, ON]);
  assert.deepEqual((await records.household(OLD))?.facts[away.uuid]?.c_measure, ["none", ON]);
});

test("a child who lived with kin of this commune leaves them by coming home", async () => {
  const { records } = await tried();
  const kin = home(5, { members: [member(7, { given_name: "Bunica", is_head: true, relation: "head" }), member(8, { given_name: "Luca", relation: "foster" })] });
  await records.changeHouseholds({ put: [family(), kin] });
  await records.seal([act("return_child", OLD, { relation: "child", from_household: kin.uuid }, { person: uuidOf(2, 8) })]);
  assert.equal((await records.household(kin.uuid))?.members.find((one) => one.given_name === "Luca")?.until, ON);
  assert.equal((await records.household(OLD))?.members.find((one) => one.given_name === "Luca")?.until, null);
});
