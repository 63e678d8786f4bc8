/** The plan, agreed with the family: which services, by when, who sees to them; signed on the screen. */

import { useMemo, useState } from "preact/hooks";
import type { HouseholdSeen, Member } from "../../records/document.ts";
import type { Book } from "../book.ts";
import { today } from "../clock.ts";
import { findingsOf } from "../found.ts";
import { memberOf } from "../household.tsx";
import { assessed, living } from "../known.ts";
import { linesOf, servicesAgreed, settledAnew, type Line } from "../offers.ts";
import { SelectField, TextField } from "../parts/fields.tsx";
import { Fold, useInTurn } from "../parts/later.tsx";
import { Message, personInWords } from "../parts/pieces.tsx";
import { Screen } from "../parts/screen.tsx";
import { SignHere } from "../parts/sign.tsx";
import { nameOf } from "../persons.ts";
import { domainsSeen, may, rolesIn } from "../rights.ts";
import { addressOf } from "../route.ts";
import { book } from "../session.ts";
import { day, say } from "../say.ts";
import { ActForm, actOf, wrongDay, type Mistakes } from "./act.tsx";

export function PlanForm({ home }: { home: HouseholdSeen }) {
  const words = book.value;
  const open = home.case?.state === "open";
  if (!words || (!open && !may("case", home.commune))) {
    return <Screen title={say("act_plan")} back={addressOf("household", home.uuid)}><Message tone="note"><p>{say("plan_no_case")}</p></Message></Screen>;
  }
  return <Agreeing home={home} words={words} open={open} />;
}

function Agreeing({ home, words, open }: { home: HouseholdSeen; words: Book; open: boolean }) {
  const proposed = useMemo(() => proposal(home, words), []);
  const shown = useMemo(() => settledAnew(home), []); // what arrives while the form is open was not seen, and goes on
  const [lines, setLines] = useState(proposed);
  const [on, setOn] = useState(today());
  const [agreedWith, setAgreedWith] = useState(() => headName(home));
  const [opinion, setOpinion] = useState("");
  const [notHeard, setNotHeard] = useState("");
  const [objectives, setObjectives] = useState("");
  const mustHear = living(home, today()).some(heard);
  const [signature, setSignature] = useState("");
  const [wrong, setWrong] = useState<Mistakes>({});
  const [drawn, whole] = useInTurn(lines);
  const put = (key: string, some: Partial<Line>) => setLines(lines.map((line) => (line.key === key ? { ...line, ...some } : line)));
  const acts = () => {
    const mistakes: Mistakes = {
      lines: lines.some((line) => line.chosen) ? undefined : say("plan_choose"),
      agreed: agreedWith.trim() ? undefined : say("plan_agreed_missing"),
      on: wrongDay(home, on),
      opinion: mustHear && !opinion.trim() && !notHeard.trim() ? say("plan_opinion_missing") : undefined,
      due: lines.some((line) => line.chosen && !(line.due_on >= on)) ? say("plan_due_wrong") : undefined,
    };
    if (Object.values(mistakes).some(Boolean)) return mistakes;
    const payload = {
      agreed_with: agreedWith.trim().slice(0, 120), services: servicesAgreed(lines), instead_of: shown,
      ...(notHeard.trim() ? { child_not_heard: notHeard.trim().slice(0, 500) } : {}),
      ...(objectives.trim() ? { objectives: objectivesOf(objectives) } : {}),
      ...(opinion.trim() ? { child_opinion: opinion.trim() } : {}), ...(signature ? { signature } : {}),
    };
    const opening = open ? [] : [actOf(home, "open_case", {}, { on })];
    return [...opening, actOf(home, "agree_plan", payload, { on })];
  };
  return (
    <ActForm home={home} title={say("act_plan")} send={say("plan_send")} acts={acts} onMistakes={setWrong} whole={whole}>
      {!open && <p class="soft">{say("plan_opens_case")}</p>}
      <h2>{say("plan_which")}</h2>
      <p>{say("plan_which_hint")}</p>
      {wrong.lines && <p class="field-error">{wrong.lines}</p>}
      {wrong.due && <p class="field-error">{wrong.due}</p>}
      {lines.length === 0 && <Message tone="note"><p>{say("plan_nothing")}</p></Message>}
      {drawn.map((line) => <Offer key={line.key} line={line} home={home} words={words} put={(some) => put(line.key, some)} />)}
      {whole && <><TextField label={say("plan_agreed_with")} value={agreedWith} onInput={setAgreedWith} error={wrong.agreed} />
      <TextField label={say("plan_objectives")} hint={say("plan_objectives_hint")} long value={objectives} onInput={setObjectives} />
      <TextField label={say("plan_opinion")} hint={say("plan_opinion_hint")} long value={opinion} onInput={setOpinion} error={wrong.opinion} />
      <TextField label={say("plan_not_heard")} value={notHeard} onInput={setNotHeard} />
      <TextField label={say("day")} type="date" value={on} max={today()} onInput={setOn} error={wrong.on} />
      <SignHere path={signature} onPath={setSignature} /></>}
    </ActForm>
  );
}

