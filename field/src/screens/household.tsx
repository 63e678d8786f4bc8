/** One household: what to do, who lives there, what was found and why, what to ask, the plan, what happened. */

import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Result } from "../method/book.ts";
import type { HouseholdSeen, Member } from "../records/document.ts";
import type { Book } from "./book.ts";
import { today } from "./clock.ts";
import { findingsOf, questionsOf, type Shown } from "./found.ts";
import { History } from "./history.tsx";
import { placeOf } from "./households.tsx";
import { assessed, living } from "./known.ts";
import { articleInWords, freeDay } from "./free-days.tsx";
import { TeamMessages } from "./messages.tsx";
import type { Drawing } from "./parts/drawings.ts";
import { FindingCard } from "./parts/finding.tsx";
import { Icon } from "./parts/icon.tsx";
import { Fold, useInTurn } from "./parts/later.tsx";
import { Empty, LevelBadge, Message, NotSent, useKept, Waiting, Who } from "./parts/pieces.tsx";
import { Screen } from "./parts/screen.tsx";
import { standing } from "./progress.ts";
import { initialsOf, nameOf } from "./persons.ts";
import { PlannedHere } from "./planned.tsx";
import { domainsSeen, may, type Deed } from "./rights.ts";
import { addressOf, type Place } from "./route.ts";
import { sealed } from "./sealing.ts";
import { book, householdAtHand, idle, readHousehold } from "./session.ts";
import { day, say } from "./say.ts";
import { SentOn } from "./under-way.tsx";

/** The document, or a screen that says that it is not here. */
export function useHousehold(uuid: string): HouseholdSeen | null | undefined {
  const read = useKept(() => readHousehold(uuid), [uuid]);
  return read === undefined ? householdAtHand(uuid) : read;
}

export function titleOf(home: HouseholdSeen): string {
  const here = living(home, today());
  const head = here.find((one) => one.is_head) ?? here[0];
  return head ? say("household_of", { who: initialsOf(head) }) : say("household");
}

export function NotHere() {
  return <Screen title={say("not_here")} ways><p>{say("not_here_lead")}</p></Screen>;
}

export function Household({ uuid }: { uuid: string }) {
  const home = useHousehold(uuid);
  const words = book.value;
  if (home === undefined || !words) return <Screen key="waiting" title={say("household")} back={addressOf("households")}><Waiting /></Screen>;
  if (home === null) return <NotHere />;
  return <Opened key={uuid} home={home} words={words} />;
}

function Opened({ home, words }: { home: HouseholdSeen; words: Book }) {
  const on = today();
  const live = useMemo(() => readable(() => assessed(words.rules, home, on)), [home, words, on]);
  const seen = domainsSeen(home.commune);
  const mayKnow = (code: string) => seen.includes(words.domainOf(code));
  const found = findingsOf(home, live, mayKnow);
  return (
    <Screen title={titleOf(home)} back={addressOf("households")} ways>
      <p>{placeOf(home)}</p>
      <p class="badges"><LevelBadge level={home.unsent.length > 0 && live ? live.household.level : home.level} />
        {home.case?.state === "open" && <span class="tag">{say("case_open")}</span>}
        {home.unsent.length > 0 && <NotSent />}</p>
      {home.ended_on && <Message tone="note"><p>{say("household_ended", { day: day(home.ended_on) })}</p>{may("register_people", home.commune) && <p><a href={addressOf("returning", home.uuid)}>{say("returning_title")}</a></p>}</Message>}
      {home.to_settle > 0 && <Message tone="note"><p>{say("household_to_settle", { n: home.to_settle })}</p></Message>}
      <Marker home={home} />
      <PlannedHere home={home} />
      <Acts home={home} />
      <Members home={home} />
      <Findings home={home} found={found} below={() => (
        <>
          {live && <Asks home={home} live={live} words={words} mayKnow={mayKnow} />}
          <Needs home={home} words={words} />
          <PlanOf home={home} words={words} />
          <SentOn home={home} words={words} />
          <TeamMessages home={home} />
          <Deadlines home={home} words={words} />
          <History home={home} />
        </>
      )} />
    </Screen>
  );
}

/** The method's word, or null when what is kept cannot be read by it (an answer of an older rulebook). */
function readable(evaluate: () => Result): Result | null {
  try {
    return evaluate();
  } catch {
    return null;
  }
}

/** Where the work stands, what comes next, by when. */
function Marker({ home }: { home: HouseholdSeen }) {
  const on = today();
  const here = standing(home, on);
  if (!here) return null;
  const ids = here.place === "interview" ? [home.uuid, "household"] : [home.uuid];
  return (
    <Message tone="note">
      <p><strong>{say(`state_${here.state}`)}</strong> · {say("state_since", { day: day(here.since) })}</p>
      {here.asks && <p>{say("state_next")} {here.place ? <a href={addressOf(here.place, ...ids)}>{say(`next_${here.asks}`)}</a> : say(`next_${here.asks}`)}</p>}
      {here.due_on && <p><span class={here.due_on < on ? "when when-late" : "when"}>{say("due_by", { day: day(here.due_on) })}</span></p>}
    </Message>
  );
}

