/** Visits planned: those of this worker by day, and those of one household. */

import { useState } from "preact/hooks";
import type { HouseholdSeen } from "../records/document.ts";
import { goes, plannedOf } from "../records/week.ts";
import { goersInWords, self, useBeside } from "./beside.ts";
import { daysAfter, today } from "./clock.ts";
import { Icon } from "./parts/icon.tsx";
import { Message } from "./parts/pieces.tsx";
import { initialsOf } from "./persons.ts";
import { may } from "./rights.ts";
import { addressOf } from "./route.ts";
import { book, records } from "./session.ts";
import { day, say } from "./say.ts";
import { CallOff } from "./week.tsx";

const DAYS = 7;

export function PlannedVisits() {
  const beside = useBeside();
  const visits = plannedOf(records().index(), self(), { since: today(), until: daysAfter(today(), DAYS), on: today() });
  return (
    <section aria-label={say("planned_title")}>
      {visits.length > 0 && (
        <>
          <h2>{say("planned_title")}</h2>
          <ul class="rows">
            {visits.map((one) => (
              <li key={one.uuid}>
                <a href={addressOf("household", one.household)}>
                  <strong><Icon name="calendar" size={18} /> {day(one.day)}</strong> · {one.who ? initialsOf(one.who) : say("household")}<br />
                  <span class="soft">{[goersInWords(one, beside), one.code && book.value?.nameOf(one.code), one.note].filter(Boolean).join(" · ")}</span>
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      {may("visit") && <p class="buttons"><a class="button button-quiet wide" href={addressOf("week")}><Icon name="calendar" />{say("week_open")}</a></p>}
    </section>
  );
}

export function PlannedHere({ home }: { home: HouseholdSeen }) {
  const beside = useBeside();
  const [error, setError] = useState<string | null>(null);
  const next = (home.visits ?? []).filter((one) => one.day >= today()).sort((one, other) => one.day.localeCompare(other.day))[0];
  if (!next) return null;
  return (
    <Message tone="note">
      <p>{say("planned_here", { day: day(next.day), who: goersInWords(next, beside) })}{next.note && ` · ${next.note}`}</p>
      {error && <p>{error}</p>}
      {goes(next, self()) && <CallOff one={{ uuid: next.uuid, household: home.uuid, commune: home.commune }} who={day(next.day)} onError={setError} />}
    </Message>
  );
}
