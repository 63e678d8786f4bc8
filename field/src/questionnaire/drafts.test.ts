import assert from "node:assert/strict";
import { test } from "node:test";
import type { FormData, NodeData } from "./form.ts";
import { householdForm, member, opening, path, view } from "./household.ts";
import { fromJSON, openForm, type Draft, type Session } from "./session.ts";

const form = householdForm();
type Group = Omit<NodeData, "nodes"> & { nodes: NodeData[] };

/** Another version of the questionnaire: some questions gone, others elsewhere, a choice fewer, one new. */
function changed(change: (nodes: NodeData[], all: (name: string) => NodeData) => void, base: FormData = form): FormData {
  const data = JSON.parse(JSON.stringify(base)) as FormData;
  const all: NodeData[] = [];
  const gather = (nodes: readonly NodeData[]) => nodes.forEach((node) => { all.push(node); gather(node.nodes ?? []); });
  gather(data.nodes);
  change(data.nodes as NodeData[], (name) => all.find((node) => node.name === name)!);
  const paths: string[] = [];
  const walk = (nodes: readonly NodeData[]) => nodes.forEach((node) => { paths.push(node.path); walk(node.nodes ?? []); });
  walk(data.nodes);
  const order = [...data.order.filter((each) => paths.includes(each)), ...paths.filter((each) => !data.order.includes(each))];
  return { ...data, order, hash: "other", version: "2027.1" };
}

function without(name: string): FormData {
  return changed((_, all) => {
    const group = all("housing") as Group;
    group.nodes = group.nodes.filter((node) => node.name !== name && node.name !== `${name}_why`);
  });
}

function halfFilled(): Session {
  const session = openForm(form, opening());
  session.answer(path(session, "h_dwelling"), "house");
  session.answer(path(session, "h_heating"), "partial");
  session.answer(path(session, "h_income"), "1200");
  session.setMissing(path(session, "h_toilet"), "not_asked");
  const key = member(session, "Ion", "2017-02-03", "child", "m");
  session.answer(path(session, "c_mother", key), "abroad");
  return session;
}

const through = (draft: Draft) => JSON.parse(JSON.stringify(draft)) as Draft;

test("an answer whose question is gone is kept aside, shown, and comes back with its question", () => {
  const later = fromJSON(without("h_heating"), through(halfFilled().toJSON()), opening());
  assert.deepEqual(later.aside(), [{ path: "household/housing/h_heating", name: "h_heating", value: "partial", missing: "" }]);
  assert.equal(view(later, "h_income")!.value, "1200");
  const again = fromJSON(form, through(later.toJSON()), opening());
  assert.deepEqual([again.aside(), view(again, "h_heating")!.value], [[], "partial"]);
});

test("an answer that is no choice any more is kept aside, and its question waits for a new one", () => {
  const fewer = changed(() => undefined);
  (fewer.choices as Record<string, unknown>).c_mother = fewer.choices.c_mother!.filter(([name]) => name !== "abroad");
  const session = fromJSON(fewer, through(halfFilled().toJSON()), opening());
  assert.deepEqual(session.aside().map((each) => [each.name, each.value]), [["c_mother", "abroad"]]);
  assert.equal(view(session, "c_mother")!.value, null);
});

test("an answer follows its question into another section", () => {
  const moved = changed((nodes, all) => {
    const group = all("housing") as Group;
    const heating = { ...all("h_heating"), path: "h_heating" };
    group.nodes = group.nodes.filter((node) => node.name !== "h_heating");
    nodes.push(heating);
  });
  const session = fromJSON(moved, through(halfFilled().toJSON()), opening());
  assert.deepEqual([session.aside(), view(session, "h_heating")!.path, view(session, "h_heating")!.value], [[], "h_heating", "partial"]);
});

test("a new question appears unanswered", () => {
  const more = changed((nodes) => {
    nodes.push({ kind: "question", path: "h_garden", name: "h_garden", row: 300, type: "integer", label: { ro: "Grădină" } });
  });
  const session = fromJSON(more, through(halfFilled().toJSON()), opening());
  assert.deepEqual([view(session, "h_garden")!.value, view(session, "h_toilet")!.missing], [null, "not_asked"]);
});

test("when the whole repeated group is gone, every answer about members is kept aside", () => {
  const alone = changed((nodes) => {
    for (const name of ["member", "listed_children", "children_not_listed"]) nodes.splice(nodes.findIndex((node) => node.name === name), 1);
  });
  const session = fromJSON(alone, through(halfFilled().toJSON()), opening());
  assert.deepEqual(session.aside().map((each) => each.name).sort(), [
    "birth_date", "birth_known", "c_mother", "given_name", "relation", "sex", "surname",
  ]);
  const again = fromJSON(form, through(session.toJSON()), opening());
  assert.deepEqual([again.aside(), view(again, "c_mother")!.value], [[], "abroad"]);
});

test("what a role may not ask any more is not shown, but stays in the draft", () => {
  const session = fromJSON(form, through(halfFilled().toJSON()), opening({ domains: ["general"] }));
  assert.equal(view(session, "h_income"), undefined);
  assert.equal(session.payloads({ at: "2026-11-01T10:00:00+02:00" }).at(-1)!.kind, "record_interview");
  const again = fromJSON(form, through(session.toJSON()), opening());
  assert.equal(view(again, "h_income")!.value, "1200");
});

test("a draft begun for a family not yet known goes on when the family is known", () => {
  const session = halfFilled();
  const [row] = (session.toJSON() as { rows: { member: { key: string }[] } }).rows.member;
  const known = {
    uuid: session.household, village: null, address: "", facts: {},
    members: [{ uuid: row!.key, surname: "Pop", given_name: "Ion", sex: "m" as const, born_on: "2017-02-03", born_precision: "day", relation: "child", is_head: false }],
  };
  const again = fromJSON(form, through(session.toJSON()), opening({ carried: known }));
  assert.equal(view(again, "c_mother", row!.key)!.value, "abroad");
  assert.deepEqual(again.payloads({ at: "2026-11-01T10:00:00+02:00" }).map((each) => each.kind), ["record_interview"]);
});

test("what is no draft is refused and not guessed at", () => {
  assert.throws(() => fromJSON(form, {}, opening()), /no draft/);
});
