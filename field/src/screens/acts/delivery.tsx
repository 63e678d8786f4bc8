/** A service of the plan, or another of the package, given on a day or not. */

import { useState } from "preact/hooks";
import type { HouseholdSeen, PlannedService } from "../../records/document.ts";
import { today } from "../clock.ts";
import { memberOf } from "../household.tsx";
import { Radios, SelectField, TextField } from "../parts/fields.tsx";
import { personInWords } from "../parts/pieces.tsx";
import { book } from "../session.ts";
import { day, say } from "../say.ts";
import { ActForm, actOf, memberOptions, minutesOf, wrongDay, type Mistakes } from "./act.tsx";
import { servicesOfMine } from "./visit.tsx";

const OTHER = "other";
const UUID = /^[0-9a-f-]{36}$/; // a service of a plan not yet sent has none: the register finds it by itself
const OUTCOMES = ["done", "not_done", "refused"] as const;

export function DeliveryForm({ home }: { home: HouseholdSeen }) {
  const planned = (home.plan?.services ?? []).filter((one) => one.state === "planned");
  const [what, setWhat] = useState(planned.length ? "" : OTHER);
  const [service, setService] = useState("");
  const [person, setPerson] = useState("");
  const [outcome, setOutcome] = useState<string>("done");
  const [reason, setReason] = useState("");
  const [minutes, setMinutes] = useState("");
  const [on, setOn] = useState(today());
  const [wrong, setWrong] = useState<Mistakes>({});
  const acts = () => {
    const lasted = minutesOf(minutes);
    const mistakes: Mistakes = {
      what: what === "" ? say("service_choose") : undefined,
      service: what === OTHER && !service ? say("service_choose") : undefined,
      on: wrongDay(home, on),
      reason: outcome !== "done" && !reason.trim() ? say("reason_missing") : undefined,
      minutes: lasted === undefined ? say("minutes_wrong") : undefined,
    };
    if (Object.values(mistakes).some(Boolean)) return mistakes;
    const promised = planned.find((one) => one.uuid === what);
    const who = promised ? (promised.subject === "household" ? null : promised.subject) : person || null;
    const rest = { outcome, reason: reason.trim(), minutes: lasted, ...(who ? { person: who } : {}) };
    const payload = promised ? { service: promised.code, codes: promised.codes, ...(UUID.test(promised.uuid) ? { planned: promised.uuid } : {}), ...rest } : { service, ...rest };
    return [actOf(home, "record_delivery", payload, { on, person: who })];
  };
  return (
    <ActForm home={home} title={say("act_delivery")} send={say("delivery_send")} acts={acts} onMistakes={setWrong}>
      {planned.length > 0 && (
        <Radios label={say("delivery_what")} value={what} onInput={setWhat} error={wrong.what}
          options={[...planned.map((one) => ({ value: one.uuid, label: inWords(home, one) })), { value: OTHER, label: say("delivery_other") }]} />
      )}
      {what === OTHER && (
        <>
          <SelectField label={say("service")} value={service} onInput={setService} none={say("choose")} error={wrong.service} options={serviceOptions(home)} />
          <SelectField label={say("for_whom")} value={person} onInput={setPerson} none={say("whole_household")} options={memberOptions(home)} />
        </>
      )}
      <Radios label={say("delivery_outcome")} value={outcome} onInput={setOutcome} options={OUTCOMES.map((one) => ({ value: one, label: say(`service_${one}`) }))} />
      {outcome !== "done" && <TextField label={say("reason")} long value={reason} onInput={setReason} error={wrong.reason} />}
      <TextField label={say("day")} type="date" value={on} max={today()} onInput={setOn} error={wrong.on} />
      <TextField label={say("minutes")} inputMode="numeric" value={minutes} onInput={setMinutes} error={wrong.minutes} />
    </ActForm>
  );
}

function inWords(home: HouseholdSeen, one: PlannedService): string {
  const person = memberOf(home, one.subject);
  return [book.value?.nameOf(one.code) ?? one.code, person ? personInWords(person) : "", say("due_by", { day: day(one.due_on) })].filter(Boolean).join(" · ");
}

/** The services that one of the worker's roles leads or supports, by name. */
export function serviceOptions(home: HouseholdSeen, verbs?: readonly string[]): { value: string; label: string }[] {
  return servicesOfMine(home)
    .filter((one) => !verbs || verbs.includes(one.verb))
    .map((one) => ({ value: one.code, label: book.value?.nameOf(one.code) ?? one.code }))
    .sort((one, other) => one.label.localeCompare(other.label));
}
