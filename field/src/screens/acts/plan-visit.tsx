/** A visit meant for a day, alone or with colleagues. */

import { useState } from "preact/hooks";
import type { HouseholdSeen } from "../../records/document.ts";
import { colleagueInWords, colleaguesOf, useBeside } from "../beside.ts";
import { daysAfter, today } from "../clock.ts";
import { freeDay } from "../free-days.tsx";
import { Checks, SelectField, TextField } from "../parts/fields.tsx";
import { day, say } from "../say.ts";
import { ActForm, actOf, type Mistakes } from "./act.tsx";
import { purposes } from "./visit.tsx";

const FURTHEST_DAYS = 366;
const MOST_COMPANIONS = 6;
const LONGEST_NOTE = 300;

/** The mistake of a day on which nobody can plan to go. */
export function wrongPlannedDay(planned: string, on: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(planned)) return say("day_missing");
  return planned < on || planned > daysAfter(on, FURTHEST_DAYS) ? say("plan_visit_day_wrong") : undefined;
}

export function PlanVisitForm({ home }: { home: HouseholdSeen }) {
  const beside = useBeside();
  const [on, setOn] = useState(today());
  const [companions, setCompanions] = useState<string[]>([]);
  const [purpose, setPurpose] = useState("");
  const [note, setNote] = useState("");
  const [wrong, setWrong] = useState<Mistakes>({});
  const colleagues = colleaguesOf(beside, home.commune, home.case?.team);
  const acts = () => {
    const mistakes: Mistakes = {
      on: wrongPlannedDay(on, today()), companions: companions.length > MOST_COMPANIONS ? say("plan_visit_many") : undefined,
    };
    if (Object.values(mistakes).some(Boolean)) return mistakes;
    const payload = { day: on, companions, note: note.trim().slice(0, LONGEST_NOTE), ...(purpose ? { purpose } : {}) };
    return [actOf(home, "plan_visit", payload, { on: today() })];
  };
  const free = /^\d{4}-\d\d-\d\d$/.test(on) ? freeDay(on) : "";
  return (
    <ActForm home={home} title={say("act_plan_visit")} send={say("plan_visit_send")} acts={acts} onMistakes={setWrong}>
      <TextField label={say("plan_visit_day")} hint={free ? say("plan_visit_free", { day: day(on), free }) : ""} type="date" min={today()} value={on} onInput={setOn} error={wrong.on} />
      {colleagues.length > 0 && <Checks label={say("plan_visit_with")} values={companions} onInput={setCompanions} error={wrong.companions} options={colleagues.map((one) => ({ value: one.uuid, label: colleagueInWords(one) }))} />}
      <SelectField label={say("visit_purpose")} value={purpose} onInput={setPurpose} none={say("visit_purpose_none")} options={purposes(home)} />
      <TextField label={say("plan_visit_note")} hint={say("plan_visit_note_hint")} value={note} onInput={setNote} />
    </ActForm>
  );
}
