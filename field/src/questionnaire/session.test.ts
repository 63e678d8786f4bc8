import assert from "node:assert/strict";
import { test } from "node:test";
import { ANA, carried, householdForm, ION, member, opening, path, repeat, shown, view } from "./household.ts";
import { fromJSON, openForm, type Session } from "./session.ts";

const form = householdForm();
const begin = (changes = {}): Session => openForm(form, opening(changes));
const interview = (session: Session) => session.payloads({ at: "2026-11-01T09:40:00+02:00" }).find((each) => each.kind === "record_interview")!.payload as {
  household: Record<string, unknown>; members: { person: string; facts: Record<string, unknown> }[];
  started_at: string; ended_at: string; round: string;
};

test("who asks and on which day is known and not asked again", () => {
  const session = begin();
  assert.deepEqual(["interview_on", "worker_role"].map((name) => [view(session, name)!.value, view(session, name)!.locked]), [
    ["2026-11-01", true], ["social_worker", true],
  ]);
  assert.throws(() => session.answer("worker_role", "community_nurse"));
});

test("an interview held after midnight in Romania is of that day, though it is yesterday by universal time", () => {
  const session = begin({ at: "2026-10-31T22:30:00.000Z", on: "2026-11-01" });
  assert.equal(view(session, "interview_on")!.problem, null);
  assert.deepEqual(session.check().filter((one) => one.path === path(session, "interview_on")), []);
});

test("labels, hints and choices speak the worker's language", () => {
  assert.equal(view(begin(), "h_rooms")!.label, "Câte camere are locuința, fără bucătărie și baie?");
  const english = view(begin({ language: "en" }), "h_electricity")!;
  assert.deepEqual([english.label, english.choices.map((each) => each.label)], ["Do you have electricity?", ["yes", "no"]]);
});

test("what an answer makes pointless is no longer asked, and asked again when the answer is taken back", () => {
  const session = begin();
  session.answer(path(session, "h_rooms"), "2");
  session.answer(path(session, "h_dwelling"), "none");
  assert.equal(view(session, "h_rooms"), undefined);
  assert.equal("h_rooms" in interview(session).household, false);
  session.answer(path(session, "h_dwelling"), "flat");
  assert.equal(view(session, "h_rooms")!.value, "2");
});

test("does not know, refuses and not asked are three things, and none of them is no", () => {
  const session = begin();
  session.setMissing(path(session, "h_electricity"), "dk");
  session.setMissing(path(session, "h_income"), "refused");
  session.setMissing(path(session, "h_water"), "not_asked");
  session.setMissing(path(session, "h_rooms"), "not_asked");
  assert.deepEqual(["h_electricity", "h_income", "h_water", "h_rooms", "h_toilet"].map((name) => view(session, name)!.missing), [
    "dk", "refused", "not_asked", "not_asked", "",
  ]);
  assert.deepEqual(interview(session).household, { h_electricity: "?dk", h_income: "?refused" });
});

test("an answer takes the place of a reason why there was none, and back", () => {
  const session = begin();
  const income = path(session, "h_income");
  session.setMissing(income, "dk");
  session.answer(income, "1200,50");
  assert.deepEqual([view(session, "h_income")!.value, view(session, "h_income")!.missing], ["1200.50", ""]);
  assert.deepEqual(interview(session).household, { h_income: 1200.5 });
  session.setMissing(income, "dk");
  assert.deepEqual([view(session, "h_income")!.value, view(session, "h_income")!.missing], [null, "dk"]);
});

test("questions that only ask why an answer is missing are not shown by themselves", () => {
  assert.deepEqual(shown(begin().nodes()).filter((each) => each.name.endsWith("_why")), []);
});

test("parents who refuse a vaccine have answered: a choice of that name is no refusal to answer", () => {
  const session = begin();
  const key = member(session, "Ion", "2020-01-01", "child", "m");
  assert.deepEqual(view(session, "c_vacc", key)!.choices.map((each) => each.value), ["complete", "incomplete", "refused", "unknown"]);
  session.answer(path(session, "c_vacc", key), "refused");
  assert.equal(interview(session).members[0]!.facts.c_vacc, "refused");
});

