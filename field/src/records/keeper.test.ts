/** A half-filled form survives whatever happens to the page. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { keepDraft } from "./keeper.ts";
import { tried, uuidOf } from "./records.trial.ts";

const DRAFT = { id: "interview:1", kind: "interview", household: uuidOf(1, 1) };

test("answers are on the disk within 300 ms, the last of them", async () => {
  const tablet = await tried();
  const keeper = keepDraft<number>(tablet.records, DRAFT);
  for (const answer of [1, 2, 3]) keeper.note(answer);
  await new Promise((done) => setTimeout(done, 300));
  assert.equal((await (await tablet.again()).records.draft(DRAFT.id))?.value, 3);
});

test("leaving the page writes at once", async () => {
  const tablet = await tried();
  const [page, window] = [new EventTarget(), new EventTarget()];
  const keeper = keepDraft<string>(tablet.records, DRAFT);
  const stop = keeper.leaveWith(page, window);
  keeper.note("seven");
  page.dispatchEvent(new Event("visibilitychange"));
  await keeper.flush();
  assert.equal((await tablet.records.draft(DRAFT.id))?.value, "seven");
  keeper.note("eight");
  window.dispatchEvent(new Event("pagehide"));
  await keeper.flush();
  assert.equal((await tablet.records.draft(DRAFT.id))?.value, "eight");
  stop();
});

test("a value that could not be written is told, kept, and written with the next try", async () => {
  const tablet = await tried();
  let full = true;
  const told: unknown[] = [];
  const records = { saveDraft: (draft: never) => (full ? Promise.reject(new Error("full")) : tablet.records.saveDraft(draft)) };
  const keeper = keepDraft<string>(records as never, DRAFT, (error) => told.push(error));
  keeper.note("seven");
  await new Promise((done) => setTimeout(done, 280));
  assert.equal(told.length, 1);
  full = false;
  await keeper.flush();
  assert.equal((await tablet.records.draft(DRAFT.id))?.value, "seven");
});
