/** Azi: what to do next, for whom, why and by when. */

import { useState } from "preact/hooks";
import type { Asked, Summary } from "../records/records.ts";
import { daysAfter, today } from "./clock.ts";
import { Icon } from "./parts/icon.tsx";
import { Empty, Message, Severity, useKept } from "./parts/pieces.tsx";
import { Screen } from "./parts/screen.tsx";
import { Strip } from "./parts/strip.tsx";
import { ageInWords, initialsOf } from "./persons.ts";
import { may } from "./rights.ts";
import { addressOf } from "./route.ts";
import { book, changes, records } from "./session.ts";
import { day, say } from "./say.ts";
import { ready, takeOver } from "./update.ts";

const PAGE = 25;
const SOON_DAYS = 7;

export function Today() {
  const [shown, showMore] = useState(PAGE);
  void changes.value;
  const [later, showLater] = useState(false);
  const every = records().worklist(today());
  const until = daysAfter(today(), SOON_DAYS);
  const soon = every.filter((one) => one.due_on <= until);
  const all = later || soon.length === 0 ? every : soon;
  return (
    <Screen title={say("today_title")} ways>
      <Strip />
      <NewVersion />
      <Drafts />
      {may("visit") && <p class="buttons"><a class="button button-quiet wide" href={addressOf("signal")}><Icon name="eye" />{say("signal_unknown")}</a></p>}
      {all.length === 0
        ? <Empty title={say("today_empty")}><p>{say(records().index().length ? "today_empty_lead" : "today_first_sync")}</p></Empty>
        : <p class="soft">{say(all === soon ? "today_count_soon" : "today_count", { n: all.length, late: all.filter((one) => one.days_late > 0).length })}</p>}
      <ul class="cards">{all.slice(0, shown).map((one) => <Task key={`${one.household}${one.code}${one.person}${one.due_on}`} asked={one} />)}</ul>
      {all.length > shown && (
        <p class="buttons"><button type="button" class="button button-quiet wide" onClick={() => showMore(shown + PAGE)}>{say("show_more", { n: all.length - shown })}</button></p>
      )}
      {all === soon && soon.length < every.length && (
        <p class="buttons"><button type="button" class="button button-quiet wide" onClick={() => showLater(true)}>{say("show_later", { n: every.length - soon.length })}</button></p>
      )}
    </Screen>
  );
}

function Task({ asked }: { asked: Asked }) {
  const who = asked.who;
  const article = book.value?.articleOf(asked.article);
  const age = who && asked.person ? ageInWords(who) : "";
  return (
    <li class={`card task${asked.days_late > 0 ? " task-late" : ""}`}>
      <a href={addressOf("household", asked.household)}>
        <h2>{book.value?.deadline(asked.code) ?? asked.code}</h2>
        <p>{who ? <strong>{initialsOf(who)}{age && `, ${age}`}</strong> : null}{!asked.person && <span class="soft"> · {say("whole_household")}</span>}</p>
        {asked.unsent > 0 && <p><span class="tag"><Icon name="cloud-off" size={18} />{say("perhaps_done")}</span></p>}
        <p class="badges">
          <span class={asked.days_late > 0 ? "when when-late" : "when"}>
            <Icon name="calendar" size={18} />
            {asked.days_late > 0 ? say("late_since", { n: asked.days_late, day: day(asked.due_on) }) : asked.due_on === today() ? say("due_today") : say("due_by", { day: day(asked.due_on) })}
          </span>
          {asked.urgency > 0 && <Severity step={asked.urgency} />}
        </p>
        {article && <p class="soft"><Icon name="scale" size={18} /> {article}</p>}
      </a>
    </li>
  );
}

function NewVersion() {
  if (!ready.value) return null;
  return <Message tone="note"><p>{say("new_version")}</p><button type="button" class="button button-quiet" onClick={takeOver}>{say("new_version_take")}</button></Message>;
}

function Drafts() {
  const drafts = useKept(() => records().drafts());
  if (!drafts?.length) return null;
  return (
    <section aria-label={say("drafts_title")}>
      <h2>{say("drafts_title")}</h2>
      <ul class="rows">
        {drafts.map((draft) => (
          <li key={draft.id}>
            <a href={addressOf("interview", draft.id)}>
              <strong>{say("draft_of", { who: whoOf(draft.household ? records().summary(draft.household) : undefined) })}</strong><br />
              <span class="soft">{say("draft_saved", { day: day(draft.saved_at) })}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The household by its head's initials. */
export function whoOf(summary: Summary | undefined): string {
  const head = summary?.persons.find((person) => person.is_head && !person.gone) ?? summary?.persons.find((person) => !person.gone);
  return head ? initialsOf(head) : say("new_household");
}
