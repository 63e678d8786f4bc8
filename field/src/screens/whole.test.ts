import assert from "node:assert/strict";
import { test } from "node:test";
import { Fragment, h, type VNode } from "preact";
import { holdWordsTogether } from "./parts/whole.ts";

holdWordsTogether();

/** What was made, as it would stand in the page; a held word in brackets. */
function written(made: unknown): string {
  if (Array.isArray(made)) return made.map(written).join("");
  if (made === null || typeof made !== "object") return String(made ?? "");
  const { type, props } = made as VNode<{ class?: string; children?: unknown }>;
  const within = written(props.children);
  return props.class === "whole" ? `[${within}]` : type === "p" ? within : `<${String(type)}>${within}</${String(type)}>`;
}

test("a word with a hyphen is held together, and the words around it are not", () => {
  assert.equal(written(h("p", null, "Nu s-a dus dintr-o dată.")), "<span>Nu [s-a] dus [dintr-o] dată.</span>");
  assert.equal(written(h("p", null, h("b", null, "3"), [" s-au dus", " acasă"])), "<b>3</b><span> [s-au] dus</span> acasă");
});

test("a day is held together", () => {
  assert.equal(written(h("p", null, "până la 30 noiembrie 2026, 3 ani")), "<span>până la [30 noiembrie 2026], 3 ani</span>");
});

test("a text stays one box in its element, however many words are held in it", () => {
  const { children } = h("p", null, "Într-o zi i-a spus").props as { children: VNode };
  assert.equal(children.type, "span");
});

for (const words of ["fără cratimă", "ABCD-EFGH-JKMN", "0234-112", "a - b", "reintegrare-școlară", "2026-03"]) {
  test(`nothing is changed in “${words}”`, () => assert.equal(h("p", null, words).props.children, words));
}

test("what takes only plain text gets plain text, and components get what they were given", () => {
  assert.equal(h("option", null, "s-a dus").props.children, "s-a dus");
  assert.equal((h(Fragment, null, "s-a dus").props as { children: unknown }).children, "s-a dus");
});

test("a list that was made once can be shown twice", () => {
  const said = ["s-a dus"];
  assert.equal(written(h("p", null, said)), written(h("p", null, said)));
  assert.deepEqual(said, ["s-a dus"]);
});
