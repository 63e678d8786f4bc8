/** How much processor one answer costs: `speed.ts FILE` with the form's data; figures as JSON. */

import { readFileSync } from "node:fs";
import type { FormData } from "./form.ts";
import { member, opening, shown } from "./household.ts";
import { openForm, type QuestionView, type Session } from "./session.ts";

function anAnswer(question: QuestionView, place: number): string | readonly string[] {
  if (question.choices.length > 0) {
    const { value } = question.choices[place % question.choices.length]!;
    return question.type === "select_multiple" ? [value] : value;
  }
  return question.type === "text" ? "text" : String(place % 3);
}

function processor(act: () => void): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Milliseconds of every answer to everything that is asked, with what the screen reads after it. */
function everyAnswer(session: Session): number[] {
  const taken: number[] = [];
  const done = new Set<string>();
  for (let found = true; found; ) {
    found = false;
    for (const [place, question] of shown(session.nodes()).entries()) {
      if (done.has(question.path) || question.locked) continue;
      done.add(question.path);
      found = true;
      if (session.question(question.path) === null) continue;
      const began = performance.now();
      session.answer(question.path, anAnswer(question, place));
      session.nodes();
      session.progress();
      taken.push(performance.now() - began);
    }
  }
  return taken;
}

const form = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as FormData;
const figures: Record<string, unknown> = {};
for (const children of [2, 8, 32]) {
  for (let round = 0; round < 3; round += 1) {
    const session = openForm(form, opening());
    for (let child = 0; child < children; child += 1) member(session, `Copil ${child}`, `20${String(9 + (child % 16)).padStart(2, "0")}-05-06`, "child", "f");
    let taken: number[] = [];
    const used = processor(() => (taken = everyAnswer(session)));
    const draft = processor(() => void JSON.stringify(session.toJSON()));
    const facts = processor(() => void session.facts());
    taken.sort((a, b) => a - b);
    figures[children] = { answers: taken.length, mean_ms: used / taken.length, p95_ms: taken[Math.floor(taken.length * 0.95)], draft_ms: draft, facts_ms: facts };
  }
}
console.log(JSON.stringify(figures));
