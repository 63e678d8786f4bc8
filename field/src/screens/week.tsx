/** The week: visits planned day by day, mine or the team's; what two professions could do together; what is due and not planned. */

import { useState } from "preact/hooks";
import type { Beside } from "../records/beside.ts";
import type { Planned, Summary } from "../records/records.ts";
import { dayOffered, daysOf, goes, mondayOf, plannedOf, togetherIn, type Together } from "../records/week.ts";
import { goersInWords, self, useBeside } from "./beside.ts";
import { daysAfter, today } from "./clock.ts";
import { freeDay, weekdayInWords } from "./free-days.tsx";
import { placeOf } from "./households.tsx";
import { Icon } from "./parts/icon.tsx";
import { Radios } from "./parts/fields.tsx";
import { Empty, Message, NotSent } from "./parts/pieces.tsx";
import { Screen } from "./parts/screen.tsx";
import { initialsOf } from "./persons.ts";
import { may } from "./rights.ts";
import { addressOf } from "./route.ts";
import { sealed } from "./sealing.ts";
import { book, changes, records } from "./session.ts";
import { day, say } from "./say.ts";
import { byHousehold, whenInWords, whoOf } from "./tasks.tsx";

const WEEK = 7;
const WORKING = 5;
const MOST = 15;

export function Week() {
  void changes.value;
  const beside = useBeside();
  const [monday, turnTo] = useState(mondayOf(today()));
  const [whose, setWhose] = useState("mine");
  const [error, setError] = useState<string | null>(null);
  const until = daysAfter(monday, WEEK);
  const span = { since: monday, until, on: today() };
  const visits = plannedOf(records().index(), self(), { ...span, all: whose === "team" });
  const now = monday === mondayOf(today());
  const joint = monday < mondayOf(today()) ? [] : togetherIn(mine(), self(), span, (commune) => rolesOf(beside, commune));
  return (
    <Screen title={say("week_of", { day: day(monday) })} back={addressOf("today")} ways>
      <div class="halves">
        <button type="button" class="button button-quiet" onClick={() => turnTo(daysAfter(monday, -WEEK))}>{say("week_before")}</button>
        <button type="button" class="button button-quiet" onClick={() => turnTo(until)}>{say("week_after")}</button>
      </div>
      <Radios label={say("week_whose")} side value={whose} onInput={setWhose} options={(["mine", "team"] as const).map((one) => ({ value: one, label: say(`week_${one}`) }))} />
      {error && <Message tone="bad" loud><p>{error}</p></Message>}
      <GoTogether several={joint} beside={beside} onError={setError} />
      {daysOf(monday).map((on, place) => (
        <OfDay key={on} on={on} visits={visits.filter((one) => one.day === on)} shown={place < WORKING} beside={beside} onError={setError} />
      ))}
      {now && <Due until={until} planned={new Set(visits.map((one) => one.household))} />}
      {visits.length === 0 && joint.length === 0 && <Empty title={say("week_empty")}><p>{say("week_empty_lead")}</p></Empty>}
    </Screen>
  );
}

/** The households of communes in which this worker makes visits. */
function mine(): Summary[] {
  return records().index().filter((one) => may("visit", one.commune));
}

function rolesOf(beside: Beside | null | undefined, commune: number): string[] {
  return (beside?.team ?? []).filter((one) => one.commune === commune).flatMap((one) => one.roles);
}

interface Acting {
  beside: Beside | null | undefined;
  onError: (why: string | null) => void;
}

function OfDay({ on, visits, shown, beside, onError }: Acting & { on: string; visits: Planned[]; shown: boolean }) {
  if (visits.length === 0 && !shown) return null;
  const free = freeDay(on);
  return (
    <section class="group">
      <h2>{weekdayInWords(on)}, {day(on)}{on === today() && ` (${say("today_word")})`}</h2>
      {free && free !== weekdayInWords(on) && <p class="soft">{free}</p>}
      {visits.length === 0 ? <p class="soft">{say("week_none")}</p> : <ul class="rows">{visits.map((one) => <Visit key={one.uuid} one={one} beside={beside} onError={onError} />)}</ul>}
    </section>
  );
}

