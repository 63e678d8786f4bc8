/** After the interview: each finding agreed or rejected with the family still there, then the plan. */

import { useMemo } from "preact/hooks";
import type { HouseholdSeen } from "../records/document.ts";
import type { Book } from "./book.ts";
import { today } from "./clock.ts";
import { findingsOf, questionsOf, type Shown } from "./found.ts";
import { AskList, Judge, memberOf, NotHere, titleOf, useHousehold } from "./household.tsx";
import { assessed } from "./known.ts";
import { FindingCard } from "./parts/finding.tsx";
import { useInTurn } from "./parts/later.tsx";
import { LevelBadge, Message, Waiting } from "./parts/pieces.tsx";
import { Screen } from "./parts/screen.tsx";
import { domainsSeen, may } from "./rights.ts";
import { addressOf } from "./route.ts";
import { book } from "./session.ts";
import { say } from "./say.ts";

export function FoundScreen({ uuid }: { uuid: string }) {
  const home = useHousehold(uuid);
  const words = book.value;
  if (home === undefined || !words) return <Screen key="waiting" title={say("found_title")} back={addressOf("today")}><Waiting /></Screen>;
  if (home === null) return <NotHere />;
  return <Found key={uuid} home={home} words={words} />;
}

function Found({ home, words }: { home: HouseholdSeen; words: Book }) {
  const live = useMemo(() => assessed(words.rules, home, today()), [home, words]);
  const seen = domainsSeen(home.commune);
  const mayKnow = (code: string) => seen.includes(words.domainOf(code));
  const found = findingsOf(home, live, mayKnow);
  const asks = questionsOf(live, mayKnow, (fact) => fact === "birth_date" || seen.includes(words.fact(fact).domain));
  const [drawn, whole] = useInTurn(found);
  const judging = may("judge_finding", home.commune);
  const card = (one: Shown) => (
    <FindingCard level={2} key={`${one.subject}${one.code}`} finding={one} person={memberOf(home, one.subject)}>
      {judging && <Judge home={home} finding={one} />}
    </FindingCard>
  );
  const below = () => (
    <>
      {asks.length > 0 && <><h2>{say("ask_title")}</h2><AskList home={home} asks={asks.slice(0, 8)} words={words} /></>}
      <div class="buttons">
        {may("plan", home.commune) && found.length > 0 && <a class="button wide" href={addressOf("plan", home.uuid)}>{say("plan_with_family")}</a>}
        <a class="button button-quiet wide" href={addressOf("household", home.uuid)}>{say("to_household")}</a>
      </div>
    </>
  );
  return (
    <Screen title={say("found_title")} back={addressOf("household", home.uuid)}>
      <Message tone="good"><p>{say("interview_sealed")}</p></Message>
      <p>{titleOf(home)} <LevelBadge level={live.household.level} /></p>
      {found.length === 0 ? <p>{say("found_nothing")}</p> : <p>{say("judge_lead")}</p>}
      <section class="card" aria-label={say("found_title")}>{drawn.map(card)}</section>
      {whole && below()}
    </Screen>
  );
}