function Acts({ home }: { home: HouseholdSeen }) {
  const acts: [Deed, Place, Drawing, string][] = [
    ["visit", "visit", "footprints", say("act_visit")],
    ["plan", "plan", "file-text", say("act_plan")],
    ["deliver", "delivery", "hand-helping", say("act_delivery")],
    ["refer", "referral", "waypoints", say("act_referral")],
    ["case", "assess", "house", say("act_assess")],
    ["deliver", "emergency", "triangle-alert", say("act_emergency")],
    ...(home.plan ? [["visit", "monitoring", "list-checks", say("act_monitoring")] as [Deed, Place, Drawing, string]] : []),
    ["visit", "signal", "eye", say("act_signal")],
    ["visit", "plan_visit", "calendar", say("act_plan_visit")],
    ["visit", "message", "send", say("act_message")],
    ["register_people", "life", "baby", say("act_life")],
    ["register_people", "family", "house", say("act_family")],
    ["visit", "departure", "scale", say("act_departure")],
    ["case", "case", "clipboard-list", say("act_case")],
  ];
  const shown = acts.filter(([deed]) => may(deed, home.commune));
  return (
    <ul class="acts" aria-label={say("acts")}>
      {may("interview", home.commune) && (
        <li class="first"><a href={addressOf("interview", home.uuid, "household")}><Icon name="pencil" />{say("act_interview")}</a></li>
      )}
      {shown.map(([, place, icon, word]) => <li key={place}><a href={addressOf(place, home.uuid)}><Icon name={icon} />{word}</a></li>)}
    </ul>
  );
}

