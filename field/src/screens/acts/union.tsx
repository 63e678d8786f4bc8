/** Two live as married: with somebody of the household, with somebody elsewhere, or with somebody who comes to live here. */

import type { Act } from "../../records/entry.ts";
import type { HouseholdSeen } from "../../records/document.ts";
import type { LikelyDuplicate } from "../../records/records.ts";
import { memberOf } from "../household.tsx";
import { Checks, Radios, SelectField, TextField } from "../parts/fields.tsx";
import { say } from "../say.ts";
import { actOf, memberOptions, type Mistakes } from "./act.tsx";
import { bornWell, chosen, Known, knownHere, NEW, registering, Sex } from "./life.tsx";

const WITH = ["member", "elsewhere", "comes"] as const;

/** What is said of a union; of who comes to live here as of anybody who joins (`known`: the person of the register, or NEW). */
export interface Wed {
  person: string;
  with: (typeof WITH)[number];
  partner: string;
  words: string;
  also: string[];
  surname: string;
  given_name: string;
  sex: string;
  born: string;
  known: string;
}

export const ALONE: Omit<Wed, "person" | "words"> = { with: "member", partner: "", also: [], surname: "", given_name: "", sex: "", born: "", known: "" };

interface Part {
  home: HouseholdSeen;
  said: Wed;
  put: (some: Partial<Wed>) => void;
  wrong: Mistakes;
}

export function Union({ home, said, put, wrong }: Part) {
  const known = said.with === "comes" ? knownHere(home, said) : [];
  const others = memberOptions(home).filter((one) => one.value !== said.person);
  return (
    <>
      <SelectField label={say("life_who")} value={said.person} none={say("choose")} error={wrong.person} onInput={(person) => put({ person })} options={memberOptions(home)} />
      <Radios label={say("union_with")} value={said.with} onInput={(one) => put({ with: one as Wed["with"] })} options={WITH.map((one) => ({ value: one, label: say(`union_with_${one}`) }))} />
      {said.with === "member" && <SelectField label={say("union_partner")} value={said.partner} none={say("choose")} error={wrong.partner} onInput={(partner) => put({ partner })} options={others} />}
      {said.with === "elsewhere" && <TextField label={say("family_with")} value={said.words} error={wrong.words} onInput={(words) => put({ words })} />}
      {said.with === "comes" && (
        <>
          <TextField label={say("surname")} value={said.surname} onInput={(surname) => put({ surname })} />
          <TextField label={say("given_name")} value={said.given_name} onInput={(given_name) => put({ given_name })} error={wrong.given_name} />
          <Sex value={said.sex} onInput={(sex) => put({ sex })} />
          <TextField label={say("born")} hint={say("born_hint")} value={said.born} onInput={(born) => put({ born })} error={wrong.born} />
          {known.length > 0 && <Known said={said} put={put} wrong={wrong} known={known} />}
        </>
      )}
      <Checks label={say("union_also")} values={said.also} onInput={(also) => put({ also })} options={(["married", "ended"] as const).filter((one) => said.with !== "comes" || one !== "ended").map((one) => ({ value: one, label: say(`union_${one}`) }))} />
    </>
  );
}

export function unionMistakes(said: Wed, known: LikelyDuplicate[]): Mistakes {
  const ended = hasEnded(said);
  const comes = said.with === "comes";
  return {
    person: said.person ? undefined : say("choose_one"),
    partner: said.with === "member" && !ended && (!said.partner || said.partner === said.person) ? say("choose_one") : undefined,
    words: said.with === "elsewhere" && !ended && !said.words.trim() ? say("name_missing") : undefined,
    given_name: comes && !said.given_name.trim() && !said.surname.trim() ? say("name_missing") : undefined,
    born: comes && said.born && !bornWell(said.born) ? say("born_wrong") : undefined,
    known: comes && known.length > 0 && said.known !== NEW && !chosen(said, known) ? say("life_known_missing") : undefined,
  };
}

function hasEnded(said: Wed): boolean {
  return said.also.includes("ended") && said.with !== "comes";
}

/** The union, after the coming of who was not of the household. */
export function unionEntries(home: HouseholdSeen, said: Wed, on: string, known: LikelyDuplicate[]): Act[] {
  const marked = { married: said.also.includes("married"), ended: hasEnded(said) };
  const union = (partner: string | null, partner_name = "") => actOf(home, "record_union", { partner, partner_name, ...marked }, { on, person: said.person });
  if (said.with === "member") return [union(said.partner || null)];
  if (said.with === "elsewhere") return [union(null, said.words.trim())];
  const relation = memberOf(home, said.person)?.is_head ? "partner" : "other";
  const moved = chosen(said, known);
  if (moved) {
    const leaves = moved.person.gone ? {} : { from_household: moved.household };
    return [actOf(home, "move_in", { relation, ...leaves }, { on, person: moved.person.uuid }), union(moved.person.uuid)];
  }
  const uuid = crypto.randomUUID();
  const { surname, given_name, sex, born } = registering(said);
  const stated = { uuid, surname: surname.trim(), given_name: given_name.trim(), sex, born: born || null, relation };
  return [actOf(home, "enrol_person", stated, { on, person: uuid }), union(uuid)];
}
