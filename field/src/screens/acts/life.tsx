/** A life event: who was born, died, came, left, or was written down wrongly. */

import { useState } from "preact/hooks";
import type { Act } from "../../records/entry.ts";
import type { HouseholdSeen, Member } from "../../records/document.ts";
import type { LikelyDuplicate, Registering } from "../../records/records.ts";
import { today } from "../clock.ts";
import { memberOf } from "../household.tsx";
import { placeOf } from "../households.tsx";
import { living } from "../known.ts";
import { Radios, SelectField, TextField } from "../parts/fields.tsx";
import { personInWords } from "../parts/pieces.tsx";
import { records } from "../session.ts";
import { say } from "../say.ts";
import { ActForm, actOf, memberOptions, wrongDay, type Mistakes } from "./act.tsx";
import { LikelyDuplicates, likelyOf } from "./duplicates.tsx";

const EVENTS = ["birth", "death", "joined", "left", "household_left", "head", "wrong"] as const;
const ABOUT: readonly string[] = ["death", "left", "head", "wrong"];
/** Who joins is nobody of those known. */
export const NEW = "new";
export const RELATIONS = ["partner", "child", "parent", "grandparent", "sibling", "foster", "other"] as const;
const PLACES = ["commune", "abroad", "household", "unknown"] as const;
const CORRECTED = ["surname", "given_name", "born", "sex"] as const;

export interface Said {
  event: (typeof EVENTS)[number];
  on: string;
  surname: string;
  given_name: string;
  sex: string;
  born: string;
  relation: string;
  person: string;
  head: string;
  to: string;
  field: (typeof CORRECTED)[number];
  value: string;
  /** Of who joined: the person of the register that it is, or NEW. */
  known: string;
}

export const EMPTY: Said = {
  event: "birth", on: "", surname: "", given_name: "", sex: "", born: "", relation: "child", person: "", head: "", to: "commune", field: "surname", value: "", known: "",
};

export function LifeForm({ home }: { home: HouseholdSeen }) {
  const [said, set] = useState<Said>({ ...EMPTY, on: today() });
  const [wrong, setWrong] = useState<Mistakes>({});
  const put = (some: Partial<Said>) => set({ ...said, ...some });
  const about = ABOUT.includes(said.event);
  const arrives = said.event === "birth" || said.event === "joined";
  const known = said.event === "joined" ? knownHere(home, said) : [];
  const acts = () => {
    const mistakes = mistakesOf(home, said, known);
    return Object.values(mistakes).some(Boolean) ? mistakes : [entryOf(home, said, known)];
  };
  const turnTo = (event: string) => put({ event: event as Said["event"], relation: event === "head" ? "other" : "child", person: "" });
  return (
    <ActForm home={home} title={say("act_life")} send={say("life_send")} acts={acts} onMistakes={setWrong}>
      <Radios label={say("life_what")} value={said.event} onInput={turnTo} options={EVENTS.map((one) => ({ value: one, label: say(`life_${one}`) }))} />
      {about && <SelectField label={say("life_who")} value={said.person} none={say("choose")} error={wrong.person} onInput={(person) => put({ person })} options={memberOptions(home).filter((one) => said.event !== "head" || one.value !== headOf(home)?.uuid)} />}
      {said.event === "head" && headOf(home) && <Relation label={say("life_old_head")} said={said} put={put} />}
      {arrives && <Arrival said={said} put={put} wrong={wrong} known={known} />}
      {headLeaves(home, said) && (
        <SelectField label={say("life_new_head")} value={said.head} none={say("choose")} error={wrong.head} onInput={(head) => put({ head })}
          options={memberOptions(home).filter((one) => one.value !== said.person)} />
      )}
      {(said.event === "left" || said.event === "household_left") && (
        <Radios label={say("life_where_to")} value={said.to} onInput={(to) => put({ to })} options={PLACES.map((one) => ({ value: one, label: say(`life_to_${one}`) }))} />
      )}
      {said.event === "wrong" && <Correction said={said} put={put} wrong={wrong} />}
      <TextField label={say(said.event === "birth" ? "life_birth_day" : "day")} type="date" value={said.on} max={today()} onInput={(on) => put({ on })} error={wrong.on} />
    </ActForm>
  );
}

interface Part {
  said: Said;
  put: (some: Partial<Said>) => void;
  wrong: Mistakes;
}

export function Sex({ value, onInput }: { value: string; onInput: (value: string) => void }) {
  return <Radios label={say("sex")} side value={value} onInput={onInput} options={[{ value: "f", label: say("sex_f") }, { value: "m", label: say("sex_m") }]} />;
}

function Relation({ label, said, put }: Pick<Part, "said" | "put"> & { label: string }) {
  return <SelectField label={label} value={said.relation} onInput={(relation) => put({ relation })} options={RELATIONS.map((one) => ({ value: one, label: say(`relation_${one}`) }))} />;
}

function Arrival({ said, put, wrong, known }: Part & { known: LikelyDuplicate[] }) {
  return (
    <>
      <TextField label={say("surname")} value={said.surname} onInput={(surname) => put({ surname })} />
      <TextField label={say("given_name")} value={said.given_name} onInput={(given_name) => put({ given_name })} error={wrong.given_name} />
      <Sex value={said.sex} onInput={(sex) => put({ sex })} />
      {said.event === "joined" && (
        <>
          <TextField label={say("born")} hint={say("born_hint")} value={said.born} onInput={(born) => put({ born })} error={wrong.born} />
          <Relation label={say("relation")} said={said} put={put} />
          {known.length > 0 ? <Known said={said} put={put} wrong={wrong} known={known} /> : <LikelyDuplicates person={registering(said)} />}
        </>
      )}
    </>
  );
}

