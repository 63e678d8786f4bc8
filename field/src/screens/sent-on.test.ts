import assert from "node:assert/strict";
import { test } from "node:test";
import type { Happened } from "../records/document.ts";
import { underWay } from "./sent-on.ts";

const one = (kind: string, uuid: string, detail = ""): Happened => ({ on: "2026-06-01", by: "", kind, uuid, detail }) as Happened;

test("a referral is under way until something final is said of it", () => {
  const timeline = [
    one("reply", "c", "helped"), one("reply", "b", "appointment"), one("reply", "b", "acknowledged"), one("referral", "c"),
    one("referral", "b"), one("referral", "a"), one("referral_draft", "d"),
  ];
  assert.deepEqual(underWay({ timeline }).map(({ sent, last }) => [sent.uuid, last?.detail]), [["b", "appointment"], ["a", undefined]]);
});

test("what was withdrawn, or whose consent was, waits for nobody", () => {
  for (const detail of ["withdrawn", "consent_withdrawn", "turned_away", "did_not_come"]) {
    assert.deepEqual(underWay({ timeline: [one("reply", "a", detail), one("referral", "a")] }), []);
  }
});
