/** The home visit within 72 hours, with the risk identification sheet. */

import { useState } from "preact/hooks";
import type { HouseholdSeen } from "../../records/document.ts";
import { nowMoment, today } from "../clock.ts";
import { hourAt, SEEN, SIGNS } from "../noticed.ts";
import { Checks, Radios, TextField } from "../parts/fields.tsx";
import { say } from "../say.ts";
import { ActForm, actOf, memberOptions, type Mistakes } from "./act.tsx";

const RISKS = ["none", "low", "medium", "high"] as const;
const CHILD = ["yes", "no", "not_at_home"] as const;

export function AssessForm({ home }: { home: HouseholdSeen }) {
  const [started] = useState(nowMoment);
  const [kind, setKind] = useState("home");
  const [persons, setPersons] = useState<string[]>([]);
  const [child, setChild] = useState("");
  const [signs, setSigns] = useState<Record<string, { seen: string; words: string }>>({});
  const [words, setWords] = useState("");
  const [risk, setRisk] = useState("");
  const [safe, setSafe] = useState("");
  const [wrong, setWrong] = useState<Mistakes>({});
  const sign = (domain: string, some: Partial<{ seen: string; words: string }>) =>
    setSigns({ ...signs, [domain]: { seen: "yes", words: "", ...signs[domain], ...some } });
  const acts = () => {
    const mistakes: Mistakes = {
      child: child ? undefined : say("assess_child_missing"), risk: risk ? undefined : say("assess_risk_missing"),
      safe: safe ? undefined : say("assess_safe_missing"),
    };
    if (Object.values(mistakes).some(Boolean)) return mistakes;
    const now = nowMoment();
    const minutes = Math.min(1440, Math.max(0, Math.round((Date.parse(now) - Date.parse(started)) / 60_000)));
    const seen = SIGNS.flatMap((domain) => (signs[domain] ? [{ domain, seen: signs[domain].seen, words: signs[domain].words.trim() }] : []));
    const hours = started < now ? { started_at: started, ended_at: now } : {};
    const payload = { kind, persons, child_seen: child, risk, safe_tonight: safe === "yes", words: words.trim(), minutes, signs: seen, ...hours };
    return [actOf(home, "record_initial_assessment", payload, { on: today() })];
  };
  return (
    <ActForm home={home} title={say("act_assess")} send={say("assess_send")} acts={acts} onMistakes={setWrong}>
      <p class="soft">{say("signal_sheet", { hour: hourAt(started) })}</p>
      <Radios label={say("assess_who")} value={kind} onInput={setKind} options={[{ value: "home", label: say("assess_alone") }, { value: "joint", label: say("assess_joint") }]} />
      <Checks label={say("visit_whom")} values={persons} onInput={setPersons} options={memberOptions(home)} />
      <Radios label={say("assess_child")} value={child} onInput={setChild} error={wrong.child} options={CHILD.map((one) => ({ value: one, label: say(`assess_child_${one}`) }))} />
      {SIGNS.map((domain) => (
        <div key={domain}>
          <Radios label={say(`sign_${domain}`)} hint={say(`sign_hint_${domain}`)} side value={signs[domain]?.seen ?? ""} onInput={(seen) => sign(domain, { seen })}
            options={SEEN.map((one) => ({ value: one, label: say(`seen_${one}`) }))} />
          {signs[domain]?.seen === "yes" && (
            <TextField label={say("signal_sign_words")} value={signs[domain].words} onInput={(said) => sign(domain, { words: said })} />
          )}
        </div>
      ))}
      <TextField label={say("assess_words")} hint={say("visit_note_hint")} long value={words} onInput={setWords} />
      <Radios label={say("assess_risk")} hint={say("assess_risk_hint")} value={risk} onInput={setRisk} error={wrong.risk} options={RISKS.map((one) => ({ value: one, label: say(`risk_${one}`) }))} />
      <Radios label={say("assess_safe")} value={safe} onInput={setSafe} error={wrong.safe} options={[{ value: "yes", label: say("yes") }, { value: "no", label: say("assess_not_safe") }]} />
    </ActForm>
  );
}
