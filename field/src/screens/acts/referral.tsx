/** Someone is sent on to another service or institution; or it is written down, for the office to send with its letter. */

import { useState } from "preact/hooks";
import type { HouseholdSeen } from "../../records/document.ts";
import { today } from "../clock.ts";
import { Radios, SelectField, TextField } from "../parts/fields.tsx";
import { book } from "../session.ts";
import { say } from "../say.ts";
import { ActForm, actOf, memberOptions, wrongDay, type Mistakes } from "./act.tsx";
import { serviceOptions } from "./delivery.tsx";

const DOING = ["draft", "send", "unmet"] as const;
const BASES = ["legal_duty", "consent", "vital_interest"] as const;
const REASONS = ["no_provider", "turned_away", "waiting_list"] as const;

export function ReferralForm({ home }: { home: HouseholdSeen }) {
  const [doing, setDoing] = useState<(typeof DOING)[number]>("draft");
  const [service, setService] = useState("");
  const [person, setPerson] = useState("");
  const [institution, setInstitution] = useState("");
  const [note, setNote] = useState("");
  const [basis, setBasis] = useState("");
  const [agreedWith, setAgreedWith] = useState("");
  const [reason, setReason] = useState("");
  const [on, setOn] = useState(today());
  const [wrong, setWrong] = useState<Mistakes>({});
  const acts = () => {
    const mistakes: Mistakes = {
      service: service ? undefined : say("service_choose"), on: wrongDay(home, on),
      basis: doing === "send" && !basis ? say("choose_one") : undefined,
      agreed: doing === "send" && basis === "consent" && !agreedWith.trim() ? say("agreed_missing") : undefined,
      reason: doing === "unmet" && !reason ? say("choose_one") : undefined,
    };
    if (Object.values(mistakes).some(Boolean)) return mistakes;
    const asked = { service, ...(person ? { person } : {}), codes: codesFor(home, service, person), note: note.trim() };
    const about = { on, person: person || null };
    if (doing === "unmet") return [actOf(home, "record_unmet_need", { ...asked, reason }, about)];
    if (doing === "draft") return [actOf(home, "draft_referral", { ...asked, institution }, about)];
    const sharing = { basis, agreed_with: basis === "consent" ? agreedWith.trim() : "" };
    return [actOf(home, "send_referral", { ...asked, institution, sharing }, about)];
  };
  const refers = serviceOptions(home, ["refer"]);
  return (
    <ActForm home={home} title={say("act_referral")} send={say("referral_send")} acts={acts} onMistakes={setWrong}>
      <Radios label={say("referral_doing")} value={doing} onInput={(one) => setDoing(one as typeof doing)} options={DOING.map((one) => ({ value: one, label: say(`referral_doing_${one}`) }))} />
      <SelectField label={say("referral_what")} value={service} onInput={setService} none={say("choose")} error={wrong.service}
        options={refers.length ? refers : serviceOptions(home)} />
      <SelectField label={say("for_whom")} value={person} onInput={setPerson} none={say("whole_household")} options={memberOptions(home)} />
      {doing === "unmet" ? (
        <Radios label={say("unmet_why")} value={reason} onInput={setReason} error={wrong.reason} options={REASONS.map((one) => ({ value: one, label: say(`unmet_${one}`) }))} />
      ) : (
        <SelectField label={say("referral_where")} hint={say("referral_where_hint")} value={institution} onInput={setInstitution} none={say("referral_unknown")}
          options={(book.value?.institutions ?? []).map((one) => ({ value: one.code, label: one.km === null ? one.name : say("institution_km", { name: one.name, km: one.km }) }))} />
      )}
      {doing === "send" && (
        <Radios label={say("basis")} hint={say("basis_hint")} value={basis} onInput={setBasis} error={wrong.basis} options={BASES.map((one) => ({ value: one, label: say(`basis_${one}`) }))} />
      )}
      {doing === "send" && basis === "consent" && <TextField label={say("agreed_who")} value={agreedWith} onInput={setAgreedWith} error={wrong.agreed} />}
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