function Members({ home }: { home: HouseholdSeen }) {
  const here = living(home, today());
  const [names, setNames] = useState(false);
  const shown = names && !idle.value;
  return (
    <section class="group">
      <div class="section-head"><h2>{say("members_title")}</h2>
        <button type="button" class="toggle" aria-pressed={shown} onClick={() => setNames(!shown)}>{say(shown ? "names_hide" : "names_show")}</button></div>
      <ul class="rows">
        {here.map((member) => (
          <li key={member.uuid}>
            <div class="in">
              {shown ? <strong>{nameOf(member)}</strong> : <Who person={member} />}<br />
              <span class="soft">{relationOf(member)}{member.born_on && ` · ${say("born_on", { day: bornInWords(member) })}`}</span>
              {member.unsent && <> <NotSent /></>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

const RELATIONS = ["head", "partner", "child", "parent", "grandparent", "sibling", "foster", "other"] as const;

export function relationOf(member: Member): string {
  const known = RELATIONS.find((one) => one === (member.is_head ? "head" : member.relation));
  return say(`relation_${known ?? "other"}`);
}

function bornInWords(member: Member): string {
  const born = member.born_on ?? "";
  return member.born_precision === "year" ? born.slice(0, 4) : member.born_precision === "month" ? born.slice(0, 7) : day(born);
}

export function memberOf(home: HouseholdSeen, subject: string): Member | null {
  return home.members.find((one) => one.uuid === subject) ?? null;
}

const MOST_FINDINGS = 12; // the gravest; below them stand the plan and what happened

function Findings({ home, found, below }: { home: HouseholdSeen; found: Shown[]; below: () => ComponentChildren }) {
  const judging = may("judge_finding", home.commune);
  const card = (one: Shown) => (
    <FindingCard key={`${one.subject}${one.code}`} finding={one} person={memberOf(home, one.subject)}>
      {judging && <Judge home={home} finding={one} />}
    </FindingCard>
  );
  const [most, showMore] = useState(MOST_FINDINGS);
  const [drawn, whole] = useInTurn(found.slice(0, most));
  return (
    <>
      <section class="group card">
        <h2>{say("found_title")}</h2>
        {found.length === 0
          ? <p>{say(home.timeline.some((one) => one.kind === "interview") ? "found_nothing" : "found_no_interview")}</p>
          : drawn.map(card)}
        {whole && found.length > most && (
          <p class="buttons"><button type="button" class="button button-quiet wide" onClick={() => showMore(found.length)}>{say("show_more", { n: found.length - most })}</button></p>
        )}
      </section>
      {whole && below()}
    </>
  );
}

/** Agree at a tap; rejecting asks for its reason on a screen of its own. */
export function Judge({ home, finding }: { home: Pick<HouseholdSeen, "uuid" | "commune">; finding: Shown }) {
  const [error, setError] = useState<string | null>(null);
  const person = finding.subject === "household" ? null : finding.subject;
  const agree = async () => setError(await sealed([
    { kind: "agree_need", commune: home.commune, household: home.uuid, person, payload: { code: finding.code }, on: today() },
  ]));
  const name = book.value?.nameOf(finding.code) ?? finding.code;
  return (
    <>
      {error && <Message tone="bad" loud><p>{error}</p></Message>}
      <div class="buttons">
        {finding.judged !== "agreed" && (
          <button type="button" class="button button-soft" onClick={() => void agree()}><Icon name="check" />{say("agree")}<span class="out-of-sight">: {name}</span></button>
        )}
        {finding.judged !== "rejected" && (
          <a class="button button-plain" href={addressOf("judge", home.uuid, finding.subject, finding.code)}><Icon name="x" />{say("reject")}<span class="out-of-sight">: {name}</span></a>
        )}
      </div>
    </>
  );
}

function Asks({ home, live, words, mayKnow }: { home: HouseholdSeen; live: Result; words: Book; mayKnow: (code: string) => boolean }) {
  const seen = domainsSeen(home.commune);
  const asks = questionsOf(live, mayKnow, (fact) => fact === "birth_date" || seen.includes(words.fact(fact).domain));
  if (asks.length === 0) return null;
  return (
    <section class="group">
      <h2>{say("ask_title")}</h2>
      <Fold summary={say("ask_count", { n: asks.length })}>{() => <AskList home={home} asks={asks.slice(0, 30)} words={words} />}</Fold>
    </section>
  );
}

export function AskList({ home, asks, words }: { home: Pick<HouseholdSeen, "members">; asks: ReturnType<typeof questionsOf>; words: Book }) {
  return (
    <ul class="asks">
      {asks.map((ask) => {
        const person = home.members.find((one) => one.uuid === ask.subject);
        return (
          <li key={`${ask.subject}${ask.fact}`}>
            <strong>{words.fact(ask.fact).question}</strong> {person && <Who person={person} />}<br />
            <span class="soft">{say("ask_about", { what: ask.about.slice(0, 2).map((code) => words.nameOf(code)).join(", "), n: ask.about.length })}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Needs({ home, words }: { home: HouseholdSeen; words: Book }) {
  const open = home.needs.filter((one) => one.met_on === null);
  if (open.length === 0) return null;
  return (
    <section class="group">
      <h2>{say("needs_title")}</h2>
      <ul class="rows">
        {open.map((need) => {
          const person = memberOf(home, need.subject);
          return (
            <li key={`${need.subject}${need.code}`}><div class="in">
              <strong>{words.nameOf(need.code)}</strong>{person && <> · <Who person={person} /></>} {need.unsent && <NotSent />}<br />
              <span class="soft">{say("agreed_on", { day: day(need.agreed_on) })}</span>
            </div></li>
          );
        })}
      </ul>
    </section>
  );
}

const SERVICE_STATES = { planned: "service_planned", done: "service_done", refused: "service_refused" } as const;

function PlanOf({ home, words }: { home: HouseholdSeen; words: Book }) {
  return (
    <section class="group" id="plan">
      <h2>{say("plan_title")}</h2>
      {!home.plan ? <Empty title={say("plan_none")}><p>{say("plan_none_lead")}</p></Empty> : (
        <>
          <p class="soft">{say("agreed_on", { day: day(home.plan.agreed_on) })} {home.plan.unsent && <NotSent />}</p>
          <p><a href={addressOf("summary", home.uuid)}>{say("summary_open")}</a></p>
          <ul class="rows">
            {home.plan.services.map((one) => {
              const person = memberOf(home, one.subject);
              const state = SERVICE_STATES[one.state as keyof typeof SERVICE_STATES] ?? "service_planned";
              return (
                <li key={one.uuid}><div class="in">
                  <strong>{words.nameOf(one.code)}</strong>{person && <> · <Who person={person} /></>}<br />
                  <span class="soft">{words.role(one.role)} · {say("due_by", { day: day(one.due_on) })}</span><br />
                  <span class="badges"><span class="tag">{say(state)}{one.done_on && `, ${day(one.done_on)}`}</span>{one.unsent && <NotSent />}</span>
                </div></li>
              );
            })}
          </ul>
        </>
      )}
    </section>
  );
}

function Deadlines({ home, words }: { home: HouseholdSeen; words: Book }) {
  if (home.deadlines.length === 0) return null;
  const on = today();
  return (
    <section class="group">
      <h2>{say("deadlines_title")}</h2>
      <ul class="rows">
        {[...home.deadlines].sort((one, other) => one.due_on.localeCompare(other.due_on)).map((one) => (
          <li key={`${one.code}${one.person}${one.due_on}`}><div class="in">
            <strong>{words.deadline(one.code)}</strong><br />
            <span class={one.due_on < on ? "when when-late" : "when"}>{say("due_by", { day: day(one.due_on) })}</span>
            {freeDay(one.due_on) && one.due_on >= on && <span class="soft"> ({freeDay(one.due_on)})</span>}
            {articleInWords(one.code, one.article) && <span class="soft"> · {articleInWords(one.code, one.article)}</span>}
            {one.unsent && <><br /><span class="soft"><Icon name="cloud-off" size={18} /> {say("reckoned_here")}</span></>}
          </div></li>
        ))}
      </ul>
    </section>
  );
}
