/** One finding: what, about whom, why in a sentence, then the answers, the rule's meaning and the law. */

import type { ComponentChildren } from "preact";
import type { Book } from "../book.ts";
import type { Shown } from "../found.ts";
import type { Someone } from "../persons.ts";
import { day, say } from "../say.ts";
import { book } from "../session.ts";
import { Icon } from "./icon.tsx";
import { Fold } from "./later.tsx";
import { NotSent, Severity, Who } from "./pieces.tsx";

const UNTOLD = new Set(["age_d", "age_m"]);
const MOST_REASONS = 4;
const AGES = { age_y: "age", age_m: "age_in_months", age_d: "age_in_days" } as const;

/** An answer in words. */
export function valueInWords(words: Book, fact: string, value: unknown): string {
  if (typeof value === "boolean") return say(value ? "yes" : "no");
  if (typeof value === "number") return words.fact(fact).choice(String(value)).replace(".", say("decimal_point"));
  if (Array.isArray(value)) return value.map((one) => words.fact(fact).choice(String(one))).join(", ");
  if (value === "?dk") return say("dk");
  if (value === "?refused") return say("refused");
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) return day(value);
  return words.fact(fact).choice(String(value));
}

/** “Este înscris la școală: nu; vârsta: 9 (Legea 198/2023).” */
export function reasonInWords(words: Book, finding: Shown): string {
  const told = Object.entries(finding.reasons).filter(([fact, value]) => !UNTOLD.has(fact) && value !== "absent").slice(0, MOST_REASONS);
  if (told.length === 0) return "";
  const said = told.map(([fact, value]) => `${factLabel(words, fact)}: ${valueInWords(words, fact, value)}`).join("; ");
  const law = words.lawOf(finding.code)[0];
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}${law ? ` (${law})` : ""}.`;
}

function factLabel(words: Book, fact: string): string {
  if (fact === "age_y" || fact === "age_m" || fact === "age_d") return say(AGES[fact]);
  if (/^[A-Z]{2}\d\d/.test(fact)) return words.nameOf(fact);
  return words.fact(fact).label;
}

const JUDGED = { agreed: "judged_agreed", rejected: "judged_rejected", added: "judged_added" } as const;

interface Carded {
  finding: Shown;
  person: Someone | null;
  /** Of its heading: 2 right below the screen's, 3 in a section. */
  level?: 2 | 3;
  /** The method by which it was found; the present one unless told. */
  words?: Book | null;
  children?: ComponentChildren;
}

export function FindingCard({ finding, person, level = 3, words = book.value, children }: Carded) {
  if (!words) return null;
  const Heading = level === 2 ? "h2" : "h3";
  const reason = reasonInWords(words, finding);
  return (
    <article class="finding">
      <div class="finding-head"><Severity step={finding.severity} /><Heading>{words.nameOf(finding.code)}</Heading></div>
      <p>{person ? <Who person={person} /> : <span class="soft">{say("whole_household")}</span>} {finding.unsent && <NotSent />}</p>
      {reason && <p>{reason}</p>}
      {finding.judged && <p class="judged"><Icon name="check" size={18} /> <strong>{say(JUDGED[finding.judged])}</strong></p>}
      <Fold summary={say("why")}>{() => <Why finding={finding} words={words} />}</Fold>
      {children}
    </article>
  );
}

/** The answers, the rule's meaning, the law, and the version of the method. */
function Why({ finding, words }: { finding: Shown; words: Book }) {
  const meaning = words.meaningOf(finding.code);
  return (
    <div class="inset">
      <dl class="pairs">
        {Object.entries(finding.reasons).map(([fact, value]) => [
          <dt key={fact}>{factLabel(words, fact)}</dt>, <dd key={`${fact}=`}>{valueInWords(words, fact, value)}</dd>,
        ])}
      </dl>
      {meaning && <p>{meaning}</p>}
      {words.lawOf(finding.code).map((law) => <p class="soft" key={law}><Icon name="scale" size={18} /> {law}</p>)}
      <p class="soft">{finding.since ? `${say("found_since", { day: day(finding.since) })} · ` : ""}{finding.code} · {words.version}</p>
    </div>
  );
}
