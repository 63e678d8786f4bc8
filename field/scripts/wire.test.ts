/** The types of the wire say what the server says. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { TARGET, wireTypes } from "./wire.ts";

test("the types in src/sync/wire.d.ts are those of protocol/sync.json; make them again with `npm run wire`", async () => {
  assert.equal(await readFile(TARGET, "utf-8"), await wireTypes());
});