test("an answer that cannot be says why, in words, and does not reach the register", () => {
  const session = begin();
  session.answer(path(session, "h_rooms"), "40");
  assert.deepEqual(view(session, "h_rooms")!.problem, { kind: "constraint", message: "Numărul este între 0 și 30. Verificați." });
  session.answer(path(session, "h_adults"), "doi");
  assert.deepEqual([view(session, "h_adults")!.value, view(session, "h_adults")!.problem!.kind], ["doi", "type"]);
  session.answer(path(session, "h_hazards"), ["none", "fire"]);
  assert.equal(view(session, "h_hazards")!.problem!.kind, "constraint");
  assert.deepEqual(interview(session).household, {});
});

test("a required answer is missed only when the interview is checked", () => {
  const session = begin();
  session.addRepeat("member");
  assert.equal(view(session, "given_name")!.problem, null);
  assert.ok(session.check().some((each) => each.path.endsWith("given_name") && each.problem.kind === "required"));
  assert.equal(view(session, "given_name")!.problem!.kind, "required");
});

test("adults, children and pregnant women are asked what concerns them", () => {
  const session = begin();
  const mother = member(session, "Ana", "1990-05-06", "head", "f");
  const child = member(session, "Ion", "2017-02-03", "child", "m");
  assert.ok(view(session, "a_gp", mother) && !view(session, "c_gp", mother) && view(session, "expecting", mother));
  assert.ok(view(session, "c_gp", child) && !view(session, "a_gp", child) && !view(session, "expecting", child));
  assert.equal(view(session, "g_week", mother), undefined);
  session.answer(path(session, "expecting", mother), "pregnant");
  assert.ok(view(session, "g_week", mother));
});

test("sensitive sections exist only for the roles that may ask them", () => {
  const ask = (role: string, domains: string[]) => {
    const session = begin({ role, domains });
    const key = member(session, "Ion", "2012-01-01", "child", "m");
    return ["c_phys", "c_chronic", "c_gp", "h_income", "h_dv"].filter((name) => view(session, name, name.startsWith("c_") ? key : ""));
  };
  assert.deepEqual(ask("social_worker", opening().domains as string[]), ["c_phys", "c_gp", "h_income", "h_dv"]);
  assert.deepEqual(ask("community_nurse", ["general", "economic", "health", "health_detail"]), ["c_chronic", "c_gp", "h_income"]);
  assert.deepEqual(ask("school_mediator", ["general", "education"]), []);
});

test("a household met for the first time is enrolled with its members, then its answers are recorded", () => {
  const session = begin({ villages: [{ siruta: 20313, name: "Buhuși" }] });
  session.answer(path(session, "village"), "buhusi");
  session.answer(path(session, "address"), "str. Morii 3");
  const mother = member(session, "Ana", "1990-05-06", "head", "f");
  const child = session.addRepeat("member");
  for (const [name, value] of [["given_name", "Ion"], ["relation", "child"], ["sex", "m"], ["birth_known", "year"], ["birth_year", "2017"], ["child_or_adult", "child"]] as const) {
    session.answer(path(session, name, child), value);
  }
  session.answer(path(session, "c_gp", child), "no");
  const [enrol, record] = session.payloads({ at: "2026-11-01T09:40:00+02:00" });
  const unknown = { cnp: { state: "none", value: "" }, ethnicity: "" };
  assert.deepEqual(enrol, {
    kind: "enrol_household", version: 1, household: session.household, person: null,
    payload: {
      village: 20313, address: "str. Morii 3",
      members: [
        { uuid: mother, surname: "Pop", given_name: "Ana", sex: "f", born: "1990-05-06", relation: "head", is_head: true, ...unknown },
        { uuid: child, surname: "", given_name: "Ion", sex: "m", born: "2017", relation: "child", is_head: false, ...unknown },
      ],
    },
  });
  assert.deepEqual(record!.payload, {
    questionnaire: "vatra_household", questionnaire_version: form.version, round: "baseline",
    started_at: "2026-11-01T09:00:00+02:00", ended_at: "2026-11-01T09:40:00+02:00", household: {},
    members: [{ person: mother, facts: {} }, { person: child, facts: { c_gp: false, c_union: false } }],
  });
});