/** A child of 10 or more is heard (Law 272/2004, art. 29). */
function heard(member: Member): boolean {
  const years = member.born_on ? ageOn(member.born_on, today()) : null;
  return years !== null && years >= 10 && years < 18;
}

function ageOn(born: string, on: string): number {
  return Number(on.slice(0, 4)) - Number(born.slice(0, 4)) - (on.slice(5) < born.slice(5) ? 1 : 0);
}

function objectivesOf(text: string): { what: string }[] {
  return text.split("\n").map((line) => line.trim().slice(0, 300)).filter((line) => line.length > 2).slice(0, 20).map((what) => ({ what }));
}

function proposal(home: HouseholdSeen, words: Book): Line[] {
  const on = today();
  const domains = domainsSeen(home.commune);
  const live = assessed(words.rules, home, on);
  const found = findingsOf(home, live, (code) => domains.includes(words.domainOf(code)));
  return linesOf({ home, words, live, found, roles: rolesIn(home.commune), domains, on });
}

function headName(home: HouseholdSeen): string {
  const here = living(home, today());
  const head = here.find((one) => one.is_head);
  return head ? nameOf(head) : "";
}

function Offer({ line, home, words, put }: { line: Line; home: HouseholdSeen; words: Book; put: (some: Partial<Line>) => void }) {
  const row = words.services.find((one) => one.code === line.service);
  const roles = [...new Set([...(row?.lead ?? []), ...(row?.support ?? []), line.role])].filter(Boolean);
  const persons = line.persons.map((uuid) => memberOf(home, uuid)).filter((one) => one !== null);
  const name = words.nameOf(line.service);
  return (
    <div class="offer">
      <label class="choice">
        <input type="checkbox" checked={line.chosen} onChange={() => put({ chosen: !line.chosen })} />
        <span class="choice-text">
          <strong>{name}</strong><br />
          <span class="soft">
            {persons.length ? persons.map(personInWords).join("; ") : say("whole_household")}
            {line.codes.length > 0 && <> · {say("because", { what: line.codes.slice(0, 3).map((code) => words.nameOf(code)).join(", ") })}</>}
            {line.running && <> · {say("in_plan_now")}</>}
          </span>
        </span>
      </label>
      {line.chosen && (
        <Fold summary={<>{say("due_by", { day: day(line.due_on) })} · {words.role(line.role)}<span class="out-of-sight">: {name}</span></>}>{() => (
          <div class="inset">
            <TextField label={say("plan_due")} type="date" value={line.due_on} onInput={(due_on) => put({ due_on })} />
            <SelectField label={say("plan_who")} value={line.role} onInput={(role) => put({ role })} options={roles.map((role) => ({ value: role, label: words.role(role) }))} />
          </div>
        )}</Fold>
      )}
    </div>
  );
}
