/** An emergency was told: to whom, when, by which number. The numbers stand on the screen, for a tablet without signal too. */

import { useState } from "preact/hooks";
import type { HouseholdSeen } from "../../records/document.ts";
import { nowMoment, today } from "../clock.ts";
import { momentAt, hourAt } from "../noticed.ts";
import { Radios, SelectField, TextField } from "../parts/fields.tsx";
import { Message } from "../parts/pieces.tsx";
import { say } from "../say.ts";
import { ActForm, actOf, memberOptions, wrongDay, type Mistakes } from "./act.tsx";

const TOLD = ["dgaspc", "hotline_119", "hotline_112", "police"] as const;
const GRAVE = 3;

export function EmergencyForm({ home }: { home: HouseholdSeen }) {
  const [told, setTold] = useState("");
  const [how, setHow] = useState("call");
  const [person, setPerson] = useState("");
  const [on, setOn] = useState(today());
  const [hour, setHour] = useState(() => hourAt(nowMoment()));
  const [number, setNumber] = useState("");
  const [whom, setWhom] = useState("");
  const [measures, setMeasures] = useState("");
  const [wrong, setWrong] = useState<Mistakes>({});
  const acts = () => {
    const mistakes: Mistakes = {
      told: told ? undefined : say("choose_one"), on: wrongDay(home, on),
      hour: /^\d\d:\d\d$/.test(hour) && momentAt(on, hour) !== "" ? undefined : say("signal_wrong_hour"),
    };
    if (Object.values(mistakes).some(Boolean)) return mistakes;
    const report = {
      told, told_at: momentAt(on, hour), in_writing: how === "writing", number: number.trim().slice(0, 60), whom: whom.trim().slice(0, 120), measures: measures.trim(),
    };
    const subject = person || "household";
    const codes = [...new Set(home.findings.filter((one) => one.subject === subject && one.severity >= GRAVE && one.judged !== "rejected").map((one) => one.code))];
    const payload = { service: "W12", outcome: "done", codes, report, ...(person ? { person } : {}) };
    return [actOf(home, "record_delivery", payload, { on, person: person || null })];
  };
  return (
    <ActForm home={home} title={say("act_emergency")} send={say("emergency_send")} acts={acts} onMistakes={setWrong}>
      <Message tone="note"><p>{say("emergency_first")}</p></Message>
      <SelectField label={say("emergency_person")} value={person} onInput={setPerson} none={say("whole_household")} options={memberOptions(home)} />
      <Radios label={say("emergency_told")} value={told} onInput={setTold} error={wrong.told} options={TOLD.map((one) => ({ value: one, label: say(`told_${one}`) }))} />
      <Radios label={say("emergency_how")} value={how} onInput={setHow} options={[{ value: "call", label: say("emergency_call") }, { value: "writing", label: say("emergency_writing") }]} />
      <TextField label={say("day")} type="date" value={on} max={today()} onInput={setOn} error={wrong.on} />
      <TextField label={say("signal_hour")} inputMode="numeric" value={hour} onInput={setHour} error={wrong.hour} />
      <TextField label={say("emergency_number")} value={number} onInput={setNumber} />
      <TextField label={say("emergency_whom")} value={whom} onInput={setWhom} />
      <TextField label={say("emergency_measures")} long value={measures} onInput={setMeasures} />
    </ActForm>
  );
}
