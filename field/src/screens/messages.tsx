/** The team's messages: those of one household with who has read them, and how many wait where. */

import { useState } from "preact/hooks";
import type { HouseholdSeen, TeamMessage } from "../records/document.ts";
import { unreadOf } from "../records/week.ts";
import { nowMoment, today } from "./clock.ts";
import { Icon } from "./parts/icon.tsx";
import { Message, NotSent } from "./parts/pieces.tsx";
import { may } from "./rights.ts";
import { addressOf } from "./route.ts";
import { sealed } from "./sealing.ts";
import { records, worker } from "./session.ts";
import { moment, say } from "./say.ts";
import { whoOf } from "./tasks.tsx";

/** Whether a message waits for this tablet's worker, who has not said to have read it. */
export function isUnread(one: TeamMessage, me: string): boolean {
  return one.by !== "" && one.by !== me && !one.read_here && !one.read_by.includes(me);
}

export function TeamMessages({ home }: { home: HouseholdSeen }) {
  const [error, setError] = useState<string | null>(null);
  const all = home.messages ?? [];
  const me = worker.value?.uuid ?? "";
  const unread = all.filter((one) => isUnread(one, me));
  if (all.length === 0) return null;
  const read = async () => setError(await sealed([{
    kind: "read_messages", commune: home.commune, household: home.uuid, person: null, payload: { messages: unread.map((one) => one.uuid) }, on: today(),
  }]));
  return (
    <section class="group">
      <h2>{say("messages_title")}</h2>
      {error && <Message tone="bad" loud><p>{error}</p></Message>}
      <ul class="rows">{all.map((one) => <Told key={one.uuid} one={one} unread={isUnread(one, me)} />)}</ul>
      {unread.length > 0 && may("visit", home.commune) && (
        <p class="buttons"><button type="button" class="button button-quiet wide" onClick={() => void read()}><Icon name="check" />{say("messages_read", { n: unread.length })}</button></p>
      )}
    </section>
  );
}

function Told({ one, unread }: { one: TeamMessage; unread: boolean }) {
  const readers = [...one.read_names, ...(one.read_here ? [worker.value?.name ?? ""] : [])];
  return (
    <li><div class="in">
      <span class="soft">{one.by_name || worker.value?.name} · {moment(one.at)}{one.note_for === "profession" && ` · ${say("message_not_for_all")}`}</span>
      <p>{one.text}</p>
      <span class="badges">
        {unread && <span class="tag"><Icon name="info" size={18} />{say("message_unread")}</span>}
        {one.unsent && <NotSent />}
        {readers.length > 0 && <span class="soft">{say("message_read_by", { who: readers.join(", ") })}</span>}
      </span>
    </div></li>
  );
}

/** On the first screen: the households in which messages wait, of communes in whose own team this worker is. */
export function UnreadMessages() {
  const me = worker.value?.uuid ?? "";
  const own = new Set((worker.value?.roles ?? []).map((one) => one.commune));
  const waiting = records().index().filter((one) => own.has(one.commune)).map((one) => ({ one, n: unreadOf(one, me, nowMoment()) })).filter(({ n }) => n > 0);
  if (waiting.length === 0) return null;
  return (
    <section aria-label={say("messages_title")}>
      <h2>{say("messages_wait", { n: waiting.reduce((sum, { n }) => sum + n, 0) })}</h2>
      <ul class="rows">
        {waiting.map(({ one }) => <li key={one.uuid}><a href={addressOf("household", one.uuid)}>{say("household_of", { who: whoOf(one) })}</a></li>)}
      </ul>
    </section>
  );
}
