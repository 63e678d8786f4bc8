import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Book, Result, SubjectResult } from "./book.ts";
import { ages, BadInput } from "./answers.ts";
import { assess, levelOf, type Tally } from "./evaluate.ts";

interface Vector {
  name: string;
  household: Record<string, unknown>;
  members: Record<string, unknown>[];
  on: string;
  expect: { subjects: Expected[]; household: Expected };
}
interface Expected {
  id: string;
  level: string;
  found: Record<string, string>;
  ask: Record<string, string[]>;
  services: unknown[];
  reasons?: Record<string, unknown>;
}

const folder = new URL("../../../protocol/cases/", import.meta.url);

/** What the vectors keep of a result. */
function brief(subject: SubjectResult, reasons: boolean): Expected {
  const kept: Expected = { id: subject.id, level: subject.level, found: {}, ask: {}, services: [] };
  for (const finding of subject.findings) {
    kept.found[finding.code] = finding.state === "present" ? `present ${finding.severity}` : finding.state;
    if (finding.state === "unknown") kept.ask[finding.code] = finding.ask;
  }
  kept.services = subject.services.map((each) => [each.code, each.for.join(" "), each.due_on, ...(each.who ? [each.who.join(" ")] : [])]);
  if (reasons) kept.reasons = Object.fromEntries(subject.findings.map((finding) => [finding.code, finding.reasons]));
  return kept;
}

for (const file of readdirSync(folder).filter((name) => name.startsWith("method-"))) {
  const { book, vectors } = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as { book: Book; vectors: Vector[] };
  test(`${file}: all ${vectors.length} vectors give the answers of the server`, () => {
    assert.ok(vectors.length > 100);
    for (const vector of vectors) {
      const result: Result = assess(book, vector.household, vector.members, vector.on);
      const all = [...vector.expect.subjects, vector.expect.household];
      [...result.subjects, result.household].forEach((subject, place) => {
        const expected = all[place]!;
        assert.deepEqual(brief(subject, expected.reasons !== undefined), expected, vector.name);
      });
    }
  });
}

test("a birth on 29 February counts from 1 March", () => {
  assert.deepEqual(ages("2008-02-29", "2026-02-28").slice(0, 2), [17, 215]);
  assert.deepEqual(ages("2008-02-29", "2026-03-01").slice(0, 2), [18, 216]);
});

test("three findings of one severity raise the level by one", () => {
  const tallies: Tally[] = [[0, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 3, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 3, 0, 0], [0, 0, 0, 1, 0], [0, 1, 0, 0, 1]];
  assert.deepEqual(tallies.map(levelOf), [
    "none", "low", "medium", "medium", "high", "high", "immediate",
  ]);
});

test("an answer that does not fit is refused with its path", () => {
  const { book } = JSON.parse(readFileSync(new URL("method-language.json", folder), "utf8")) as { book: Book };
  const refused: [Record<string, unknown>, Record<string, unknown>[], string][] = [
    [{ h_income: Number.NaN }, [], "household.h_income"],
    [{ c_gp: true }, [], "household.c_gp"],
    [{ constructor: 1 }, [], "household.constructor"],
    [{}, [{ id: "1", kind: "child", birth_date: "2030-01-01" }], "members[0].birth_date"],
    [{}, [{ id: "1", kind: "cat" }], "members[0].kind"],
  ];
  for (const [household, members, path] of refused) {
    assert.throws(() => assess(book, household, members, "2026-11-01"), (error) => error instanceof BadInput && error.path === path);
  }
});
