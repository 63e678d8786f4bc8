/** The end of an interview, still in the kitchen: what was found, what to ask yet; then it is sealed. */

import { useMemo, useState } from "preact/hooks";
import type { Result } from "../../method/book.ts";
import { assess } from "../../method/evaluate.ts";
import type { Act } from "../../records/entry.ts";
import type { Book } from "../book.ts";
import { nowMoment, today } from "../clock.ts";
import { presentIn, questionsOf } from "../found.ts";
import { AskList } from "../household.tsx";
import { FindingCard } from "../parts/finding.tsx";
import { LevelBadge, Message } from "../parts/pieces.tsx";
import { Screen } from "../parts/screen.tsx";
import { domainsSeen } from "../rights.ts";
import { goInstead } from "../route.ts";
import { records } from "../session.ts";
import { say } from "../say.ts";
import { useSealing } from "../sealing.ts";
import type { Hand } from "./holding.ts";
import { pagesOf, personOf } from "./pages.ts";

interface Ends {
  hand: Hand;
  words: Book;
  back: string;
  onBack: () => void;
  goToPath: (path: string) => void;
}

export function Ending({ hand, words, back, onBack, goToPath }: Ends) {
  const { held } = hand;
  const [problems, setProblems] = useState<readonly { path: string; label: string; problem: { message: string } }[]>([]);
  const [dropping, setDropping] = useState(false);
  const { busy, error, seal } = useSealing();
  const finish = () => {
    const wrong = held.session.check();
    setProblems(wrong);
    if (wrong.length === 0) void seal(actsOf(hand), () => goInstead("found", held.session.household), [held.id]);
  };
  const drop = async () => {
    await records().dropDraft(held.id);
    goInstead("today");
  };
  return (
    <Screen key="ending" title={say("ending_title")} back={back}>
      {error && <Message tone="bad" loud><p>{error}</p></Message>}
      {problems.length > 0 && (
        <div class="errors" role="alert">
          <h2>{say("problems_title", { n: problems.length })}</h2>
          <ul>{problems.map((one) => <li key={one.path}><button type="button" class="link" onClick={() => goToPath(one.path)}>{one.label}: {one.problem.message}</button></li>)}</ul>
        </div>
      )}
      <FoundNow hand={hand} words={words} />
      {held.session.aside().length > 0 && <Message tone="note"><p>{say("aside", { n: held.session.aside().length })}</p></Message>}
      <p>{say("ending_lead")}</p>
      <div class="buttons">
        <button type="button" class="button wide" disabled={busy} onClick={finish}>{busy ? say("one_moment") : say("ending_send")}</button>
        <button type="button" class="button button-quiet wide" onClick={onBack}>{say("ending_back")}</button>
      </div>
      <p class="soft">{say("seal_promise")}</p>
      {!dropping
        ? <p><button type="button" class="link" onClick={() => setDropping(true)}>{say("draft_drop")}</button></p>
        : <Message tone="bad"><p>{say("draft_drop_sure")}</p><p class="buttons"><button type="button" class="button" onClick={() => void drop()}>{say("draft_drop_do")}</button><button type="button" class="button button-quiet" onClick={() => setDropping(false)}>{say("cancel")}</button></p></Message>}
    </Screen>
  );
}

function actsOf(hand: Hand): Act[] {
  const { session, kept } = hand.held;
  return session.payloads({ at: nowMoment() }).map((one) => ({
    kind: one.kind, version: one.version, commune: kept.commune, household: one.household, person: one.person, payload: one.payload, on: kept.on,
  }));
}

function resultOf(hand: Hand, words: Book): Result | null {
  const { household, members } = hand.held.session.facts();
  try {
    return assess(words.rules, household, members, today());
  } catch {
    return null; // an answer that does not fit: its question says so
  }
}

function FoundNow({ hand, words }: { hand: Hand; words: Book }) {
  const { session, kept } = hand.held;
  const result = useMemo(() => resultOf(hand, words), [session.revision, words]);
  if (!result) return <Message tone="note"><p>{say("found_not_readable")}</p></Message>;
  const seen = domainsSeen(kept.commune);
  const mayKnow = (code: string) => seen.includes(words.domainOf(code));
  const found = presentIn(result, mayKnow);
  const asks = questionsOf(result, mayKnow, (fact) => seen.includes(words.fact(fact).domain));
  const people = pagesOf(session.nodes(), "").flatMap((page) => page.repeat?.rows.map(personOf) ?? []);
  const members = people.map((one) => ({ ...one, born_precision: "day" as const, relation: "", is_head: false, since: "", until: null, died_on: null }));
  return (
    <>
      <p class="badges"><LevelBadge level={result.household.level} /></p>
      <section class="card">
        {found.length === 0 ? <p>{say("found_nothing")}</p> : found.map((one) => (
          <FindingCard level={2} key={`${one.subject}${one.code}`} finding={one} person={members.find((person) => person.uuid === one.subject) ?? null} />
        ))}
      </section>
      {asks.length > 0 && (
        <section class="group">
          <h2>{say("ask_title")}</h2>
          <p class="soft">{say("ask_lead", { n: asks.length })}</p>
          <AskList home={{ members }} asks={asks.slice(0, 8)} words={words} />
        </section>
      )}
    </>
  );
}
