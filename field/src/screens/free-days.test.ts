/** What is said beside days and articles on the tablet, as at the office; and on which days a visit can be planned. */

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { wrongPlannedDay } from "./acts/plan-visit.tsx";
import { readBook } from "./book.ts";
import { articleInWords, freeDay } from "./free-days.tsx";
import { book } from "./session.ts";
import { language } from "./say.ts";

function told(more: Record<string, unknown> = {}): void {
  const law = (code: string, confirmed?: string) => ({ code, article: `art. ${code}`, article_ro: `art. ${code}`, ...(confirmed ? { confirmed } : {}) });
  book.value = readBook({
    rulebook: { version: "1" }, questionnaires: [], deadlines: [law("sure", "yes"), law("unsure", "no"), law("older")],
    services: [{ code: "W01", confirmed: "no" }], free_days: { "2026-12-01": { ro: "Ziua Națională", en: "National Day" } }, ...more,
  });
}

afterEach(() => {
  language.value = "ro";
});

test("a legal holiday is named, a weekend is said, and of a working day nothing", () => {
  told();
  assert.equal(freeDay("2026-12-01"), "zi liberă legală: Ziua Națională");
  assert.deepEqual([freeDay("2026-12-05"), freeDay("2026-12-06"), freeDay("2026-12-02")], ["sâmbătă", "duminică", ""]);
  language.value = "en";
  assert.deepEqual([freeDay("2026-12-01"), freeDay("2026-12-05")], ["legal holiday: National Day", "Saturday"]);
});

test("an older server tells no holidays: weekends are still said", () => {
  told({ free_days: undefined });
  assert.deepEqual([freeDay("2026-12-01"), freeDay("2026-12-05")], ["", "sâmbătă"]);
});

test("an article that nobody has confirmed on the text of the law is marked, as at the office", () => {
  told();
  assert.equal(articleInWords("sure", "art. sure"), "art. sure");
  assert.equal(articleInWords("unsure", "art. unsure"), "art. unsure (neconfirmat pe textul legii)");
  assert.equal(articleInWords("older", "art. older"), "art. older", "an older server does not say");
  assert.equal(articleInWords("W01", ""), "", "without an article there is nothing to mark");
});

test("a visit is planned for today or later, at most for a year", () => {
  const wrong = (day: string) => wrongPlannedDay(day, "2026-06-01") !== undefined;
  assert.deepEqual(["2026-05-31", "2026-06-01", "2027-06-02", "2027-06-03", ""].map(wrong), [true, false, false, true, true]);
});
