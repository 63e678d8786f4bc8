/** The questionnaire of Romania's rulebook and a household, for tests and benchmarks. */

import { readFileSync } from "node:fs";
import type { FormData } from "./form.ts";
import type { Carried, GroupView, Opening, QuestionView, RepeatView, RowView, Session, View } from "./shapes.ts";

export function householdForm(): FormData {
  const file = new URL("../../../protocol/cases/questionnaire-household.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { form: FormData }).form;
}

export const OF_SOCIAL_WORKER = ["general", "economic", "housing", "family", "education", "health", "violence", "risk"];

let made = 0;

export function opening(changes: Partial<Opening> = {}): Opening {
  return {
    role: "social_worker", domains: OF_SOCIAL_WORKER, on: "2026-11-01", at: "2026-11-01T09:00:00+02:00", language: "ro", carried: null,
    newId: () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, "0")}`, ...changes,
  };
}

export const ANA = "00000000-0000-4000-8000-00000000000a";
export const ION = "00000000-0000-4000-8000-00000000000b";

export function carried(): Carried {
  return {
    uuid: "00000000-0000-4000-8000-00000000000c", village: 20313, address: "str. Morii 3",
    members: [
      { uuid: ANA, surname: "Pop", given_name: "Ana", sex: "f", born_on: "1990-05-06", born_precision: "day", relation: "other", is_head: true },
      { uuid: ION, surname: "Pop", given_name: "Ion", sex: "m", born_on: "2017-02-03", born_precision: "day", relation: "child", is_head: false },
    ],
    facts: {
      household: { h_rooms: [2, "2026-03-02"], h_dwelling: ["house", "2026-03-02"], h_hazards: [["roof", "damp"], "2026-03-02"], h_income: ["?dk", "2026-03-02"] },
      [ION]: { c_gp: [true, "2026-03-02"], c_enrolled: [false, "2026-03-02"], c_runaway: [2, "2026-03-02"] },
    },
  };
}

/** Every question that is shown, in the order of the screen. */
export function shown(views: readonly View[]): QuestionView[] {
  return views.flatMap((view: View | RowView): QuestionView[] => {
    if (view.kind === "question") return [view];
    if (view.kind === "repeat") return view.rows.flatMap((row) => shown(row.nodes));
    return view.kind === "note" ? [] : shown((view as GroupView).nodes);
  });
}

/** The view of a question by the end of its path; of a member by the key of its row. */
export function view(session: Session, name: string, key = ""): QuestionView | undefined {
  return shown(session.nodes()).find((each) => each.name === name && each.path.includes(key === "" ? "" : `[${key}]`));
}

export function path(session: Session, name: string, key = ""): string {
  const found = view(session, name, key);
  if (found === undefined) throw new Error(`${name} is not asked`);
  return found.path;
}

/** A new member with what everybody is asked first. */
export function member(session: Session, given_name: string, born: string, relation: string, sex: string): string {
  const key = session.addRepeat("member");
  for (const [name, value] of Object.entries({ given_name, surname: "Pop", relation, sex, birth_known: "day", birth_date: born })) {
    session.answer(path(session, name, key), value);
  }
  return key;
}

export function repeat(session: Session): RepeatView {
  return session.nodes().find((each) => each.kind === "repeat") as RepeatView;
}