test("a follow-up shows earlier answers with their day, and records only what was said or confirmed today", () => {
  const session = begin({ carried: carried() });
  assert.deepEqual([view(session, "h_rooms")!.value, view(session, "h_rooms")!.old], ["2", "2026-03-02"]);
  assert.deepEqual(view(session, "h_hazards")!.value, ["damp", "roof"]);
  assert.deepEqual([view(session, "given_name", ION)!.value, view(session, "given_name", ION)!.locked], ["Ion", true]);
  session.confirm(path(session, "c_gp", ION));
  session.answer(path(session, "h_rooms"), "3");
  assert.deepEqual([view(session, "c_gp", ION)!.old, interview(session).round], [null, "follow_up"]);
  assert.deepEqual(interview(session).household, { h_rooms: 3 });
  assert.deepEqual(interview(session).members.find((each) => each.person === ION)!.facts, { c_gp: true, c_union: false });
});

test("findings while interviewing see what is known already and what was said, as the server will", () => {
  const session = begin({ carried: carried() });
  session.answer(path(session, "h_rooms"), "3");
  session.answer(path(session, "c_enrolled", ION), "yes");
  const facts = session.facts();
  assert.deepEqual(facts.household, {
    id: carried().uuid, h_adults: 1, h_children: 1, h_members: 2, h_rooms: 3, h_dwelling: "house", h_hazards: ["roof", "damp"],
  });
  assert.deepEqual(facts.members, [
    { id: ANA, kind: "adult", sex: "f", birth_date: "1990-05-06" },
    { id: ION, kind: "child", c_gp: true, c_enrolled: true, c_runaway: 2, c_union: false, sex: "m", birth_date: "2017-02-03" },
  ]);
});

test("somebody met at a follow-up is enrolled into the household before the interview is recorded", () => {
  const session = begin({ carried: carried() });
  const key = member(session, "Maria", "2026-09-01", "child", "f");
  assert.deepEqual(session.payloads({ at: "2026-11-01T10:00:00+02:00" }).map((each) => [each.kind, each.person]), [
    ["enrol_person", key], ["record_interview", null],
  ]);
  assert.throws(() => session.removeRepeat("member", ION));
  session.removeRepeat("member", key);
  assert.deepEqual(repeat(session).rows.map((row) => row.key), [ANA, ION]);
});

test("progress counts what is asked now, answers and reasons alike, and old answers not", () => {
  const session = begin({ carried: carried() });
  const before = session.progress();
  session.setMissing(path(session, "h_income"), "dk");
  session.confirm(path(session, "h_rooms"));
  const after = session.progress();
  assert.deepEqual([after.asked - before.asked, after.answered - before.answered], [0, 2]);
  assert.ok(after.sections.some((each) => each.path === "household/economic" && each.answered === 1 && each.row === null));
  assert.ok(after.sections.some((each) => each.row === ION && each.label === "Sănătatea copilului"));
});

test("what has not changed is the same object, so that a screen draws only what has", () => {
  const session = begin();
  const first = member(session, "Ion", "2017-02-03", "child", "m");
  member(session, "Ana", "2015-02-03", "child", "f");
  const before = repeat(session).rows;
  session.answer(path(session, "c_gp", first), "yes");
  const after = repeat(session).rows;
  assert.notEqual(after[0], before[0]);
  assert.equal(after[1], before[1]);
  assert.equal(session.nodes(), session.nodes());
});

test("a draft taken up again is the interview as it was left", () => {
  const session = begin({ carried: carried() });
  const key = member(session, "Maria", "2020-09-01", "child", "f");
  session.answer(path(session, "c_gp", key), "yes");
  session.setMissing(path(session, "h_water"), "not_asked");
  session.answer(path(session, "h_adults"), "doi");
  const again = fromJSON(form, JSON.parse(JSON.stringify(session.toJSON())), opening({ carried: carried(), at: "2026-11-02T08:00:00+02:00", on: "2026-11-02" }));
  assert.deepEqual(again.nodes(), session.nodes());
  assert.deepEqual(again.payloads({ at: "2026-11-01T09:40:00+02:00" }), session.payloads({ at: "2026-11-01T09:40:00+02:00" }));
  assert.deepEqual(again.toJSON(), session.toJSON());
});
