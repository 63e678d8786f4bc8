/** The end of an interview, still in the kitchen: what was found, what to ask yet; then it is sealed. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Result } from "../../method/book.ts";
import { assess } from "../../method/evaluate.ts";
import type { Session } from "../../questionnaire/session.ts";
import type { Member } from "../../records/document.ts";
import type { Act } from "../../records/entry.ts";
import type { Book } from "../book.ts";
import { nowMoment, today } from "../clock.ts";
import { presentIn, questionsOf, type Shown } from "../found.ts";
import { AskList } from "../household.tsx";
import { FindingCard } from "../parts/finding.tsx";
import { useInTurn, whenIdle } from "../parts/later.tsx";
import { LevelBadge, Message } from "../parts/pieces.tsx";
import { Screen } from "../parts/screen.tsx";
import { domainsSeen } from "../rights.ts";
import { goInstead } from "../route.ts";
import { book, records } from "../session.ts";
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
  const below = () => (
    <>
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
    </>
  );
  return (
    <Screen key="ending" title={say("ending_title")} back={back}>
      {error && <Message tone="bad" loud><p>{error}</p></Message>}
      {problems.length > 0 && (
        <div class="errors" role="alert">
          <h2>{say("problems_title", { n: problems.length })}</h2>
          <ul>{problems.map((one) => <li key={one.path}><button type="button" class="link" onClick={() => goToPath(one.path)}>{one.label}: {one.problem.message}</button></li>)}</ul>
        </div>
      )}
      <OwnMethod words={words} />
      <FoundNow hand={hand} words={words} below={below} />
    </Screen>
  );
}

/** Says that the method has changed since this interview began, and by which one it ends. */
export function OwnMethod({ words }: { words: Book }) {
  const now = book.value;
  if (!now || now.rules === words.rules) return null;
  return <Message tone="note"><p>{say("interview_own_method", { own: words.version, now: now.version })}</p></Message>;
}

function actsOf(hand: Hand): Act[] {
  const { session, kept, words } = hand.held;
  return session.payloads({ at: nowMoment() }).map((one) => ({
    rulebook: words.version,
    kind: one.kind, version: one.version, commune: kept.commune, household: one.household, person: one.person, payload: one.payload, on: kept.on,
  }));
}

const results = new WeakMap<Session, { revision: number; words: Book; result: Result | null }>();

/** What the method finds in the answers so far; worked out once for each state of them. Null when one does not fit: its question says so. */
function resultOf({ held: { session } }: Hand, words: Book): Result | null {
  const kept = results.get(session);
  if (kept?.revision === session.revision && kept.words === words) return kept.result;
  const result = resultNow(session, words);
  results.set(session, { revision: session.revision, words, result });
  return result;
}

function resultNow(session: Session, words: Book): Result | null {
  const { household, members } = session.facts();
  try {
    return assess(words.rules, household, members, today());
  } catch {
    return null;
  }
}

/** Works the result out while the last page is still being answered, whenever the tablet has time. */
export function useFoundAhead(hand: Hand, words: Book, near: boolean): void {
  useEffect(() => (near ? whenIdle(() => void resultOf(hand, words)) : undefined), [hand.held.session.revision, words, near]);
}

function FoundNow({ hand, words, below }: { hand: Hand; words: Book; below: () => ComponentChildren }) {
  const { session, kept } = hand.held;
  const result = resultOf(hand, words);
  if (!result) return <><Message tone="note"><p>{say("found_not_readable")}</p></Message>{below()}</>;
  const seen = domainsSeen(kept.commune);
  const mayKnow = (code: string) => seen.includes(words.domainOf(code));
  const asks = questionsOf(result, mayKnow, (fact) => seen.includes(words.fact(fact).domain));
  const people = pagesOf(session.nodes(), "").flatMap((page) => page.repeat?.rows.map(personOf) ?? []);
  const members = people.map((one) => ({ ...one, born_precision: "day" as const, relation: "", is_head: false, since: "", until: null, died_on: null }));
  return (
    <>
      <p class="badges"><LevelBadge level={result.household.level} /></p>
      <Cards found={presentIn(result, mayKnow)} words={words} members={members}>{() => (
        <>
          {asks.length > 0 && (
            <section class="group">
              <h2>{say("ask_title")}</h2>
              <p class="soft">{say("ask_lead", { n: asks.length })}</p>
              <AskList home={{ members }} asks={asks.slice(0, 8)} words={words} />
            </section>
          )}
          {below()}
        </>
      )}</Cards>
    </>
  );
}

function Cards({ found, words, members, children }: { found: readonly Shown[]; words: Book; members: readonly Member[]; children: () => ComponentChildren }) {
  const [drawn, whole] = useInTurn(found);
  return (
    <>
      <section class="card">
        {found.length === 0 ? <p>{say("found_nothing")}</p> : drawn.map((one) => (
          <FindingCard level={2} words={words} key={`${one.subject}${one.code}`} finding={one} person={members.find((person) => person.uuid === one.subject) ?? null} />
        ))}
      </section>
      {whole && children()}
    </>
  );
}