/** Whether who joined is somebody of the register: then they leave where they lived, and are not written down twice. */
export function Known({ said, put, wrong, known }: { said: Pick<Said, "known">; put: (some: { known: string }) => void; wrong: Mistakes; known: LikelyDuplicate[] }) {
  const options = known.map(({ person, household }) => ({ value: person.uuid, label: `${personInWords(person)}, ${placeOf(records().summary(household))}` }));
  return <Radios label={say("life_known")} hint={say("life_known_hint")} value={said.known} error={wrong.known} onInput={(one) => put({ known: one })} options={[...options, { value: NEW, label: say("life_known_new") }]} />;
}

export function registering(said: Pick<Said, "surname" | "given_name" | "sex" | "born">): Registering {
  return { surname: said.surname, given_name: said.given_name, sex: said.sex as "f" | "m" | "", born: said.born || null };
}

/** The likeliest of this commune; who lives in another one is told of in two steps, the leaving by the people there. */
export function knownHere(home: HouseholdSeen, said: Pick<Said, "surname" | "given_name" | "sex" | "born">): LikelyDuplicate[] {
  const here = living(home, today()).map((member) => member.uuid);
  return likelyOf(registering(said)).filter((one) => records().summary(one.household)?.commune === home.commune && !here.includes(one.person.uuid));
}

function headOf(home: HouseholdSeen): Member | undefined {
  return living(home, today()).find((member) => member.is_head);
}

function Correction({ said, put, wrong }: Part) {
  return (
    <>
      <Radios label={say("life_field")} value={said.field} onInput={(field) => put({ field: field as Said["field"], value: "" })} options={CORRECTED.map((one) => ({ value: one, label: say(one) }))} />
      {said.field === "sex"
        ? <Sex value={said.value} onInput={(value) => put({ value })} />
        : <TextField label={say("life_right")} hint={said.field === "born" ? say("born_hint") : ""} value={said.value} onInput={(value) => put({ value })} error={wrong.value} />}
    </>
  );
}

function headLeaves(home: HouseholdSeen, said: Said): boolean {
  const leaves = said.event === "death" || said.event === "left";
  return leaves && memberOf(home, said.person)?.is_head === true && living(home, today()).length > 1;
}

/** YYYY, YYYY-MM or YYYY-MM-DD, not ahead. */
export function bornWell(born: string): boolean {
  return /^(19|20)\d\d(-(0[1-9]|1[0-2])(-\d\d)?)?$/.test(born) && born <= today();
}

export function mistakesOf(home: HouseholdSeen, said: Said, known: LikelyDuplicate[]): Mistakes {
  const about = ABOUT.includes(said.event);
  const arrives = said.event === "birth" || said.event === "joined";
  const value = said.field === "born" ? bornWell(said.value) : said.value.trim() !== "";
  return {
    on: wrongDay(home, said.on),
    person: about && !said.person ? say("choose_one") : undefined,
    given_name: arrives && !said.given_name.trim() && !said.surname.trim() ? say("name_missing") : undefined,
    known: known.length > 0 && said.known !== NEW && !chosen(said, known) ? say("life_known_missing") : undefined,
    born: said.event === "joined" && said.born && !bornWell(said.born) ? say("born_wrong") : undefined,
    head: headLeaves(home, said) && !said.head ? say("choose_one") : undefined,
    value: said.event === "wrong" && !value ? say(said.field === "born" ? "born_wrong" : "choose_one") : undefined,
  };
}

export function chosen(said: Pick<Said, "known">, known: LikelyDuplicate[]): LikelyDuplicate | undefined {
  return known.find((one) => one.person.uuid === said.known);
}

/** The entry of a life event. `known`: who of the register may have joined. */
export function entryOf(home: HouseholdSeen, said: Said, known: LikelyDuplicate[]): Act {
  const one = { surname: said.surname.trim(), given_name: said.given_name.trim(), sex: said.sex };
  const on = said.on;
  const head = headLeaves(home, said) ? { new_head: said.head } : {};
  switch (said.event) {
    case "birth": {
      const uuid = crypto.randomUUID();
      return actOf(home, "record_birth", { uuid, ...one, born: on, relation: "child" }, { on, person: uuid });
    }
    case "joined": {
      const moved = chosen(said, known);
      if (moved) {
        const leaves = moved.person.gone ? {} : { from_household: moved.household };
        return actOf(home, "move_in", { relation: said.relation, ...leaves }, { on, person: moved.person.uuid });
      }
      const uuid = crypto.randomUUID();
      return actOf(home, "enrol_person", { uuid, ...one, born: said.born || null, relation: said.relation }, { on, person: uuid });
    }
    case "death":
      return actOf(home, "record_death", { died_on: on, ...head }, { on, person: said.person });
    case "left":
      return actOf(home, "move_out", { to: said.to, ...head }, { on, person: said.person });
    case "household_left":
      return actOf(home, "move_out", { to: said.to }, { on });
    case "head": {
      const before = headOf(home);
      return actOf(home, "name_head", { relations: before ? { [before.uuid]: said.relation } : {} }, { on, person: said.person });
    }
    case "wrong":
      return actOf(home, "correct_person", { field: said.field, base: baseOf(home, said), value: said.value.trim() }, { on, person: said.person });
  }
}

/** What stood there until now: the register compares it, and asks a human when it is no longer so. */
function baseOf(home: HouseholdSeen, said: Said): string | null {
  const member = memberOf(home, said.person);
  if (!member) return null;
  if (said.field !== "born") return member[said.field];
  const length = { day: 10, month: 7, year: 4, unknown: 0 }[member.born_precision];
  return member.born_on && length ? member.born_on.slice(0, length) : null;
}
