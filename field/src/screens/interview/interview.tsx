/** The interview: one group of questions on a screen, saved at every answer; at its end what was found. */

import { Fragment } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RepeatView, RowView } from "../../questionnaire/session.ts";
import { LikelyDuplicates } from "../acts/duplicates.tsx";
import type { Book } from "../book.ts";
import { SelectField } from "../parts/fields.tsx";
import { Icon } from "../parts/icon.tsx";
import { Fold } from "../parts/later.tsx";
import { Empty, Message, personInWords, Waiting } from "../parts/pieces.tsx";
import { Screen } from "../parts/screen.tsx";
import { initialsOf } from "../persons.ts";
import { addressOf } from "../route.ts";
import { book, records, tablet } from "../session.ts";
import { say } from "../say.ts";
import { Ending, OwnMethod, useFoundAhead } from "./ending.tsx";
import { begin, useInterview, type Hand } from "./holding.ts";
import { answeredIn, pagesOf, personOf, type Page } from "./pages.ts";
import { Item } from "./question.tsx";

const END = "ending";
const LAST_OF_NAME = "given_name"; // below it stand those who may be the same person

/** `ids`: a draft; a household and "household" for a follow-up; nothing for a household met for the first time. */
export function InterviewScreen({ ids }: { ids: string[] }) {
  const words = book.value;
  if (!words) return <Screen title={say("interview")} back={addressOf("today")}><p>{say("today_first_sync")}</p></Screen>;
  if (words.forms.length === 0) return <Screen title={say("interview")} back={addressOf("today")}><p>{say("no_questionnaire")}</p></Screen>;
  return ids.length === 1 ? <Holding key={ids[0]} words={words} id={ids[0]!} /> : <Begin words={words} household={ids[0] ?? null} />;
}

function Begin({ words, household }: { words: Book; household: string | null }) {
  const communes = tablet().communes();
  const known = household ? records().summary(household)?.commune : communes.length === 1 ? communes[0] : undefined;
  const [commune, setCommune] = useState(known ?? communes[0] ?? 0);
  useEffect(() => {
    if (known !== undefined) void begin(words, household, known);
  }, []);
  if (known !== undefined) return <Screen title={say("interview")} back={addressOf("today")}><Waiting /></Screen>;
  return (
    <Screen title={say("new_household")} back={addressOf("households")}>
      <SelectField label={say("commune")} value={String(commune)} onInput={(chosen) => setCommune(Number(chosen))}
        options={communes.map((one) => ({ value: String(one), label: words.commune(one) }))} />
      <button type="button" class="button wide" onClick={() => void begin(words, null, commune)}>{say("next")}</button>
    </Screen>
  );
}

function Holding({ words, id }: { words: Book; id: string }) {
  const hand = useInterview(words, id);
  if (hand === undefined) return <Screen key="waiting" title={say("interview")} back={addressOf("today")}><Waiting /></Screen>;
  if (hand === null) return <Screen key="none" title={say("draft_gone")} back={addressOf("today")}><p>{say("draft_gone_lead")}</p></Screen>;
  return <Pages hand={hand} words={hand.held.words} />;
}

