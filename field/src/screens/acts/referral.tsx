/** Someone is sent on to another service or institution. */

import { useState } from "preact/hooks";
import type { HouseholdSeen } from "../../records/document.ts";
import { today } from "../clock.ts";
import { SelectField, TextField } from "../parts/fields.tsx";
import { book } from "../session.ts";
import { say } from "../say.ts";
import { ActForm, actOf, memberOptions, wrongDay, type Mistakes } from "./act.tsx";
import { serviceOptions } from "./delivery.tsx";

export function ReferralForm({ home }: { home: HouseholdSeen }) {
  const [service, setService] = useState("");
  const [person, setPerson] = useState("");
  const [institution, setInstitution] = useState("");
  const [note, setNote] = useState("");
  const [on, setOn] = useState(today());
  const [wrong, setWrong] = useState<Mistakes>({});
  const acts = () => {
    const mistakes: Mistakes = { service: service ? undefined : say("service_choose"), on: wrongDay(home, on) };
    if (Object.values(mistakes).some(Boolean)) return mistakes;
    const payload = { service, ...(person ? { person } : {}), codes: codesFor(home, service, person), institution, note: note.trim() };
    return [actOf(home, "send_referral", payload, { on, person: person || null })];
  };
  const refers = serviceOptions(home, ["refer"]);
  return (
    <ActForm home={home} title={say("act_referral")} send={say("referral_send")} acts={acts} onMistakes={setWrong}>
      <SelectField label={say("referral_what")} value={service} onInput={setService} none={say("choose")} error={wrong.service}
        options={refers.length ? refers : serviceOptions(home)} />
      <SelectField label={say("for_whom")} value={person} onInput={setPerson} none={say("whole_household")} options={memberOptions(home)} />
      <SelectField label={say("referral_where")} hint={say("referral_where_hint")} value={institution} onInput={setInstitution} none={say("referral_unknown")}
        options={(book.value?.institutions ?? []).map((one) => ({ value: one.code, label: one.km === null ? one.name : say("institution_km", { name: one.name, km: one.km }) }))} />
      <TextField label={say("day")} type="date" value={on} max={today()} onInput={setOn} error={wrong.on} />
      <TextField label={say("note")} hint={say("referral_note_hint")} long value={note} onInput={setNote} />
    </ActForm>
  );
}

/** The vulnerabilities found here for which the method offers this service. */
function codesFor(home: HouseholdSeen, service: string, person: string): string[] {
  const offered = book.value?.services.find((one) => one.code === service)?.vulnerabilities ?? [];
  const found = home.findings.filter((one) => one.judged !== "rejected" && (!person || one.subject === person || one.subject === "household"));
  return [...new Set(found.map((one) => one.code).filter((code) => offered.includes(code)))];
}
