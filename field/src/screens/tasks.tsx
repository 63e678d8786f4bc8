/** The worklist as a worker walks it: house by house, each with what is to be done there, why, and how late it is. */

import type { Asked, Summary } from "../records/records.ts";
import { today } from "./clock.ts";
import { articleInWords, freeDay } from "./free-days.tsx";
import { placeOf } from "./households.tsx";
import { Icon } from "./parts/icon.tsx";
import { Severity } from "./parts/pieces.tsx";
import { ageInWords, initialsOf } from "./persons.ts";
import { addressOf } from "./route.ts";
import { book, records } from "./session.ts";
import { day, say } from "./say.ts";

type Several<T> = readonly [T, ...T[]];

const SHOWN = 3; // of one household; its own screen has them all
const DAYS_OF_MONTH = 30;
const IN_MONTHS = 2 * DAYS_OF_MONTH; // from here on nobody counts the days

/** Households in the order of the first thing to do in each. */
export function byHousehold(asked: readonly Asked[]): Several<Asked>[] {
  const found = new Map<string, [Asked, ...Asked[]]>();
  for (const one of asked) {
    const tasks = found.get(one.household);
    if (tasks) tasks.push(one);
    else found.set(one.household, [one]);
  }
  return [...found.values()];
}

export function TasksOf({ tasks }: { tasks: Several<Asked> }) {
  const [first] = tasks;
  const home = records().summary(first.household);
  const place = placeOf(home);
  return (
    <li class={`card task${first.days_late > 0 ? " task-late" : ""}`}>
      <h2><a href={addressOf("household", first.household)}>{say("household_of", { who: whoOf(home) })}</a></h2>
      {place && <p class="soft">{place}</p>}
      {first.unsent > 0 && <p><span class="tag"><Icon name="cloud-off" size={18} />{say("perhaps_done")}</span></p>}
      <ul class="todo">{tasks.slice(0, SHOWN).map((one) => <Task key={`${one.code}${one.person}${one.due_on}`} asked={one} />)}</ul>
      {tasks.length > SHOWN && <p class="soft">{say("tasks_more", { n: tasks.length - SHOWN })}</p>}
    </li>
  );
}

function Task({ asked }: { asked: Asked }) {
  const words = book.value;
  const why = (asked.why ?? []).map((code) => words?.nameOf(code) ?? code).join("; ");
  const article = articleInWords(asked.code, asked.article);
  const free = asked.days_late > 0 ? "" : freeDay(asked.due_on);
  return (
    <li>
      <h3>{words?.deadline(asked.code) ?? asked.code}</h3>
      <p class="badges">
        <span class={asked.days_late > 0 ? "when when-late" : "when"}><Icon name="calendar" size={18} />{whenInWords(asked)}</span>{free && <span class="soft">({free})</span>}
        {asked.urgency > 0 && <Severity step={asked.urgency} />}
      </p>
      {asked.reckoned && <p class="soft"><Icon name="cloud-off" size={18} /> {say("reckoned_here")}</p>}
      {asked.person && asked.who && <p>{[initialsOf(asked.who), ageInWords(asked.who)].filter(Boolean).join(", ")}</p>}
      {why && <p>{say("because", { what: why })}</p>}
      {article && <p class="soft"><Icon name="scale" size={18} /> {article}</p>}
    </li>
  );
}

/** How late, in what people count by; or until when. */
export function whenInWords({ days_late, due_on }: Pick<Asked, "days_late" | "due_on">): string {
  if (days_late >= IN_MONTHS) return say("late_months", { n: Math.floor(days_late / DAYS_OF_MONTH) });
  if (days_late > 0) return say("late_days", { n: days_late });
  return due_on === today() ? say("due_today") : say("due_by", { day: day(due_on) });
}

/** The household by its head's initials. */
export function whoOf(summary: Summary | undefined): string {
  const head = summary?.persons.find((person) => person.is_head && !person.gone) ?? summary?.persons.find((person) => !person.gone);
  return head ? initialsOf(head) : say("new_household");
}