function Pages({ hand, words }: { hand: Hand; words: Book }) {
  const { held, turn } = hand;
  const pages = pagesOf(held.session.nodes(), say("interview_opening"));
  const ended = held.kept.page === END;
  const place = Math.max(0, pages.findIndex((page) => page.key === held.kept.page));
  const page = pages[place];
  useFoundAhead(hand, words, place + 1 === pages.length);
  const back = held.kept.household ? addressOf("household", held.kept.household) : addressOf("today");
  if (ended || !page) {
    return <Ending hand={hand} words={words} back={back} onBack={() => turn(pages.at(-1)?.key ?? "")} goToPath={(path) => turn(pageWith(pages, path))} />;
  }
  const { asked, answered } = held.session.progress();
  return (
    <Screen title={titleOf(page)} back={back}>
      <div class="steps">
        <p><span>{say("page_of", { n: place + 1, total: pages.length })}</span><span class="soft">{say("answered_of", { n: answered, total: asked })}</span></p>
        <progress value={answered} max={Math.max(asked, 1)} aria-label={say("answered_of", { n: answered, total: asked })} />
      </div>
      <Heading page={page} />
      <OwnMethod words={words} />
      {hand.trouble && <Message tone="bad" loud><p>{hand.trouble}</p></Message>}
      {page.repeat ? <MembersPage repeat={page.repeat} hand={hand} /> : page.items.map((item) => (
        <Fragment key={item.path}>
          <Item item={item} hand={hand} />
          {item.name === LAST_OF_NAME && page.row && !page.row.known && <MaybeKnown row={page.row} household={held.kept.household} />}
        </Fragment>
      ))}
      {!hand.trouble && <p class="soft" role="status"><Icon name="check" size={18} /> {say("draft_kept")}</p>}
      <Contents pages={pages} now={place} turn={turn} />
      <div class="foot">
        {place > 0 && <button type="button" class="button button-quiet" onClick={() => turn(pages[place - 1]!.key)}>{say("page_before")}</button>}
        <button type="button" class="button" onClick={() => turn(pages[place + 1]?.key ?? END)}>{place + 1 < pages.length ? say("next") : say("interview_to_end")}</button>
      </div>
    </Screen>
  );
}

function titleOf(page: Page): string {
  return page.row ? say("page_about", { who: initialsOf(personOf(page.row)), what: page.title }) : page.title;
}

/** Each new page starts at its top, with the focus on its heading. */
function Heading({ page }: { page: Page }) {
  const first = useRef(true);
  useLayoutEffect(() => {
    if (!first.current) {
      scrollTo(0, 0);
      document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
    }
    first.current = false;
  }, [page.key]);
  return null;
}

function pageWith(pages: readonly Page[], path: string): string {
  return pages.find((page) => page.items.some((item) => item.path === path))?.key ?? pages[0]?.key ?? "";
}

function MembersPage({ repeat, hand }: { repeat: RepeatView; hand: Hand }) {
  const add = () => hand.change((session) => void session.addRepeat(repeat.path));
  return (
    <>
      {repeat.rows.length === 0 && <Empty title={say("members_none")}><p>{say("members_none_lead")}</p></Empty>}
      <ul class="rows">
        {repeat.rows.map((row) => {
          const person = personOf(row);
          const named = person.given_name || person.surname ? personInWords(person) : say("member_new", { n: row.position });
          return (
            <li key={row.key}><div class="in">
              <strong>{named}</strong>{row.known && <span class="soft"> · {say("member_known")}</span>}
              {!row.known && <><br /><button type="button" class="link" onClick={() => hand.change((session) => session.removeRepeat(repeat.path, row.key))}><Icon name="trash-2" />{say("member_remove")}<span class="out-of-sight">: {named}</span></button></>}
            </div></li>
          );
        })}
      </ul>
      <p class="buttons"><button type="button" class="button button-quiet wide" onClick={add}><Icon name="user-plus" />{say("member_add")}</button></p>
    </>
  );
}

function MaybeKnown({ row, household }: { row: RowView; household: string | null }) {
  const { surname, given_name, sex, born_on } = personOf(row);
  return <LikelyDuplicates person={{ surname, given_name, sex, born: born_on }} {...(household ? { besides: household } : {})} />;
}

function Contents({ pages, now, turn }: { pages: readonly Page[]; now: number; turn: (key: string) => void }) {
  return (
    <Fold summary={say("contents")}>{() => (
      <ol class="plain">
        {pages.map((page, place) => {
          const { asked, answered } = answeredIn(page);
          return (
            <li key={page.key}>
              <button type="button" class="link" aria-current={place === now ? "step" : undefined} onClick={() => turn(page.key)}>
                {titleOf(page)}{asked > 0 && ` (${answered}/${asked})`}
              </button>
            </li>
          );
        })}
        <li><button type="button" class="link" onClick={() => turn(END)}>{say("ending_title")}</button></li>
      </ol>
    )}</Fold>
  );
}
