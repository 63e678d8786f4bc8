/** A family that had moved away is back: which one, since when, where it lives now. */

import { useState } from "preact/hooks";
import type { Beside } from "../records/beside.ts";
import type { Act } from "../records/entry.ts";
import type { Summary } from "../records/records.ts";
import { ActForm, type Mistakes } from "./acts/act.tsx";
import { useBeside } from "./beside.ts";
import { today } from "./clock.ts";
import { NotHere } from "./household.tsx";
import { placeOf } from "./households.tsx";
import { SelectField, TextField } from "./parts/fields.tsx";
import { Empty, personInWords, Waiting } from "./parts/pieces.tsx";
import { Screen } from "./parts/screen.tsx";
import type { Someone } from "./persons.ts";
import { may } from "./rights.ts";
import { addressOf } from "./route.ts";
import { book, changes, records } from "./session.ts";
import { day, say } from "./say.ts";

/** A household that left, as this tablet knows it. */
export interface Gone {
  household: string;
  commune: number;
  village: number | null;
  address: string;
  left_on: string;
  members: Someone[];
}

/** The families that left, the latest first: as the server told, and those whose leaving stands only on this tablet. */
export function goneFrom(beside: Pick<Beside, "left"> | null | undefined, index: readonly Summary[]): Gone[] {
  const here = new Map(index.map((one) => [one.uuid, one]));
  const told = (beside?.left ?? []).filter((one) => !here.has(one.household));
  const fresh = index.filter((one) => one.ended).map((one): Gone => ({
    household: one.uuid, commune: one.commune, village: one.village, address: one.address, left_on: one.ended_on ?? "",
    members: one.persons.filter((person) => !person.gone),
  }));
  return [...fresh, ...told].sort((one, other) => (one.left_on < other.left_on ? 1 : -1));
}

function Listed({ all }: { all: Gone[] }) {
  const [text, setText] = useState("");
  const wanted = plain(text.trim());
  const found = all.filter((one) => may("register_people", one.commune) && [placeOf(one), ...one.members.map((member) => `${member.surname} ${member.given_name}`)].some((words) => plain(words).includes(wanted)));
  return (
    <Screen title={say("returning_title")} back={addressOf("households")}>
      <p>{say("returning_lead")}</p>
      {all.length > 0 && <TextField label={say("search_label")} type="search" inputMode="search" value={text} onInput={setText} />}
      {found.length === 0 ? <Empty title={say("returning_none")}><p>{say("returning_none_lead")}</p></Empty> : (
        <ul class="rows">
          {found.map((one) => (
            <li key={one.household}><a href={addressOf("returning", one.household)}>
              <strong>{one.members[0] ? personInWords(one.members[0]) : say("household")}</strong><span class="soft"> · {say("members_count", { n: one.members.length })}</span><br />
              <span class="soft">{[placeOf(one), say("returning_left", { day: day(one.left_on) })].filter(Boolean).join(" · ")}</span>
            </a></li>
          ))}
        </ul>
      )}
    </Screen>
  );
}

/** Letters as they are searched: without marks, small. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

export function Returning({ uuid }: { uuid: string }) {
  void changes.value;
  const beside = useBeside();
  if (beside === undefined) return <Screen title={say("returning_title")} back={addressOf("households")}><Waiting /></Screen>;
  const all = goneFrom(beside, records().index());
  if (!uuid) return <Listed all={all} />;
  const gone = all.find((one) => one.household === uuid);
  return gone ? <BackForm gone={gone} /> : <NotHere />;
}

interface Said {
  on: string;
  village: string;
  address: string;
}

export function returnMistakes(gone: Gone, { on }: Said, now: string): Mistakes {
  if (!/^\d{4}-\d\d-\d\d$/.test(on)) return { on: say("day_missing") };
  if (on > now) return { on: say("day_ahead") };
  return on < gone.left_on ? { on: say("returning_before", { day: day(gone.left_on) }) } : {};
}

export function returnEntry(gone: Gone, { on, village, address }: Said): Act {
  const payload = { address: address.trim(), village: village ? Number(village) : null };
  return { kind: "move_in", commune: gone.commune, household: gone.household, person: null, payload, on };
}

function BackForm({ gone }: { gone: Gone }) {
  const [said, set] = useState<Said>({ on: today(), village: gone.village === null ? "" : String(gone.village), address: gone.address });
  const [wrong, setWrong] = useState<Mistakes>({});
  const put = (some: Partial<Said>) => set({ ...said, ...some });
  const acts = () => {
    const mistakes = returnMistakes(gone, said, today());
    return Object.values(mistakes).some(Boolean) ? mistakes : [returnEntry(gone, said)];
  };
  const villages = book.value?.villages ?? [];
  return (
    <ActForm home={{ uuid: gone.household }} back={addressOf("returning")} title={say("returning_title")} send={say("returning_send")} acts={acts} onMistakes={setWrong}>
      <p>{say("returning_follows", { day: day(gone.left_on) })}</p>
      <div class="field"><ul class="rows">{gone.members.map((one, place) => <li key={place}><div class="in">{personInWords(one)}</div></li>)}</ul></div>
      <TextField label={say("returning_day")} type="date" value={said.on} min={gone.left_on} max={today()} onInput={(on) => put({ on })} error={wrong.on} />
      {villages.length > 0 && <SelectField label={say("village")} value={said.village} none={say("choose")} onInput={(village) => put({ village })} options={villages.map((one) => ({ value: String(one.siruta), label: one.name }))} />}
      <TextField label={say("returning_address")} value={said.address} onInput={(address) => put({ address })} />
    </ActForm>
  );
}
