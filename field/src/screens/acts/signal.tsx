/** The observation sheet, or what somebody told: about a household, or a family that is not in the register. */

import { useState } from "preact/hooks";
import type { HouseholdSeen } from "../../records/document.ts";
import { nowMoment, today } from "../clock.ts";
import { Checks, Radios, SelectField, TextField } from "../parts/fields.tsx";
import { hourAt, signalled, SEEN, SIGNS, SOURCES, wrongOf, type Noticed } from "../noticed.ts";
import { may } from "../rights.ts";
import { book, tablet } from "../session.ts";
import { say } from "../say.ts";
import { ActForm, memberOptions, type Mistakes } from "./act.tsx";

export function SignalForm({ home }: { home: HouseholdSeen | null }) {
  const [started] = useState(nowMoment);
  const communes = tablet().communes().filter((one) => may("visit", one));
  const [commune, setCommune] = useState(home?.commune ?? communes[0] ?? 0);
  const [said, set] = useState<Noticed>(() => ({
    source: "observation", about: "", told_by: "", words: "", persons: [], on: today(), hour: hourAt(started), signs: {},
  }));
  const [wrong, setWrong] = useState<Mistakes>({});
  const put = (some: Partial<Noticed>) => set({ ...said, ...some });
  const acts = () => {
    const now = nowMoment();
    const mistakes = wrongOf(said, { known: home !== null, now });
    if (mistakes.length) return Object.fromEntries(mistakes.map((one) => [one, say(`signal_wrong_${one}`)]));
    return [signalled(said, { commune, household: home?.uuid ?? null, started, now, today: today() })];
  };
  return (
    <ActForm home={home} title={say("act_signal")} send={say("signal_send")} acts={acts} onMistakes={setWrong}>
      {home === null && <Unknown said={said} put={put} wrong={wrong} />}
      {home === null && communes.length > 1 && (
        <SelectField label={say("commune")} value={String(commune)} onInput={(chosen) => setCommune(Number(chosen))}
          options={communes.map((one) => ({ value: String(one), label: book.value?.commune(one) ?? String(one) }))} />
      )}
      <Radios label={say("signal_source")} value={said.source} onInput={(source) => put({ source })} options={SOURCES.map((one) => ({ value: one, label: say(`signal_from_${one}`) }))} />
      {said.source === "observation" ? <Sheet said={said} put={put} wrong={wrong} started={started} /> : <Told said={said} put={put} wrong={wrong} />}
      {home && <Checks label={say("signal_whom")} values={said.persons} onInput={(persons) => put({ persons })} options={memberOptions(home)} />}
      <TextField label={say("signal_told_by")} value={said.told_by} onInput={(told_by) => put({ told_by })} />
      <TextField label={say("signal_words")} long value={said.words} onInput={(words) => put({ words })} />
    </ActForm>
  );
}

interface Part {
  said: Noticed;
  put: (some: Partial<Noticed>) => void;
  wrong: Mistakes;
}

function Unknown({ said, put, wrong }: Part) {
  return <TextField label={say("signal_about")} hint={say("signal_about_hint")} value={said.about} onInput={(about) => put({ about })} error={wrong.about} />;
}

function Told({ said, put, wrong }: Part) {
  return (
    <>
      <TextField label={say("day")} type="date" value={said.on} max={today()} onInput={(on) => put({ on })} error={wrong.on} />
      <TextField label={say("signal_hour")} hint={say("signal_hour_hint")} inputMode="numeric" value={said.hour} onInput={(hour) => put({ hour })} error={wrong.hour} />
    </>
  );
}

function Sheet({ said, put, wrong, started }: Part & { started: string }) {
  const sign = (domain: string, some: Partial<{ seen: string; words: string }>) => {
    const { seen = "", words = "" } = { ...said.signs[domain], ...some };
    put({ signs: { ...said.signs, [domain]: { seen: seen || "yes", words } } });
  };
  return (
    <>
      <p class="soft">{say("signal_sheet", { hour: hourAt(started) })}</p>
      {wrong.signs && <p class="field-error">{wrong.signs}</p>}
      {SIGNS.map((domain) => (
        <div key={domain}>
          <Radios label={say(`sign_${domain}`)} hint={say(`sign_hint_${domain}`)} side value={said.signs[domain]?.seen ?? ""} onInput={(seen) => sign(domain, { seen })}
            options={SEEN.map((one) => ({ value: one, label: say(`seen_${one}`) }))} />
          {said.signs[domain]?.seen === "yes" && (
            <TextField label={say("signal_sign_words")} value={said.signs[domain]?.words ?? ""} onInput={(words) => sign(domain, { words })} />
          )}
        </div>
      ))}
    </>
  );
}
