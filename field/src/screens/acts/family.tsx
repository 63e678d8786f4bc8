/** A family changes: it parts, a parent leaves or comes back, a child is placed, two live as married, all move away. */

import { useState } from "preact/hooks";
import type { Act } from "../../records/entry.ts";
import type { HouseholdSeen } from "../../records/document.ts";
import type { Away } from "../../records/beside.ts";
import type { LikelyDuplicate } from "../../records/records.ts";
import { useBeside } from "../beside.ts";
import { today } from "../clock.ts";
import { memberOf } from "../household.tsx";
import { kindOf, living } from "../known.ts";
import { Checks, Radios, SelectField, TextField, type Option } from "../parts/fields.tsx";
import { personInWords } from "../parts/pieces.tsx";
import { yearsOf } from "../persons.ts";
import { domainsSeen, may } from "../rights.ts";
import { book, records } from "../session.ts";
import { day, say } from "../say.ts";
import { ActForm, actOf, memberOptions, wrongDay, type Mistakes } from "./act.tsx";
import { knownHere, RELATIONS } from "./life.tsx";
import { ALONE, Union, unionEntries, unionMistakes, type Wed } from "./union.tsx";

const EVENTS = ["gone", "back", "split", "placed", "returned", "union", "handed"] as const;
const OF_FAMILY: readonly Event[] = ["gone", "back", "placed", "returned", "union"];
const OF_AGE = 18;
const AWAY = ["abroad", "away_country", "separated", "detained", "hospital", "missing"] as const;
const PLACED = ["kin", "foster", "residential"] as const;
const MEASURES = { kin: "placement", foster: "foster", residential: "residential" } as const;

type Event = (typeof EVENTS)[number];

export interface Said extends Wed {
  event: Event;
  on: string;
  parent: string;
  persons: string[];
  head: string;
  new_head: string;
  to: string;
  notified: string;
  carer: string;
  /** What the parent who is back is to the head. */
  relation: string;
  placed: keyof typeof MEASURES;
  commune: string;
}

export const EMPTY: Said = {
  ...ALONE, event: "gone", on: "", parent: "mother", person: "", persons: [], head: "", new_head: "", to: "abroad", notified: "", carer: "", relation: "partner", placed: "kin", words: "", commune: "",
};

export function FamilyForm({ home }: { home: HouseholdSeen }) {
  const [said, set] = useState<Said>({ ...EMPTY, on: today(), event: domainsSeen(home.commune).includes("family") ? "gone" : "split" });
  const [wrong, setWrong] = useState<Mistakes>({});
  const put = (some: Partial<Said>) => set({ ...said, ...some });
  const away = awayFrom(home, useBeside()?.away ?? []);
  const known = said.event === "union" && said.with === "comes" ? knownHere(home, said) : [];
  const offered = EVENTS.filter((one) => domainsSeen(home.commune).includes("family") || !OF_FAMILY.includes(one));
  const acts = () => {
    const mistakes = mistakesOf(home, said, known);
    return Object.values(mistakes).some(Boolean) ? mistakes : entriesOf(home, said, may("case", home.commune), known);
  };
  return (
    <ActForm home={home} title={say("act_family")} send={say("life_send")} acts={acts} onMistakes={setWrong}>
      <Radios label={say("life_what")} value={said.event} onInput={(event) => { setWrong({}); put({ event: event as Event, persons: [], person: "" }); }} options={offered.map((one) => ({ value: one, label: say(`family_${one}`) }))} />
      <section class="group"><h2>{say("family_follows")}</h2><p>{say(`family_follows_${said.event}`)}</p><p>{home.case ? say("family_case", { day: day(home.case.opened_on) }) : say("family_no_case")}</p></section>
      <Asked home={home} said={said} put={put} wrong={wrong} away={away} />
      <TextField label={say("day")} type="date" value={said.on} max={today()} onInput={(on) => put({ on })} error={wrong.on} />
    </ActForm>
  );
}

interface Part {
  home: HouseholdSeen;
  said: Said;
  put: (some: Partial<Said>) => void;
  wrong: Mistakes;
}

function Asked({ away, ...part }: Part & { away: Away[] }) {
  switch (part.said.event) {
    case "gone": case "back": return <OfParent {...part} />;
    case "split": return <Parting {...part} />;
    case "placed": return <Placing {...part} />;
    case "returned": return <Returned {...part} away={away} />;
    case "union": return <Union {...part} />;
    case "handed": return <Handing {...part} />;
  }
}

