/** Finding a household: by typing a name, however it is spelled, or down the list. */

import { useMemo, useState } from "preact/hooks";
import type { Summary } from "../records/records.ts";
import { TextField, SelectField } from "./parts/fields.tsx";
import { Icon } from "./parts/icon.tsx";
import { Empty, LevelBadge, NotSent, personInWords } from "./parts/pieces.tsx";
import { Screen } from "./parts/screen.tsx";
import { Strip } from "./parts/strip.tsx";
import { addressOf } from "./route.ts";
import { say } from "./say.ts";
import { book, changes, records } from "./session.ts";
import { may } from "./rights.ts";
import { WayToWalk } from "./walk.tsx";

const PAGE = 40;
const FOUND = 10; // two screens of a phone; who is not among them is a letter away
const GRAVE = ["immediate", "high", "medium", "low", "none"];

export function Households() {
  return (
    <Screen title={say("households_title")} ways>
      <Strip />
      {may("register_people") && (
        <p><a class="button wide" href={addressOf("interview")}><Icon name="plus" />{say("new_household")}</a></p>
      )}
      <WayToWalk />
      <Searching />
      {may("register_people") && <p><a href={addressOf("returning")}>{say("returning_open")}</a></p>}
    </Screen>
  );
}

/** Apart from the rest of the screen, so that a letter typed draws again only what it changes. */
function Searching() {
  const [text, setText] = useState("");
  const wanted = text.trim();
  return (
    <>
      <form role="search" onSubmit={(event) => event.preventDefault()}>
        <TextField label={say("search_label")} hint={say("search_hint")} type="search" inputMode="search" value={text} onInput={setText} />
      </form>
      {wanted ? <Found text={wanted} /> : <List />}
    </>
  );
}

function Found({ text }: { text: string }) {
  void changes.value;
  const found = records().search(text, FOUND);
  return (
    <section aria-label={say("found_title")}>
      <p role="status" class="soft">{found.length ? say("found_count", { n: found.length }) : say("found_none")}</p>
      <ul class="rows">
        {found.map((one) => (
          <li key={`${one.household}${one.person?.uuid}`}>
            <a href={addressOf("household", one.household)}>
              <strong>{one.person ? personInWords(one.person) : one.address}</strong><br />
              <span class="soft">{placeOf(records().summary(one.household))}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function List() {
  const [shown, showMore] = useState(PAGE);
  const [village, setVillage] = useState("");
  const changed = changes.value;
  const villages = book.value?.villages ?? [];
  const sorted = useMemo(
    () => records().index().filter((one) => !one.ended && (!village || String(one.village) === village)).sort(graveFirst),
    [changed, village],
  );
  if (sorted.length === 0 && !village) return <Empty title={say("households_none")}><p>{say("households_none_lead")}</p></Empty>;
  return (
    <section aria-label={say("households_title")}>
      {villages.length > 1 && (
        <SelectField label={say("village")} value={village} onInput={setVillage} none={say("villages_all")}
          options={villages.map((one) => ({ value: String(one.siruta), label: one.name }))} />
      )}
      <p class="soft">{say("households_count", { n: sorted.length })}</p>
      <ul class="rows">{sorted.slice(0, shown).map((one) => <Row key={one.uuid} home={one} />)}</ul>
      {sorted.length > shown && (
        <p class="buttons"><button type="button" class="button button-quiet wide" onClick={() => showMore(shown + PAGE)}>{say("show_more", { n: sorted.length - shown })}</button></p>
      )}
    </section>
  );
}

function graveFirst(one: Summary, other: Summary): number {
  const rank = (level: string | null) => (level === null ? GRAVE.length : GRAVE.indexOf(level));
  return rank(one.level) - rank(other.level) || (one.uuid < other.uuid ? -1 : 1);
}

function Row({ home }: { home: Summary }) {
  const here = home.persons.filter((person) => !person.gone);
  const head = here.find((person) => person.is_head) ?? here[0];
  return (
    <li>
      <a href={addressOf("household", home.uuid)}>
        <strong>{head ? personInWords(head) : say("no_name_yet")}</strong>
        <span class="soft"> · {say("members_count", { n: here.length })}</span><br />
        <span class="soft">{placeOf(home)}</span>
        <span class="badges">
          <LevelBadge level={home.level} />{home.unsent > 0 && <NotSent />}{home.to_settle > 0 && <span class="tag">{say("to_settle_count", { n: home.to_settle })}</span>}
        </span>
      </a>
    </li>
  );
}

/** Village and address. */
export function placeOf(home: Pick<Summary, "village" | "address"> | undefined): string {
  if (!home) return "";
  const village = home.village === null ? "" : book.value?.village(home.village) ?? "";
  return [village, home.address].filter(Boolean).join(", ");
}
