/** The case: opened, closed with its lawful reason, and the referrals that still wait for a reply. */

import { useState } from "preact/hooks";
import type { Happened, HouseholdSeen } from "../../records/document.ts";
import { today } from "../clock.ts";
import { standing } from "../progress.ts";
import { Radios, SelectField, TextField } from "../parts/fields.tsx";
import { book } from "../session.ts";
import { day, say } from "../say.ts";
import { underWay } from "../sent-on.ts";
import { ActForm, actOf, wrongDay, type Mistakes } from "./act.tsx";

const CLOSINGS = ["objectives_met", "transferred", "moved", "refused", "deceased", "of_age", "other"] as const;
const REPLIES = ["acknowledged", "started", "helped", "partly", "refused", "did_not_come", "turned_away", "no_provider", "waiting_list", "withdrawn"] as const;

type Doing = "open" | "close" | "reply";

export function CaseForm({ home }: { home: HouseholdSeen }) {
  const open = home.case?.state === "open";
  const waiting = underWay(home).map((one) => one.sent);
  const [doing, setDoing] = useState<Doing>(open ? (waiting.length ? "reply" : "close") : "open");
  const [on, setOn] = useState(today());
  const [reason, setReason] = useState("");
  const [referral, setReferral] = useState(waiting[0]?.uuid ?? "");
  const [outcome, setOutcome] = useState("");
  const [toldBy, setToldBy] = useState("family");
  const [note, setNote] = useState("");
  const [results, setResults] = useState("");
  const byTwo = home.case?.by_two === true;
  const asked = standing(home, today())?.state === "closing_asked";
  const [wrong, setWrong] = useState<Mistakes>({});
  const choices: Doing[] = [...(asked ? [] : [open ? "close" as const : "open" as const]), ...(waiting.length ? ["reply" as const] : [])];
  const acts = () => {
    const mistakes: Mistakes = {
      on: wrongDay(home, on),
      reason: doing === "close" && !reason ? say("choose_one") : undefined,
      outcome: doing === "reply" && !(referral && outcome) ? say("choose_one") : undefined,
    };
    if (Object.values(mistakes).some(Boolean)) return mistakes;
    if (doing === "open") return [actOf(home, "open_case", {}, { on })];
    if (doing === "close") return [actOf(home, byTwo ? "ask_to_close" : "close_case", { reason, note: note.trim(), results: results.trim() }, { on })];
    return [actOf(home, "record_referral_outcome", { referral, outcome, told_by: toldBy, note: note.trim() }, { on })];
  };
  return (
    <ActForm home={home} title={say("act_case")} send={say(doing === "close" && byTwo ? "case_ask_send" : `case_${doing}_send`)} acts={acts} onMistakes={setWrong}>
      <p>{open ? say("case_open_since", { day: day(home.case?.opened_on ?? "") }) : say("case_none")}</p>
      {asked && <p>{say("closing_waits")}</p>}
      {doing === "close" && byTwo && <p>{say("closing_by_two")}</p>}
      {choices.length > 1 && <Radios label={say("case_what")} value={doing} onInput={(one) => setDoing(one as Doing)} options={choices.map((one) => ({ value: one, label: say(`case_${one}`) }))} />}
      {doing === "close" && <Radios label={say("case_reason")} value={reason} onInput={setReason} error={wrong.reason} options={CLOSINGS.map((one) => ({ value: one, label: say(`closing_${one}`) }))} />}
      {doing === "reply" && (
        <>
          <SelectField label={say("act_referral")} value={referral} onInput={setReferral} options={waiting.map((one) => ({ value: one.uuid ?? "", label: inWords(one) }))} />
          <Radios label={say("reply_what")} value={outcome} onInput={setOutcome} error={wrong.outcome} options={REPLIES.map((one) => ({ value: one, label: say(`reply_${one}`) }))} />
          <Radios label={say("told_by")} value={toldBy} onInput={setToldBy} side options={(["family", "provider"] as const).map((one) => ({ value: one, label: say(`told_by_${one}`) }))} />
        </>
      )}
      <TextField label={say("day")} type="date" value={on} max={today()} onInput={setOn} error={wrong.on} />
      {doing === "close" && <TextField label={say("closing_results")} long value={results} onInput={setResults} />}
      {doing !== "open" && <TextField label={say("note")} long value={note} onInput={setNote} />}
    </ActForm>
  );
}

function inWords(one: Happened): string {
  return `${book.value?.nameOf(one.code ?? "") ?? ""} · ${day(one.on)}`;
}