function OfParent({ home, said, put, wrong }: Part) {
  const gone = said.event === "gone";
  const parent = memberOf(home, said.person);
  return (
    <>
      <Radios label={say("family_parent")} side value={said.parent} onInput={(one) => put({ parent: one })} options={["mother", "father"].map((one) => ({ value: one, label: say(one === "mother" ? "family_mother" : "family_father") }))} />
      <Checks label={say("family_children")} values={said.persons} error={wrong.persons} onInput={(persons) => put({ persons })} options={childOptions(home)} />
      {!gone && <SelectField label={say("family_relation")} value={said.relation} onInput={(relation) => put({ relation })} options={RELATIONS.map((one) => ({ value: one, label: say(`relation_${one}`) }))} />}
      {gone && (
        <>
          <SelectField label={say("family_who")} value={said.person} none={say("family_not_member")} error={wrong.person} onInput={(person) => put({ person })} options={adultOptions(home)} />
          <Radios label={say("life_where_to")} value={said.to} onInput={(to) => put({ to })} options={AWAY.map((one) => ({ value: one, label: say(`family_to_${one}`) }))} />
          {said.to === "abroad" && <Radios label={say("family_notified")} hint={say("family_notified_hint")} side value={said.notified} onInput={(notified) => put({ notified })} options={[{ value: "yes", label: say("yes") }, { value: "no", label: say("no") }, { value: "", label: say("life_to_unknown") }]} />}
          <SelectField label={say("family_carer")} value={said.carer} none={say("family_nobody")} error={wrong.carer} onInput={(carer) => put({ carer })} options={adultOptions(home).filter((one) => one.value !== said.person)} />
          {parent?.is_head && living(home, today()).length > 1 && <NewHead home={home} said={said} put={put} wrong={wrong} without={[said.person]} />}
        </>
      )}
    </>
  );
}

function Parting({ home, said, put, wrong }: Part) {
  const head = living(home, today()).find((one) => one.is_head);
  return (
    <>
      <Checks label={say("family_goes")} values={said.persons} error={wrong.persons} onInput={(persons) => put({ persons })} options={memberOptions(home)} />
      <SelectField label={say("family_head")} value={said.head} none={say("choose")} error={wrong.head} onInput={(one) => put({ head: one })} options={memberOptions(home).filter((one) => said.persons.includes(one.value))} />
      {head && said.persons.includes(head.uuid) && <NewHead home={home} said={said} put={put} wrong={wrong} without={said.persons} />}
      <TextField label={say("family_address")} value={said.words} onInput={(words) => put({ words })} />
    </>
  );
}

/** An adult who stays; a child only where none does. */
function NewHead({ home, said, put, wrong, without }: Part & { without: string[] }) {
  const stay = (options: Option[]) => options.filter((one) => !without.includes(one.value));
  const adults = stay(adultOptions(home));
  return <SelectField label={say("life_new_head")} value={said.new_head} none={say("choose")} error={wrong.new_head} onInput={(one) => put({ new_head: one })} options={adults.length > 0 ? adults : stay(memberOptions(home))} />;
}

function Placing({ home, said, put, wrong }: Part) {
  return (
    <>
      <SelectField label={say("family_child")} value={said.person} none={say("choose")} error={wrong.person} onInput={(person) => put({ person })} options={childOptions(home)} />
      <Radios label={say("life_where_to")} value={said.placed} onInput={(one) => put({ placed: one as Said["placed"] })} options={PLACED.map((one) => ({ value: one, label: say(`family_placed_${one}`) }))} />
      <TextField label={say("family_where")} value={said.words} onInput={(words) => put({ words })} />
    </>
  );
}

/** The children who lived here and are away by a life event; what this tablet has sealed since counts. */
export function awayFrom(home: HouseholdSeen, away: readonly Away[]): Away[] {
  const here = new Set(living(home, today()).map((one) => one.uuid));
  const told = away.filter((one) => one.household === home.uuid);
  const fresh = home.members.filter((one) => one.until !== null && one.unsent && !told.some((known) => known.uuid === one.uuid)).map((one): Away => (
    { ...one, household: home.uuid, commune: home.commune, left_on: one.until!, placed: true }
  ));
  return [...told, ...fresh].filter((one) => !here.has(one.uuid) && (yearsOf(one) ?? 0) < OF_AGE);
}

