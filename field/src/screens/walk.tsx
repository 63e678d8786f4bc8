/** Where to go next: dwelling after dwelling as one walks, and at each door what came of it. */

import { useEffect, useRef, useState } from "preact/hooks";
import { OUTCOMES, outcomeActs, waits, WALKS, walksSeen, type CameOf, type Outcome, type StopSeen, type Walks } from "../records/walks.ts";
import { today } from "./clock.ts";
import { SelectField, TextField } from "./parts/fields.tsx";
import { Icon } from "./parts/icon.tsx";
import { Fold } from "./parts/later.tsx";
import { Empty, Message, NotSent, personInWords, useKept, Waiting } from "./parts/pieces.tsx";
import { Screen } from "./parts/screen.tsx";
import { may } from "./rights.ts";
import { addressOf } from "./route.ts";
import { useSealing } from "./sealing.ts";
import { book, records } from "./session.ts";
import { day, say } from "./say.ts";

const PAGE = 15;
const LATELY = 300; // entries: more than a worker seals between two syncs
const MOST_CHILDREN = 30;
const LONGEST = 200;

type Seen = ReturnType<typeof walksSeen>;

/** The walks as they should be seen now; undefined until they are read. */
export function useWalks(): Seen | undefined {
  return useKept(async () => {
    const [kept, unsent, answered] = await Promise.all([
      records().meta<Walks>(WALKS), records().entries({ states: ["waiting", "sent"] }), records().entries({ states: ["received", "to_settle"], limit: LATELY }),
    ]);
    return walksSeen(kept, [...unsent, ...answered]);
  });
}

/** The way to the walk, for who makes visits and where something waits. */
export function WayToWalk() {
  const left = (useWalks() ?? []).flatMap((walk) => walk.stops).filter(waits).length;
  if (!may("visit") || left === 0) return null;
  return <p><a href={addressOf("walk")}>{say("walk_open", { n: left })}</a></p>;
}

export function WalkScreen() {
  const walks = useWalks();
  const [chosen, choose] = useState<string | null>(null);
  const { busy, error, seal } = useSealing();
  const [kept, keep] = useState("");
  if (!walks) return <Screen key="waiting" title={say("walk_title")} back={addressOf("households")}><Waiting /></Screen>;
  const there = walks.filter((walk) => walk.stops.length > 0 && may("visit", walk.commune));
  const walk = there.find((one) => placeOf(one) === chosen) ?? there.find((one) => one.stops.some(waits)) ?? there[0];
  const tell = (stop: StopSeen["stop"], came: CameOf) => {
    if (!walk) return;
    choose(placeOf(walk)); // it stays this village's when its last dwelling is done
    keep("");
    void seal(outcomeActs(walk.commune, stop, came, today()), () => keep(say("walk_kept", { address: stop.address || say("walk_no_address"), outcome: say(`walk_${came.outcome}`) })));
  };
  return (
    <Screen title={say("walk_title")} back={addressOf("households")}>
      {there.length > 1 && walk && (
        <SelectField label={say("village")} value={placeOf(walk)} onInput={choose} options={there.map((one) => ({ value: placeOf(one), label: nameOf(one) }))} />
      )}
      <Kept words={kept} />
      {error && <Message tone="bad" loud><p>{error}</p></Message>}
      {walk ? <Village key={placeOf(walk)} stops={walk.stops} busy={busy} tell={tell} /> : <Empty title={say("walk_none")}><p>{say("walk_none_lead")}</p></Empty>}
    </Screen>
  );
}

/** What was kept takes the focus: the button that was pressed is gone with its dwelling. */
function Kept({ words }: { words: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (words) place.current?.focus();
  }, [words]);
  return <div ref={place} tabIndex={-1}>{words && <Message tone="good" loud><p>{words}</p></Message>}</div>;
}

/** Two communes may have a village of one name. */
function placeOf({ commune, village }: { commune: number; village: number | null }): string {
  return `${commune} ${village ?? ""}`;
}

function nameOf({ village }: { village: number | null }): string {
  return (village === null ? "" : book.value?.village(village)) || say("walk_no_village");
}

interface Listed {
  stops: readonly StopSeen[];
  busy: boolean;
  tell: (stop: StopSeen["stop"], came: CameOf) => void;
}

