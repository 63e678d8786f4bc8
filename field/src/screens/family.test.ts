/** What a family that changes becomes: the entries of the form, and how they are laid over the household at once. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Away } from "../records/beside.ts";
import type { Act, Entry } from "../records/entry.ts";
import { householdsOf, projected } from "../records/projected.ts";
import { COMMUNE, home, member, uuidOf } from "../records/records.trial.ts";
import { awayFrom, EMPTY, entriesOf, mistakesOf, type Said } from "./acts/family.tsx";

const [MOTHER, CHILD, AUNT] = [uuidOf(2, 1), uuidOf(2, 2), uuidOf(2, 3)] as const;
const ON = "2026-06-01";

function family() {
  const members = [
    member(1, { is_head: true, relation: "head", born_on: "1990-01-01" }), member(2, { relation: "child", born_on: "2018-01-01" }),
    member(3, { relation: "sibling", born_on: "1992-01-01" }),
  ];
  return { ...home(1, { members, case: { uuid: uuidOf(6, 1), opened_on: "2026-05-01", state: "open" } }), unsent: [] };
}

function said(some: Partial<Said>): Said {
  return { ...EMPTY, on: ON, ...some };
}

let sealed = 0;
function entry(act: Act): Entry {
  sealed += 1;
  return { uuid: uuidOf(9, sealed), version: 1, at: `${ON}T09:00:00Z`, rulebook: "", person: null, ...act };
}

test("a mother who left is no member, the aunt heads, and the child's facts say so at once", () => {
  const acts = entriesOf(family(), said({ event: "gone", person: MOTHER, persons: [CHILD], notified: "no", carer: AUNT, new_head: AUNT }), true);
  const seen = projected(family(), acts.map(entry))!;
  assert.equal(seen.members.find((one) => one.uuid === MOTHER)?.until, ON);
  assert.equal(seen.members.find((one) => one.uuid === AUNT)?.is_head, true);
  assert.deepEqual(seen.facts[CHILD], { c_mother: ["abroad", ON], c_notified: [false, ON], c_adult_carer: [true, ON] });
});

test("what is known of a later day stands, and laying the same twice changes nothing", () => {
  const before = { ...family(), facts: { [CHILD]: { c_mother: ["present", "2026-06-09"] as [unknown, string] } } };
  const all = entriesOf(family(), said({ event: "gone", persons: [CHILD] }), true).map(entry);
  const once = projected(before, all)!;
  assert.deepEqual(once.facts[CHILD]?.c_mother, ["present", "2026-06-09"]);
  assert.deepEqual(projected(once, all), once);
});

test("a split names the new household once, takes the case along, and those who go leave", () => {
  const acts = entriesOf(family(), said({ event: "split", persons: [AUNT], head: AUNT }), true);
  assert.deepEqual(acts.map((act) => act.kind), ["split_household", "carry_case"]);
  assert.equal(acts[0]?.household, acts[1]?.household);
  assert.notEqual(acts[0]?.household, family().uuid);
  const [split] = acts.map(entry);
  assert.ok(householdsOf(split!).includes(family().uuid));
  assert.equal(projected(family(), [split!])!.members.find((one) => one.uuid === AUNT)?.until, ON);
});

test("who may not lead a case carries none", () => {
  assert.equal(entriesOf(family(), said({ event: "split", persons: [AUNT], head: AUNT }), false).length, 1);
});

test("a child who is placed lives here no longer; a union is said of who is in it", () => {
  const placed = entriesOf(family(), said({ event: "placed", person: CHILD, placed: "foster" }), true).map(entry);
  assert.deepEqual(placed[0]?.payload, { measure: "foster", to: "foster", where: "" });
  assert.equal(projected(family(), placed)!.members.find((one) => one.uuid === CHILD)?.until, ON);
  const wed = entriesOf(family(), said({ event: "union", person: CHILD, with: "elsewhere", words: "Vasile" }), true).map(entry);
  assert.deepEqual(projected(family(), wed)!.facts[CHILD]?.c_union, [true, ON]);
});

test("a hand-over names the commune by its number and changes nothing here", () => {
  const [handed] = entriesOf(family(), said({ event: "handed", commune: "20741" }), true).map(entry);
  assert.equal(handed?.payload["commune"], 20741);
  assert.equal(handed?.commune, COMMUNE);
  assert.equal(projected(family(), [handed!])!.ended_on, null);
});

test("the form says what is missing", () => {
  const wrong = (some: Partial<Said>) => Object.entries(mistakesOf(family(), said(some))).filter(([, why]) => why).map(([field]) => field);
  assert.deepEqual(wrong({ event: "gone" }), ["persons"]);
  assert.deepEqual(wrong({ event: "gone", person: MOTHER, persons: [CHILD] }), ["new_head"]);
  assert.deepEqual(wrong({ event: "split", persons: [MOTHER, CHILD, AUNT], head: MOTHER, new_head: AUNT }), ["persons"]);
  assert.deepEqual(wrong({ event: "split", persons: [AUNT] }), ["head"]);
  assert.deepEqual(wrong({ event: "union", person: CHILD, with: "elsewhere" }), ["words"]);
  assert.deepEqual(wrong({ event: "union", person: CHILD, with: "elsewhere", also: ["ended"] }), []);
  assert.deepEqual(wrong({ event: "union", person: CHILD, partner: CHILD }), ["partner"]);
  assert.deepEqual(wrong({ event: "union", person: CHILD, with: "comes", born: "mâine" }), ["given_name", "born"]);
  assert.deepEqual(wrong({ event: "returned" }), ["person"]);
  assert.deepEqual(wrong({ event: "handed" }), ["commune"]);
  assert.deepEqual(wrong({ event: "back", persons: [CHILD] }), []);
});

test("a union with a member makes the other the partner of the head; an ended one does not", () => {
  const wed = (also: string[]) => entriesOf(family(), said({ event: "union", person: AUNT, partner: MOTHER, also }), true).map(entry);
  assert.deepEqual(wed(["married"])[0]?.payload, { partner: MOTHER, partner_name: "", married: true, ended: false });
  const relation = (also: string[]) => projected(family(), wed(also))!.members.find((one) => one.uuid === AUNT)?.relation;
  assert.deepEqual([relation([]), relation(["ended"])], ["partner", "sibling"]);
});

test("a partner who comes to live here is written down first, then the union with that very person", () => {
  const acts = entriesOf(family(), said({ event: "union", person: MOTHER, with: "comes", surname: "Pop", given_name: "Ion", sex: "m", born: "1985" }), true);
  assert.deepEqual(acts.map((act) => act.kind), ["enrol_person", "record_union"]);
  assert.equal(acts[1]?.payload["partner"], acts[0]?.person);
  const seen = projected(family(), acts.map(entry))!;
  assert.deepEqual(seen.members.find((one) => one.given_name === "Ion")?.relation, "partner");
});

test("a partner of the register moves in from where they lived, and is not written down twice", () => {
  const person = { uuid: uuidOf(2, 9), surname: "Pop", given_name: "Ion", sex: "m", born_on: "1985-01-01", born_precision: "year", is_head: false, gone: false, cnp: "" } as const;
  const known = [{ household: uuidOf(1, 7), person, address: "", weight: 9, likely: 0.9, same_birth: true }];
  const acts = entriesOf(family(), said({ event: "union", person: CHILD, with: "comes", surname: "Pop", known: person.uuid }), true, known);
  assert.deepEqual(acts.map((act) => [act.kind, act.person]), [["move_in", person.uuid], ["record_union", CHILD]]);
  assert.deepEqual(acts[0]?.payload, { relation: "other", from_household: uuidOf(1, 7) });
});

test("only children who are away can return, also one who was placed an hour ago", () => {
  const told = (number: number, born_on: string, household = family().uuid): Away => (
    { uuid: uuidOf(2, number), surname: "", given_name: "", sex: "", born_on, born_precision: "day", household, commune: COMMUNE, left_on: ON, placed: true }
  );
  const away = [told(7, "2018-01-01"), told(8, "1980-01-01"), told(9, "2018-01-01", uuidOf(1, 9))];
  assert.deepEqual(awayFrom(family(), away).map((one) => one.uuid), [uuidOf(2, 7)]);
  const placed = entriesOf(family(), said({ event: "placed", person: CHILD }), true).map(entry);
  assert.deepEqual(awayFrom(projected(family(), placed)!, []).map((one) => one.uuid), [CHILD]);
});

test("a child who returns leaves the kin of this commune with whom it lived", () => {
  const act = (lives: string | null) => entriesOf(family(), said({ event: "returned", person: CHILD }), true, [], () => lives)[0];
  assert.deepEqual(act(null)?.payload, { relation: "child", from_household: null });
  assert.deepEqual(act(uuidOf(1, 9))?.payload["from_household"], uuidOf(1, 9));
  assert.equal(act(null)?.person, CHILD);
});
