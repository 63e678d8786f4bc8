/** What is typed at a door: how many children are said to live there. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { childrenOf } from "./walk.tsx";

test("children are a number, or nobody knows", () => {
  assert.deepEqual(["", "  ", "0", " 3 ", "30"].map(childrenOf), [null, null, 0, 3, 30]);
  assert.deepEqual(["31", "-1", "x", "2.5", "100"].map(childrenOf), Array(5).fill(undefined));
});
