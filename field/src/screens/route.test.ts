import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, routeOf } from "./route.ts";

const HOME = "5a000000-0000-4000-8000-0000000000aa";

test("an address leads to its screen and back", () => {
  assert.deepEqual(routeOf(addressOf("household", HOME)), { place: "household", ids: [HOME] });
  assert.deepEqual([routeOf(addressOf("signal")), routeOf(addressOf("signal", HOME))], [{ place: "signal", ids: [] }, { place: "signal", ids: [HOME] }]);
  assert.deepEqual(routeOf(addressOf("summary", HOME)), { place: "summary", ids: [HOME] });
  assert.deepEqual(routeOf(addressOf("judge", HOME, "household", "ED03")), { place: "judge", ids: [HOME, "household", "ED03"] });
});

test("words that are not ours lead to the worklist: no text ever stands in an address", () => {
  for (const hash of ["", "#", "#/nimic", "#/gospodarie/Maria%20Popescu", "#/gospodarii/<b>", "#cod=ABCD"]) {
    assert.deepEqual(routeOf(hash), { place: "today", ids: [] });
  }
});
