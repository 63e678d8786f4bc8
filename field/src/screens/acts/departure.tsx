/** A parent leaves to work abroad: told in time or heard of, who cares for the children, from which day the court delegated. */

import { useState } from "preact/hooks";
import type { Departure, HouseholdSeen } from "../../records/document.ts";
import { today } from "../clock.ts";
import { kindOf, living } from "../known.ts";
import { Radios, SelectField, TextField, type Option } from "../parts/fields.tsx";
import { personInWords } from "../parts/pieces.tsx";
import { say } from "../say.ts";
import { ActForm, actOf, wrongDay, type Mistakes } from "./act.tsx";

const LONGEST = 120;
const EARLIEST = "2000-01-01";
const LATEST = "2199-12-31";

export interface Said {
  parent: string;
  leaves_on: string;
  country: string;
  told: string;
  carer: string;
  carer_words: string;
  delegated_on: string;
  on: string;
}

/** The last departure written down, so that what comes to be known of it is added to it. */
export function written(home: HouseholdSeen, on: string): Said {
  const last = home.departures?.at(-1);
  return {
    parent: last?.parent ?? "", leaves_on: last?.leaves_on ?? "", country: last?.country ?? "",
    told: last ? (last.notified ? "yes" : "no") : "", carer: last?.carer ?? "", carer_words: last?.carer_words ?? "",
    delegated_on: last?.delegated_on ?? "", on,
  };
}

export function DepartureForm({ home }: { home: HouseholdSeen }) {
  const [said, set] = useState<Said>(() => written(home, today()));
  const [wrong, setWrong] = useState<Mistakes>({});
  const put = (some: Partial<Said>) => set({ ...said, ...some });
  const here = adults(home);
  const acts = () => {
    const mistakes = mistakesOf(home, said);
    return Object.values(mistakes).some(Boolean) ? mistakes : [actOf(home, "announce_departure", payloadOf(said), { on: said.on })];
  };
  return (
    <ActForm home={home} title={say("departure_title")} send={say("departure_send")} acts={acts} onMistakes={setWrong}>
      <p>{say("departure_lead")}</p>
      <Radios label={say("departure_who")} value={said.parent} onInput={(parent) => put({ parent })} error={wrong.parent} options={[...here, ...away(home, here)]} />
      <TextField label={say("departure_day")} hint={say("departure_day_hint")} type="date" value={said.leaves_on} onInput={(leaves_on) => put({ leaves_on })} error={wrong.leaves_on} />
      <TextField label={say("departure_country")} value={said.country} onInput={(country) => put({ country })} />
      <Radios label={say("departure_told")} value={said.told} onInput={(told) => put({ told })} error={wrong.told} options={[{ value: "yes", label: say("departure_told_yes") }, { value: "no", label: say("departure_told_no") }]} />
      <SelectField label={say("departure_carer")} value={said.carer} none={say("departure_not_known")} onInput={(carer) => put({ carer })} options={here.filter((one) => one.value !== said.parent)} />
      <TextField label={say("departure_carer_words")} value={said.carer_words} onInput={(carer_words) => put({ carer_words })} />
      <TextField label={say("departure_court")} hint={say("departure_court_hint")} type="date" value={said.delegated_on} onInput={(delegated_on) => put({ delegated_on })} error={wrong.delegated_on} />
      <TextField label={say("day")} type="date" value={said.on} max={today()} onInput={(on) => put({ on })} error={wrong.on} />
    </ActForm>
  );
}

function adults(home: HouseholdSeen): Option[] {
  return living(home, today()).filter((one) => kindOf(one, home.facts[one.uuid], today()) === "adult")
    .map((one) => ({ value: one.uuid, label: personInWords(one) }));
}

/** The parents of departures written down who are no members any more: a court's new decision is about them. */
function away(home: HouseholdSeen, here: readonly Option[]): Option[] {
  const named = new Map((home.departures ?? []).map((one: Departure) => [one.parent, one.who]));
  return [...named].filter(([parent]) => !here.some((one) => one.value === parent))
    .map(([value, who]) => ({ value, label: whoLeft(home, value, who) }));
}

function whoLeft(home: HouseholdSeen, parent: string, who: string): string {
  const member = home.members.find((one) => one.uuid === parent);
  return member ? personInWords(member) : who;
}

export function mistakesOf(home: HouseholdSeen, said: Said): Mistakes {
  const far = (day: string) => (day >= EARLIEST && day <= LATEST ? undefined : say("departure_far"));
  return {
    parent: said.parent ? undefined : say("choose_one"), told: said.told ? undefined : say("choose_one"),
    leaves_on: said.leaves_on ? far(said.leaves_on) : say("day_missing"),
    delegated_on: said.delegated_on ? far(said.delegated_on) : undefined, on: wrongDay(home, said.on),
  };
}

export function payloadOf(said: Said): Record<string, unknown> {
  return {
    parent: said.parent, leaves_on: said.leaves_on, country: said.country.trim().slice(0, LONGEST), notified: said.told === "yes",
    carer: said.carer || null, carer_words: said.carer_words.trim().slice(0, LONGEST), delegated_on: said.delegated_on || null,
  };
}
