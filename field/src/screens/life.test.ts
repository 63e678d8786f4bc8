/** What a life event becomes: the entry of the form, its mistakes, and how it is laid over the household at once. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Act, Entry } from "../records/entry.ts";
import { projected } from "../records/projected.ts";
import type { LikelyDuplicate } from "../records/records.ts";
import { home, member, tried, uuidOf } from "../records/records.trial.ts";
import { summaryOf } from "../records/summaries.ts";
import { EMPTY, entryOf, mistakesOf, type Said } from "./acts/life.tsx";

const [MOTHER, CHILD, GRANDMOTHER] = [uuidOf(2, 1), uuidOf(2, 2), uuidOf(2, 3)] as const;
const ON = "2026-06-01";

function family() {
  return { ...home(1, { members: [member(1, { is_head: true, relation: "head" }), member(2, { relation: "child" })] }), unsent: [] };
}

function neighbours() {
  return home(2, { members: [member(3, { surname: "Rusu", given_name: "Ioana", is_head: true, relation: "head" })] });
}

function said(some: Partial<Said>): Said {
  return { ...EMPTY, on: ON, ...some };
}

function known(gone = false): LikelyDuplicate {
  const person = { ...summaryOf(neighbours()).persons[0]!, gone };
  return { household: uuidOf(1, 2), person, address: "", weight: 9, likely: 0.9, same_birth: true };
}

function entry(act: Act): Entry {
  return { uuid: uuidOf(9, 1), version: 1, at: `${ON}T09:00:00Z`, rulebook: "", person: null, ...act };
}

test("another head is named, and what the former one is to the new one", () => {
  const act = entryOf(family(), said({ event: "head", person: CHILD, relation: "parent" }), []);
  assert.deepEqual([act.kind, act.person, act.payload], ["name_head", CHILD, { relations: { [MOTHER]: "parent" } }]);
  const members = projected(family(), [entry(act)])!.members;
  assert.deepEqual(members.map((one) => [one.is_head, one.relation]), [[false, "parent"], [true, "head"]]);
  assert.ok(mistakesOf(family(), said({ event: "head" }), []).person);
});

test("who joins and is in the register leaves where they lived, and is not written down twice", () => {
  const joined = said({ event: "joined", surname: "Rusu", given_name: "Ioana", relation: "grandparent" });
  assert.ok(mistakesOf(family(), joined, [known()]).known, "it must be said");
  assert.equal(mistakesOf(family(), { ...joined, known: "new" }, [known()]).known, undefined);
  assert.equal(mistakesOf(family(), joined, []).known, undefined);
  const act = entryOf(family(), { ...joined, known: GRANDMOTHER }, [known()]);
  assert.deepEqual([act.kind, act.person, act.payload],
    ["move_in", GRANDMOTHER, { relation: "grandparent", from_household: uuidOf(1, 2) }]);
  assert.equal(entryOf(family(), { ...joined, known: "new" }, [known()]).kind, "enrol_person");
});

test("who had left their household already leaves none", () => {
  const act = entryOf(family(), said({ event: "joined", given_name: "Ioana", known: GRANDMOTHER }), [known(true)]);
  assert.deepEqual(act.payload, { relation: "child" });
});

test("who moved in is shown by name before the server has it, in the household and in the index", async () => {
  const tablet = await tried();
  await tablet.records.changeHouseholds({ put: [family(), neighbours()] });
  const joined = said({ event: "joined", given_name: "Ioana", known: GRANDMOTHER, relation: "grandparent" });
  await tablet.records.seal([entryOf(family(), joined, [known()])]);
  const seen = (await tablet.records.household(uuidOf(1, 1)))!.members.find((one) => one.uuid === GRANDMOTHER);
  assert.deepEqual([seen?.given_name, seen?.surname, seen?.relation], ["Ioana", "Rusu", "grandparent"]);
  assert.equal(tablet.records.summary(uuidOf(1, 1))!.persons.find((one) => one.uuid === GRANDMOTHER)?.given_name, "Ioana");
  assert.equal((await tablet.records.household(uuidOf(1, 2)))!.members[0]?.until?.length, 10);
});
