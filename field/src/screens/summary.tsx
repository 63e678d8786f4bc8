/** What a family takes home, without a network: the summary of its plan, and the emergency telephones. */

import type { HouseholdSeen } from "../records/document.ts";
import type { Key } from "../words/words.ts";
import type { Book } from "./book.ts";
import { memberOf, NotHere, useHousehold } from "./household.tsx";
import { Waiting } from "./parts/pieces.tsx";
import { Screen } from "./parts/screen.tsx";
import { addressOf } from "./route.ts";
import { book, worker } from "./session.ts";
import { day, say } from "./say.ts";
import { takenHome } from "./taken-home.ts";

const RIGHTS: Key[] = ["right_refuse", "right_change", "right_child", "right_see", "right_who", "right_equal"];

export function Summary({ uuid }: { uuid: string }) {
  const home = useHousehold(uuid);
  const words = book.value;
  if (home === undefined || !words) return <Screen key="waiting" title={say("summary_title")} back={addressOf("household", uuid)}><Waiting /></Screen>;
  if (home === null) return <NotHere />;
  return (
    <Screen title={say("summary_title")} back={addressOf("household", uuid)}>
      <Print />
      <Agreed home={home} words={words} />
      <h2>{say("summary_helper")}</h2>
      <p>{worker.value?.name}</p>
      <Numbers />
      <h2>{say("rights_title")}</h2>
      <ul class="points">{RIGHTS.map((right) => <li key={right}>{say(right)}</li>)}</ul>
    </Screen>
  );
}

function Agreed({ home, words }: { home: HouseholdSeen; words: Book }) {
  const domainOf = (code: string) => words.services.find((one) => one.code === code)?.domain || words.domainOf(code);
  const services = takenHome(home.plan?.services ?? [], domainOf);
  return (
    <>
      <h2>{say("summary_agreed")}</h2>
      <p>{home.plan ? say("summary_agreed_on", { day: day(home.plan.agreed_on) }) : say("summary_none")}</p>
      <ul class="rows">
        {services.map((one) => (
          <li key={one.uuid}><div class="in">
            <strong>{words.nameOf(one.code)}</strong><br />
            {memberOf(home, one.subject)?.given_name ?? say("summary_whole")} · {words.role(one.role)} · {say("due_by", { day: day(one.due_on) })}
          </div></li>
        ))}
      </ul>
    </>
  );
}

export function Phones() {
  return <Screen title={say("phones_title")} back={addressOf("tablet")}><Print /><Numbers /></Screen>;
}

function Numbers() {
  return (
    <>
      <h2>{say("phones_title")}</h2>
      <ul class="phones">
        <li><strong>112</strong><span>{say("phones_112")}</span></li>
        <li><strong>119</strong><span>{say("phones_119")}</span></li>
      </ul>
      <p>{say("phones_free")}</p>
      <p>{say("phones_where")}</p>
    </>
  );
}

function Print() {
  return <button type="button" class="button button-quiet no-paper" onClick={() => print()}>{say("summary_print")}</button>;
}
