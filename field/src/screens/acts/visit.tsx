/** A meeting with a household on a day. */

import { useState } from "preact/hooks";
import type { HouseholdSeen } from "../../records/document.ts";
import { today } from "../clock.ts";
import { Checks, Radios, SelectField, TextField } from "../parts/fields.tsx";
import { domainsSeen, rolesIn } from "../rights.ts";
import { book } from "../session.ts";
import { say } from "../say.ts";
import { ActForm, actOf, memberOptions, minutesOf, wrongDay, type Mistakes } from "./act.tsx";

const KINDS = ["home", "office", "school", "phone", "joint"] as const;
const VERBS = ["identify", "assess", "monitor"];

export function VisitForm({ home }: { home: HouseholdSeen }) {
  const [kind, setKind] = useState<string>("home");
  const [on, setOn] = useState(today());
  const [purpose, setPurpose] = useState("");
  const [persons, setPersons] = useState<string[]>([]);
  const [minutes, setMinutes] = useState("");
  const [note, setNote] = useState("");
  const [wrong, setWrong] = useState<Mistakes>({});
  const acts = () => {
    const lasted = minutesOf(minutes);
    const mistakes: Mistakes = { on: wrongDay(home, on), minutes: lasted === undefined ? say("minutes_wrong") : undefined };
    if (Object.values(mistakes).some(Boolean)) return mistakes;
    const payload = { kind, purpose: purpose || null, persons, note: note.trim(), minutes: lasted };
    return [actOf(home, "record_visit", payload, { on })];
  };
  return (
    <ActForm home={home} title={say("act_visit")} send={say("visit_send")} acts={acts} onMistakes={setWrong}>
      <Radios label={say("visit_where")} value={kind} onInput={setKind} options={KINDS.map((one) => ({ value: one, label: say(`visit_${one}`) }))} />
      <TextField label={say("day")} type="date" value={on} max={today()} onInput={setOn} error={wrong.on} />
      <SelectField label={say("visit_purpose")} value={purpose} onInput={setPurpose} none={say("visit_purpose_none")} options={purposes(home)} />
      <Checks label={say("visit_whom")} values={persons} onInput={setPersons} options={memberOptions(home)} />
      <TextField label={say("minutes")} inputMode="numeric" value={minutes} onInput={setMinutes} error={wrong.minutes} />
      <TextField label={say("note")} hint={say("visit_note_hint")} long value={note} onInput={setNote} />
    </ActForm>
  );
}

/** The services that are visits and that one of the worker's roles leads or supports. */
export function purposes(home: HouseholdSeen): { value: string; label: string }[] {
  return servicesOfMine(home).filter((one) => VERBS.includes(one.verb)).map((one) => ({ value: one.code, label: book.value?.nameOf(one.code) ?? one.code }));
}

export function servicesOfMine(home: HouseholdSeen) {
  const roles = rolesIn(home.commune);
  const domains = domainsSeen(home.commune);
  return (book.value?.services ?? []).filter(
    (one) => domains.includes(one.domain) && [...one.lead, ...one.support].some((role) => roles.includes(role)),
  );
}
