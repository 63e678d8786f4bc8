/** An interview being held: begun or taken up again, and saved at every answer. */

import { useEffect, useRef, useState } from "preact/hooks";
import { formOf, fromJSON, openForm } from "../../questionnaire/session.ts";
import type { Draft, FormData, Opening, Session } from "../../questionnaire/session.ts";
import type { HouseholdSeen } from "../../records/document.ts";
import { readBook, type Book } from "../book.ts";
import { nowMoment, today } from "../clock.ts";
import { askingRole, domainsSeen } from "../rights.ts";
import { goInstead } from "../route.ts";
import { records, tablet } from "../session.ts";
import { language, say } from "../say.ts";

export const INTERVIEW = "interview";

/** What a draft keeps beside the session's own. `page` is the key of the page last looked at. */
export interface Kept {
  form: string;
  session: Draft;
  household: string | null;
  commune: number;
  on: string;
  at: string;
  page: string;
  /** The version of the rulebook with which it began; absent in drafts of an older app. */
  rulebook?: string;
}

export interface Held {
  id: string;
  /** The method with which it began, and with which it ends. */
  words: Book;
  session: Session;
  kept: Omit<Kept, "session">;
  home: HouseholdSeen | null;
}

/** The draft of this household's interview if there is one, else a new one; leads to its address. */
export async function begin(words: Book, household: string | null, commune: number): Promise<void> {
  const running = household ? (await records().drafts()).find((one) => one.kind === INTERVIEW && one.household === household) : undefined;
  const id = running?.id ?? crypto.randomUUID();
  if (!running) {
    const form = words.forms[0];
    if (!form) return;
    const home = household ? await records().household(household) : null;
    const kept = { form: form.name, household, commune, on: today(), at: nowMoment(), page: "", rulebook: words.version };
    const session = openForm(form, openingOf(words, kept, home));
    await records().saveDraft<Kept>({ id, kind: INTERVIEW, household, value: { ...kept, session: session.toJSON() } });
  }
  goInstead("interview", id);
}

function openingOf(words: Book, kept: Omit<Kept, "session">, home: HouseholdSeen | null): Opening {
  return {
    role: askingRole(kept.commune), domains: domainsSeen(kept.commune), on: kept.on, at: kept.at, language: language.value,
    carried: home, villages: words.villages, ...(home ? { round: "follow_up" } : {}),
  };
}

/** The method of a draft: its own as long as the tablet has it, else the present one, into which its answers are moved. */
async function wordsOf(words: Book, { session, rulebook }: Kept): Promise<Book> {
  const { hash } = formOf(session);
  const fits = (one: Book) => one.forms.some((form) => form.hash === hash) && (rulebook === undefined || one.version === rulebook);
  if (fits(words)) return words;
  const earlier = (await tablet().earlierBundles()).map(readBook);
  return earlier.find(fits) ?? words;
}

/** Takes up a draft; null when there is none of that id. */
export async function takeUp(words: Book, id: string): Promise<Held | null> {
  const draft = await records().draft<Kept>(id);
  if (!draft) return null;
  const { session: saved, ...kept } = draft.value;
  const own = await wordsOf(words, draft.value);
  const form = own.forms.find((one) => one.name === kept.form) ?? own.forms[0];
  if (!form) return null;
  const home = kept.household ? await records().household(kept.household) : null;
  return { id, words: own, session: fromJSON(form as FormData, saved, openingOf(own, kept, home)), kept, home };
}

export interface Hand {
  held: Held;
  /** Does something to the session, saves the draft, draws again. */
  change: (act: (session: Session) => void) => void;
  /** Remembers the page looked at. */
  turn: (page: string) => void;
  /** What is wrong with saving; "" when all is saved. */
  trouble: string;
}

/** Holds an interview: each change is saved at once, one write after the other, the last state always written. */
export function useInterview(words: Book, id: string): Hand | null | undefined {
  const [held, setHeld] = useState<Held | null | undefined>(undefined);
  const [, redraw] = useState(0);
  const [trouble, setTrouble] = useState("");
  const writing = useRef(false);
  const again = useRef(false);
  useEffect(() => {
    takeUp(words, id).then(setHeld, () => setHeld(null));
  }, [id]);
  if (!held) return held;

  async function save(now: Held): Promise<void> {
    again.current = true;
    if (writing.current) return;
    writing.current = true;
    while (again.current) {
      again.current = false;
      try {
        await records().saveDraft<Kept>({ id: now.id, kind: INTERVIEW, household: now.kept.household, value: { ...now.kept, session: now.session.toJSON() } });
        setTrouble("");
      } catch (problem) {
        setTrouble(say(problem instanceof Error && problem.name === "DiskFull" ? "draft_disk_full" : "draft_failed"));
      }
    }
    writing.current = false;
  }
  const change = (act: (session: Session) => void) => {
    act(held.session);
    tablet().touch();
    redraw((n) => n + 1);
    void save(held);
  };
  const turn = (page: string) => {
    held.kept.page = page;
    redraw((n) => n + 1);
    void save(held);
  };
  return { held, change, turn, trouble };
}
