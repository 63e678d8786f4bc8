import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { en } from "./en.ts";
import { ro } from "./ro.ts";
import { dayInWords, momentInWords, sentence, type Key, type Said } from "./words.ts";

const all = (said: Said): string[] => (typeof said === "string" ? [said] : Object.values(said));
const names = (said: Said) => [...new Set(all(said).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();

test("Romanian and English say the same things, none of them empty", () => {
  assert.deepEqual(Object.keys(en).sort(), Object.keys(ro).sort());
  for (const key of Object.keys(ro) as Key[]) {
    for (const said of [ro[key], en[key]] as Said[]) assert.ok(all(said).every((form) => form.trim() !== ""), key);
    assert.deepEqual(names(en[key]).filter((name) => name !== "{n}"), names(ro[key]).filter((name) => name !== "{n}"), key);
  }
});

test("every Romanian count has its three forms, and letters have their comma below", () => {
  for (const [key, said] of Object.entries<Said>(ro)) {
    if (typeof said !== "string") assert.ok(said.few && said.one && said.other, key);
    assert.ok(all(said).every((form) => !/[\u015f\u0163\u015e\u0162]/.test(form)), key);
  }
});

test("every word is used by some screen", () => {
  const folder = new URL("../", import.meta.url);
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /screens.*\.tsx?$/.test(name));
  const text = files.map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
  const families = [...text.matchAll(/say\(`(\w*)\$\{[^}]*\}(\w*)`/g)].map(([, before, after]) => new RegExp(`^${before}\\w+${after}$`));
  const unused = Object.keys(ro).filter((key) => !text.includes(`"${key}"`) && !new RegExp(`\\b${key}\\b`).test(text) && !families.some((family) => family.test(key)));
  assert.deepEqual(unused, []);
});

test("Romanian counts: 1 an, 3 ani, 20 de ani", () => {
  assert.deepEqual([1, 3, 20, 101].map((n) => sentence("ro", "age_years", { n })), ["1 an", "3 ani", "20 de ani", "101 ani"]);
});

test("days and moments are written as people say them", () => {
  assert.equal(dayInWords("ro", "2026-05-03"), "3 mai 2026");
  assert.equal(momentInWords("ro", "2026-05-03T11:05:00Z", "2026-05-03"), "14:05");
  assert.equal(momentInWords("ro", "2026-05-02T11:05:00Z", "2026-05-03"), "2 mai 2026, 14:05");
});
