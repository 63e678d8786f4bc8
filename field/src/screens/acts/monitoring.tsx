/** A monitoring visit and its sheet; it begins as the last one was. */

import { useState } from "preact/hooks";
import type { HouseholdSeen } from "../../records/document.ts";
import { ABSENT_HOURS, attendanceActs, hoursOf, pupils, toldLast } from "../attendance.ts";
import { today } from "../clock.ts";
import { memberOf } from "../household.tsx";
import { Radios, TextField } from "../parts/fields.tsx";
import { Message, personInWords } from "../parts/pieces.tsx";
import { Screen } from "../parts/screen.tsx";
import { addressOf } from "../route.ts";
import { domainsSeen } from "../rights.ts";
import { book } from "../session.ts";
import { day, say } from "../say.ts";
import { ActForm, actOf, minutesOf, wrongDay, type Mistakes } from "./act.tsx";

const GOES = ["well", "slowly", "not_at_all", "ended"] as const;
const UUID = /^[0-9a-f-]{36}$/; // a service of a plan not yet sent has none that the register would know

export function MonitoringForm({ home }: { home: HouseholdSeen }) {
  const last = home.sheet ?? null;
  const planned = (home.plan?.services ?? []).filter((one) => one.state === "planned" && UUID.test(one.uuid));
  const [goes, setGoes] = useState(() => new Map(last?.services.map((one) => [one.planned, { goes: one.goes, words: one.words }])));
  const [kind, setKind] = useState("home");
  const [changed, setChanged] = useState(last?.changed ?? "");
  const [child, setChild] = useState(last?.child ?? "");
  const [next, setNext] = useState("");
  const [minutes, setMinutes] = useState("");
  const [on, setOn] = useState(today());
  const [missed, setMissed] = useState<ReadonlyMap<string, string>>(new Map());
  const [wrong, setWrong] = useState<Mistakes>({});
  if (!home.plan) {
    return <Screen title={say("act_monitoring")} back={addressOf("household", home.uuid)}><Message tone="note"><p>{say("monitoring_no_plan")}</p></Message></Screen>;
  }
  const put = (uuid: string, some: Partial<{ goes: string; words: string }>) =>
    setGoes(new Map(goes).set(uuid, { goes: "", words: "", ...goes.get(uuid), ...some }));
  const acts = () => {
    const lasted = minutesOf(minutes);
    const mistakes: Mistakes = {
      on: wrongDay(home, on), minutes: lasted === undefined ? say("minutes_wrong") : undefined,
      changed: changed.trim() ? undefined : say("monitoring_changed_missing"), child: child.trim() ? undefined : say("monitoring_child_missing"),
      missed: [...missed.values()].some((one) => hoursOf(one) === undefined) ? say("attendance_wrong") : undefined,
    };
    if (Object.values(mistakes).some(Boolean)) return mistakes;
    const services = planned.flatMap((one) => {
      const said = goes.get(one.uuid);
      return said?.goes ? [{ planned: one.uuid, goes: said.goes, words: said.words.trim() }] : [];
    });
    const monitoring = { services, changed: changed.trim(), child: child.trim(), next_on: next || null };
    return [...attendanceActs(home, missed, on), actOf(home, "record_visit", { kind, purpose: "W20", minutes: lasted, monitoring }, { on })];
  };
  return (
    <ActForm home={home} title={say("act_monitoring")} send={say("monitoring_send")} acts={acts} onMistakes={setWrong}>
      <p>{last ? say("monitoring_from", { day: day(last.on) }) : say("monitoring_lead")}</p>
      <Radios label={say("visit_where")} value={kind} onInput={setKind} options={(["home", "joint", "school"] as const).map((one) => ({ value: one, label: say(`visit_${one}`) }))} />
      <TextField label={say("day")} type="date" value={on} max={today()} onInput={setOn} error={wrong.on} />
      {planned.map((one) => {
        const person = memberOf(home, one.subject);
        const name = [book.value?.nameOf(one.code) ?? one.code, person ? personInWords(person) : ""].filter(Boolean).join(" · ");
        return (
          <div key={one.uuid}>
            <Radios label={name} value={goes.get(one.uuid)?.goes ?? ""} onInput={(word) => put(one.uuid, { goes: word })} options={GOES.map((word) => ({ value: word, label: say(`goes_${word}`) }))} />
            {goes.get(one.uuid)?.goes && <TextField label={say("monitoring_words")} value={goes.get(one.uuid)?.words ?? ""} onInput={(words) => put(one.uuid, { words })} />}
          </div>
        );
      })}
      <TextField label={say("monitoring_changed")} long value={changed} onInput={setChanged} error={wrong.changed} />
      <TextField label={say("monitoring_child")} long value={child} onInput={setChild} error={wrong.child} />
      <Missed home={home} missed={missed} onInput={setMissed} error={wrong.missed} />
      <TextField label={say("monitoring_next")} type="date" min={today()} value={next} onInput={setNext} />
      <TextField label={say("minutes")} inputMode="numeric" value={minutes} onInput={setMinutes} error={wrong.minutes} />
    </ActForm>
  );
}

/** Of each child who goes to school how many hours were missed; empty tells nothing. */
function Missed({ home, missed, onInput, error }: { home: HouseholdSeen; missed: ReadonlyMap<string, string>; onInput: (missed: ReadonlyMap<string, string>) => void; error: string | undefined }) {
  return (
    <>
      {pupils(home, domainsSeen(home.commune), today()).map((one) => {
        const told = toldLast(home, one.uuid);
        const typed = missed.get(one.uuid) ?? "";
        return (
          <TextField key={one.uuid} label={`${personInWords(one)}: ${book.value?.fact(ABSENT_HOURS).label ?? ""}`} inputMode="numeric" value={typed}
            {...(told ? { hint: say("attendance_last", { hours: told.hours, day: day(told.on) }) } : {})}
            error={hoursOf(typed) === undefined ? error : undefined} onInput={(hours) => onInput(new Map(missed).set(one.uuid, hours))} />
        );
      })}
    </>
  );
}