function Returned({ said, put, wrong, away }: Part & { away: Away[] }) {
  if (away.length === 0) return <p>{say("family_nobody_away")}</p>;
  return <SelectField label={say("family_child")} value={said.person} none={say("choose")} error={wrong.person} onInput={(person) => put({ person })} options={away.map((one) => ({ value: one.uuid, label: `${personInWords(one)}, ${say("family_away_since", { day: day(one.left_on) })}` }))} />;
}

/** The household of this tablet's index in which somebody lives now. */
function livesIn(person: string): string | null {
  return records().index().find((one) => !one.ended && one.persons.some((each) => each.uuid === person && !each.gone))?.uuid ?? null;
}

function Handing({ said, put, wrong }: Part) {
  const communes = (book.value?.neighbours ?? []).map((one) => ({ value: String(one.siruta), label: one.name }));
  return (
    <>
      <SelectField label={say("family_commune")} value={said.commune} none={say("choose")} error={wrong.commune} onInput={(commune) => put({ commune })} options={communes} />
      <TextField label={say("family_note")} hint={say("family_note_hint")} long value={said.words} onInput={(words) => put({ words })} />
    </>
  );
}

function isChild(home: HouseholdSeen, uuid: string): boolean {
  const member = memberOf(home, uuid);
  return member !== null && kindOf(member, home.facts[uuid], today()) === "child";
}

function childOptions(home: HouseholdSeen): Option[] {
  return memberOptions(home).filter((one) => isChild(home, one.value));
}

function adultOptions(home: HouseholdSeen): Option[] {
  return memberOptions(home).filter((one) => !isChild(home, one.value));
}

export function mistakesOf(home: HouseholdSeen, said: Said, known: LikelyDuplicate[] = []): Mistakes {
  const { event, persons } = said;
  const members = living(home, today());
  const head = members.find((one) => one.is_head)?.uuid ?? "";
  const headGoes = (event === "split" && persons.includes(head)) || (event === "gone" && said.person !== "" && said.person === head && members.length > 1);
  const none = { persons: (event === "gone" || event === "back" || event === "split") && persons.length === 0 };
  return {
    on: wrongDay(home, said.on),
    persons: none.persons ? say("choose_one") : event === "split" && persons.length === members.length ? say("family_nobody_stays") : undefined,
    head: event === "split" && !persons.includes(said.head) ? say("choose_one") : undefined,
    new_head: headGoes && !said.new_head ? say("choose_one") : undefined,
    person: (event === "placed" || event === "returned") && !said.person ? say("choose_one") : undefined,
    ...(event === "union" ? unionMistakes(said, known) : {}),
    commune: event === "handed" && !said.commune ? say("choose_one") : undefined,
  };
}

/** The entries of what was said; with a split the open case goes with those who leave, where the worker may carry it. */
export function entriesOf(home: HouseholdSeen, said: Said, mayCarry: boolean, known: LikelyDuplicate[] = [], lives = livesIn): Act[] {
  const { on, parent, persons } = said;
  const words = said.words.trim();
  switch (said.event) {
    case "gone": {
      const notified = said.notified === "" ? null : said.notified === "yes";
      return [actOf(home, "record_parent_gone", {
        parent, children: persons, to: said.to, notified, carer: said.carer || null, new_head: said.new_head || null,
      }, { on, person: said.person || null })];
    }
    case "back":
      return [actOf(home, "record_parent_back", { parent, children: persons, relation: said.relation }, { on })];
    case "split": {
      const household = crypto.randomUUID();
      const goes = persons.map((person) => ({
        person, is_head: person === said.head, relation: memberOf(home, person)?.relation === "child" ? "child" : "other",
      }));
      const split = actOf(home, "split_household", { from_household: home.uuid, goes, new_head: said.new_head || null, address: words }, { on });
      const carried = actOf(home, "carry_case", { from_household: home.uuid }, { on });
      return [split, ...(home.case && mayCarry ? [carried] : [])].map((act) => ({ ...act, household }));
    }
    case "placed":
      return [actOf(home, "place_child", { measure: MEASURES[said.placed], to: said.placed, where: words }, { on, person: said.person })];
    case "returned":
      return [actOf(home, "return_child", { relation: "child", from_household: lives(said.person) }, { on, person: said.person })];
    case "union":
      return unionEntries(home, said, on, known);
    case "handed":
      return [actOf(home, "hand_over_household", { commune: Number(said.commune), note: words }, { on })];
  }
}
