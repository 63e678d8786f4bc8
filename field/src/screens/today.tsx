/** Azi: what to do next, for whom, why and by when. */

import { useMemo, useState } from "preact/hooks";
import { daysAfter, today } from "./clock.ts";
import { Icon } from "./parts/icon.tsx";
import { Empty, Message, useKept } from "./parts/pieces.tsx";
import { Screen } from "./parts/screen.tsx";
import { Strip } from "./parts/strip.tsx";
import { UnreadMessages } from "./messages.tsx";
import { PlannedVisits } from "./planned.tsx";
import { may } from "./rights.ts";
import { addressOf } from "./route.ts";
import { changes, records } from "./session.ts";
import { day, say } from "./say.ts";
import { byHousehold, TasksOf, whoOf } from "./tasks.tsx";
import { ready, takeOver } from "./update.ts";

const PAGE = 15;
const SOON_DAYS = 7;

export function Today() {
  const [shown, showMore] = useState(PAGE);
  void changes.value;
  const [later, showLater] = useState(false);
  const every = records().worklist(today());
  const until = daysAfter(today(), SOON_DAYS);
  const soon = every.filter((one) => one.due_on <= until);
  const all = later || soon.length === 0 ? every : soon;
  const homes = useMemo(() => byHousehold(all), [every, until, later]);
  const cards = useMemo(() => homes.slice(0, shown).map((tasks) => <TasksOf key={tasks[0].household} tasks={tasks} />), [homes, shown]);
  return (
    <Screen title={say("today_title")} ways>
      <Strip />
      <NewVersion />
      <Drafts />
      <UnreadMessages />
      <PlannedVisits />
      {may("visit") && <p class="buttons"><a class="button button-quiet wide" href={addressOf("signal")}><Icon name="eye" />{say("signal_unknown")}</a></p>}
      {all.length === 0
        ? <Empty title={say("today_empty")}><p>{say(records().index().length ? "today_empty_lead" : "today_first_sync")}</p></Empty>
        : <p class="soft">{say(all === soon ? "today_count_soon" : "today_count", { n: all.length, late: all.filter((one) => one.days_late > 0).length })} {say("tasks_in", { n: homes.length })}</p>}
      <ul class="cards">{cards}</ul>
      {homes.length > shown && (
        <p class="buttons"><button type="button" class="button button-quiet wide" onClick={() => showMore(shown + PAGE)}>{say("show_more", { n: homes.length - shown })}</button></p>
      )}
      {all === soon && soon.length < every.length && (
        <p class="buttons"><button type="button" class="button button-quiet wide" onClick={() => showLater(true)}>{say("show_later", { n: every.length - soon.length })}</button></p>
      )}
    </Screen>
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
