import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Book as Rules } from "../method/book.ts";
import type { HouseholdDoc, Member } from "../records/document.ts";
import { assessed, kindOf, living } from "./known.ts";

const member = (uuid: string, some: Partial<Member> = {}): Member => ({
  uuid, surname: "", given_name: "", sex: "f", born_on: "2017-05-03", born_precision: "day", relation: "child", is_head: false,
  since: "2026-01-01", until: null, died_on: null, ...some,
});

test("only who lives there is looked at", () => {
  const members = [member("a"), member("left", { until: "2026-02-01" }), member("dead", { died_on: "2026-02-02" }), member("later", { since: "2027-01-01" })];
  assert.deepEqual(living({ members }, "2026-03-01").map((one) => one.uuid), ["a"]);
});

test("a member of unknown age is a child by relation or by what was asked", () => {
  assert.equal(kindOf(member("a"), undefined, "2026-03-01"), "child");
  assert.equal(kindOf(member("a"), undefined, "2036-03-01"), "adult");
  assert.equal(kindOf(member("a", { born_on: null, relation: "head" }), undefined, "2026-03-01"), "adult");
  assert.equal(kindOf(member("a", { born_on: null, relation: "head" }), { c_enrolled: [true, "2026-01-01"] }, "2026-03-01"), "child");
});

test("what nobody knows or said is unknown to the method, and what it does not know does not stop it", () => {
  const file = new URL("../../../protocol/cases/method-language.json", import.meta.url);
  const rules = (JSON.parse(readFileSync(file, "utf8")) as { book: Rules }).book;
  const home = {
    uuid: "h", members: [member("a")], facts: { household: { h_income: ["?dk", "2026-01-01"], of_an_older_rulebook: [1, "2026-01-01"] } },
  } as unknown as HouseholdDoc;
  assert.equal(assessed(rules, home, "2026-03-01").subjects.length, 1);
});
