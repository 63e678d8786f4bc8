/** Searching and comparing: who is found, and how fast (promise P9, measured here and held to a quarter). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { DEFAULT_WEIGHTS, DuplicateIndex } from "./duplicates.ts";
import { commune, home, member, seeded, uuidOf } from "./records.trial.ts";
import { SearchIndex } from "./search.ts";
import { summaryOf, worklistOf } from "./summaries.ts";
import { folded, slips } from "./words.ts";

/** A processor four times slower may take so long; here a quarter of it. */

const people = [
  home(1, { address: "Strada Morii 12", members: [
    member(1, { surname: "Ștefănescu", given_name: "Ioana-Maria", is_head: true, born_on: "1990-03-12", sex: "f" }),
    member(2, { surname: "Ștefănescu", given_name: "Rareș", born_on: "2015-07-04", sex: "m" }),
  ] }),
  home(2, { address: "Strada Morii 120", members: [
    member(3, { surname: "Pîrvu", given_name: "Ion", is_head: true, born_on: "1971-11-02", cnp: { state: "present", value: "1711102040011" } }),
    member(4, { surname: "Popescu", given_name: "Ion", died_on: "2025-01-01" }),
    member(5, { surname: "Popescu", given_name: "Ionela" }),
  ] }),
];
const index = new SearchIndex(people.map((one) => summaryOf(one)));
const names = (text: string): string[] => index.find(text, 10).map(({ person }) => `${person?.surname} ${person?.given_name}`);

for (const [typed, found] of [
  ["stefanescu", ["Ștefănescu Ioana-Maria", "Ștefănescu Rareș"]],
  ["ŞTEFĂNESCU rares", ["Ștefănescu Rareș"]],
  ["rares stef", ["Ștefănescu Rareș"]],
  ["maria", ["Ștefănescu Ioana-Maria"]],
  ["stefanecsu", ["Ștefănescu Ioana-Maria", "Ștefănescu Rareș"]],
  ["șefănescu raers", ["Ștefănescu Rareș"]],
  ["pârvu", ["Pîrvu Ion"]],
  ["pirvu ion", ["Pîrvu Ion"]],
  ["popescu ion", ["Popescu Ionela", "Popescu Ion"]],
  ["1711102040011", ["Pîrvu Ion"]],
  ["morii 12", ["Ștefănescu Ioana-Maria"]],
  ["zzzz", []],
  ["%", []],
  ["", []],
] as const) {
  test(`“${typed}” finds ${found.join(", ") || "nobody"}`, () => assert.deepEqual(names(typed), found));
}

test("cedilla and comma, â and î, stacked marks and unseen letters are searched alike", () => {
  assert.equal(folded("ŞŢ şţ ȘȚ"), "st st st");
  assert.equal(folded("Pîrvu"), folded("Pârvu"));
  assert.equal(folded("A\u200bna\u0301\u0301 (Maria)"), "ana maria");
});

test("slips are letters wrong, missing, added or exchanged", () => {
  assert.equal(slips("rares", "rares", 2, false), 0);
  assert.equal(slips("raers", "rares", 2, false), 1);
  assert.equal(slips("rare", "rares", 2, false), 1);
  assert.equal(slips("rar", "rares", 2, true), 0);
  assert.equal(slips("xyz", "rares", 2, false), 3);
});

test("whoever is registered again, written otherwise, is told as a likely duplicate", () => {
  const duplicates = new DuplicateIndex(people.map((one) => summaryOf(one)));
  const likely = (surname: string, given_name: string, born: string | null) => duplicates.find({ surname, given_name, born }, DEFAULT_WEIGHTS, 5);
  assert.equal(likely("Stefanescu", "Rares", "2015-07-04")[0]?.person.uuid, uuidOf(2, 2));
  assert.equal(likely("Ștefănesc", "Rareș", "2015-04-07")[0]?.person.uuid, uuidOf(2, 2), "a letter missing, day and month exchanged");
  assert.equal(likely("Maria Ioana", "Stefanescu", "1990")[0]?.person.uuid, uuidOf(2, 1), "surname and given name exchanged");
  assert.ok(likely("Stefanescu", "Rares", "2015-07-04")[0]!.likely > 0.9);
});

test("a brother is no duplicate, nor a twin, nor someone with another valid CNP", () => {
  const duplicates = new DuplicateIndex(people.map((one) => summaryOf(one)));
  const found = (given_name: string, born: string) => duplicates.find({ surname: "Ștefănescu", given_name, born, sex: "m" }, DEFAULT_WEIGHTS, 5);
  assert.deepEqual(found("Mihai", "2017-01-09"), []);
  assert.ok((found("Mihai", "2015-07-04")[0]?.likely ?? 0) < 0.5);
  const [other] = duplicates.find({ surname: "Pîrvu", given_name: "Ion", cnp: "1711102040022" }, DEFAULT_WEIGHTS, 5);
  assert.ok((other?.likely ?? 0) < 0.1);
});

test("a clerk's slips in 500 names of 8,000 persons still bring the person first", () => {
  const documents = commune(3_250);
  const random = seeded(3);
  const duplicates = new DuplicateIndex(documents.map((one) => summaryOf(one)));
  let first = 0;
  for (let tries = 0; tries < 500; tries += 1) {
    const person = documents[Math.floor(random() * documents.length)]!.members[0]!;
    const at = 1 + Math.floor(random() * (person.surname.length - 2));
    const surname = person.surname.slice(0, at) + person.surname.slice(at + 1);
    const [found] = duplicates.find({ surname, given_name: person.given_name, born: person.born_on }, DEFAULT_WEIGHTS, 1);
    if (found?.person.uuid === person.uuid) first += 1;
  }
  assert.ok(first >= 490, `${first} of 500`);
});

test("the worklist tells what is overdue first, then what is urgent, then by day", () => {
  const due = (number: number, due_on: string, urgency: number) => home(number, {
    members: [member(number, { surname: "A", is_head: true })],
    deadlines: [{ code: "DL01", cause: "x", person: null, starts_on: "2026-05-01", due_on, urgency, article: "art. 7" }],
  });
  const households = [due(1, "2026-06-20", 4), due(2, "2026-05-30", 1), due(3, "2026-06-02", 4), due(4, "2026-06-03", 2)];
  const asked = worklistOf(households.map((one) => summaryOf(one)), "2026-06-01");
  assert.deepEqual(asked.map((one) => [one.household, one.days_late]), [[uuidOf(1, 2), 2], [uuidOf(1, 3), 0], [uuidOf(1, 1), 0], [uuidOf(1, 4), 0]]);
  assert.equal(asked[0]?.who?.surname, "A");
});

test("the worklist stands in the office's order, by the same cases", () => {
  const { order } = JSON.parse(readFileSync(new URL("../../../protocol/cases/marker.json", import.meta.url), "utf8")) as { order: { on: string; asked: [string, string, number][]; first: string[] } };
  const deadlines = order.asked.map(([code, due_on, urgency]) => ({ code, cause: "x", person: null, starts_on: order.on, due_on, urgency, article: "" }));
  const asked = worklistOf([summaryOf(home(1, { members: [member(1, { surname: "A", is_head: true })], deadlines }))], order.on);
  assert.deepEqual(asked.map((one) => one.code), order.first);
});