function Visit({ one, beside, onError }: Acting & { one: Planned }) {
  const who = one.who ? initialsOf(one.who) : say("household");
  const words = [placeOf(records().summary(one.household)), goersInWords(one, beside), one.code && book.value?.nameOf(one.code), one.note];
  return (
    <li>
      <a href={addressOf("household", one.household)}>
        <strong>{who}</strong>{one.state !== "planned" && <span class="soft"> ({say(`visit_${one.state}`)})</span>} {one.unsent && <NotSent />}<br />
        <span class="soft">{words.filter(Boolean).join(" · ")}</span>
      </a>
      {one.state === "planned" && goes(one, self()) && <CallOff one={one} who={who} onError={onError} />}
    </li>
  );
}

/** Calls a planned visit off at a tap. */
export function CallOff({ one, who, onError }: { one: Pick<Planned, "uuid" | "household" | "commune">; who: string; onError: (why: string | null) => void }) {
  const off = async () => onError(await sealed([{
    kind: "cancel_planned_visit", commune: one.commune, household: one.household, person: null, payload: { planned: one.uuid }, on: today(),
  }]));
  return <button type="button" class="button button-plain" onClick={() => void off()}>{say("visit_call_off")}<span class="out-of-sight">: {who}</span></button>;
}

function GoTogether({ several, beside, onError }: Acting & { several: Together[] }) {
  if (several.length === 0) return null;
  return (
    <section class="group card">
      <h2><Icon name="users" /> {say("together_title")}</h2>
      <p class="soft">{say("together_lead")}</p>
      <ul class="rows">{several.map((one) => <Joint key={one.household} one={one} beside={beside} onError={onError} />)}</ul>
    </section>
  );
}

function Joint({ one, beside, onError }: Acting & { one: Together }) {
  const on = dayOffered(one.due_on, today());
  const team = records().summary(one.household)?.team ?? [];
  const able = (beside?.team ?? []).filter((each) => each.commune === one.commune && each.roles.includes(one.other_role) && each.uuid !== self().uuid);
  const other = able.find((each) => team.includes(each.uuid)) ?? able[0];
  const who = one.who ? initialsOf(one.who) : say("household");
  const named = (codes: string[]) => codes.map((code) => book.value?.nameOf(code) ?? code).join(", ");
  const accept = async () => onError(await sealed([{
    kind: "plan_visit", commune: one.commune, household: one.household, person: null, on: today(),
    payload: { day: on, companions: [other!.uuid], ...(one.mine[0] ? { purpose: one.mine[0] } : {}) },
  }]));
  return (
    <li><div class="in">
      <a href={addressOf("household", one.household)}><strong>{who}</strong></a> <span class="soft">{placeOf(records().summary(one.household))}</span>
      <p>{say("together_who", { mine: named(one.mine), role: book.value?.role(one.other_role) ?? one.other_role, theirs: named(one.theirs) || say("together_something") })}</p>
      {other && <button type="button" class="button button-soft" onClick={() => void accept()}>{say("together_accept", { day: day(on), who: other.name })}<span class="out-of-sight">: {who}</span></button>}
    </div></li>
  );
}

/** What is due by Sunday where no visit is planned, one line a household. */
function Due({ until, planned }: { until: string; planned: ReadonlySet<string> }) {
  const due = byHousehold(records().worklist(today()).filter((one) => one.due_on < until && !planned.has(one.household) && may("visit", one.commune)));
  if (due.length === 0) return null;
  return (
    <section class="group">
      <h2>{say("week_due")}</h2>
      <ul class="rows">
        {due.slice(0, MOST).map(([first]) => (
          <li key={first.household}>
            <a href={addressOf("plan_visit", first.household)}>
              <strong>{whoOf(records().summary(first.household))}</strong> · {book.value?.deadline(first.code) ?? first.code}<br />
              <span class="soft">{[placeOf(records().summary(first.household)), whenInWords(first)].filter(Boolean).join(" · ")} · {say("week_plan")}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