function Village({ stops, busy, tell }: Listed) {
  const [shown, showMore] = useState(PAGE);
  const left = stops.filter(waits);
  const done = stops.filter((one) => one.said !== null);
  return (
    <>
      {left.length === 0
        ? <Empty title={say("walk_none")}><p>{say("walk_none_lead")}</p></Empty>
        : <p class="soft">{say("walk_left", { n: left.length })}</p>}
      <ol class="cards">
        {left.slice(0, shown).map((one, place) => (
          <li class="card" key={keyOf(one)}>
            <At seen={one} />
            {place === 0 ? <CameOfIt seen={one} busy={busy} tell={tell} /> : <Fold summary={say("walk_came")}>{() => <CameOfIt seen={one} busy={busy} tell={tell} />}</Fold>}
          </li>
        ))}
      </ol>
      {left.length > shown && (
        <p class="buttons"><button type="button" class="button button-quiet wide" onClick={() => showMore(shown + PAGE)}>{say("show_more", { n: left.length - shown })}</button></p>
      )}
      {done.length > 0 && (
        <Fold summary={say("walk_said", { n: done.length })}>{() => (
          <ul class="cards">
            {done.map((one) => (
              <li class="card" key={keyOf(one)}><At seen={one} /><NotSent /><Fold summary={say("walk_otherwise")}>{() => <CameOfIt seen={one} busy={busy} tell={tell} />}</Fold></li>
            ))}
          </ul>
        )}</Fold>
      )}
    </>
  );
}

function keyOf({ stop }: StopSeen): string {
  return stop.dwelling ?? stop.households.join();
}

/** Which dwelling, what is known of it, and who lives there as far as the register knows. */
function At({ seen: { stop, said } }: { seen: StopSeen }) {
  const outcome = said?.outcome ?? stop.outcome;
  const children = said ? said.children : stop.children;
  const on = said?.on ?? stop.on;
  const about = [
    outcome && on ? say("walk_said_on", { outcome: say(`walk_${outcome}`), day: day(on) }) : say(stop.households.length > 0 ? "walk_not_asked" : "walk_nobody_yet"),
    children ? say("walk_children_said", { n: children }) : "", said ? said.note : stop.note,
  ];
  return (
    <>
      <h2>{stop.address || say("walk_no_address")}</h2>
      <p class="soft">{about.filter(Boolean).join(" · ")}</p>
      {stop.households.map((uuid) => <Home key={uuid} uuid={uuid} />)}
    </>
  );
}

function Home({ uuid }: { uuid: string }) {
  return records().summary(uuid) ? <p><a href={addressOf("household", uuid)}><Icon name="house" size={20} /> {familyInWords(uuid)}</a></p> : null;
}

function familyInWords(uuid: string): string {
  const persons = records().summary(uuid)?.persons.filter((person) => !person.gone) ?? [];
  const head = persons.find((person) => person.is_head) ?? persons[0];
  return head ? personInWords(head) : say("household");
}

function CameOfIt({ seen: { stop, said }, busy, tell }: { seen: StopSeen } & Pick<Listed, "busy" | "tell">) {
  const [children, setChildren] = useState(said?.children?.toString() ?? "");
  const [note, setNote] = useState(said?.note ?? "");
  const [wrong, setWrong] = useState<string>();
  const [family, choose] = useState("");
  const several = stop.dwelling === null && stop.households.length > 1;
  const came = (outcome: Outcome) => {
    const many = childrenOf(children);
    setWrong(many === undefined ? say("walk_children_wrong") : undefined);
    if (many !== undefined && !busy) tell(family ? { ...stop, households: [family] } : stop, { outcome, children: many, note });
  };
  return (
    <>
      {several && (
        <SelectField label={say("walk_family")} none={say("walk_families")} value={family} onInput={choose}
          options={stop.households.map((uuid) => ({ value: uuid, label: familyInWords(uuid) }))} />
      )}
      <Fold summary={say("walk_more")}>{() => (
        <>
          <TextField label={say("walk_children")} hint={say("walk_children_hint")} inputMode="numeric" value={children} onInput={setChildren} error={wrong} />
          <TextField label={say("walk_note")} hint={say("walk_note_hint")} value={note} onInput={(text) => setNote(text.slice(0, LONGEST))} />
        </>
      )}</Fold>
      <div class="buttons" role="group" aria-label={`${say("walk_came")} ${stop.address}`}>
        {OUTCOMES.map((outcome) => <button key={outcome} type="button" class="button button-quiet" onClick={() => came(outcome)}>{say(`walk_${outcome}`)}</button>)}
      </div>
    </>
  );
}

/** Null when nothing was typed, undefined when it is no number of children. */
export function childrenOf(typed: string): number | null | undefined {
  if (typed.trim() === "") return null;
  return /^\d{1,2}$/.test(typed.trim()) && Number(typed) <= MOST_CHILDREN ? Number(typed) : undefined;
}
