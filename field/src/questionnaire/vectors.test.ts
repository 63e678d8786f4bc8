import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { compile, type Form, type Node } from "./compile.ts";
import { Filling, type Row } from "./filling.ts";
import type { FormData } from "./form.ts";
import { statedIn } from "./stating.ts";

type Answers = Record<string, string>;
interface Vector {
  name: string;
  domains: string[] | null;
  answers: Answers;
  rows: Answers[];
  expect: { values: Answers; rows: Answers[]; asked: string[]; problems: [string, number | null, string][]; facts: unknown[] };
}
interface Case {
  form: FormData;
  repeat: string;
  today: string;
  vectors: Vector[];
}

const folder = new URL("../../../protocol/cases/", import.meta.url);

/** Numbers that look random and are the same each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A form with every answer said in some order, some of them first otherwise; after each only what depends is computed. */
function filled(form: Form, { vectors, repeat, today }: Case, vector: Vector, seed: number): Filling {
  const random = seeded(seed);
  const may = (domain: string) => vector.domains === null || ["", "general", ...vector.domains].includes(domain);
  const filling = new Filling(form, may, { today, now: `${today}T09:00:00Z` });
  const said: [Node, Row, string][] = [];
  const add = (row: Row, answers: Answers, nodes: Node[]) => {
    for (const node of nodes) if (node.data.kind === "question") said.push([node, row, answers[node.data.path] ?? ""]);
  };
  add(filling.root, vector.answers, form.nodes.filter((node) => node.repeat === null));
  for (const [place, answers] of vector.rows.entries()) {
    const row = filling.addRow(form.byPath.get(repeat)!, `row ${place}`, false);
    if (random() < 0.5) filling.settle();
    add(row, answers, form.nodes.filter((node) => node.repeat !== null));
  }
  const spare = filling.addRow(form.byPath.get(repeat)!, "spare", false);
  for (let place = said.length - 1; place > 0; place -= 1) {
    const other = Math.floor(random() * (place + 1));
    [said[place], said[other]] = [said[other]!, said[place]!];
  }
  for (const [node, row, text] of said) {
    if (random() < 0.2) {
      filling.say(node, row, vectors[Math.floor(random() * vectors.length)]!.answers[node.data.path] ?? "7");
      filling.settle();
    }
    filling.say(node, row, text);
    filling.settle();
  }
  filling.removeRow(form.byPath.get(repeat)!, spare);
  filling.settle();
  return filling;
}

function outcome(filling: Filling, repeat: string): Vector["expect"] {
  const rows = filling.rows.get(repeat)!;
  const { nodes } = filling.form;
  const valuesOf = (row: Row, here: Node[]) =>
    Object.fromEntries(here.flatMap((node) => (row.value(node.index) === "" ? [] : [[node.data.path, row.value(node.index)]])));
  const outside = nodes.filter((node) => node.repeat === null);
  const inside = nodes.filter((node) => node.repeat !== null);
  const asked = (row: Row, here: Node[]) => here.map((node) => (row.cell(node).relevant ? "1" : "0")).join("");
  return {
    values: valuesOf(filling.root, outside),
    rows: rows.map((row) => valuesOf(row, inside)),
    asked: [asked(filling.root, outside), ...rows.map((row) => asked(row, inside))],
    problems: nodes.flatMap((node) => filling.placesOf(node).flatMap((row): [string, number | null, string][] => {
      const { fault } = row.cell(node);
      return fault === "" ? [] : [[node.data.path, node.repeat === null ? null : rows.indexOf(row), fault]];
    })),
    facts: [filling.root, ...rows].map((row) => statedIn(filling, row)),
  };
}

for (const file of readdirSync(folder).filter((name) => name.startsWith("questionnaire-"))) {
  const each = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Case;
  test(`${file}: all ${each.vectors.length} submissions come to what the server says, in whichever order they are answered`, () => {
    const form = compile(each.form);
    assert.ok(each.vectors.length >= 100);
    each.vectors.forEach((vector, seed) => {
      assert.deepEqual(outcome(filled(form, each, vector, seed), each.repeat), vector.expect, vector.name);
    });
  });
}
