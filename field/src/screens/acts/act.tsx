/** The frame of every act about a household: its form, its mistakes, and sealing it. */

import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Act } from "../../records/entry.ts";
import type { HouseholdSeen } from "../../records/document.ts";
import { today } from "../clock.ts";
import { NotHere, useHousehold } from "../household.tsx";
import { living } from "../known.ts";
import type { Option } from "../parts/fields.tsx";
import { Message, personInWords, Waiting } from "../parts/pieces.tsx";
import { Screen } from "../parts/screen.tsx";
import { addressOf, goInstead } from "../route.ts";
import { say } from "../say.ts";
import { useSealing } from "../sealing.ts";
import { WrongFields } from "./wrong.tsx";

/** A mistake of a form: which field, and the sentence beside it. */
export type Mistakes = Record<string, string | undefined>;

/** Gives the screen of an act its household. */
export function WithHousehold({ uuid, children }: { uuid: string; children: (home: HouseholdSeen) => ComponentChildren }) {
  const home = useHousehold(uuid);
  if (home === undefined) return <Screen key="waiting" title={say("one_moment")} back={addressOf("household", uuid)}><Waiting /></Screen>;
  return home === null ? <NotHere /> : <>{children(home)}</>;
}

interface Form {
  /** Null when the act is about a family that is not in the register. */
  home: Pick<HouseholdSeen, "uuid"> | null;
  /** Where the arrow leads, when not to the household. */
  back?: string;
  title: string;
  send: string;
  /** The mistakes, or the acts to seal. */
  acts: () => Mistakes | Act[];
  onMistakes: (mistakes: Mistakes) => void;
  /** False while not all of the form is drawn yet: it cannot be sent before it could be read. */
  whole?: boolean;
  children: ComponentChildren;
}

export function ActForm({ home, back, title, send, acts, onMistakes, whole = true, children }: Form) {
  const { busy, error, seal } = useSealing();
  const [wrong, setWrong] = useState<string[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    const said = acts();
    const mistakes = Array.isArray(said) ? {} : said;
    onMistakes(mistakes);
    setWrong(Object.values(mistakes).filter((one): one is string => Boolean(one)));
    if (Array.isArray(said)) void seal(said, () => (home ? goInstead("household", home.uuid) : goInstead("today")));
  };
  return (
    <Screen title={title} back={back ?? (home ? addressOf("household", home.uuid) : addressOf("today"))}>
      {wrong.length > 0 && <WrongFields form={form} said={wrong} />}
      {error && <Message tone="bad" loud><p>{error}</p></Message>}
      <form ref={form} onSubmit={submit} noValidate>
        {children}
        {whole && <><button class="button wide" disabled={busy}>{busy ? say("one_moment") : send}</button><p class="soft">{say("seal_promise")}</p></>}
      </form>
    </Screen>
  );
}

/** An act about the household (or one of its persons) on a day. */
export function actOf(home: HouseholdSeen, kind: string, payload: Record<string, unknown>, { on, person = null }: { on: string; person?: string | null }): Act {
  return { kind, commune: home.commune, household: home.uuid, person, payload, on };
}

export function memberOptions(home: HouseholdSeen): Option[] {
  return living(home, today()).map((member) => ({ value: member.uuid, label: personInWords(member) }));
}

/** The mistake of a day that is not one, lies ahead, or before the household was known. */
export function wrongDay(home: HouseholdSeen, on: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(on)) return say("day_missing");
  if (on > today()) return say("day_ahead");
  return on < home.enrolled_on ? say("day_before_enrolled") : undefined;
}

/** Whole minutes of a day, null when nothing was typed, undefined when it is no such number. */
export function minutesOf(typed: string): number | null | undefined {
  if (typed.trim() === "") return null;
  const minutes = Number(typed);
  return Number.isInteger(minutes) && minutes >= 0 && minutes <= 1440 ? minutes : undefined;
}
