import assert from "node:assert/strict";
import { test } from "node:test";
import { newStore, storesBeside } from "./shared.ts";

test("a worker who is new to a tablet gets a name that no store has", () => {
  assert.equal(newStore([]), "vatra");
  assert.equal(newStore(["vatra", "vatra-3"]), "vatra-2");
});

test("only stores that stand on the disk and were opened once are offered, never one's own", () => {
  const initials = { vatra: "A.M.", "vatra-2": "N.R.", "vatra-4": "gone" };
  assert.deepEqual(storesBeside("vatra", ["vatra", "vatra-2", "vatra-3"], initials), [{ name: "vatra-2", initials: "N.R." }]);
});
