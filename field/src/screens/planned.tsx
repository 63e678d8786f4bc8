/** Visits planned: those of this worker by day, and those of one household. */

import type { HouseholdSeen } from "../records/document.ts";
import { plannedOf } from "../records/summaries.ts";
import { daysAfter, today } from "./clock.ts";
import { Icon } from "./parts/icon.tsx";
import { Message } from "./parts/pieces.tsx";
import { initialsOf } from "./persons.ts";
import { addressOf } from "./route.ts";
import { book, records, worker } from "./session.ts";
import { day, say } from "./say.ts";

const DAYS = 7;

export function PlannedVisits() {
  const mine = worker.value?.uuid;
  const visits = mine ? plannedOf(records().index(), mine, today(), daysAfter(today(), DAYS)) : [];
  if (visits.length === 0) return null;
  return (
    <section aria-label={say("planned_title")}>
      <h2>{say("planned_title")}</h2>
      <ul class="rows">
        {visits.map((one) => (
          <li key={one.uuid}>
            <a href={addressOf("household", one.household)}>
              <strong><Icon name="calendar" size={18} /> {day(one.day)}</strong> · {one.who ? initialsOf(one.who) : say("household")}<br />
              <span class="soft">{[one.names.join(", "), one.code && book.value?.nameOf(one.code), one.note].filter(Boolean).join(" · ")}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function PlannedHere({ home }: { home: HouseholdSeen }) {
  const next = (home.visits ?? []).filter((one) => one.day >= today()).sort((one, other) => one.day.localeCompare(other.day))[0];
  if (!next) return null;
  return <Message tone="note"><p>{say("planned_here", { day: day(next.day), who: next.names.join(", ") })}{next.note && ` · ${next.note}`}</p></Message>;
}
